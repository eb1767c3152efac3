// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/contentchoice.h"
#include "core/progress.h"
#include "postgres/queries/activity.h"

#include <QHash>

#include <chrono>
#include <mutex>
#include <thread>

namespace tidemark::backup {

/// After how long without a byte a dump is looked at, and called stalled.
struct StallLimits
{
    std::chrono::milliseconds lookForLocks{3'000};
    std::chrono::milliseconds stalled{120'000};
};

/// True progress of a running pg_dump, of any number of jobs: table by table from its messages, and inside the tables from
/// pg_stat_progress_copy (PostgreSQL 14+) read twice a second over a connection of its own. Weighed by table size. Where
/// nothing moves it says why: who holds the lock that the dump waits for. The connection failing costs detail, never the
/// backup.
class DumpMonitor
{
public:
    DumpMonitor(const access::ServerAccess& server, const QString& database, const QString& applicationName,
                const QList<ExpectedRelation>& relations, int jobs, const StallLimits& limits = {});
    ~DumpMonitor();
    DumpMonitor(const DumpMonitor&) = delete;
    DumpMonitor& operator=(const DumpMonitor&) = delete;

    /// A line of pg_dump --verbose. On the thread of the run.
    void readLine(const QByteArray& line);
    /// Bytes that the dump has on disk by now: they tell that it moves where the server does not. On the thread of the run.
    void noteOutput(qint64 bytes);
    /// Where the dump stands, as a part 0…1 of the dump alone. On the thread of the run.
    core::Progress progress();

private:
    using Clock = std::chrono::steady_clock;

    void poll(std::stop_token stop);
    void take(const QList<postgres::CopyActivity>& activity);
    // With m_mutex held:
    void start(const QString& qualified);
    void finish(const QString& qualified);
    void finishByName(const QString& name);
    QString notice() const;

    const access::ServerAccess& m_server;
    const QString m_database;
    const QString m_applicationName;
    const int m_jobs;
    const StallLimits m_limits;
    QHash<QString, qint64> m_sizes; // "schema.name" as pg_dump prints it → bytes, of tables that are not done
    qint64 m_total = 0;

    std::mutex m_mutex;
    QString m_latest;                // the table that was begun last
    QHash<QString, qint64> m_begun;  // tables at work → bytes of COPY text so far
    qint64 m_finished = 0;           // bytes of the tables that are done
    qint64 m_output = 0;
    QString m_blockade;              // who holds what the dump waits for
    Clock::time_point m_moved = Clock::now();
    core::RateMeter m_meter;
    std::jthread m_poller; // last: it uses everything above
};

} // namespace tidemark::backup
