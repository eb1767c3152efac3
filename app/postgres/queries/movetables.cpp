// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/movetables.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline limit = std::chrono::minutes(10);

core::Status done(core::Result<Rows> rows)
{
    if (!rows)
        return std::move(rows).error();
    return {};
}

const char* wordFor(RelationKind kind)
{
    switch (kind) {
    case RelationKind::View:
        return "VIEW";
    case RelationKind::MaterializedView:
        return "MATERIALIZED VIEW";
    case RelationKind::Sequence:
        return "SEQUENCE";
    case RelationKind::ForeignTable:
        return "FOREIGN TABLE";
    case RelationKind::Table:
    case RelationKind::PartitionedTable:
        break;
    }
    return "TABLE";
}

class Mover
{
public:
    Mover(Connection& connection, const QList<RelationName>& relations, const QString& schema)
        : m_connection(connection)
        , m_relations(relations)
        , m_schema(schema)
        , m_whatFailed(QCoreApplication::translate("postgres::queries",
                                                   "The tables could not be moved to the schema %1.")
                           .arg(core::singleLine(schema)))
    {
    }

    core::Status move()
    {
        TIDEMARK_TRY(run(Sql("CREATE SCHEMA IF NOT EXISTS ").identifier(m_schema)));
        for (const RelationName& relation : m_relations)
            TIDEMARK_TRY(separate(relation));
        for (const RelationName& relation : m_relations)
            TIDEMARK_TRY(moveStatistics(relation));
        for (const RelationName& relation : m_relations)
            TIDEMARK_TRY(moveOne(relation));
        return {};
    }

private:
    core::Status run(const Sql& statement)
    {
        return done(m_connection.query(statement, {}, m_whatFailed, limit));
    }

    core::Status separate(const RelationName& relation)
    {
        auto parents =
            m_connection.query("SELECT n.nspname, p.relname, c.relispartition FROM pg_catalog.pg_inherits i"
                               " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN "
                               "pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace"
                               " JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN "
                               "pg_catalog.pg_namespace n ON n.oid = p.relnamespace"
                               " WHERE cn.nspname = $1 AND c.relname = $2",
                               {relation.first, relation.second}, m_whatFailed);
        if (!parents)
            return std::move(parents).error();
        for (qsizetype row = 0; row < parents->count(); ++row) {
            const RelationName parent{parents->text(row, 0), parents->text(row, 1)};
            if (m_relations.contains(parent))
                continue;
            Sql statement("ALTER TABLE ");
            if (parents->flag(row, 2))
                statement.qualified(parent.first, parent.second)
                    .add(" DETACH PARTITION ")
                    .qualified(relation.first, relation.second);
            else
                statement.qualified(relation.first, relation.second)
                    .add(" NO INHERIT ")
                    .qualified(parent.first, parent.second);
            TIDEMARK_TRY(run(statement));
        }
        return {};
    }

    core::Status moveStatistics(const RelationName& relation)
    {
        auto found = m_connection.query("SELECT sn.nspname, s.stxname FROM pg_catalog.pg_statistic_ext s"
                                        " JOIN pg_catalog.pg_namespace sn ON sn.oid = s.stxnamespace JOIN "
                                        "pg_catalog.pg_class c ON c.oid = s.stxrelid"
                                        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
                                        "n.nspname = $1 AND c.relname = $2 AND sn.nspname <> $3",
                                        {relation.first, relation.second, m_schema}, m_whatFailed);
        if (!found)
            return std::move(found).error();
        for (qsizetype row = 0; row < found->count(); ++row)
            TIDEMARK_TRY(run(Sql("ALTER STATISTICS ")
                                 .qualified(found->text(row, 0), found->text(row, 1))
                                 .add(" SET SCHEMA ")
                                 .identifier(m_schema)));
        return {};
    }

    core::Status moveOne(const RelationName& relation)
    {
        auto found = m_connection.query(
            "SELECT c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
            "c.relnamespace"
            " WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')",
            {relation.first, relation.second}, m_whatFailed);
        if (!found)
            return std::move(found).error();
        if (found->count() == 0)
            return {}; // a sequence that went along with its table
        if (relationKindOf(found->text(0, 0)) == RelationKind::Sequence) // its table stays
            TIDEMARK_TRY(
                run(Sql("ALTER SEQUENCE ").qualified(relation.first, relation.second).add(" OWNED BY NONE")));
        Sql statement("ALTER ");
        statement.add(Sql::script(wordFor(relationKindOf(found->text(0, 0)))))
            .add(" ")
            .qualified(relation.first, relation.second);
        return run(statement.add(" SET SCHEMA ").identifier(m_schema));
    }

    Connection& m_connection;
    const QList<RelationName>& m_relations;
    const QString m_schema;
    const QString m_whatFailed;
};

} // namespace

core::Status moveRelations(Connection& connection, const QList<RelationName>& relations,
                           const QString& schema)
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::queries", "The tables could not be moved.");
    TIDEMARK_TRY(done(connection.query("BEGIN", {}, whatFailed)));
    if (const core::Status moved = Mover(connection, relations, schema).move(); !moved) {
        (void)connection.query("ROLLBACK", {}, whatFailed);
        return moved.error();
    }
    return done(connection.query("COMMIT", {}, whatFailed));
}

} // namespace tidemark::postgres
