// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/demosession.h"

#include "cluster/democlusters.h"
#include "cluster/writeload.h"
#include "ui/activity/activities.h"
#include "ui/common/task.h"
#include "ui/common/toolsource.h"

#include <QCoreApplication>
#include <QDir>

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace tidemark::ui {

namespace {

/// The process is part of the name, so that a later one can tell what nobody uses any more.
QString backupsPrefix()
{
    return QStringLiteral("tidemark-demo-backups-");
}

} // namespace

/// Destroyed on a worker thread: stopping servers takes a moment.
struct DemoSession::Servers
{
    explicit Servers(cluster::DemoClusters started) : clusters(std::move(started)), load(std::make_unique<cluster::WriteLoad>(clusters.primarySpec())) {}

    cluster::DemoClusters clusters;
    std::unique_ptr<cluster::WriteLoad> load;
};

DemoSession::DemoSession(Services& services, QObject* parent) : QObject(parent), m_services(services) {}

DemoSession::~DemoSession() = default;

void DemoSession::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void DemoSession::start()
{
    if (m_state != State::Stopped)
        return;
    m_stopAsked = false;
    const ToolSource source(m_services);
    m_starting = m_services.tasks.start<std::shared_ptr<Servers>>(
        tr("Start of the demo"), this,
        [source](const core::RunContext& context) -> core::Result<std::shared_ptr<Servers>> {
            const auto tools = source.tools(context);
            if (!tools)
                return tools.error();
            auto clusters = cluster::DemoClusters::start({}, *tools, context);
            if (!clusters)
                return std::move(clusters).error();
            return std::make_shared<Servers>(*std::move(clusters));
        },
        [this](core::Result<std::shared_ptr<Servers>> servers) { take(std::move(servers)); });
    m_services.activities.add(m_starting, {tr("Start of the demo"), {}, {}, {}});
    setState(State::Starting);
}

void DemoSession::take(core::Result<std::shared_ptr<Servers>> servers)
{
    if (!servers) {
        setState(State::Stopped);
        if (m_stopAsked || servers.error().kind == core::ErrorKind::Cancelled)
            Q_EMIT stopped();
        else
            Q_EMIT failed(servers.error());
        return;
    }
    m_servers = *std::move(servers);
    setState(State::Running);
    if (m_stopAsked) {
        stop();
        return;
    }
    m_backups = std::make_unique<QTemporaryDir>(QStringLiteral("%1/%2%3-XXXXXX").arg(QDir::tempPath(), backupsPrefix()).arg(QCoreApplication::applicationPid()));
    store::Profile primary = store::Profile::create(tr("Demo (primary)"));
    primary.environment = store::EnvironmentTag::Development;
    primary.spec = m_servers->clusters.primarySpec();
    store::Profile standby = store::Profile::create(tr("Demo (standby)"));
    standby.environment = store::EnvironmentTag::Development;
    standby.spec = m_servers->clusters.standbySpec();
    if (m_backups->isValid()) {
        primary.defaultBackupFolder = m_backups->path();
        standby.defaultBackupFolder = m_backups->path();
    }
    Q_EMIT started(primary, standby);
}

void DemoSession::removeLeftovers()
{
    const QFileInfoList folders = QDir(QDir::tempPath()).entryInfoList({backupsPrefix() + QLatin1Char('*')}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo& folder : folders) {
        const pid_t owner = folder.fileName().mid(backupsPrefix().size()).section(QLatin1Char('-'), 0, 0).toInt();
        const bool gone = owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH;
        if (gone && folder.ownerId() == ::geteuid())
            QDir(folder.filePath()).removeRecursively();
    }
}

void DemoSession::stop()
{
    if (m_state == State::Starting) {
        m_stopAsked = true;
        if (m_starting)
            m_starting->cancel();
        return;
    }
    if (m_state != State::Running)
        return;
    setState(State::Stopping);
    m_services.tasks.start<void>(
        tr("End of the demo"), this,
        [servers = std::exchange(m_servers, nullptr)](const core::RunContext&) mutable -> core::Status {
            servers->load.reset();
            const core::Status status = servers->clusters.stop();
            servers.reset();
            return status;
        },
        [this](const core::Status& status) {
            m_backups.reset();
            setState(State::Stopped);
            if (!status)
                Q_EMIT failed(status.error());
            Q_EMIT stopped();
        });
}

} // namespace tidemark::ui
