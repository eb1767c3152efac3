// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/wholeserver.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<QList<DumpableDatabase>> listDumpableDatabases(Connection& connection)
{
    auto rows = connection.query(
        "SELECT d.oid, d.datname, pg_catalog.has_database_privilege(d.oid, 'CONNECT'), d.datconnlimit = -2"
        " FROM pg_catalog.pg_database d WHERE d.datallowconn AND d.datname <> 'template0'"
        " ORDER BY (d.datname <> 'template1'), d.datname",
        {}, QCoreApplication::translate("postgres::queries", "The databases could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QList<DumpableDatabase> databases;
    for (qsizetype row = 0; row < rows->count(); ++row)
        databases.append({static_cast<quint32>(rows->number(row, 0)), rows->text(row, 1), rows->flag(row, 2),
                          rows->flag(row, 3)});
    return databases;
}

core::Result<QSet<QString>> databasesMatching(Connection& connection, const QList<NamePattern>& patterns)
{
    QSet<QString> found;
    for (const NamePattern& pattern : patterns) {
        auto rows = connection.query(
            "SELECT d.datname FROM pg_catalog.pg_database d WHERE d.datname::pg_catalog.text "
            "OPERATOR(pg_catalog.~) $1",
            {pattern.name},
            QCoreApplication::translate("postgres::queries", "The pattern %1 cannot be looked up.")
                .arg(pattern.name));
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row)
            found.insert(rows->text(row, 0));
    }
    return found;
}

core::Result<ServerGlobals> listGlobals(Connection& connection)
{
    auto rows = connection.query(
        "SELECT 'r', r.rolname FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_'"
        " UNION ALL SELECT 't', t.spcname FROM pg_catalog.pg_tablespace t WHERE t.spcname !~ '^pg_'",
        {},
        QCoreApplication::translate("postgres::queries", "The roles and tablespaces could not be listed."));
    if (!rows)
        return std::move(rows).error();
    ServerGlobals globals;
    for (qsizetype row = 0; row < rows->count(); ++row)
        (rows->text(row, 0) == QLatin1String("r") ? globals.roles : globals.tablespaces)
            .insert(rows->text(row, 1));
    return globals;
}

core::Result<bool> mayReadRolePasswords(Connection& connection)
{
    auto rows = connection.query(
        "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')", {},
        QCoreApplication::translate("postgres::queries", "The privileges could not be read."));
    if (!rows)
        return std::move(rows).error();
    return rows->flag(0, 0);
}

} // namespace tidemark::postgres
