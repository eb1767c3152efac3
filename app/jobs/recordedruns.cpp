// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/recordedruns.h"

#include "jobs/restorerecord.h"
#include "jobs/runrecorder.h"
#include "jobs/verdictsentence.h"
#include "store/sanitystore.h"

#include <QCoreApplication>

namespace tidemark::jobs {

namespace {

store::RunRecord recordOf(store::RunKind kind, const QString& runId, const QString& database, const QJsonObject& plan, const RunOwner& owner)
{
    store::RunRecord record;
    record.runId = runId;
    record.kind = kind;
    record.profileId = owner.profileId;
    record.profileName = owner.profileName;
    record.subject = database;
    record.plan = plan;
    return record;
}

void finishWithError(RunRecorder& recorder, const core::Error& error)
{
    // A cancel was wanted: nothing about it is red.
    const bool cancelled = error.kind == core::ErrorKind::Cancelled;
    recorder.context().log(cancelled ? core::LogLevel::Info : core::LogLevel::Error, error.toText());
    recorder.finish(core::verdictOf(error), error.message, {}, 0);
}

/// With the person's own questions. A list that cannot be read keeps no backup from being made.
backup::BackupPlan withSanityQueries(const backup::BackupPlan& plan, const RunOwner& owner, const core::RunContext& context)
{
    backup::BackupPlan complete = plan;
    const QString server = owner.profileId.isEmpty() ? plan.draft.serverLabel : owner.profileId;
    const auto queries = store::SanityStore().of({server, plan.draft.database});
    if (queries)
        complete.sanity = *queries;
    else
        context.log(core::LogLevel::Warning, queries.error().toText());
    return complete;
}

} // namespace

core::Result<backup::BackupReport> runBackup(const backup::BackupPlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                             const core::RunContext& context)
{
    return runBackup(plan, plan.runId, server, owner, context);
}

core::Result<backup::BackupReport> runBackup(const backup::BackupPlan& plan, const QString& historyId, const access::ServerAccess& server,
                                             const RunOwner& owner, const core::RunContext& context)
{
    RunRecorder recorder(recordOf(store::RunKind::Backup, historyId, plan.draft.database, plan.toJson(), owner), owner.historyPath, context);
    auto report = backup::run(withSanityQueries(plan, owner, recorder.context()), server, recorder.context());
    if (report)
        recorder.finish(report->verdict, verdictSentence(*report), report->setFolder, report->manifest.totalSize().bytes());
    else
        finishWithError(recorder, report.error());
    return report;
}

core::Result<backup::base::BaseBackupReport> runBaseBackup(const backup::base::BaseBackupPlan& plan, const access::ServerAccess& server,
                                                           const RunOwner& owner, const core::RunContext& context)
{
    // It is no database's; people read this beside the names of databases.
    const QString subject = QCoreApplication::translate("jobs::verdict", "the whole server");
    RunRecorder recorder(recordOf(store::RunKind::Backup, plan.runId, subject, plan.toJson(), owner), owner.historyPath, context);
    auto report = backup::base::run(plan, server, recorder.context());
    if (report)
        recorder.finish(report->verdict, verdictSentence(*report), report->setFolder, report->manifest.totalSize().bytes());
    else
        finishWithError(recorder, report.error());
    return report;
}

core::Result<backup::cluster::ClusterDumpReport> runClusterDump(const backup::cluster::ClusterDumpPlan& plan, const access::ServerAccess& server,
                                                                const RunOwner& owner, const core::RunContext& context)
{
    // People read this beside the names of databases.
    const QString subject = plan.draft.content == backup::cluster::Content::Everything ? QCoreApplication::translate("jobs::verdict", "all databases")
                                                                                       : QCoreApplication::translate("jobs::verdict", "roles and tablespaces");
    RunRecorder recorder(recordOf(store::RunKind::Backup, plan.runId, subject, plan.toJson(), owner), owner.historyPath, context);
    auto report = backup::cluster::run(plan, server, recorder.context());
    if (report)
        recorder.finish(report->verdict, verdictSentence(*report), report->setFolder, report->manifest.totalSize().bytes());
    else
        finishWithError(recorder, report.error());
    return report;
}

core::Result<restore::RestoreReport> runRestore(const restore::RestorePlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                                const core::RunContext& context)
{
    return recordRestore(plan, server, owner, {}, context);
}

core::Result<restore::RestoreReport> recordRestore(const restore::RestorePlan& plan,
                                                   const access::ServerAccess& server, const RunOwner& owner,
                                                   const AfterRestore& afterwards,
                                                   const core::RunContext& context)
{
    RunRecorder recorder(recordOf(store::RunKind::Restore, plan.runId, plan.draft.targetDatabase, plan.toJson(), owner), owner.historyPath, context);
    restore::LastWord lastWord;
    if (afterwards)
        lastWord = [&](restore::RestoreReport& result) { afterwards(result, recorder.context()); };
    auto report = restore::run(plan, server, recorder.context(), lastWord);
    const QString set = plan.source.set ? plan.source.set->folder : plan.source.archivePath;
    if (report)
        recorder.finish(report->verdict, verdictSentence(*report), set, 0);
    else
        finishWithError(recorder, report.error());
    return report;
}

core::Result<restore::rows::RecoveryReport> runRecovery(const restore::rows::RecoveryPlan& plan, const access::ServerAccess& server, const RunOwner& owner,
                                                        const core::RunContext& context)
{
    RunRecorder recorder(recordOf(store::RunKind::Restore, plan.runId, plan.database, plan.toJson(), owner), owner.historyPath, context);
    auto report = restore::rows::run(plan, server, recorder.context());
    if (report)
        recorder.finish(report->verdict, verdictSentence(*report), plan.draft.source, 0);
    else
        finishWithError(recorder, report.error());
    return report;
}

} // namespace tidemark::jobs
