// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumpmonitor.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::backup::cluster {

namespace {

constexpr char beginningWords[] = "dumping database \"";
constexpr char toolName[] = "pg_dumpall: ";
constexpr qint64 leastWeight = 1 << 20; // an empty database takes its time, too

qint64 weightOf(const DatabaseLook& database)
{
    return leastWeight + database.tableBytes().bytes();
}

} // namespace

ClusterDumpMonitor::ClusterDumpMonitor(const access::ServerAccess& server, const QString& applicationName,
                                       const ServerLook& look, const StallLimits& limits)
    : m_server(server)
    , m_applicationName(applicationName)
    , m_limits(limits)
    , m_left(look.databases)
    , m_count(static_cast<int>(look.databases.size()))
{
    for (const DatabaseLook& database : look.databases)
        m_total += weightOf(database);
}

void ClusterDumpMonitor::begin(const QString& name)
{
    m_done += std::exchange(m_present, 0);
    m_inner.reset(); // before the next one: each has a connection
    const auto found = std::find_if(m_left.begin(), m_left.end(),
                                    [&name](const DatabaseLook& one) { return one.name == name; });
    QList<ExpectedRelation> relations;
    if (found != m_left.end()) {
        m_present = weightOf(*found);
        ++m_begun;
        for (const postgres::Relation& relation : std::as_const(found->relations))
            relations.append({relation, true, true});
        m_left.erase(found);
    }
    m_inner = std::make_unique<DumpMonitor>(m_server, name, m_applicationName, relations, 1, m_limits);
}

void ClusterDumpMonitor::readLine(const QByteArray& line)
{
    const qsizetype begin = line.indexOf(beginningWords);
    if (begin >= 0 && line.startsWith(toolName)) {
        QByteArray name = line.mid(begin + static_cast<qsizetype>(sizeof beginningWords) - 1);
        name.truncate(name.lastIndexOf('"'));
        this->begin(QString::fromUtf8(name));
    } else if (m_inner) {
        m_inner->readLine(line);
    }
}

void ClusterDumpMonitor::noteOutput(qint64 bytes)
{
    if (m_inner)
        m_inner->noteOutput(bytes);
}

core::Progress ClusterDumpMonitor::progress()
{
    core::Progress progress;
    if (!m_inner) {
        progress.phase = QCoreApplication::translate("backup::cluster", "Saving roles and tablespaces");
        progress.fraction = 0.0;
        return progress;
    }
    const core::Progress inner = m_inner->progress();
    progress = inner;
    if (m_begun > 0)
        progress.phase = QCoreApplication::translate("backup::cluster", "%1 (database %2 of %3)")
                             .arg(inner.phase)
                             .arg(m_begun)
                             .arg(m_count);
    progress.bytesDone =
        m_done + static_cast<qint64>(inner.fraction.value_or(0) * static_cast<double>(m_present));
    progress.bytesTotal = m_total;
    progress.fraction =
        m_total > 0 ? std::min(1.0, static_cast<double>(progress.bytesDone) / static_cast<double>(m_total))
                    : 0.0;
    m_meter.record(std::chrono::steady_clock::now(), progress.bytesDone);
    progress.bytesPerSecond = m_meter.bytesPerSecond();
    progress.left = m_meter.timeLeft(m_total - progress.bytesDone);
    return progress;
}

} // namespace tidemark::backup::cluster
