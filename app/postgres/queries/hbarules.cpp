// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/hbarules.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace tidemark::postgres {

namespace {

QStringList listOf(const QString& json)
{
    QStringList list;
    for (const QJsonValue value : QJsonDocument::fromJson(json.toUtf8()).array())
        list.append(value.toString());
    return list;
}

core::Result<QStringList> membershipsOf(Connection& connection, const QString& role, const QString& whatFailed)
{
    // Not pg_has_role(): a superuser is a member of everything there, but not for these rules.
    auto rows = connection.query("WITH RECURSIVE m(oid) AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1"
                                 " UNION SELECT g.roleid FROM pg_catalog.pg_auth_members g JOIN m ON g.member = m.oid)"
                                 " SELECT r.rolname FROM m JOIN pg_catalog.pg_roles r ON r.oid = m.oid ORDER BY 1",
                                 {role}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.append(rows->text(row, 0));
    return names;
}

} // namespace

core::Result<HbaRules> readHbaRules(Connection& connection, const QString& role)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "The rules of pg_hba.conf could not be read.");
    Sql statement("SELECT line_number, type, pg_catalog.array_to_json(database), pg_catalog.array_to_json(user_name), address, netmask,"
                  " auth_method, error, ");
    statement.add(connection.serverVersion().hasHbaRuleNumber() ? Sql("file_name FROM pg_catalog.pg_hba_file_rules ORDER BY rule_number NULLS LAST, file_name, line_number")
                                                                : Sql("'' FROM pg_catalog.pg_hba_file_rules ORDER BY line_number"));
    auto rows = connection.query(statement, {}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    HbaRules found;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        HbaRule rule;
        rule.line = static_cast<int>(rows->number(row, 0));
        rule.type = rows->text(row, 1);
        rule.databases = listOf(rows->text(row, 2));
        rule.users = listOf(rows->text(row, 3));
        rule.address = rows->text(row, 4);
        rule.netmask = rows->text(row, 5);
        rule.method = rows->text(row, 6);
        rule.error = rows->text(row, 7);
        rule.file = rows->text(row, 8);
        found.rules.append(rule);
    }
    auto memberships = membershipsOf(connection, role, whatFailed);
    if (!memberships)
        return std::move(memberships).error();
    found.memberships = *std::move(memberships);
    return found;
}

} // namespace tidemark::postgres
