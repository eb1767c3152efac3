// SPDX-License-Identifier: GPL-3.0-or-later
// Restores with their history, and something that is still done before the history says how they ended.
#pragma once

#include "jobs/recordedruns.h"

#include <functional>

namespace tidemark::jobs {

/// Gets the report of a restore that came to one, and may add to it before it is noted anywhere.
using AfterRestore = std::function<void(restore::RestoreReport& report, const core::RunContext& context)>;

core::Result<restore::RestoreReport> recordRestore(const restore::RestorePlan& plan,
                                                   const access::ServerAccess& server, const RunOwner& owner,
                                                   const AfterRestore& afterwards,
                                                   const core::RunContext& context);
/// As runRestoreAfterBackup().
core::Result<restore::RestoreReport>
recordRestoreAfterBackup(const backup::BackupPlan& before, const restore::RestorePlan& plan,
                         const access::ServerAccess& server, const RunOwner& owner,
                         const AfterRestore& afterwards, const core::RunContext& context);

} // namespace tidemark::jobs
