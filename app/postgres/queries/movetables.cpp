// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/movetables.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline limit = std::chrono::minutes(10);
constexpr Connection::Deadline readingLimit = std::chrono::hours(24 * 30); // of two tables, of any size

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
    Mover(Connection& connection, const QList<RelationName>& relations, const QString& schema,
          const QList<OtherName>& names)
        : m_connection(connection)
        , m_relations(relations)
        , m_schema(schema)
        , m_names(names)
        , m_whatFailed(
              schema.isEmpty()
                  ? QCoreApplication::translate("postgres::queries", "The tables could not be renamed.")
                  : QCoreApplication::translate("postgres::queries",
                                                "The tables could not be moved to the schema %1.")
                        .arg(core::singleLine(schema)))
    {
    }

    core::Status move()
    {
        for (const RelationName& relation : m_relations) {
            TIDEMARK_TRY(separate(relation));
            TIDEMARK_TRY(separateSequence(relation));
        }
        for (const OtherName& name : m_names)
            TIDEMARK_TRY(rename(name));
        if (m_schema.isEmpty())
            return {};
        TIDEMARK_TRY(run(Sql("CREATE SCHEMA IF NOT EXISTS ").identifier(m_schema)));
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

    /// Empty where there is no such thing.
    core::Result<QString> kindOf(const OtherName& name)
    {
        auto found = name.kind == OtherName::Kind::Statistics
                         ? m_connection.query("SELECT 'statistics' FROM pg_catalog.pg_statistic_ext s"
                                              " JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace"
                                              " WHERE n.nspname = $1 AND s.stxname = $2",
                                              {name.from.first, name.from.second}, m_whatFailed)
                         : m_connection.query("SELECT c.relkind FROM pg_catalog.pg_class c"
                                              " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                              " WHERE n.nspname = $1 AND c.relname = $2",
                                              {name.from.first, name.from.second}, m_whatFailed);
        if (!found)
            return std::move(found).error();
        return found->count() == 0 ? QString() : found->text(0, 0);
    }

    core::Status rename(const OtherName& name)
    {
        const auto kind = kindOf(name);
        if (!kind)
            return kind.error();
        if (kind->isEmpty())
            return {};
        const char* word = name.kind == OtherName::Kind::Statistics ? "STATISTICS"
                           : name.kind == OtherName::Kind::Index    ? "INDEX"
                                                                    : wordFor(relationKindOf(*kind));
        TIDEMARK_TRY(run(Sql("ALTER ")
                             .add(Sql::script(word))
                             .add(" ")
                             .qualified(name.from.first, name.from.second)
                             .add(" RENAME TO ")
                             .identifier(name.to)));
        if (name.kind != OtherName::Kind::Relation)
            return {};
        for (RelationName& relation : m_relations) {
            if (relation == name.from)
                relation.second = name.to;
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

    core::Status detach(const RelationName& sequence)
    {
        return run(Sql("ALTER SEQUENCE ").qualified(sequence.first, sequence.second).add(" OWNED BY NONE"));
    }

    /// Of a sequence whose table stays: with the table renamed, its column would go on using it.
    core::Status separateSequence(const RelationName& relation)
    {
        auto owner = m_connection.query(
            "SELECT tn.nspname, t.relname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class q ON q.oid = "
            "d.objid"
            " JOIN pg_catalog.pg_namespace qn ON qn.oid = q.relnamespace JOIN pg_catalog.pg_class t ON t.oid "
            "= d.refobjid"
            " JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
            " WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = "
            "'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND q.relkind = 'S'"
            " AND qn.nspname = $1 AND q.relname = $2",
            {relation.first, relation.second}, m_whatFailed);
        if (!owner)
            return std::move(owner).error();
        if (owner->count() == 0 || m_relations.contains({owner->text(0, 0), owner->text(0, 1)}))
            return {};
        return detach(relation);
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
            TIDEMARK_TRY(detach(relation));
        Sql statement("ALTER ");
        statement.add(Sql::script(wordFor(relationKindOf(found->text(0, 0)))))
            .add(" ")
            .qualified(relation.first, relation.second);
        return run(statement.add(" SET SCHEMA ").identifier(m_schema));
    }

    Connection& m_connection;
    QList<RelationName> m_relations; // under their names of the moment
    const QString m_schema;
    const QList<OtherName>& m_names;
    const QString m_whatFailed;
};

} // namespace

core::Status moveRelations(Connection& connection, const QList<RelationName>& relations,
                           const QString& schema, const QList<OtherName>& names)
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::queries", "The tables could not be moved.");
    TIDEMARK_TRY(done(connection.query("BEGIN", {}, whatFailed)));
    if (const core::Status moved = Mover(connection, relations, schema, names).move(); !moved) {
        (void)connection.query("ROLLBACK", {}, whatFailed);
        return moved.error();
    }
    return done(connection.query("COMMIT", {}, whatFailed));
}

core::Result<AddedKey> addForeignKey(Connection& connection, const QByteArray& statement,
                                     const RelationName& table, const QString& name)
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::queries", "The foreign key %1 could not be made.")
            .arg(core::singleLine(name));
    TIDEMARK_TRY(done(connection.query(Sql::script(statement), {}, whatFailed, limit)));
    const auto validated = connection.query(Sql("ALTER TABLE ONLY ")
                                                .qualified(table.first, table.second)
                                                .add(" VALIDATE CONSTRAINT ")
                                                .identifier(name),
                                            {}, whatFailed, readingLimit);
    if (validated)
        return AddedKey();
    if (connection.lastSqlState() == QLatin1String("23503")) // foreign_key_violation
        return AddedKey{AddedKey::Rows::BreakIt, {}};
    return AddedKey{AddedKey::Rows::NotChecked, validated.error()};
}

core::Status runFromDump(Connection& connection, const QByteArray& statement, const QString& name)
{
    return done(connection.query(
        Sql::script(statement), {},
        QCoreApplication::translate("postgres::queries", "%1 could not be made.").arg(core::singleLine(name)),
        limit));
}

} // namespace tidemark::postgres
