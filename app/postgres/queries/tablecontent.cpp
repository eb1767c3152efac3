// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/tablecontent.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

QString unreadable(const QString& schema, const QString& name)
{
    return QCoreApplication::translate("postgres::queries", "The rows of %1 could not be read.")
        .arg(core::singleLine(schema + QLatin1Char('.') + name));
}

// Names in the statement stay in the session's encoding; only the rows are in this one.
void addEncoding(Sql& statement, const QString& encoding)
{
    if (!encoding.isEmpty())
        statement.add(" (ENCODING ").literalValue(encoding).add(")");
}

} // namespace

core::Status copyTable(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns,
                       const std::function<core::Status(QByteArrayView)>& sink, const QString& encoding)
{
    Sql statement("COPY ");
    statement.qualified(schema, name);
    if (!columns.isEmpty())
        statement.add(" (").identifiers(columns).add(")");
    statement.add(" TO STDOUT");
    addEncoding(statement, encoding);
    return connection.copyOut(statement, sink, unreadable(schema, name));
}

core::Status demandAllRows(Connection& connection)
{
    const auto set = connection.query("SET row_security = off", {}, QCoreApplication::translate("postgres::queries", "Row-level security could not be looked past."));
    return set ? core::Status() : core::Status(set.error());
}

core::Result<qint64> tablePages(Connection& connection, const QString& schema, const QString& name)
{
    Sql statement("SELECT pg_catalog.pg_relation_size(");
    statement.literalValue(core::quoteQualified(schema, name)).add("::pg_catalog.regclass) / pg_catalog.current_setting('block_size')::pg_catalog.int8");
    auto rows = connection.query(statement, {}, unreadable(schema, name));
    if (!rows)
        return std::move(rows).error();
    return rows->number(0, 0);
}

core::Status copyTablePages(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns, qint64 from, qint64 to,
                            const std::function<core::Status(QByteArrayView)>& sink, const QString& encoding)
{
    Sql statement("COPY (SELECT ");
    statement.identifiers(columns).add(" FROM ONLY ").qualified(schema, name);
    statement.add(" WHERE ctid >= '(").number(from).add(",0)'::pg_catalog.tid");
    if (to >= 0)
        statement.add(" AND ctid < '(").number(to).add(",0)'::pg_catalog.tid");
    statement.add(") TO STDOUT");
    addEncoding(statement, encoding);
    return connection.copyOut(statement, sink, unreadable(schema, name));
}

core::Result<qint64> countRows(Connection& connection, const QString& schema, const QString& name)
{
    Sql statement("SELECT pg_catalog.count(*) FROM ONLY ");
    statement.qualified(schema, name);
    auto rows = connection.query(statement, {},
                                 QCoreApplication::translate("postgres::queries", "The rows of %1 could not be counted.")
                                     .arg(core::singleLine(schema + QLatin1Char('.') + name)),
                                 std::chrono::hours(24));
    if (!rows)
        return std::move(rows).error();
    return rows->number(0, 0);
}

} // namespace tidemark::postgres
