// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tidemark::restore {

/// Names in a sentence, each on one line: "a, b and 5 more".
QString listed(const QStringList& names, qsizetype most = 10);

} // namespace tidemark::restore
