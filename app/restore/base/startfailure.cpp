// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/startfailure.h"

#include <QCoreApplication>

namespace tidemark::restore::base {

core::Error startFailure(const cluster::LocalCluster& cluster, const core::Error& error)
{
    if (error.kind == core::ErrorKind::Cancelled)
        return error;
    const QString log = cluster.logTail(8192).trimmed();
    if (error.kind == core::ErrorKind::StorageFull || log.contains(QLatin1String("No space left on device")))
        return {core::ErrorKind::StorageFull,
                QCoreApplication::translate("restore::base", "The disk is full."), log,
                QCoreApplication::translate("restore::base",
                                            "Free some space in %1, or choose a folder on another disk.")
                    .arg(cluster.folder())};
    return {core::ErrorKind::ToolFailed,
            QCoreApplication::translate("restore::base", "No server starts on this base backup."),
            log.isEmpty() ? error.toText() : log,
            QCoreApplication::translate("restore::base", "Use another backup.")};
}

} // namespace tidemark::restore::base
