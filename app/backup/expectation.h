// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"
#include "core/finding.h"
#include "postgres/queries/relations.h"

namespace tidemark::backup {

/// Holds what the server listed in the dump's own snapshot against what the archive contains. A relation that should be
/// there and is not is a Blocker finding: exit code 0 or not, that backup is not one.
core::Findings compareRelations(const QList<postgres::Relation>& expected, const archive::Toc& toc);

} // namespace tidemark::backup
