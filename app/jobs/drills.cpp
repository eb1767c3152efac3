// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/drills.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/runrecorder.h"
#include "postgres/queries/sanity.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace tidemark::jobs {

namespace {

constexpr std::chrono::minutes sanityLimit{5};

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::drills", text);
}

std::optional<catalog::BackupSet> setOf(const QString& source)
{
    const QFileInfo info(source);
    for (const QString& folder : {info.absoluteFilePath(), info.absolutePath()}) {
        if (auto set = catalog::inspectSet(folder))
            return *std::move(set);
    }
    return std::nullopt;
}

QString subjectOf(const QString& source)
{
    const auto set = setOf(source);
    return set && !set->manifest.database.isEmpty()
               ? core::singleLine(set->manifest.database)
               : core::singleLine(QFileInfo(QDir::cleanPath(source)).fileName());
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
    return tr("Proven: restored %1, and every table equals the backup: %2; %3.").arg(place, tables, cost);
}

store::SanityPlace sanityPlace(const QString& server, const QString& database,
                               const store::ProfileStore& profiles)
{
    const auto profile = profiles.find(server);
    return {profile ? profile->id : server, database};
}

core::Result<QHash<QString, QList<core::SanityQuery>>> sanityQueriesFor(const QString& source,
                                                                        const store::SanityStore& queries,
                                                                        const store::ProfileStore& profiles)
{
    QHash<QString, QList<core::SanityQuery>> found;
    const auto set = setOf(source);
    if (!set)
        return found;
    QSet<QString> databases{set->manifest.database};
    const auto places = queries.places();
    if (!places)
        return places.error();
    for (const store::SanityPlace& place : *places) {
        if (place.server == sanityPlace(set->manifest.server, {}, profiles).server)
            databases.insert(place.database);
    }
    for (const QString& database : std::as_const(databases)) {
        auto own = queries.of(sanityPlace(set->manifest.server, database, profiles));
        if (!own)
            return std::move(own).error();
        if (!own->isEmpty())
            found.insert(database, *own);
    }
    return found;
}

core::Result<QList<core::SanityResult>> runSanityQueries(const QList<core::SanityQuery>& queries,
                                                         postgres::Connection& source,
                                                         postgres::Connection* target,
                                                         const core::RunContext& context)
{
    QList<core::SanityResult> results;
    for (const core::SanityQuery& query : queries) {
        if (!query.enabled)
            continue;
        TIDEMARK_TRY(context.checkpoint());
        core::Progress progress;
        progress.phase = tr("Asking the sanity queries");
        progress.item = core::singleLine(query.name);
        context.report(progress);
        auto first = postgres::askSanityQuery(source, query, postgres::SanityScope::Own, sanityLimit);
        if (!first)
            return std::move(first).error();
        if (!target) {
            results.append(core::SanityResult::judge(query, std::nullopt, *first));
            continue;
        }
        auto second = postgres::askSanityQuery(*target, query, postgres::SanityScope::Own, sanityLimit);
        if (!second)
            return std::move(second).error();
        results.append(core::SanityResult::judge(query, *first, *second));
    }
    return results;
}

} // namespace tidemark::jobs
