// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lagtables.h"

#include <QCoreApplication>

namespace tidemark::store {

namespace {

constexpr std::array<const char*, lagQuantities> columnNames{"sent",   "write",     "flush", "replay",
                                                             "behind", "reply_age", "rate",  "retained"};

} // namespace

QString lagReadFailed()
{
    return QCoreApplication::translate("store::LagHistory", "The history of replication cannot be read.");
}

QString lagWriteFailed()
{
    return QCoreApplication::translate("store::LagHistory", "The history of replication cannot be written.");
}

QString lagColumn(LagQuantity quantity)
{
    return QLatin1String(columnNames[static_cast<std::size_t>(quantity)]);
}

core::Status createLagTables(const SqliteFile& file)
{
    // Times are milliseconds since 1970 in UTC. A row lies beside its neighbours in time, so a curve is one
    // sequential read. `gap`: nothing is known of the time before it.
    QStringList statements{
        QStringLiteral("CREATE TABLE servers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"),
        QStringLiteral("CREATE TABLE subjects (id INTEGER PRIMARY KEY, server INTEGER NOT NULL, kind INTEGER "
                       "NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,"
                       " address TEXT NOT NULL, slot TEXT NOT NULL, stream_kind TEXT NOT NULL, first_seen "
                       "INTEGER NOT NULL, last_seen INTEGER NOT NULL,"
                       " expected INTEGER NOT NULL, UNIQUE (server, kind, key))"),
        QStringLiteral("CREATE TABLE made (server INTEGER NOT NULL, step INTEGER NOT NULL, until INTEGER NOT "
                       "NULL, PRIMARY KEY (server, step)) WITHOUT ROWID"),
    };
    QString values;
    QString joined;
    for (const char* name : columnNames) {
        values += QStringLiteral(", %1 REAL").arg(QLatin1String(name));
        joined += QStringLiteral(", %1_least REAL, %1_mean REAL, %1_greatest REAL").arg(QLatin1String(name));
    }
    for (const LagStep& step : lagSteps) {
        statements.append(QStringLiteral("CREATE TABLE %1 (subject INTEGER NOT NULL, time INTEGER NOT NULL, "
                                         "gap INTEGER NOT NULL, looks INTEGER NOT NULL%2,"
                                         " PRIMARY KEY (subject, time)) WITHOUT ROWID")
                              .arg(QLatin1String(step.table), step.milliseconds == 0 ? values : joined));
    }
    statements.append(QStringLiteral("PRAGMA user_version = 1"));
    for (const QString& statement : std::as_const(statements)) {
        if (auto done = file.run(statement, {}, lagWriteFailed()); !done)
            return std::move(done).error();
    }
    return {};
}

core::Result<qint64> LagHistory::Database::serverId(const QString& server) const
{
    auto rows = file.run(QStringLiteral("SELECT id FROM servers WHERE name = ?"), {server}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    return rows->next() ? rows->value(0).toLongLong() : 0;
}

core::Result<qint64> LagHistory::Database::madeUntil(qint64 server, std::size_t step) const
{
    auto rows = file.run(QStringLiteral("SELECT until FROM made WHERE server = ? AND step = ?"),
                         {server, lagSteps[step].milliseconds}, lagReadFailed());
    if (!rows)
        return std::move(rows).error();
    return rows->next() ? rows->value(0).toLongLong() : 0;
}

} // namespace tidemark::store
