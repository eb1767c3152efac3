// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/changelock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <chrono>
#include <thread>

namespace tidemark::store {

namespace {
constexpr std::chrono::seconds lockLimit{5};
}

core::Result<core::FileLock> lockForChange(const QString& file)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder)) {
        return core::Error{core::ErrorKind::PermissionDenied, QCoreApplication::translate("store::ProfileStore", "The folder %1 cannot be made.").arg(folder), {},
                           QCoreApplication::translate("store::ProfileStore", "Look at the permissions of the folder above it.")};
    }
    const auto deadline = std::chrono::steady_clock::now() + lockLimit;
    for (;;) {
        core::Result<core::FileLock> lock = core::FileLock::tryAcquire(file + QStringLiteral(".lock"));
        if (lock || lock.error().kind != core::ErrorKind::Conflict || std::chrono::steady_clock::now() > deadline)
            return lock;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

} // namespace tidemark::store
