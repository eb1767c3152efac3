// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <string>

namespace tidemark::archive {

/// Appends a moment ("2024-03-31 03:15:00.5+05:45", "0044-03-15 12:00:00+00:53:28 BC": DateStyle ISO) as a
/// session in UTC prints it. What is no such text, "infinity" too, is appended as it is.
void appendInUtc(QByteArrayView text, std::string& into);

} // namespace tidemark::archive
