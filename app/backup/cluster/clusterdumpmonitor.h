// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/cluster/serverlook.h"
#include "backup/dumpmonitor.h"

#include <memory>

namespace tidemark::backup::cluster {

/// True progress of a running pg_dumpall: database by database from its messages, and inside each what
/// DumpMonitor tells. On the thread of the run.
class ClusterDumpMonitor
{
public:
    ClusterDumpMonitor(const access::ServerAccess& server, const QString& applicationName,
                       const ServerLook& look, const StallLimits& limits = {});

    /// A line of pg_dumpall --verbose, or of its pg_dump.
    void readLine(const QByteArray& line);
    void noteOutput(qint64 bytes);
    /// Where the dump stands, as a part 0…1 of the dump alone.
    core::Progress progress();

private:
    void begin(const QString& database);

    const access::ServerAccess& m_server;
    const QString m_applicationName;
    const StallLimits m_limits;
    QList<DatabaseLook> m_left; // not begun
    qint64 m_total = 0;
    qint64 m_done = 0;    // of databases that are done
    qint64 m_present = 0; // of the one at work
    int m_count = 0;
    int m_begun = 0;
    core::RateMeter m_meter;
    std::unique_ptr<DumpMonitor> m_inner;
};

} // namespace tidemark::backup::cluster
