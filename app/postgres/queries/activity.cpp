// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/activity.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<QList<CopyActivity>> copyActivity(Connection& connection, const QString& applicationName)
{
    QList<CopyActivity> activity;
    if (!connection.serverVersion().hasProgressCopy())
        return activity;
    auto rows = connection.query("SELECT p.pid, n.nspname, c.relname, p.bytes_processed, p.tuples_processed"
                                 " FROM pg_catalog.pg_stat_activity a"
                                 " JOIN pg_catalog.pg_stat_progress_copy p ON p.pid = a.pid"
                                 " JOIN pg_catalog.pg_class c ON c.oid = p.relid"
                                 " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                 " WHERE a.application_name = $1 AND p.datname = pg_catalog.current_database()",
                                 {applicationName}, QCoreApplication::translate("postgres::queries", "The progress could not be read."));
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        activity.append({static_cast<int>(rows->number(row, 0)), rows->text(row, 1), rows->text(row, 2), rows->number(row, 3),
                         rows->number(row, 4)});
    }
    return activity;
}

core::Result<QList<Blockade>> blockades(Connection& connection, const QString& applicationName)
{
    auto rows = connection.query("SELECT a.pid, h.pid, h.application_name, h.query"
                                 " FROM pg_catalog.pg_stat_activity a"
                                 " CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(a.pid)) AS b(pid)"
                                 " JOIN pg_catalog.pg_stat_activity h ON h.pid = b.pid"
                                 " WHERE a.application_name = $1 AND a.wait_event_type = 'Lock'",
                                 {applicationName}, QCoreApplication::translate("postgres::queries", "The locks could not be read."));
    if (!rows)
        return std::move(rows).error();
    QList<Blockade> found;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        found.append({static_cast<int>(rows->number(row, 0)), static_cast<int>(rows->number(row, 1)), rows->text(row, 2), rows->text(row, 3)});
    }
    return found;
}

QString waitingText(const Blockade& blockade)
{
    QString holder = QCoreApplication::translate("postgres::queries", "process %1").arg(blockade.holderPid);
    if (!blockade.holderApplication.isEmpty())
        holder += QStringLiteral(" (%1)").arg(core::singleLine(blockade.holderApplication));
    if (blockade.holderQuery.isEmpty())
        return QCoreApplication::translate("postgres::queries", "Waiting for a lock that %1 holds.").arg(holder);
    return QCoreApplication::translate("postgres::queries", "Waiting for a lock that %1 holds: %2")
        .arg(holder, core::singleLine(blockade.holderQuery.left(200)));
}

core::Result<int> endSessions(Connection& connection, const QString& applicationName)
{
    auto rows = connection.query("SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity"
                                 " WHERE application_name = $1 AND pid <> pg_catalog.pg_backend_pid()"
                                 " AND usename = CURRENT_USER",
                                 {applicationName}, QCoreApplication::translate("postgres::queries", "Leftover server processes could not be ended."));
    if (!rows)
        return std::move(rows).error();
    return static_cast<int>(rows->number(0, 0));
}

} // namespace tidemark::postgres
