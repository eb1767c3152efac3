// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/answeredrestore.h"

#include "catalog/sanityanswers.h"
#include "jobs/restorerecord.h"
#include "jobs/sanityqueries.h"
#include "restore/sanitycheck.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::jobs {

namespace {

constexpr double askedAt = 0.99; // of the progress bar

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::sanity", text);
}

/// The database that was backed up, where it is on the server that is restored to and is not the target.
std::optional<postgres::Connection> liveSource(const restore::RestorePlan& plan, const QString& restored,
                                               const access::ServerAccess& server,
                                               const core::RunContext& context)
{
    const bool isElsewhere = plan.source.set && plan.source.set->manifest.server != server.label();
    if (isElsewhere || plan.source.database() == restored || plan.source.database().isEmpty())
        return std::nullopt;
    auto connection = server.connect(plan.source.database(), {}, context.stop);
    if (!connection)
        return std::nullopt; // it may be gone: that is why it is restored
    return *std::move(connection);
}

core::Result<restore::SanityCheck> ask(const restore::RestorePlan& plan, const QString& database,
                                       const QList<core::SanityQuery>& queries,
                                       const access::ServerAccess& server, const core::RunContext& context)
{
    auto restored = server.connect(database, {}, context.stop);
    if (!restored)
        return std::move(restored).error();
    auto live = liveSource(plan, database, server, context);
    const bool isOneDatabase =
        plan.source.set && plan.source.set->manifest.kind == catalog::SetKind::Database;
    const auto answers =
        isOneDatabase ? catalog::readSanityAnswers(*plan.source.set) : QList<core::SanityResult>();
    return restore::askSanityQueries(queries, answers, *restored, live ? &*live : nullptr, askedAt, context);
}

void addFindings(const core::Findings& findings, restore::RestoreReport& report)
{
    report.findings += findings;
    if (core::hasBlocker(findings))
        report.verdict = core::Verdict::Differences;
    else if (!findings.isEmpty() && report.verdict == core::Verdict::Ok)
        report.verdict = core::Verdict::Warnings;
}

} // namespace

QJsonObject AnsweredRestore::toJson() const
{
    QJsonObject json = report.toJson();
    QJsonArray answers;
    for (const core::SanityResult& result : sanity) {
        QJsonObject one = result.toJson();
        if (result.source)
            one.insert(QStringLiteral("live"), live.contains(result.query.name));
        answers.append(one);
    }
    json.insert(QStringLiteral("sanity"), answers);
    return json;
}

core::Result<QList<core::SanityQuery>> sanityQueriesFor(const restore::RestorePlan& plan, const QString& here,
                                                        const store::SanityStore& queries,
                                                        const store::ProfileStore& profiles)
{
    const restore::RestoreDraft& draft = plan.draft;
    const bool isAll = draft.isWhole() && draft.intoSchema.isEmpty() && draft.has(restore::StageKind::Data) &&
                       draft.target != restore::TargetKind::SqlFile;
    if (!isAll)
        return QList<core::SanityQuery>();
    const QString server = plan.source.set ? plan.source.set->manifest.server : here;
    return queries.of(sanityPlace(server, plan.source.database(), profiles));
}

core::Result<AnsweredRestore> runAnsweredRestore(const std::optional<backup::BackupPlan>& before,
                                                 const restore::RestorePlan& plan,
                                                 const QList<core::SanityQuery>& queries,
                                                 const access::ServerAccess& server, const RunOwner& owner,
                                                 const core::RunContext& context)
{
    AnsweredRestore answered;
    const auto afterwards = [&](restore::RestoreReport& report, const core::RunContext& inner) {
        const bool isWhole = report.verdict == core::Verdict::Ok || report.verdict == core::Verdict::Warnings;
        const bool isAsked = std::any_of(queries.begin(), queries.end(),
                                         [](const core::SanityQuery& query) { return query.enabled; });
        if (!isWhole || !isAsked)
            return;
        const auto check = ask(plan, report.database, queries, server, inner);
        if (!check) {
            addFindings({{core::Severity::Warning,
                          QStringLiteral("sanity.notAsked"),
                          tr("The sanity queries were not asked of the restored database."),
                          check.error().toText(),
                          {}}},
                        report);
            return;
        }
        answered.sanity = check->results;
        answered.live = check->live;
        addFindings(check->findings, report);
    };
    auto report = before ? recordRestoreAfterBackup(*before, plan, server, owner, afterwards, context)
                         : recordRestore(plan, server, owner, afterwards, context);
    if (!report)
        return std::move(report).error();
    answered.report = *std::move(report);
    return answered;
}

} // namespace tidemark::jobs
