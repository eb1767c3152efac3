// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/progress.h"
#include "postgres/queries/relations.h"

#include <QHash>

#include <mutex>
#include <thread>

namespace tidemark::backup {

/// True progress of a running pg_dump: table by table from its messages, and inside a table from
/// pg_stat_progress_copy (PostgreSQL 14+) read twice a second over a connection of its own. Weighed by table size.
/// The connection failing costs detail, never the backup.
class DumpMonitor
{
public:
    DumpMonitor(const access::ServerAccess& server, const QString& database, const QString& applicationName,
                const QList<postgres::Relation>& relations);
    ~DumpMonitor();
    DumpMonitor(const DumpMonitor&) = delete;
    DumpMonitor& operator=(const DumpMonitor&) = delete;

    /// A line of pg_dump --verbose. On the thread of the run.
    void readLine(const QByteArray& line);
    /// Where the dump stands, as a part 0…1 of the dump alone. On the thread of the run.
    core::Progress progress();

private:
    void poll(std::stop_token stop);
    void startTable(const QString& qualified); // with m_mutex held

    const access::ServerAccess& m_server;
    QString m_database;
    QString m_applicationName;
    QHash<QString, qint64> m_sizes; // "schema.name" as pg_dump prints it → bytes
    qint64 m_total = 0;

    std::mutex m_mutex;
    QString m_current;
    qint64 m_finished = 0;       // bytes of the tables that are done
    qint64 m_currentCopied = 0;  // of the present one
    core::RateMeter m_meter;
    std::jthread m_poller; // last: it uses everything above
};

} // namespace tidemark::backup
