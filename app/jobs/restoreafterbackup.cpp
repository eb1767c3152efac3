// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"
#include "jobs/restorerecord.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::jobs {

namespace {

constexpr double backupShare = 0.3; // of the progress bar

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::restoreAfterBackup", text);
}

/// A part of the bar for one of two runs.
core::RunContext within(const core::RunContext& context, double from, double to)
{
    core::RunContext part = context;
    part.onProgress = [&context, from, to](const core::Progress& inner) {
        core::Progress progress = inner;
        if (inner.fraction)
            progress.fraction = from + (to - from) * *inner.fraction;
        context.report(progress);
    };
    return part;
}

core::Error nothingRestored(const core::Error& error)
{
    if (error.kind != core::ErrorKind::Cancelled)
        return error.within(tr("The backup before the restore failed, so nothing was restored."));
    core::Error cancelled = error;
    cancelled.hint =
        tr("The backup before the restore had not ended: nothing was restored, nothing is changed.");
    return cancelled;
}

} // namespace

core::Result<restore::RestoreReport> runRestoreAfterBackup(const backup::BackupPlan& before,
                                                           const restore::RestorePlan& plan,
                                                           const access::ServerAccess& server,
                                                           const RunOwner& owner,
                                                           const core::RunContext& context)
{
    return recordRestoreAfterBackup(before, plan, server, owner, {}, context);
}

core::Result<restore::RestoreReport>
recordRestoreAfterBackup(const backup::BackupPlan& before, const restore::RestorePlan& plan,
                         const access::ServerAccess& server, const RunOwner& owner,
                         const AfterRestore& afterwards, const core::RunContext& context)
{
    core::RunContext first = within(context, 0.0, backupShare);
    first.onProgress = [tell = first.onProgress](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Backup first: %1").arg(inner.phase);
        tell(progress);
    };
    const auto saved = runBackup(before, server, owner, first);
    if (!saved)
        return nothingRestored(saved.error());
    if (saved->verdict != core::Verdict::Ok && saved->verdict != core::Verdict::Warnings) {
        const auto worst = std::max_element(
            saved->findings.begin(), saved->findings.end(),
            [](const core::Finding& a, const core::Finding& b) { return a.severity < b.severity; });
        return nothingRestored({core::ErrorKind::ToolFailed,
                                worst == saved->findings.end() ? QString() : worst->sentence,
                                {},
                                tr("Look at what the backup says, or restore into a new database.")});
    }
    const QString where = core::singleLine(QDir::toNativeSeparators(saved->setFolder));
    const QString said =
        tr("%1 was backed up first: %2").arg(core::singleLine(plan.draft.targetDatabase), where);
    context.log(core::LogLevel::Info, said);
    auto report = recordRestore(plan, server, owner, afterwards, within(context, backupShare, 1.0));
    if (report) {
        report->findings.append({core::Severity::Info, QStringLiteral("safety.backup"), said, {}, {}});
        return report;
    }
    core::Error error = report.error();
    error.hint = error.hint.isEmpty() ? said : error.hint + QLatin1Char('\n') + said;
    return error;
}

} // namespace tidemark::jobs
