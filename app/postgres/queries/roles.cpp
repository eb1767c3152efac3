// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/roles.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<QStringList> listRoleNames(Connection& connection)
{
    auto rows = connection.query("SELECT rolname FROM pg_catalog.pg_roles ORDER BY rolname COLLATE \"C\"", {},
                                 QCoreApplication::translate("postgres::queries", "The roles could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.append(rows->text(row, 0));
    return names;
}

core::Result<QList<Role>> listRoles(Connection& connection)
{
    auto rows = connection.query("SELECT r.rolname, pg_catalog.pg_has_role(CURRENT_USER, r.oid, 'MEMBER'), r.rolsuper"
                                 " FROM pg_catalog.pg_roles r ORDER BY r.rolname COLLATE \"C\"",
                                 {}, QCoreApplication::translate("postgres::queries", "The roles could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QList<Role> roles;
    for (qsizetype row = 0; row < rows->count(); ++row)
        roles.append({rows->text(row, 0), rows->flag(row, 1), rows->flag(row, 2)});
    return roles;
}

namespace {

Sql createStatement(const NewRole& role)
{
    Sql statement("CREATE ROLE ");
    statement.identifier(role.name);
    if (role.login)
        statement.add(" LOGIN");
    if (!role.inherits)
        statement.add(" NOINHERIT");
    if (role.createsDatabases)
        statement.add(" CREATEDB");
    if (role.connectionLimit >= 0)
        statement.add(" CONNECTION LIMIT ").number(role.connectionLimit);
    if (!role.validUntil.isEmpty())
        statement.add(" VALID UNTIL ").literalValue(role.validUntil);
    if (!role.memberOf.isEmpty())
        statement.add(" IN ROLE ").identifiers(role.memberOf);
    return statement;
}

} // namespace

QString createRoleText(const NewRole& role)
{
    return QString::fromUtf8(createStatement(role).text()) + QLatin1Char(';');
}

QByteArray createAbsentRoleText(const NewRole& role)
{
    Sql body("BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ");
    body.literalValue(role.name).add(") THEN ").add(createStatement(role)).add("; END IF; END");
    return Sql("DO ").literalValue(QString::fromUtf8(body.text())).add(";\n").text();
}

core::Status createRole(Connection& connection, const NewRole& role, bool actFor)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "The role %1 could not be created.").arg(role.name);
    auto created = connection.query(createStatement(role), {}, whatFailed);
    if (!created)
        return std::move(created).error();
    if (!actFor)
        return {};
    Sql grant("GRANT ");
    grant.identifier(role.name).add(" TO CURRENT_USER");
    auto granted = connection.query(grant, {}, whatFailed);
    if (granted)
        return {};
    (void)dropRole(connection, role.name);
    return std::move(granted).error();
}

core::Status dropRole(Connection& connection, const QString& name)
{
    Sql statement("DROP ROLE IF EXISTS ");
    auto dropped = connection.query(statement.identifier(name), {}, QCoreApplication::translate("postgres::queries", "The role %1 could not be dropped.").arg(name));
    if (!dropped)
        return std::move(dropped).error();
    return {};
}

core::Status setRole(Connection& connection, const QString& role)
{
    Sql statement("SET ROLE ");
    statement.identifier(role);
    auto done = connection.query(statement, {}, QCoreApplication::translate("postgres::queries", "The role %1 cannot be taken on.").arg(role));
    if (!done)
        return std::move(done).error();
    return {};
}

} // namespace tidemark::postgres
