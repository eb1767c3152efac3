// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/orphans.h"

#include "cluster/clusterfolder.h"
#include "core/filelock.h"

#include <QCoreApplication>

namespace tidemark::cluster {

core::Result<QList<ClusterRecord>> findOrphans()
{
    auto registry = ClusterRegistry::open();
    if (!registry)
        return std::move(registry).error();
    QList<ClusterRecord> orphans;
    const QList<ClusterRecord> records = registry->list();
    for (const ClusterRecord& record : records) {
        if (!record.kept && record.owner.liveness() == core::Liveness::Gone)
            orphans.append(record);
    }
    return orphans;
}

core::Result<int> removeOrphans(const core::RunContext& context)
{
    auto registry = ClusterRegistry::open();
    if (!registry)
        return std::move(registry).error();
    const auto lock = core::FileLock::tryAcquire(registry->folder() + QStringLiteral("/cleaning.lock"));
    if (!lock) {
        if (lock.error().kind == core::ErrorKind::Conflict)
            return 0;
        return lock.error();
    }
    const auto orphans = findOrphans();
    if (!orphans)
        return orphans.error();
    int removed = 0;
    for (const ClusterRecord& record : *orphans) {
        TIDEMARK_TRY(context.checkpoint());
        if (const core::Status gone = removeCluster(record, *registry); !gone) {
            context.log(core::LogLevel::Warning, gone.error().toText());
            continue;
        }
        ++removed;
        context.log(core::LogLevel::Info,
                    QCoreApplication::translate("cluster::removeOrphans", "Removed a server that an earlier run left in %1.").arg(record.folder));
    }
    return removed;
}

} // namespace tidemark::cluster
