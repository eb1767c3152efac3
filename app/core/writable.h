// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::core {

/// Whether this user may write into the folder, or into the one that it would have to be made in.
bool canWriteBelow(const QString& folder);

} // namespace tidemark::core
