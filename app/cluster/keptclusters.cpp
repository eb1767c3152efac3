// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/keptclusters.h"

#include "cluster/clusterfolder.h"
#include "cluster/localcluster.h"
#include "cluster/serverprocess.h"
#include "cluster/servertool.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace tidemark::cluster {

namespace {

/// A server that was not shut down recovers first.
std::chrono::seconds startLimit(ClusterKind kind)
{
    return kind == ClusterKind::Recovered ? std::chrono::hours(1) : usualStartLimit;
}

QString tr(const char* text)
{
    return QCoreApplication::translate("cluster::keptClusters", text);
}

} // namespace

QString KeptCluster::name() const
{
    return QFileInfo(record.folder).fileName();
}

postgres::ConnectionSpec KeptCluster::spec() const
{
    postgres::ConnectionSpec spec;
    spec.host = record.socketFolder;
    spec.port = QString::number(record.port);
    spec.user = record.user;
    spec.database = record.database;
    return spec;
}

core::Result<QList<KeptCluster>> keptSandboxes()
{
    auto registry = ClusterRegistry::open();
    if (!registry)
        return std::move(registry).error();
    QList<KeptCluster> found;
    const QList<ClusterRecord> records = registry->list();
    for (const ClusterRecord& record : records) {
        if (record.kept && (record.kind == ClusterKind::Sandbox || record.kind == ClusterKind::Recovered))
            found.append({record, findPostmaster(record.dataFolder()).has_value()});
    }
    std::sort(found.begin(), found.end(),
              [](const KeptCluster& a, const KeptCluster& b) { return a.record.made > b.record.made; });
    return found;
}

core::Result<KeptCluster> findKeptSandbox(const QString& nameOrFolder)
{
    const auto all = keptSandboxes();
    if (!all)
        return all.error();
    QStringList names;
    QList<KeptCluster> found;
    for (const KeptCluster& cluster : *all) {
        if (cluster.record.folder == QDir::cleanPath(QDir::current().absoluteFilePath(nameOrFolder)))
            return cluster;
        if (cluster.name() == nameOrFolder)
            found.append(cluster);
        names.append(cluster.name());
    }
    if (found.size() == 1)
        return found.constFirst();
    if (!found.isEmpty()) {
        // Folders that people chose: several may end in the same name.
        QStringList folders;
        for (const KeptCluster& cluster : std::as_const(found))
            folders.append(cluster.record.folder);
        return core::Error{core::ErrorKind::Conflict,
                           tr("There are several named %1.").arg(core::singleLine(nameOrFolder)), folders.join(QLatin1Char('\n')),
                           tr("Give the whole folder instead.")};
    }
    return core::Error{core::ErrorKind::NotFound,
                       tr("There is no sandbox named %1.").arg(core::singleLine(nameOrFolder)),
                       {},
                       names.isEmpty() ? tr("There is none at all.")
                                       : tr("There are: %1").arg(names.join(QStringLiteral(", ")))};
}

core::Status startKept(const KeptCluster& cluster, const process::ToolSet& tools,
                       const core::RunContext& context)
{
    if (findPostmaster(cluster.record.dataFolder()))
        return {};
    const auto serverTools = ServerTools::find(tools, cluster.record.major);
    if (!serverTools)
        return serverTools.error();
    const auto user = serverUser(context);
    if (!user)
        return user.error();
    const auto registry = ClusterRegistry::open();
    if (!registry)
        return registry.error();
    // A short one of its own is below /tmp, which is emptied when the machine starts.
    if (!QFileInfo::exists(cluster.record.socketFolder))
        TIDEMARK_TRY(makePrivateFolder(cluster.record.socketFolder, *user));
    const QStringList arguments{QStringLiteral("start"),
                                QStringLiteral("-D"),
                                QStringLiteral("data"),
                                QStringLiteral("-l"),
                                QStringLiteral("run/server.log"),
                                QStringLiteral("-w"),
                                QStringLiteral("-t"),
                                QString::number(startLimit(cluster.record.kind).count()),
                                QStringLiteral("-s")};
    TIDEMARK_TRY(runServerTool(serverTools->pgCtl, arguments, cluster.record.folder, *user,
                               startLimit(cluster.record.kind) + std::chrono::seconds(15), context));
    ClusterRecord record = cluster.record;
    record.postmaster = findPostmaster(record.dataFolder());
    return registry->write(record);
}

core::Status stopKept(const KeptCluster& cluster)
{
    constexpr std::chrono::seconds limit{60};
    if (const auto postmaster = findPostmaster(cluster.record.dataFolder()))
        TIDEMARK_TRY(stopPostmaster(*postmaster, StopMode::Fast, limit));
    clearAfterServer(cluster.record.dataFolder());
    return {};
}

core::Status removeKept(const KeptCluster& cluster)
{
    const auto registry = ClusterRegistry::open();
    if (!registry)
        return registry.error();
    return removeCluster(cluster.record, *registry);
}

} // namespace tidemark::cluster
