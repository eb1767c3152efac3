// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/serverlook.h"

#include "postgres/queries/roles.h"

namespace tidemark::backup::cluster {

namespace {

/// Fills in what the database holds.
core::Status lookInto(DatabaseLook& database, const QString& role, postgres::Connection connection,
                      Obstacles obstacles)
{
    if (!role.isEmpty())
        TIDEMARK_TRY(postgres::setRole(connection, role));
    auto relations = postgres::listRelations(connection);
    if (!relations)
        return std::move(relations).error();
    database.relations = *std::move(relations);
    if (obstacles == Obstacles::Leave)
        return {};
    auto found = postgres::readObstacles(connection);
    if (!found)
        return std::move(found).error();
    database.obstacles = *std::move(found);
    return {};
}

core::Result<QSet<QString>> excludedOf(const ClusterDumpDraft& draft, postgres::Connection& connection,
                                       QStringList& empty)
{
    QSet<QString> excluded;
    for (const QString& text : draft.excludedDatabases) {
        auto pattern = postgres::NamePattern::databaseName(text);
        if (!pattern)
            return std::move(pattern).error();
        auto found = postgres::databasesMatching(connection, {*pattern});
        if (!found)
            return std::move(found).error();
        if (found->isEmpty())
            empty.append(text);
        excluded.unite(*found);
    }
    return excluded;
}

core::Status lookAtWhole(postgres::Connection& connection, const QString& role, ServerLook& look)
{
    if (!role.isEmpty())
        TIDEMARK_TRY(postgres::setRole(connection, role));
    auto globals = postgres::listGlobals(connection);
    if (!globals)
        return std::move(globals).error();
    look.globals = *std::move(globals);
    auto passwords = postgres::mayReadRolePasswords(connection);
    if (!passwords)
        return std::move(passwords).error();
    look.readsRolePasswords = *passwords;
    return {};
}

} // namespace

core::ByteSize DatabaseLook::tableBytes() const
{
    core::ByteSize sum;
    for (const postgres::Relation& relation : relations)
        sum += relation.size;
    return sum;
}

core::ByteSize ServerLook::tableBytes() const
{
    core::ByteSize sum;
    for (const DatabaseLook& database : databases)
        sum += database.tableBytes();
    return sum;
}

core::Result<ServerLook> lookAtServer(const ClusterDumpDraft& draft, postgres::Connection& first,
                                      const access::ServerAccess& server, Obstacles obstacles,
                                      const core::RunContext& context)
{
    const QString role = valueOf(draft.options, "role");
    ServerLook look;
    TIDEMARK_TRY(lookAtWhole(first, role, look));
    if (draft.content != Content::Everything)
        return look;
    auto listed = postgres::listDumpableDatabases(first);
    if (!listed)
        return std::move(listed).error();
    auto excluded = excludedOf(draft, first, look.emptyPatterns);
    if (!excluded)
        return std::move(excluded).error();
    for (const postgres::DumpableDatabase& one : std::as_const(*listed)) {
        TIDEMARK_TRY(context.checkpoint());
        if (excluded->contains(one.name)) {
            look.excluded.append(one.name);
            continue;
        }
        if (one.isHalfDropped) {
            look.halfDropped.append(one.name);
            continue;
        }
        DatabaseLook database{one.oid, one.name, {}, {}, std::nullopt};
        auto connection = server.connect(one.name, {}, context.stop);
        const core::Status looked = connection ? lookInto(database, role, *std::move(connection), obstacles)
                                               : core::Status(std::move(connection).error());
        if (!looked && looked.error().kind == core::ErrorKind::Cancelled)
            return looked.error();
        if (!looked)
            database.refusal = looked.error();
        look.databases.append(std::move(database));
    }
    return look;
}

} // namespace tidemark::backup::cluster
