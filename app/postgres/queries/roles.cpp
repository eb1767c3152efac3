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
