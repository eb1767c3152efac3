// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/dumpmonitor.h"

#include "core/wait.h"
#include "postgres/queries/activity.h"

#include <QCoreApplication>

namespace tidemark::backup {

namespace {

constexpr char dumpingWords[] = "dumping contents of table \"";
// Even an empty table costs a round trip; it also keeps the total above zero.
constexpr qint64 leastWeight = 8192;

} // namespace

DumpMonitor::DumpMonitor(const access::ServerAccess& server, const QString& database, const QString& applicationName,
                         const QList<postgres::Relation>& relations)
    : m_server(server)
    , m_database(database)
    , m_applicationName(applicationName)
{
    for (const postgres::Relation& relation : relations) {
        if (relation.kind != postgres::RelationKind::Table)
            continue;
        const qint64 weight = std::max(relation.size.bytes(), leastWeight);
        m_sizes.insert(relation.schema + QLatin1Char('.') + relation.name, weight);
        m_total += weight;
    }
    m_poller = std::jthread([this](const std::stop_token& stop) { poll(stop); });
}

DumpMonitor::~DumpMonitor() = default;

void DumpMonitor::poll(std::stop_token stop)
{
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark progress");
    options.statementLimit = std::chrono::seconds(5);
    auto connection = m_server.connect(m_database, options, stop);
    while (connection && connection->isUsable() && !stop.stop_requested()) {
        const auto activity = postgres::copyActivity(*connection, m_applicationName);
        if (activity && !activity->isEmpty()) {
            const std::lock_guard lock(m_mutex);
            startTable(activity->first().schema + QLatin1Char('.') + activity->first().table);
            m_currentCopied = activity->first().bytes;
        }
        core::sleepFor(std::chrono::milliseconds(500), stop);
    }
}

void DumpMonitor::startTable(const QString& qualified)
{
    if (qualified == m_current)
        return;
    m_finished += m_sizes.take(m_current); // take: each table counts once, whoever reports it first
    m_current = qualified;
    m_currentCopied = 0;
}

void DumpMonitor::readLine(const QByteArray& line)
{
    const qsizetype start = line.indexOf(dumpingWords);
    if (start < 0)
        return;
    QByteArray name = line.mid(start + static_cast<qsizetype>(sizeof dumpingWords) - 1);
    name.truncate(name.lastIndexOf('"'));
    const std::lock_guard lock(m_mutex);
    // A name with a line break arrives in two lines and is not found here; the server's view names it properly.
    if (m_sizes.contains(QString::fromUtf8(name)))
        startTable(QString::fromUtf8(name));
}

core::Progress DumpMonitor::progress()
{
    const std::lock_guard lock(m_mutex);
    core::Progress progress;
    progress.phase = QCoreApplication::translate("backup::DumpMonitor", "Dumping %1").arg(m_database);
    progress.item = m_current;
    // COPY text and disk pages differ in size: the present table never counts for more than its pages.
    progress.bytesDone = m_finished + std::min(m_currentCopied, m_sizes.value(m_current, 0));
    progress.bytesTotal = m_total;
    progress.fraction = m_total > 0 ? static_cast<double>(progress.bytesDone) / static_cast<double>(m_total) : 0.0;
    m_meter.record(std::chrono::steady_clock::now(), progress.bytesDone);
    progress.bytesPerSecond = m_meter.bytesPerSecond();
    progress.left = m_meter.timeLeft(m_total - progress.bytesDone);
    return progress;
}

} // namespace tidemark::backup
