// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "process/toollocator.h"
#include "restore/base/basesource.h"
#include "restore/drill/drilldraft.h"
#include "restore/drill/drillreport.h"

namespace tidemark::restore::drill {

/// Copies (or unpacks) a base backup, compares every file with its manifest, starts a server on it with
/// settings of our own, and lets it recover until it is consistent; has pg_amcheck look at tables and
/// indexes, and pg_checksums at the pages, with a warning where they are missing or cannot; asks the sanity
/// queries. What is
/// wrong with the backup are findings of `report`. Errors: ToolMissing; those of copying.
core::Status drillBase(const base::BaseSource& source, const DrillDraft& draft, const process::ToolSet& tools,
                       DrillReport& report, const core::RunContext& context);

} // namespace tidemark::restore::drill
