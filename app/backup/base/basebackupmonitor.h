// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/progress.h"
#include "postgres/queries/basebackup.h"

#include <mutex>
#include <optional>
#include <thread>

namespace tidemark::backup::base {

/// True progress of a running pg_basebackup, from pg_stat_progress_basebackup (PostgreSQL 13+) read twice a second over a
/// connection of its own; of older servers from the tool's lines of --progress. The connection failing costs detail, never
/// the backup.
class BaseBackupMonitor
{
public:
    BaseBackupMonitor(const access::ServerAccess& server, const QString& applicationName);
    ~BaseBackupMonitor();
    BaseBackupMonitor(const BaseBackupMonitor&) = delete;
    BaseBackupMonitor& operator=(const BaseBackupMonitor&) = delete;

    /// A line of pg_basebackup. True where it is one of --progress, which is of no use in a log. On the thread of the run.
    bool readLine(const QByteArray& line);
    /// Where the copy stands, as a part 0…1 of the copy alone, which never falls. On the thread of the run.
    core::Progress progress();

private:
    void poll(std::stop_token stop);

    const access::ServerAccess& m_server;
    QString m_applicationName;

    std::mutex m_mutex;
    std::optional<postgres::BaseBackupActivity> m_activity;
    double m_fraction = 0;
    core::RateMeter m_meter;
    std::jthread m_poller; // last: it uses everything above
};

} // namespace tidemark::backup::base
