// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/relations.h"

#include <QCoreApplication>

namespace tidemark::postgres {

RelationKind relationKindOf(const QString& relkind)
{
    switch (relkind.isEmpty() ? '\0' : relkind.at(0).toLatin1()) {
    case 'p':
        return RelationKind::PartitionedTable;
    case 'v':
        return RelationKind::View;
    case 'm':
        return RelationKind::MaterializedView;
    case 'S':
        return RelationKind::Sequence;
    case 'f':
        return RelationKind::ForeignTable;
    default:
        return RelationKind::Table;
    }
}

core::Result<QList<Relation>> listRelations(Connection& connection)
{
    auto rows = connection.query(
        "SELECT n.nspname, c.relname, c.relkind,"
        // Asking for a size waits for whoever holds the table exclusively, or queues for it: take the
        // planner's page count there. A table dropped meanwhile has no size: NULL, not an error.
        " CASE WHEN c.relkind NOT IN ('r', 'm') THEN 0"
        "   WHEN EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.relation = c.oid AND l.mode = "
        "'AccessExclusiveLock')"
        "   THEN c.relpages * pg_catalog.current_setting('block_size')::pg_catalog.int8"
        "   ELSE coalesce(pg_catalog.pg_table_size(c.oid), 0) END,"
        " c.reltuples::pg_catalog.int8, c.relispartition, pn.nspname, p.relname, own.deptype = 'i', "
        "c.relpersistence = 'u', c.oid"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_catalog.pg_inherits h ON c.relispartition AND h.inhrelid = c.oid"
        " LEFT JOIN pg_catalog.pg_depend own ON c.relkind = 'S' AND own.classid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass"
        "   AND own.objid = c.oid AND own.objsubid = 0 AND own.refclassid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass"
        "   AND own.refobjsubid > 0 AND own.deptype IN ('a', 'i')"
        " LEFT JOIN pg_catalog.pg_class p ON p.oid = coalesce(h.inhparent, own.refobjid)"
        " LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'"
        " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
        " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass"
        "   AND d.objid = c.oid AND d.deptype = 'e')"
        " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"",
        {}, QCoreApplication::translate("postgres::queries", "The tables could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QList<Relation> relations;
    relations.reserve(rows->count());
    for (qsizetype row = 0; row < rows->count(); ++row) {
        relations.append({rows->text(row, 0), rows->text(row, 1), relationKindOf(rows->text(row, 2)),
                          core::ByteSize(rows->number(row, 3)), rows->number(row, 4), rows->flag(row, 5),
                          rows->text(row, 6), rows->text(row, 7), rows->flag(row, 8), rows->flag(row, 9),
                          static_cast<quint32>(rows->number(row, 10))});
    }
    return relations;
}

core::Result<QStringList> listSchemas(Connection& connection)
{
    auto rows = connection.query(
        "SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> "
        "'information_schema'"
        " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
        "'pg_catalog.pg_namespace'::pg_catalog.regclass"
        "   AND d.objid = n.oid AND d.deptype = 'e')"
        " ORDER BY n.nspname COLLATE \"C\"",
        {}, QCoreApplication::translate("postgres::queries", "The schemas could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QStringList schemas;
    for (qsizetype row = 0; row < rows->count(); ++row)
        schemas.append(rows->text(row, 0));
    return schemas;
}

namespace {

/// Its text is a regular expression, so it travels as a parameter and never as a part of the statement.
core::Result<Rows> matching(Connection& connection, const Sql& statement, const Parameters& parameters)
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::queries", "The pattern %1 cannot be looked up.")
            .arg(parameters.constLast().value_or(QString()));
    // What is visible depends on the role's own search path; a session of ours has an empty one.
    TIDEMARK_TRY(connection.query("RESET search_path", {}, whatFailed));
    auto rows = connection.query(statement, parameters, whatFailed);
    if (rows || connection.isUsable())
        (void)connection.query("SELECT pg_catalog.set_config('search_path', '', false)", {}, whatFailed);
    return rows;
}

} // namespace

core::Result<QSet<RelationName>> relationsMatching(Connection& connection, const QList<NamePattern>& patterns)
{
    QSet<RelationName> found;
    for (const NamePattern& pattern : patterns) {
        auto rows = matching(connection,
                             "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN "
                             "pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                             " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"
                             " AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE "
                             "n.nspname::pg_catalog.text OPERATOR(pg_catalog.~) $1 END"
                             " AND c.relname::pg_catalog.text OPERATOR(pg_catalog.~) $2",
                             {pattern.schema, pattern.name});
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row)
            found.insert({rows->text(row, 0), rows->text(row, 1)});
    }
    return found;
}

core::Result<QSet<QString>> schemasMatching(Connection& connection, const QList<NamePattern>& patterns)
{
    QSet<QString> found;
    for (const NamePattern& pattern : patterns) {
        auto rows = matching(connection,
                             "SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE "
                             "n.nspname::pg_catalog.text OPERATOR(pg_catalog.~) $1",
                             {pattern.name});
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row)
            found.insert(rows->text(row, 0));
    }
    return found;
}

namespace {

/// Their grants are theirs alone: not even pg_read_all_data reaches them.
core::Result<QList<ReadObstacle>> largeObjectObstacles(Connection& connection)
{
    auto rows = connection.query(
        "SELECT pg_catalog.count(*), pg_catalog.min(m.oid) FROM pg_catalog.pg_largeobject_metadata m"
        " WHERE pg_catalog.current_setting('lo_compat_privileges') <> 'on' AND NOT "
        "pg_catalog.pg_has_role(m.lomowner, 'USAGE')"
        " AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(m.lomacl) a WHERE a.privilege_type = 'SELECT'"
        "   AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))",
        {}, QCoreApplication::translate("postgres::queries", "The privileges could not be read."));
    if (!rows)
        return std::move(rows).error();
    QList<ReadObstacle> obstacles;
    if (rows->number(0, 0) > 0)
        obstacles.append({ObstacleKind::LargeObjects, {}, rows->text(0, 1), rows->number(0, 0)});
    return obstacles;
}

} // namespace

core::Result<QSet<quint32>> listLargeObjects(Connection& connection)
{
    auto rows = connection.query(
        "SELECT oid FROM pg_catalog.pg_largeobject_metadata", {},
        QCoreApplication::translate("postgres::queries", "The large objects could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QSet<quint32> oids;
    for (qsizetype row = 0; row < rows->count(); ++row)
        oids.insert(rows->text(row, 0).toUInt());
    return oids;
}

core::Result<QList<ReadObstacle>> readObstacles(Connection& connection)
{
    auto rows = connection.query(
        "SELECT CASE WHEN NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN 'usage'"
        "   WHEN NOT s.readable THEN 'select' ELSE 'rls' END, n.nspname, c.relname"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " CROSS JOIN LATERAL (SELECT CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(c.oid, "
        "'SELECT')"
        "   ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END AS readable) s"
        // A dump locks tables of both kinds, reads the rows of the plain ones and the values of sequences; of
        // views of both kinds it takes the definition, which everybody may read.
        " WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'"
        " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
        " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass"
        "   AND d.objid = c.oid AND d.deptype = 'e')"
        " AND (NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE') OR NOT s.readable"
        "   OR (c.relkind = 'r' AND pg_catalog.row_security_active(c.oid)))"
        " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"",
        {}, QCoreApplication::translate("postgres::queries", "The privileges could not be read."));
    if (!rows)
        return std::move(rows).error();
    auto obstacles = largeObjectObstacles(connection);
    if (!obstacles)
        return std::move(obstacles).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        const QString word = rows->text(row, 0);
        const ObstacleKind kind = word == QLatin1String("usage")    ? ObstacleKind::NoUsage
                                  : word == QLatin1String("select") ? ObstacleKind::NoSelect
                                                                    : ObstacleKind::RowSecurity;
        obstacles->append({kind, rows->text(row, 1), rows->text(row, 2)});
    }
    return std::move(*obstacles);
}

} // namespace tidemark::postgres
