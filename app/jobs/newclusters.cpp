// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/newclusters.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/runrecorder.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::jobs {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::newClusters", text);
}

} // namespace

core::Result<restore::base::NewClusterReport> runNewCluster(const restore::base::NewClusterPlan& plan,
                                                            const process::ToolSet& tools,
                                                            const RunOwner& owner,
                                                            const core::RunContext& context)
{
    store::RunRecord record;
    record.runId = plan.runId;
    record.kind = store::RunKind::Restore;
    record.profileId = owner.profileId;
    record.profileName = owner.profileName;
    record.subject = core::singleLine(QFileInfo(plan.facts.folder).fileName());
    record.setPath = plan.facts.source.set ? plan.facts.source.set->folder : plan.facts.source.folder;
    record.plan = plan.toJson();
    RunRecorder recorder(record, owner.historyPath, context);
    auto report = restore::base::run(plan, tools, recorder.context());
    if (!report) {
        const bool cancelled = report.error().kind == core::ErrorKind::Cancelled;
        recorder.context().log(cancelled ? core::LogLevel::Info : core::LogLevel::Error,
                               report.error().toText());
        recorder.finish(core::verdictOf(report.error()), report.error().message, {}, 0);
        return report;
    }
    for (const core::Finding& finding : std::as_const(report->findings)) {
        if (finding.severity != core::Severity::Info)
            recorder.context().log(finding.severity == core::Severity::Blocker ? core::LogLevel::Error
                                                                               : core::LogLevel::Warning,
                                   finding.sentence);
    }
    recorder.finish(report->verdict, verdictSentence(*report), report->setFolder, report->bytes);
    return report;
}

QString verdictSentence(const restore::base::NewClusterReport& report)
{
    const int count = static_cast<int>(report.databases.size());
    const QString databases =
        QCoreApplication::translate("jobs::newClusters", "%n database(s)", nullptr, count);
    if (report.verdict == core::Verdict::Failed)
        return tr("The backup is a server of PostgreSQL %1 in %2 now, but without all of its data.")
            .arg(report.serverVersion, core::singleLine(report.folder));
    const QString state = report.isRunning ? tr("It runs.") : tr("It is stopped.");
    return tr("The backup is a server of PostgreSQL %1 in %2 now: it recovered and answered; %3, %4, in %5. "
              "%6")
        .arg(report.serverVersion, core::singleLine(report.folder), databases,
             core::ByteSize(report.bytes).toText(), core::durationText(report.duration), state);
}

} // namespace tidemark::jobs
