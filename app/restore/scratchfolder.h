// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::restore {

/// Where large things may lie for a while, on a disk rather than in memory: $TMPDIR, /var/tmp or /tmp.
QString scratchFolder();

} // namespace tidemark::restore
