// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/sanityqueries.h"

#include "catalog/setaround.h"
#include "core/quoting.h"
#include "postgres/queries/sanity.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace tidemark::jobs {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::sanity", text);
}

} // namespace

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
    const auto set = catalog::setAround(source);
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

core::Result<core::SanityAnswer> trySanityQuery(const core::SanityQuery& query,
                                                postgres::Connection& connection)
{
    TIDEMARK_TRY(query.check());
    auto answer =
        postgres::askSanityQuery(connection, query, postgres::SanityScope::Own, postgres::sanityLimit);
    if (!answer || !answer->isFailed())
        return answer;
    return core::Error{core::ErrorKind::QueryFailed, tr("The server does not take this query."),
                       answer->problem, tr("One SELECT that reads only is expected. Nothing was saved.")};
}

core::Result<QList<core::SanityQuery>> newSanityQueries(const QList<core::SanityQuery>& known,
                                                        postgres::Connection& connection)
{
    auto suggested = postgres::suggestSanityQueries(connection);
    if (!suggested)
        return suggested;
    suggested->removeIf([&known](const core::SanityQuery& one) {
        return std::any_of(known.begin(), known.end(), [&one](const core::SanityQuery& other) {
            return one.name == other.name || one.sql == other.sql;
        });
    });
    return suggested;
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
        auto first =
            postgres::askSanityQuery(source, query, postgres::SanityScope::Own, postgres::sanityLimit);
        if (!first)
            return std::move(first).error();
        if (!target) {
            results.append(core::SanityResult::judge(query, std::nullopt, *first));
            continue;
        }
        auto second =
            postgres::askSanityQuery(*target, query, postgres::SanityScope::Own, postgres::sanityLimit);
        if (!second)
            return std::move(second).error();
        results.append(core::SanityResult::judge(query, *first, *second));
    }
    return results;
}

} // namespace tidemark::jobs
