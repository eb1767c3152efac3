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

} // namespace tidemark::postgres
