// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/democlusters.h"

#include "cluster/clusterfolder.h"
#include "cluster/orphans.h"
#include "cluster/sample.h"
#include "core/wait.h"
#include "postgres/queries/replication.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::cluster {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds catchUpLimit{60};
constexpr std::chrono::milliseconds pollInterval{50};
constexpr postgres::Connection::Deadline queryLimit{10'000};
const QLatin1String standbyName("standby1");

/// Phases with their share of the whole, as measured: loading the sample takes the longest.
void reportPhase(const core::RunContext& context, const QString& phase, double fraction)
{
    core::Progress progress;
    progress.phase = phase;
    progress.fraction = fraction;
    context.report(progress);
    context.log(core::LogLevel::Info, phase);
}

QString phaseText(const char* text)
{
    return QCoreApplication::translate("cluster::DemoClusters", text);
}

/// Replayed up to where the primary is when this is called.
core::Status waitForStandby(const postgres::ConnectionSpec& primary, const core::RunContext& context)
{
    auto connection = postgres::Connection::open(primary, core::Secret(), {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    std::optional<core::Lsn> target;
    const auto deadline = Clock::now() + catchUpLimit;
    while (Clock::now() < deadline) {
        TIDEMARK_TRY(context.checkpoint());
        auto rows = postgres::readReplication(*connection, queryLimit);
        if (!rows)
            return std::move(rows).error();
        if (!target)
            target = rows->current;
        const bool there = std::any_of(rows->senders.begin(), rows->senders.end(), [&](const postgres::WalSenderRow& sender) {
            return sender.applicationName == standbyName && sender.state == QLatin1String("streaming") && sender.replay && sender.replay >= target;
        });
        if (there)
            return {};
        core::sleepFor(pollInterval, context.stop);
    }
    return core::Error{core::ErrorKind::ConnectionFailed, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "The standby did not catch up with its primary.")), {}, {}};
}

/// Where both clusters go, and whether that folder goes with them.
core::Result<std::pair<QString, ParentFolder>> placeFor(const QString& folder, const core::RunContext& context)
{
    auto user = serverUser(context);
    if (!user)
        return std::move(user).error();
    auto path = folder.isEmpty() ? newPrivateFolder(*user, context) : checkChosenFolder(folder, *user, context);
    if (!path)
        return std::move(path).error();
    return std::pair(*path, QFileInfo::exists(*path) ? ParentFolder::Keep : ParentFolder::RemoveWhenEmpty);
}

} // namespace

DemoClusters::DemoClusters(QString folder, LocalCluster primary, LocalCluster standby)
    : m_folder(std::move(folder))
    , m_primary(std::move(primary))
    , m_standby(std::move(standby))
{
}

QString DemoClusters::databaseName()
{
    return QStringLiteral("blog_db");
}

core::Result<DemoClusters> DemoClusters::start(const QString& folder, const process::ToolSet& tools, const core::RunContext& context)
{
    if (auto removed = removeOrphans(context); !removed)
        return std::move(removed).error();
    const auto place = placeFor(folder, context);
    if (!place)
        return place.error();
    ClusterOptions options;
    options.kind = ClusterKind::Demo;
    options.parent = place->second;

    reportPhase(context, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "Creating the primary")), 0.0);
    options.folder = place->first + QStringLiteral("/primary");
    auto primary = LocalCluster::create(options, tools, context);
    if (!primary)
        return std::move(primary).error();
    TIDEMARK_TRY(primary->start(context));

    // The standby comes first and replays while the sample is loaded: sooner ready than copying a full primary.
    reportPhase(context, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "Creating the standby")), 0.25);
    options.folder = place->first + QStringLiteral("/standby");
    auto standby = LocalCluster::createStandby(*primary, standbyName, options, tools, context);
    if (!standby)
        return std::move(standby).error();
    TIDEMARK_TRY(standby->start(context));

    reportPhase(context, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "Loading the sample database")), 0.45);
    TIDEMARK_TRY(createSampleDatabase(primary->spec(QStringLiteral("postgres")), databaseName(), context));
    reportPhase(context, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "Waiting for the standby")), 0.95);
    TIDEMARK_TRY(waitForStandby(primary->spec(databaseName()), context));
    reportPhase(context, phaseText(QT_TRANSLATE_NOOP("cluster::DemoClusters", "The demo is running")), 1.0);
    return DemoClusters(place->first, std::move(*primary), std::move(*standby));
}

core::Status DemoClusters::stop()
{
    TIDEMARK_TRY(m_standby.destroy());
    return m_primary.destroy();
}

core::Status DemoClusters::keep()
{
    TIDEMARK_TRY(m_primary.release());
    return m_standby.release();
}

core::Status DemoClusters::stopKept(const QString& folder)
{
    auto registry = ClusterRegistry::open();
    if (!registry)
        return std::move(registry).error();
    const QString path = QDir::cleanPath(QDir::current().absoluteFilePath(folder));
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const QList<ClusterRecord> records = registry->list();
    bool found = false;
    for (const char* name : {"standby", "primary"}) {
        for (const ClusterRecord& record : records) {
            const QFileInfo cluster(record.folder);
            const QString parent = cluster.absolutePath();
            const bool here = parent == path || (!canonical.isEmpty() && QFileInfo(parent).canonicalFilePath() == canonical);
            if (!here || cluster.fileName() != QLatin1String(name) || !record.kept || record.kind != ClusterKind::Demo)
                continue;
            found = true;
            TIDEMARK_TRY(removeCluster(record, *registry));
        }
    }
    if (found)
        return {};
    return core::Error{core::ErrorKind::NotFound, QCoreApplication::translate("cluster::DemoClusters", "No demo was kept in %1.").arg(path), {}, {}};
}

} // namespace tidemark::cluster
