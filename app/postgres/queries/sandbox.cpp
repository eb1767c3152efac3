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
        statement.add(" LOGIN CREATEDB");
    else // a view's rows are filled by its owner, whom FORCE ROW LEVEL SECURITY would stop
        statement.add(" BYPASSRLS");
    return done(
        connection.query(statement, {}, tr("The role %1 could not be created.").arg(core::singleLine(role))));
}

core::Result<QHash<QString, ExtensionRight>> installableExtensions(Connection& connection)
{
    const QString whatFailed = tr("The extensions could not be listed.");
    const bool hasTrusted = connection.serverVersion().major() >= 13;
    auto rows =
        hasTrusted
            ? connection.query(
                  "SELECT e.name, pg_catalog.bool_and(v.superuser AND NOT v.trusted) FROM "
                  "pg_catalog.pg_available_extensions e"
                  " JOIN pg_catalog.pg_available_extension_versions v USING (name) GROUP BY e.name",
                  {}, whatFailed)
            : connection.query("SELECT name, true FROM pg_catalog.pg_available_extensions", {}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    QHash<QString, ExtensionRight> extensions;
    for (qsizetype row = 0; row < rows->count(); ++row)
        extensions.insert(rows->text(row, 0),
                          rows->flag(row, 1) ? ExtensionRight::Superuser : ExtensionRight::DatabaseOwner);
    return extensions;
}

core::Status createSchema(Connection& connection, const QString& name, const QString& owner)
{
    Sql statement("CREATE SCHEMA ");
    statement.identifier(name).add(" AUTHORIZATION ").identifier(owner);
    return done(connection.query(statement, {},
                                 tr("The schema %1 could not be created.").arg(core::singleLine(name))));
}

core::Status createExtension(Connection& connection, const QString& name, const QString& schema)
{
    const QString whatFailed = tr("The extension %1 could not be created.").arg(core::singleLine(name));
    TIDEMARK_TRY(connection.query("SET search_path TO DEFAULT", {}, whatFailed)); // where it goes by itself
    Sql statement("CREATE EXTENSION ");
    statement.identifier(name);
    if (!schema.isEmpty())
        statement.add(" SCHEMA ").identifier(schema);
    statement.add(" CASCADE");
    return done(connection.query(statement, {}, whatFailed));
}

core::Result<qint64> databaseBytes(Connection& connection)
{
    auto rows = connection.query("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())", {},
                                 tr("The size of the database could not be read."));
    if (!rows)
        return std::move(rows).error();
    return rows->number(0, 0);
}

core::Result<QStringList> ordinaryDatabases(Connection& connection)
{
    auto rows = connection.query("SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT "
                                 "datistemplate ORDER BY datname",
                                 {}, tr("The databases could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.append(rows->text(row, 0));
    return names;
}

core::Result<QMap<QString, QString>> ownTablespaces(Connection& connection)
{
    auto rows = connection.query("SELECT oid, spcname FROM pg_catalog.pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')", {},
                                 tr("The tablespaces could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QMap<QString, QString> names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.insert(rows->text(row, 0), rows->text(row, 1));
    return names;
}

} // namespace tidemark::postgres
