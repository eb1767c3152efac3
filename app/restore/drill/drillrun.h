// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "process/toollocator.h"
#include "restore/drill/drilldraft.h"
#include "restore/drill/drillreport.h"

namespace tidemark::restore::drill {

/// Restores a backup on trial, compares all of it with what the backup says of itself, asks the sanity
/// queries, and throws it away again. Into a sandbox, a server of the backup's major (or the next newer one)
/// that is started for it; or, where `chosen` is given, into a database of another name on that server, which
/// is dropped again. A base backup is copied and started. What was found becomes a line of the set's
/// checks.jsonl where it says something about the backup: errors of this machine (a missing program, a full
/// disk, a cancel) do not. Errors: InvalidInput for a dump from elsewhere on `chosen` that the draft does not
/// trust; ToolMissing with the package to install; Corrupt where the backup cannot
/// be read, with what a closer look says; those of restores. Nothing is left behind then, but for a database
/// on `chosen` when that cannot be reached any more: the hint names it. Blocks; for a worker thread.
core::Result<DrillReport> run(const DrillDraft& draft, const process::ToolSet& tools,
                              const access::ServerAccess* chosen, const core::RunContext& context);

} // namespace tidemark::restore::drill
