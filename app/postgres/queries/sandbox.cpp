// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/sandbox.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("postgres::queries", text);
}

core::Status done(core::Result<Rows> rows)
{
    if (!rows)
        return std::move(rows).error();
    return {};
}

} // namespace

core::Status createRole(Connection& connection, const QString& role, RoleUse use)
{
    Sql statement("CREATE ROLE ");
    statement.identifier(role);
    if (use == RoleUse::Login)
        statement.add(" LOGIN");
    return done(connection.query(statement, {}, tr("The role %1 could not be created.").arg(core::singleLine(role))));
}

core::Status createTablespace(Connection& connection, const QString& name, const QString& folder)
{
    Sql statement("CREATE TABLESPACE ");
    statement.identifier(name).add(" LOCATION ").literalValue(folder);
    return done(connection.query(statement, {}, tr("The tablespace %1 could not be created.").arg(core::singleLine(name))));
}

core::Result<QSet<QString>> installableExtensions(Connection& connection)
{
    auto rows = connection.query("SELECT name FROM pg_catalog.pg_available_extensions", {}, tr("The extensions could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QSet<QString> names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.insert(rows->text(row, 0));
    return names;
}

core::Status createExtension(Connection& connection, const QString& name, const QString& schema)
{
    const QString whatFailed = tr("The extension %1 could not be created.").arg(core::singleLine(name));
    Sql statement("CREATE EXTENSION IF NOT EXISTS ");
    statement.identifier(name);
    if (!schema.isEmpty()) {
        Sql place("CREATE SCHEMA IF NOT EXISTS ");
        if (schema != QLatin1String("pg_catalog"))
            TIDEMARK_TRY(connection.query(place.identifier(schema), {}, whatFailed));
        statement.add(" SCHEMA ").identifier(schema);
    }
    return done(connection.query(statement, {}, whatFailed));
}

core::Result<qint64> databaseBytes(Connection& connection)
{
    auto rows = connection.query("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())", {}, tr("The size of the database could not be read."));
    if (!rows)
        return std::move(rows).error();
    return rows->number(0, 0);
}

core::Result<QStringList> ordinaryDatabases(Connection& connection)
{
    auto rows = connection.query("SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname", {},
                                 tr("The databases could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.append(rows->text(row, 0));
    return names;
}

} // namespace tidemark::postgres
