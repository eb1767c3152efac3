// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/filecopy.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QFile>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/fs.h>
#endif

namespace tidemark::catalog {

namespace {

constexpr std::size_t piece = 8 << 20; // between two looks at whether to stop

core::Error cannotCopy(int errorNumber, const QString& path)
{
    return core::systemError(errorNumber,
                             QCoreApplication::translate("catalog::copy", "%1 cannot be copied.").arg(path));
}

core::Status writeAll(int descriptor, const char* bytes, ssize_t count, const QString& path)
{
    while (count > 0) {
        const ssize_t written = ::write(descriptor, bytes, static_cast<std::size_t>(count));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cannotCopy(errno, path);
        bytes += written;
        count -= written;
    }
    return {};
}

/// Both descriptors stand behind what was copied already.
core::Status copyByHand(int source, int target, qint64& done, const QString& path,
                        const std::function<void(qint64)>& copied, const core::RunContext& context)
{
    QByteArray buffer(1 << 20, Qt::Uninitialized);
    for (;;) {
        TIDEMARK_TRY(context.checkpoint());
        const ssize_t count = ::read(source, buffer.data(), static_cast<std::size_t>(buffer.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotCopy(errno, path);
        if (count == 0)
            return {};
        TIDEMARK_TRY(writeAll(target, buffer.constData(), count, path));
        done += count;
        copied(count);
    }
}

core::Status copyBytes(int source, int target, qint64& done, const QString& path,
                       const std::function<void(qint64)>& copied, const core::RunContext& context)
{
#ifdef __linux__
    for (;;) {
        TIDEMARK_TRY(context.checkpoint());
        const ssize_t count = ::copy_file_range(source, nullptr, target, nullptr, piece, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == EFBIG))
            return cannotCopy(errno, path);
        if (count <= 0)
            break; // its end, or it cannot be done so: reading tells
        done += count;
        copied(count);
    }
#endif
    return copyByHand(source, target, done, path, copied, context);
}

} // namespace

core::Status copyFile(const QString& from, const QString& to, const std::function<void(qint64 bytes)>& copied,
                      const core::RunContext& context)
{
    const int source = ::open(QFile::encodeName(from).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source < 0)
        return cannotCopy(errno, from);
    const auto closeSource = qScopeGuard([source] { ::close(source); });
    struct stat before
    {
    };
    if (::fstat(source, &before) != 0 || !S_ISREG(before.st_mode))
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("catalog::copy", "%1 is not a file.").arg(from),
                           {},
                           {}};
    const int target =
        ::open(QFile::encodeName(to).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (target < 0)
        return cannotCopy(errno, to);
    const auto closeTarget = qScopeGuard([target] { ::close(target); });
#ifdef __linux__
    if (::ioctl(target, FICLONE, source) == 0) {
        copied(before.st_size);
        return {};
    }
#endif
    qint64 done = 0;
    TIDEMARK_TRY(copyBytes(source, target, done, from, copied, context));
    struct stat after
    {
    };
    if (::fstat(source, &after) == 0 &&
        (after.st_size != done || after.st_mtim.tv_sec != before.st_mtim.tv_sec ||
         after.st_mtim.tv_nsec != before.st_mtim.tv_nsec)) {
        return core::Error{
            core::ErrorKind::Corrupt,
            QCoreApplication::translate("catalog::copy", "%1 changed while it was copied.").arg(from),
            {},
            QCoreApplication::translate("catalog::copy", "Wait until whoever writes it has finished.")};
    }
    return {};
}

} // namespace tidemark::catalog
