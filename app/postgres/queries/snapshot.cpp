// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/snapshot.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<QString> exportSnapshot(Connection& connection)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "A snapshot could not be exported.");
    if (auto begun = connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}, whatFailed); !begun)
        return std::move(begun).error();
    auto rows = connection.query("SELECT pg_catalog.pg_export_snapshot()", {}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    return rows->text(0, 0);
}

core::Status endSnapshot(Connection& connection)
{
    auto ended = connection.query("ROLLBACK", {}, QCoreApplication::translate("postgres::queries", "The snapshot could not be released."));
    if (!ended)
        return std::move(ended).error();
    return {};
}

} // namespace tidemark::postgres
