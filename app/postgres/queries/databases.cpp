// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/databases.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<QList<Database>> listDatabases(Connection& connection)
{
    auto rows = connection.query("SELECT d.datname, r.rolname, pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,"
                                 " CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')"
                                 "   THEN pg_catalog.pg_database_size(d.oid) END,"
                                 " d.datallowconn, d.datistemplate"
                                 " FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_roles r ON r.oid = d.datdba"
                                 " ORDER BY d.datname COLLATE \"C\"",
                                 {}, QCoreApplication::translate("postgres::queries", "The databases could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QList<Database> databases;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        Database database{rows->text(row, 0), rows->text(row, 1), rows->text(row, 2), rows->text(row, 3), rows->text(row, 4),
                          std::nullopt, rows->flag(row, 6), rows->flag(row, 7)};
        if (!rows->isNull(row, 5))
            database.size = core::ByteSize(rows->number(row, 5));
        databases.append(database);
    }
    return databases;
}

} // namespace tidemark::postgres
