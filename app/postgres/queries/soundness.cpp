// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/soundness.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline reading = std::chrono::minutes(30); // of a column without an index

QString whatFailed()
{
    return QCoreApplication::translate("postgres::queries",
                                       "Indexes, constraints and sequences could not be looked at.");
}

core::Status addNamed(Connection& connection, const Sql& statement, Unsoundness::Kind kind,
                      const QSet<RelationName>& tables, QList<Unsoundness>& found)
{
    auto rows = connection.query(statement, {}, whatFailed());
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        const RelationName table{rows->text(row, 0), rows->text(row, 1)};
        if (tables.contains(table))
            found.append({kind, table, rows->text(row, 2)});
    }
    return {};
}

core::Status addSequences(Connection& connection, const QSet<RelationName>& tables, QList<Unsoundness>& found)
{
    auto rows = connection.query(
        "SELECT DISTINCT n.nspname, c.relname, a.attname, s.schemaname, s.sequencename, s.increment_by > 0, "
        "c.relkind = 'p'"
        " FROM (SELECT objid AS sequence, refobjid AS tab, refobjsubid AS attnum FROM pg_catalog.pg_depend"
        "   WHERE classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND refclassid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass AND refobjsubid > 0 AND deptype IN ('a', 'i')"
        // Or one that a default takes its values from, whomever it belongs to.
        "  UNION SELECT d.refobjid, f.adrelid, f.adnum FROM pg_catalog.pg_attrdef f JOIN "
        "pg_catalog.pg_depend d"
        "   ON d.objid = f.oid AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.refclassid "
        "= "
        "'pg_catalog.pg_class'::pg_catalog.regclass) x"
        " JOIN pg_catalog.pg_class q ON q.oid = x.sequence AND q.relkind = 'S'"
        " JOIN pg_catalog.pg_namespace qn ON qn.oid = q.relnamespace"
        " JOIN pg_catalog.pg_sequences s ON s.schemaname = qn.nspname AND s.sequencename = q.relname"
        " JOIN pg_catalog.pg_class c ON c.oid = x.tab JOIN pg_catalog.pg_namespace n ON n.oid = "
        "c.relnamespace"
        " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.attnum"
        " WHERE c.relkind IN ('r', 'p') AND NOT s.cycle"
        " AND a.atttypid IN ('pg_catalog.int2'::pg_catalog.regtype, 'pg_catalog.int4'::pg_catalog.regtype, "
        "'pg_catalog.int8'::pg_catalog.regtype)"
        " AND pg_catalog.has_sequence_privilege(q.oid, 'SELECT') AND "
        "pg_catalog.has_schema_privilege(qn.oid, 'USAGE') AND "
        "pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')",
        {}, whatFailed());
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        const RelationName table{rows->text(row, 0), rows->text(row, 1)};
        if (!tables.contains(table))
            continue;
        // As its next value is what counts, one that was never asked stands one before what it has.
        Sql statement("SELECT COALESCE(m.top ");
        statement.add(rows->flag(row, 5) ? Sql(">") : Sql("<"))
            .add(" q.last_value OR m.top = q.last_value AND NOT q.is_called, false) FROM (SELECT pg_catalog.")
            .add(rows->flag(row, 5) ? Sql("max(") : Sql("min("))
            .identifier(rows->text(row, 2))
            .add(") AS top FROM ")
            .add(rows->flag(row, 6) ? Sql("") : Sql("ONLY "))
            .qualified(table.first, table.second)
            .add(") m, ")
            .qualified(rows->text(row, 3), rows->text(row, 4))
            .add(" q");
        auto behind = connection.query(statement, {}, whatFailed(), reading);
        if (!behind)
            return std::move(behind).error();
        if (behind->flag(0, 0))
            found.append({Unsoundness::Kind::SequenceBehind, table,
                          rows->text(row, 3) + QLatin1Char('.') + rows->text(row, 4)});
    }
    return {};
}

} // namespace

core::Result<QList<Unsoundness>> findUnsoundness(Connection& connection, const QSet<RelationName>& tables)
{
    QList<Unsoundness> found;
    TIDEMARK_TRY(addNamed(connection,
                          "SELECT n.nspname, c.relname, ic.relname FROM pg_catalog.pg_index i JOIN "
                          "pg_catalog.pg_class ic ON ic.oid = i.indexrelid"
                          " JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n "
                          "ON n.oid = c.relnamespace"
                          " WHERE NOT i.indisvalid",
                          Unsoundness::Kind::InvalidIndex, tables, found));
    TIDEMARK_TRY(
        addNamed(connection,
                 "SELECT n.nspname, c.relname, k.conname FROM pg_catalog.pg_constraint k JOIN "
                 "pg_catalog.pg_class c ON c.oid = k.conrelid"
                 " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT k.convalidated",
                 Unsoundness::Kind::UncheckedConstraint, tables, found));
    TIDEMARK_TRY(addSequences(connection, tables, found));
    return found;
}

} // namespace tidemark::postgres
