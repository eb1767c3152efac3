// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/columnsequences.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline reading = std::chrono::minutes(30); // of a column without an index

} // namespace

core::Result<QList<TableSequence>> columnSequences(Connection& connection, const QString& tableOid)
{
    auto rows = connection.query(
        "SELECT DISTINCT tn.nspname, t.relname, t.relkind = 'p', a.attname, n.nspname, s.relname,"
        "  pg_catalog.has_sequence_privilege(s.oid, 'UPDATE') AND pg_catalog.has_sequence_privilege(s.oid, "
        "'SELECT')"
        " FROM (SELECT d.refobjid AS tab, d.refobjsubid AS attnum, d.objid AS sequence FROM "
        "pg_catalog.pg_depend d"
        "   WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid"
        "   AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"
        "  UNION SELECT f.adrelid, f.adnum, d.refobjid FROM pg_catalog.pg_attrdef f"
        "   JOIN pg_catalog.pg_depend d ON d.objid = f.oid AND d.classid = "
        "'pg_catalog.pg_attrdef'::pg_catalog.regclass"
        "   AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) x"
        " JOIN pg_catalog.pg_class s ON s.oid = x.sequence AND s.relkind = 'S'"
        " JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace"
        " JOIN pg_catalog.pg_class t ON t.oid = x.tab AND t.relkind IN ('r', 'p')"
        " JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
        " JOIN pg_catalog.pg_attribute a ON a.attrelid = x.tab AND a.attnum = x.attnum"
        " WHERE a.atttypid IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, "
        "'int8'::pg_catalog.regtype)"
        " AND ($1::pg_catalog.oid IS NULL OR x.tab = $1::pg_catalog.oid) ORDER BY 1, 2, 4",
        {tableOid.isEmpty() ? Parameter() : Parameter(tableOid)},
        QCoreApplication::translate("postgres::queries", "The sequences of columns could not be looked at."));
    if (!rows)
        return std::move(rows).error();
    QList<TableSequence> found;
    for (qsizetype row = 0; row < rows->count(); ++row)
        found.append({{rows->text(row, 0), rows->text(row, 1)},
                      rows->flag(row, 2),
                      {rows->text(row, 3), rows->text(row, 4), rows->text(row, 5), rows->flag(row, 6)}});
    return found;
}

Sql advanceText(const Sql& rows, const ColumnSequence& sequence)
{
    SqlPieces pieces;
    pieces.set("rows", rows);
    pieces.set("literal", Sql("").literalValue(core::quoteQualified(sequence.schema, sequence.name)));
    pieces.set("sequence", Sql("").qualified(sequence.schema, sequence.name));
    pieces.set("column", Sql("").identifier(sequence.column));
    return pieces.into("SELECT pg_catalog.setval({literal}::pg_catalog.regclass, m.top) FROM"
                       " (SELECT CASE WHEN d.seqincrement > 0 THEN max(l.{column}) ELSE min(l.{column}) END AS top,"
                       " d.seqincrement, d.seqmin, d.seqmax FROM {rows} l, pg_catalog.pg_sequence d"
                       " WHERE d.seqrelid = {literal}::pg_catalog.regclass GROUP BY 2, 3, 4) m, {sequence} q"
                       " WHERE m.top BETWEEN m.seqmin AND m.seqmax AND"
                       " (CASE WHEN m.seqincrement > 0 THEN m.top > q.last_value ELSE m.top < q.last_value END"
                       " OR m.top = q.last_value AND NOT q.is_called)");
}

core::Result<bool> advanceSequence(Connection& connection, const TableSequence& sequence)
{
    Sql rows = sequence.isPartitioned ? Sql("") : Sql("ONLY ");
    rows.qualified(sequence.table.first, sequence.table.second);
    const auto set = connection.query(
        advanceText(rows, sequence.sequence), {},
        QCoreApplication::translate("postgres::queries", "The sequence %1 could not be set.")
            .arg(core::singleLine(sequence.sequence.schema + QLatin1Char('.') + sequence.sequence.name)),
        reading);
    if (!set)
        return set.error();
    return set->count() > 0;
}

} // namespace tidemark::postgres
