// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillreview.h"

#include "catalog/setaround.h"
#include "catalog/setimport.h"
#include "cluster/servertool.h"
#include "core/quoting.h"
#include "core/serverversion.h"
#include "core/text.h"
#include "jobs/recordedsets.h"
#include "jobs/sanityqueries.h"
#include "jobs/shellscript.h"
#include "restore/drill/sandbox.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/sanity/sanitywords.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::DrillReview", text);
}

/// Of a dump that no set is around.
core::Status describeDump(const QString& path, DrillReview& review, const core::RunContext& context)
{
    const auto databases = restore::databasesIn(path, context);
    if (!databases)
        return databases.error();
    const auto source = restore::openSource(path, databases->value(0), context, restore::Damaged::Allow);
    if (!source)
        return source.error();
    review.set.folder = path;
    review.set.manifest.serverVersion = source->toc.serverVersion;
    review.set.manifest.kind = databases->size() > 1 ? catalog::SetKind::Cluster : catalog::SetKind::Database;
    if (databases->size() == 1)
        review.set.manifest.database = source->database();
    review.subject = core::singleLine(QFileInfo(QDir::cleanPath(path)).fileName());
    review.isFromElsewhere = true;
    return {};
}

core::Status describeSource(const QString& path, DrillReview& review, const core::RunContext& context)
{
    auto set = catalog::setAround(path);
    if (!set)
        return describeDump(path, review, context);
    review.set = *std::move(set);
    review.findings = review.set.defects;
    review.subject = jobs::subjectOf(review.set);
    review.isFromElsewhere = catalog::originOf(review.set.manifest).has_value();
    return {};
}

/// Whether a server can be started for it.
void lookForServer(DrillReview& review)
{
    const auto version = core::ServerVersion::parse(review.set.manifest.serverVersion);
    if (!version)
        return; // the dump itself will say
    if (review.isBase()) {
        // Its files start in their own major only.
        const auto server = cluster::ServerTools::find(review.tools, version->major());
        if (!server)
            review.refusal = server.error();
        else
            review.major = server->major;
        return;
    }
    const auto major = restore::drill::sandboxMajor(review.tools, version->major());
    if (!major)
        review.refusal = major.error();
    else
        review.major = *major;
}

} // namespace

core::Result<DrillReview> reviewDrill(const DrillChoice& choice, const ToolSource& source,
                                      const store::ProfileStore& profiles, const core::RunContext& context)
{
    DrillReview review;
    TIDEMARK_TRY(describeSource(choice.source, review, context));
    review.draft.source = choice.source;
    review.draft.trust = choice.trust;
    auto queries =
        jobs::sanityQueriesFor(choice.source, store::SanityStore::beside(profiles.path()), profiles);
    if (!queries)
        return std::move(queries).error();
    review.draft.queries = *std::move(queries);
    auto tools = source.tools(context);
    if (!tools)
        return std::move(tools).error();
    review.tools = *std::move(tools);
    if (!choice.server || review.isBase())
        lookForServer(review);
    else if (review.isFromElsewhere && choice.trust != restore::drill::Trust::Superuser)
        review.findings.append({core::Severity::Blocker,
                                QStringLiteral("drill.untrusted"),
                                tr("This dump was not made by Tidemark, and functions that it brings along "
                                   "would run on %1 with your rights there.")
                                    .arg(core::singleLine(choice.server->name)),
                                tr("Restore it into a sandbox, or tick “I trust this dump”."),
                                {}});
    return review;
}

QString sanityWords(const DrillReview& review)
{
    QList<core::SanityQuery> asked;
    // Those of the server's other databases are asked where these are in the backup, too.
    const bool isOne = review.set.manifest.kind == catalog::SetKind::Database;
    for (auto queries = review.draft.queries.cbegin(); queries != review.draft.queries.cend(); ++queries) {
        if (!isOne || queries.key() == review.set.manifest.database)
            asked += *queries;
    }
    return askedWords(asked);
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

QString placeWords(const DrillReview& review, const DrillChoice& choice)
{
    if (choice.server && !review.isBase())
        return tr("It is dropped again; the other databases there are not touched.");
    return review.major > 0
               ? tr("PostgreSQL %1 is started for it alone, and removed again; no other server is touched.")
                     .arg(review.major)
               : tr("It is started for this alone, and removed again; no other server is touched.");
}

QString drillCommand(const DrillChoice& choice)
{
    QStringList arguments{QStringLiteral("verify"), choice.source};
    if (choice.trust == restore::drill::Trust::Superuser)
        arguments.append(QStringLiteral("--trusted"));
    if (choice.server)
        arguments << QStringLiteral("--profile") << choice.server->name;
    return jobs::shellLines({{}, {arguments}}).trimmed();
}

} // namespace tidemark::ui
