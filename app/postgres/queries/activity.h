// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// What a tool's server process is doing, seen from a second connection.
struct CopyActivity
{
    int pid = 0;
    QString schema; // of the table being copied, in the database of this connection
    QString table;
    qint64 bytes = 0; // of COPY text so far
    qint64 rows = 0;
};

/// Running COPYs of the sessions that carry this application_name. PostgreSQL 14+ (pg_stat_progress_copy), any role for
/// its own sessions; empty on older servers.
core::Result<QList<CopyActivity>> copyActivity(Connection& connection, const QString& applicationName);

struct Blockade
{
    int waitingPid = 0;
    int holderPid = 0;
    QString holderApplication;
    QString holderQuery; // empty without the privilege to see it
};

/// Who holds the locks that sessions of this application_name wait for. Any role; other users' queries need pg_read_all_stats.
core::Result<QList<Blockade>> blockades(Connection& connection, const QString& applicationName);
/// For people: who holds what is waited for.
QString waitingText(const Blockade& blockade);

/// Ends the sessions that carry exactly this application_name, as a cancelled tool may leave them. Own role's sessions.
core::Result<int> endSessions(Connection& connection, const QString& applicationName);

} // namespace tidemark::postgres
