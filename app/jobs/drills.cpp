// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/drills.h"

#include "catalog/setaround.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/runrecorder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::jobs {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::drills", text);
}

QString subjectOf(const QString& source)
{
    const auto set = catalog::setAround(source);
    return set && !set->manifest.database.isEmpty()
               ? core::singleLine(set->manifest.database)
               : core::singleLine(QFileInfo(QDir::cleanPath(source)).fileName());
}

/// Of a base backup.
bool isUnexamined(const restore::drill::DrillReport& report)
{
    return std::any_of(report.findings.begin(), report.findings.end(), [](const core::Finding& finding) {
        return finding.id == QLatin1String("drill.noAmcheck") ||
               finding.id == QLatin1String("drill.noChecksumCheck");
    });
}

} // namespace

core::Result<restore::drill::DrillReport> runDrill(const restore::drill::DrillDraft& draft,
                                                   const QString& runId, const process::ToolSet& tools,
                                                   const access::ServerAccess* chosen, const RunOwner& owner,
                                                   const core::RunContext& context)
{
    store::RunRecord record;
    record.runId = runId;
    record.kind = store::RunKind::Check;
    record.profileId = owner.profileId;
    record.profileName = owner.profileName;
    record.subject = subjectOf(draft.source);
    record.setPath = QFileInfo(draft.source).absoluteFilePath();
    record.plan = {{QStringLiteral("drill"), true}, {QStringLiteral("backup"), record.setPath}};
    RunRecorder recorder(record, owner.historyPath, context);
    auto report = restore::drill::run(draft, tools, chosen, recorder.context());
    if (!report) {
        const bool cancelled = report.error().kind == core::ErrorKind::Cancelled;
        recorder.context().log(cancelled ? core::LogLevel::Info : core::LogLevel::Error,
                               report.error().toText());
        recorder.finish(core::verdictOf(report.error()), report.error().message, {}, 0);
        return report;
    }
    for (const core::Finding& finding : report->allFindings()) {
        if (finding.severity != core::Severity::Info)
            recorder.context().log(finding.severity == core::Severity::Blocker ? core::LogLevel::Error
                                                                               : core::LogLevel::Warning,
                                   finding.sentence);
    }
    recorder.finish(report->verdict, verdictSentence(*report), report->setFolder, report->peakBytes);
    return report;
}

QString verdictSentence(const restore::drill::DrillReport& report)
{
    const QString place = report.place.isEmpty()
                              ? tr("in a sandbox of PostgreSQL %1").arg(report.serverVersion)
                              : tr("on %1").arg(core::singleLine(report.place));
    const QString cost =
        tr("%1 at most on disk, in %2")
            .arg(core::ByteSize(report.peakBytes).toText(), core::durationText(report.duration));
    if (report.kind == catalog::SetKind::BaseBackup) {
        if (report.verdict != core::Verdict::Failed && isUnexamined(report))
            return tr("Proven in part: a server started from this base backup, recovered, and answers; not "
                      "all "
                      "of its tables and pages were looked through (%1).")
                .arg(cost);
        return report.verdict == core::Verdict::Failed
                   ? tr("NOT proven: a server of this base backup is not what it should be (%1).").arg(cost)
                   : tr("Proven: a server started from this base backup, recovered, and answers (%1).")
                         .arg(cost);
    }
    const int count = static_cast<int>(report.tables());
    const QString tables =
        QCoreApplication::translate("jobs::drills", "%n table(s) with %1 rows", nullptr, count)
            .arg(core::countText(report.rows()));
    if (report.verdict == core::Verdict::Failed)
        return report.databases.isEmpty()
                   ? tr("NOT proven: the backup could not be restored %1.").arg(place)
                   : tr("NOT proven: restored %1, it is not what the backup says (%2, %3).")
                         .arg(place, tables, cost);
    const int counted = static_cast<int>(report.countOf(restore::TableResult::RowsOnly));
    if (counted > 0)
        return QCoreApplication::translate("jobs::drills",
                                           "Proven by rows only: restored %1 with %2; of %n table(s) the "
                                           "content could not be compared; %3.",
                                           nullptr, counted)
            .arg(place, tables, cost);
    return tr("Proven: restored %1, and every table equals the backup: %2; %3.").arg(place, tables, cost);
}

} // namespace tidemark::jobs
