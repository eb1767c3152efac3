// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupmonitor.h"

#include "core/wait.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::backup::base {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::base", text);
}

/// The server's words for its phases (manual, "Base Backup Phases").
QString phaseText(const QString& phase)
{
    if (phase.startsWith(QLatin1String("waiting for checkpoint")))
        return tr("Waiting for a checkpoint of the server");
    if (phase.startsWith(QLatin1String("estimating")))
        return tr("Estimating the size");
    if (phase.startsWith(QLatin1String("waiting for wal archiving")))
        return tr("Waiting for the server to archive WAL");
    if (phase.startsWith(QLatin1String("transferring wal")))
        return tr("Copying WAL");
    return tr("Copying the server's files");
}

} // namespace

BaseBackupMonitor::BaseBackupMonitor(const access::ServerAccess& server, const QString& applicationName)
    : m_server(server)
    , m_applicationName(applicationName)
{
    m_poller = std::jthread([this](const std::stop_token& stop) { poll(stop); });
}

BaseBackupMonitor::~BaseBackupMonitor() = default;

void BaseBackupMonitor::poll(std::stop_token stop)
{
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark progress");
    options.statementLimit = std::chrono::seconds(5);
    auto connection = m_server.connect({}, options, stop);
    if (connection && !connection->serverVersion().hasProgressBaseBackup())
        return;
    while (connection && connection->isUsable() && !stop.stop_requested()) {
        auto activity = postgres::baseBackupActivity(*connection, m_applicationName);
        if (activity && *activity) {
            const std::lock_guard lock(m_mutex);
            m_activity = **activity;
        }
        core::sleepFor(std::chrono::milliseconds(500), stop);
    }
}

bool BaseBackupMonitor::readLine(const QByteArray& line)
{
    // "  35194/286275 kB (12%), 0/1 tablespace"
    static const QRegularExpression form(QStringLiteral("^ *([0-9]+)/([0-9]+) kB \\([0-9]+%\\), ([0-9]+)/([0-9]+) tablespace"));
    const QRegularExpressionMatch match = form.match(QString::fromLatin1(line));
    if (!match.hasMatch())
        return false;
    const std::lock_guard lock(m_mutex);
    postgres::BaseBackupActivity activity;
    activity.streamedBytes = match.captured(1).toLongLong() * 1024;
    activity.totalBytes = match.captured(2).toLongLong() * 1024;
    activity.tablespacesDone = match.captured(3).toInt();
    activity.tablespaces = match.captured(4).toInt();
    m_activity = activity;
    return true;
}

core::Progress BaseBackupMonitor::progress()
{
    const std::lock_guard lock(m_mutex);
    core::Progress progress;
    if (!m_activity) {
        progress.phase = tr("Waiting for the server to begin");
        return progress;
    }
    progress.phase = phaseText(m_activity->phase);
    if (m_activity->tablespaces > 1)
        progress.item = tr("tablespace %1 of %2").arg(std::min(m_activity->tablespacesDone + 1, m_activity->tablespaces)).arg(m_activity->tablespaces);
    progress.bytesDone = m_activity->streamedBytes;
    m_meter.record(std::chrono::steady_clock::now(), m_activity->streamedBytes);
    progress.bytesPerSecond = m_meter.bytesPerSecond();
    if (!m_activity->totalBytes)
        return progress;
    // An estimate: the files change meanwhile, and the server corrects the total upwards.
    const qint64 total = std::max(*m_activity->totalBytes, m_activity->streamedBytes);
    progress.bytesTotal = total;
    if (total > 0)
        m_fraction = std::max(m_fraction, static_cast<double>(m_activity->streamedBytes) / static_cast<double>(total));
    progress.fraction = m_fraction;
    progress.left = m_meter.timeLeft(total - m_activity->streamedBytes);
    return progress;
}

} // namespace tidemark::backup::base
