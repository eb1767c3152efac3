// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillreview.h"

#include "cluster/servertool.h"
#include "core/quoting.h"
#include "core/serverversion.h"
#include "core/text.h"
#include "jobs/drills.h"
#include "jobs/shellscript.h"
#include "restore/drill/sandbox.h"
#include "ui/backup/backupsetmodel.h"

#include <QCoreApplication>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::DrillReview", text);
}

} // namespace

core::Result<DrillReview> reviewDrill(const QString& folder, const ToolSource& source,
                                      const store::ProfileStore& profiles, const core::RunContext& context)
{
    DrillReview review;
    auto set = catalog::inspectSet(folder);
    if (!set)
        return std::move(set).error();
    review.set = *std::move(set);
    review.findings = review.set.defects;
    review.draft.source = folder;
    auto queries = jobs::sanityQueriesFor(folder, store::SanityStore::beside(profiles.path()), profiles);
    if (!queries)
        return std::move(queries).error();
    review.draft.queries = *std::move(queries);
    auto tools = source.tools(context);
    if (!tools)
        return std::move(tools).error();
    review.tools = *std::move(tools);
    const auto version = core::ServerVersion::parse(review.set.manifest.serverVersion);
    if (!version)
        return review; // the dump itself will say
    if (review.set.manifest.kind == catalog::SetKind::BaseBackup) {
        // Its files start in their own major only.
        const auto server = cluster::ServerTools::find(review.tools, version->major());
        if (!server)
            review.refusal = server.error();
        else
            review.major = server->major;
        return review;
    }
    const auto major = restore::drill::sandboxMajor(review.tools, version->major());
    if (!major)
        review.refusal = major.error();
    else
        review.major = *major;
    return review;
}

QString sanityWords(const DrillReview& review)
{
    QStringList names;
    // Those of the server's other databases are asked where these are in the backup, too.
    const bool isOne = review.set.manifest.kind == catalog::SetKind::Database;
    for (auto queries = review.draft.queries.cbegin(); queries != review.draft.queries.cend(); ++queries) {
        if (isOne && queries.key() != review.set.manifest.database)
            continue;
        for (const core::SanityQuery& query : *queries) {
            if (query.enabled)
                names.append(core::singleLine(query.name));
        }
    }
    constexpr qsizetype shown = 6;
    if (names.isEmpty())
        return tr("None are kept for this database.");
    names.sort();
    const QString text = names.mid(0, shown).join(tr(", "));
    const int more = static_cast<int>(names.size() - shown);
    if (more <= 0)
        return text;
    return QCoreApplication::translate("ui::DrillReview", "%1, and %n more", nullptr, more).arg(text);
}

QString comparedWords(const DrillReview& review)
{
    const catalog::Manifest& manifest = review.set.manifest;
    if (manifest.kind == catalog::SetKind::BaseBackup)
        return tr("The server has to recover and answer; its tables, indexes and pages are looked through as "
                  "far as PostgreSQL's programs for that are installed.");
    if (manifest.tables.isEmpty())
        return tr("Rows and content of every table, with what the backup holds.");
    const int tables = static_cast<int>(manifest.tables.size());
    return QCoreApplication::translate(
               "ui::DrillReview",
               "Rows and content of %n table(s) with %1 rows, with what the backup says of itself.", nullptr,
               tables)
        .arg(core::countText(rowsOf(manifest)));
}

QString drillCommand(const QString& folder)
{
    return jobs::shellLines({{}, {{QStringLiteral("verify"), folder}}}).trimmed();
}

} // namespace tidemark::ui
