// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the subjects, with their history: what the window, the command line and later the timer call.
#pragma once

#include "backup/backuprun.h"
#include "backup/base/basebackuprun.h"
#include "backup/cluster/clusterdumprun.h"
#include "restore/restorerun.h"
#include "restore/rows/recoveryrun.h"

namespace tidemark::jobs {

/// For whom a run is made. The ids are empty for a connection that is no profile.
struct RunOwner
{
    QString profileId;
    QString profileName;
    QString historyPath;
};

core::Result<backup::BackupReport> runBackup(const backup::BackupPlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                             const core::RunContext& context);
/// The same under another id in the history, for runs of which several share one.
core::Result<backup::BackupReport> runBackup(const backup::BackupPlan& plan, const QString& historyId, const access::ServerAccess& server,
                                             const RunOwner& owner, const core::RunContext& context);
core::Result<backup::base::BaseBackupReport> runBaseBackup(const backup::base::BaseBackupPlan& plan, const access::ServerAccess& server,
                                                           const RunOwner& owner, const core::RunContext& context);
core::Result<backup::cluster::ClusterDumpReport> runClusterDump(const backup::cluster::ClusterDumpPlan& plan, const access::ServerAccess& server,
                                                                const RunOwner& owner, const core::RunContext& context);
core::Result<restore::RestoreReport> runRestore(const restore::RestorePlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                                const core::RunContext& context);
/// The same, after a backup of what is going to be changed. Where that does not come out well nothing is
/// restored, and the error says so; else the report, or the error's hint, names the set. Each is in the
/// history by itself.
core::Result<restore::RestoreReport> runRestoreAfterBackup(const backup::BackupPlan& before,
                                                           const restore::RestorePlan& plan,
                                                           const access::ServerAccess& server,
                                                           const RunOwner& owner,
                                                           const core::RunContext& context);
/// In the history it is a restore of the table.
core::Result<restore::rows::RecoveryReport> runRecovery(const restore::rows::RecoveryPlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                                        const core::RunContext& context);

} // namespace tidemark::jobs
