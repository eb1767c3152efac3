// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/tablecontent.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Status copyTable(Connection& connection, const QString& schema, const QString& name, const QList<QString>& columns,
                       const std::function<core::Status(QByteArrayView)>& sink)
{
    Sql statement("COPY ");
    statement.qualified(schema, name);
    if (!columns.isEmpty())
        statement.add(" (").identifiers(columns).add(")");
    statement.add(" TO STDOUT");
    return connection.copyOut(statement, sink,
                              QCoreApplication::translate("postgres::queries", "The rows of %1 could not be read.")
                                  .arg(core::singleLine(schema + QLatin1Char('.') + name)));
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
