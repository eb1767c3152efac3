// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/dumpmonitor.h"

#include "core/quoting.h"
#include "core/text.h"
#include "core/wait.h"
#include "postgres/queries/activity.h"

#include <QCoreApplication>

#include <utility>

namespace tidemark::backup {

namespace {

constexpr char beginningWords[] = "dumping contents of table \"";
constexpr char finishedWords[] = "finished item ";
constexpr char dataWords[] = " TABLE DATA ";
// Even an empty table costs a round trip; it also keeps the total above zero.
constexpr qint64 leastWeight = 8192;

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::DumpMonitor", text);
}

} // namespace

DumpMonitor::DumpMonitor(const access::ServerAccess& server, const QString& database, const QString& applicationName,
                         const QList<ExpectedRelation>& relations, int jobs, const StallLimits& limits)
    : m_server(server)
    , m_database(database)
    , m_applicationName(applicationName)
    , m_jobs(jobs)
    , m_limits(limits)
{
    for (const ExpectedRelation& one : relations) {
        if (one.relation.kind != postgres::RelationKind::Table || !one.rows)
            continue;
        const qint64 weight = std::max(one.relation.size.bytes(), leastWeight);
        m_sizes.insert(one.relation.schema + QLatin1Char('.') + one.relation.name, weight);
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
        bool still = false;
        if (activity) {
            const std::lock_guard lock(m_mutex);
            take(*activity);
            still = Clock::now() - m_moved >= m_limits.lookForLocks;
        }
        QString blockade;
        if (still) {
            if (const auto found = postgres::blockades(*connection, m_applicationName); found && !found->isEmpty())
                blockade = postgres::waitingText(found->constFirst());
        }
        {
            const std::lock_guard lock(m_mutex);
            m_blockade = blockade;
        }
        core::sleepFor(std::chrono::milliseconds(500), stop);
    }
}

void DumpMonitor::take(const QList<postgres::CopyActivity>& activity)
{
    for (const postgres::CopyActivity& copy : activity) {
        const QString table = copy.schema + QLatin1Char('.') + copy.table;
        start(table);
        const auto begun = m_begun.find(table);
        if (begun == m_begun.end() || begun.value() == copy.bytes)
            continue;
        begun.value() = copy.bytes;
        m_moved = Clock::now();
    }
}

void DumpMonitor::start(const QString& qualified)
{
    if (m_begun.contains(qualified) || !m_sizes.contains(qualified)) // what is done is not there any more: whoever told of it first
        return;
    // A single job does one after the other; several say themselves what they have finished.
    if (m_jobs == 1) {
        const QStringList before = m_begun.keys();
        for (const QString& table : before)
            finish(table);
    }
    m_begun.insert(qualified, 0);
    m_latest = qualified;
    m_moved = Clock::now();
}

void DumpMonitor::finish(const QString& qualified)
{
    m_finished += m_sizes.take(qualified);
    m_begun.remove(qualified);
    m_moved = Clock::now();
}

void DumpMonitor::finishByName(const QString& name)
{
    // pg_dump does not name the schema here. Of two of the same name at work the wrong one may count for a moment.
    const QStringList begun = m_begun.keys();
    for (const QString& table : begun) {
        if (table.endsWith(QLatin1Char('.') + name)) {
            finish(table);
            return;
        }
    }
}

void DumpMonitor::readLine(const QByteArray& line)
{
    const std::lock_guard lock(m_mutex);
    if (const qsizetype begin = line.indexOf(beginningWords); begin >= 0) {
        QByteArray name = line.mid(begin + static_cast<qsizetype>(sizeof beginningWords) - 1);
        name.truncate(name.lastIndexOf('"'));
        // A name with a line break arrives in two lines and is not found here; the server's view names it properly.
        start(QString::fromUtf8(name));
    } else if (line.contains(finishedWords)) {
        if (const qsizetype data = line.indexOf(dataWords); data >= 0)
            finishByName(QString::fromUtf8(line.mid(data + static_cast<qsizetype>(sizeof dataWords) - 1)).trimmed());
    }
}

void DumpMonitor::noteOutput(qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    if (bytes != std::exchange(m_output, bytes))
        m_moved = Clock::now();
}

QString DumpMonitor::notice() const
{
    if (!m_blockade.isEmpty())
        return m_blockade;
    const auto still = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_moved);
    return still < m_limits.stalled ? QString() : tr("Nothing has moved for %1.").arg(core::durationText(still));
}

core::Progress DumpMonitor::progress()
{
    const std::lock_guard lock(m_mutex);
    core::Progress progress;
    progress.phase = tr("Dumping %1").arg(m_database);
    progress.item = m_latest;
    progress.notice = notice();
    progress.bytesDone = m_finished;
    // COPY text and disk pages differ in size: a table at work never counts for more than its pages.
    for (auto begun = m_begun.constBegin(); begun != m_begun.constEnd(); ++begun)
        progress.bytesDone += std::min(begun.value(), m_sizes.value(begun.key(), 0));
    progress.bytesTotal = m_total;
    progress.fraction = m_total > 0 ? static_cast<double>(progress.bytesDone) / static_cast<double>(m_total) : 0.0;
    m_meter.record(Clock::now(), progress.bytesDone);
    progress.bytesPerSecond = m_meter.bytesPerSecond();
    progress.left = m_meter.timeLeft(m_total - progress.bytesDone);
    return progress;
}

} // namespace tidemark::backup
