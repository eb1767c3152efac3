// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"
#include "backup/contentchoice.h"
#include "core/finding.h"

namespace tidemark::backup {

/// Holds what was wanted, of what the server listed in the dump's own snapshot, against what the archive contains. A
/// relation that should be there and is not, or should not and is, is a Blocker finding: exit code 0 or not, that backup is
/// not what was asked for.
core::Findings compareRelations(const QList<ExpectedRelation>& expected, const archive::Toc& toc);

} // namespace tidemark::backup
