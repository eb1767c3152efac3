// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/livetable.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("postgres::queries", text);
}

QString tableText(const QString& schema, const QString& name)
{
    return core::singleLine(schema + QLatin1Char('.') + name);
}

// pg_attribute.attgenerated is there since PostgreSQL 12, attidentity since 10. A domain may be over a
// domain.
core::Result<QList<LiveColumn>> columnsOf(Connection& connection, const QString& oid,
                                          const QString& whatFailed)
{
    auto rows = connection.query(
        "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),"
        " (WITH RECURSIVE below(type, base, modifier) AS ("
        "     SELECT t.oid, t.typbasetype, a.atttypmod FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid"
        "   UNION ALL"
        "     SELECT t.oid, t.typbasetype, b.modifier FROM below b JOIN pg_catalog.pg_type t ON t.oid = "
        "b.base)"
        "   SELECT pg_catalog.format_type(type, NULL) FROM below WHERE base = 0),"
        " coalesce(pg_catalog.to_jsonb(a) ->> 'attgenerated', '') <> '',"
        " coalesce(pg_catalog.to_jsonb(a) ->> 'attidentity', '') <> '', a.attnotnull"
        " FROM pg_catalog.pg_attribute a WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum > 0 AND NOT "
        "a.attisdropped"
        " ORDER BY a.attnum",
        {oid}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    QList<LiveColumn> columns;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        columns.append({rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->flag(row, 3),
                        rows->flag(row, 4), rows->flag(row, 5)});
    }
    return columns;
}

// One row per column of each unique index without expressions or condition. pg_index.indnkeyatts is there
// since 11.
core::Status addKeys(Connection& connection, const QString& oid, const QString& whatFailed, LiveTable& table)
{
    auto rows = connection.query(
        "SELECT i.indexrelid, i.indisprimary, a.attname FROM pg_catalog.pg_index i"
        " CROSS JOIN LATERAL pg_catalog.generate_series(0, coalesce((pg_catalog.to_jsonb(i) ->> "
        "'indnkeyatts')::pg_catalog.int2, i.indnatts) - 1) AS k(place)"
        " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]"
        " WHERE i.indrelid = $1::pg_catalog.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND "
        "i.indexprs IS NULL"
        " ORDER BY i.indisprimary DESC, i.indexrelid, k.place",
        {oid}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    QString present;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        if (rows->text(row, 0) != present)
            table.uniqueKeys.append(QStringList());
        present = rows->text(row, 0);
        table.uniqueKeys.last().append(rows->text(row, 2));
        if (rows->flag(row, 1))
            table.primaryKey.append(rows->text(row, 2));
    }
    return {};
}

} // namespace

core::Result<LiveTable> describeTable(Connection& connection, const QString& schema, const QString& name)
{
    const QString whatFailed = tr("The table %1 could not be looked at.").arg(tableText(schema, name));
    auto rows = connection.query(
        "SELECT c.oid, c.relkind, c.relispartition,"
        " CASE WHEN c.relkind <> 'p' THEN c.relpages::pg_catalog.int8"
        "   ELSE (WITH RECURSIVE tree(oid) AS (SELECT c.oid UNION ALL"
        "     SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)"
        "     SELECT coalesce(pg_catalog.sum(l.relpages), 0) FROM tree t JOIN pg_catalog.pg_class l ON l.oid "
        "= t.oid)::pg_catalog.int8"
        " END * pg_catalog.current_setting('block_size')::pg_catalog.int8"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')",
        {schema, name}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    if (rows->count() == 0) {
        return core::Error{
            core::ErrorKind::NotFound,
            tr("The database %1 has no table %2.").arg(connection.databaseName(), tableText(schema, name)),
            {},
            tr("Name another database with --database, or another table with --live.")};
    }
    LiveTable table;
    table.schema = schema;
    table.name = name;
    table.kind = relationKindOf(rows->text(0, 1));
    table.isPartition = rows->flag(0, 2);
    table.bytes = rows->number(0, 3);
    const QString oid = rows->text(0, 0);
    auto columns = columnsOf(connection, oid, whatFailed);
    if (!columns)
        return std::move(columns).error();
    table.columns = *std::move(columns);
    TIDEMARK_TRY(addKeys(connection, oid, whatFailed, table));
    return table;
}

core::Status beginReadingTable(Connection& connection, const LiveTable& table, const QStringList& columns,
                               const QString& encoding)
{
    const QString whatFailed =
        tr("The rows of %1 could not be read.").arg(tableText(table.schema, table.name));
    if (auto set =
            connection.query("SELECT pg_catalog.set_config('row_security', 'off', false)", {}, whatFailed);
        !set)
        return std::move(set).error();
    Sql statement("COPY ");
    if (table.kind == RelationKind::PartitionedTable || columns.isEmpty()) {
        // COPY by name reads no partitioned table, and cannot name no column.
        statement.add("(SELECT ").identifiers(columns).add(" FROM ");
        if (table.kind != RelationKind::PartitionedTable)
            statement.add("ONLY ");
        statement.qualified(table.schema, table.name).add(")");
    } else {
        statement.qualified(table.schema, table.name).add(" (").identifiers(columns).add(")");
    }
    statement.add(" TO STDOUT WITH (ENCODING ").literalValue(encoding).add(")");
    return connection.beginCopyOut(statement, whatFailed);
}

} // namespace tidemark::postgres
