// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tidemark::core {

namespace {

Error fileError(int errorNumber, const char* message, const QString& path)
{
    return systemError(errorNumber, QCoreApplication::translate("core::AtomicFile", message).arg(path));
}

Status writeAll(int descriptor, const QByteArray& content, const QString& path)
{
    qsizetype written = 0;
    while (written < content.size()) {
        const ssize_t n = ::write(descriptor, content.constData() + written, static_cast<std::size_t>(content.size() - written));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot write %1."), path);
        written += n;
    }
    return {};
}

} // namespace

Status flushToDisk(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot open %1."), path);
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    // Some file systems refuse fsync on folders; they flush renames by themselves or not at all.
    if (::fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot flush %1 to disk."), path);
    return {};
}

Status flushTreeToDisk(const QString& folder)
{
    constexpr qsizetype few = 64;
    QStringList paths;
    bool many = false;
    QDirIterator walk(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (walk.hasNext() && !many) {
        walk.next();
        if (!walk.fileInfo().isSymLink())
            paths.append(walk.filePath());
        many = paths.size() > few;
    }
#ifdef Q_OS_LINUX
    if (many) {
        const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
        if (descriptor < 0)
            return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot open %1."), folder);
        const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
        if (::syncfs(descriptor) == 0)
            return {};
        if (errno != ENOSYS)
            return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot flush %1 to disk."), folder);
    }
#endif
    while (walk.hasNext()) {
        walk.next();
        if (!walk.fileInfo().isSymLink())
            paths.append(walk.filePath());
    }
    for (const QString& path : std::as_const(paths))
        TIDEMARK_TRY(flushToDisk(path));
    return flushToDisk(folder);
}

Status writeFileAtomically(const QString& path, const QByteArray& content, FileMode mode)
{
    // The umask is asked for by letting open() obey it: reading it would mean to set it, for all threads at once.
    QByteArray temporary;
    int descriptor = -1;
    for (int attempt = 0; attempt < 100; ++attempt) {
        temporary = QFile::encodeName(path) + '.' + QByteArray::number(QRandomGenerator::system()->generate(), 36);
        descriptor = ::open(temporary.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode == FileMode::Private ? 0600 : 0644);
        if (descriptor >= 0 || errno != EEXIST)
            break;
    }
    if (descriptor < 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot write %1."), path);
    auto cleanUp = qScopeGuard([&] { ::unlink(temporary.constData()); });
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    TIDEMARK_TRY(writeAll(descriptor, content, path));
    if (::fsync(descriptor) != 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot flush %1 to disk."), path);
    if (::rename(temporary.constData(), QFile::encodeName(path).constData()) != 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot write %1."), path);
    cleanUp.dismiss();
    return flushToDisk(QFileInfo(path).absolutePath());
}

Result<QByteArray> readFile(const QString& path, qint64 limitBytes)
{
    // Opening a pipe would wait for its other end.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot open %1."), path);
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    struct stat status{};
    if (::fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return Error{ErrorKind::Io, QCoreApplication::translate("core::AtomicFile", "%1 is not a file.").arg(path), {}, {}};
    QByteArray content;
    char buffer[65536];
    for (;;) {
        const ssize_t n = ::read(descriptor, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot read %1."), path);
        if (n == 0)
            return content;
        content.append(buffer, n);
        if (content.size() > limitBytes) {
            return Error{ErrorKind::Corrupt,
                         QCoreApplication::translate("core::AtomicFile", "%1 is larger than such a file can be.").arg(path), {}, {}};
        }
    }
}

Status renameDurably(const QString& from, const QString& to)
{
    if (::renameat2(AT_FDCWD, QFile::encodeName(from).constData(), AT_FDCWD, QFile::encodeName(to).constData(),
                    RENAME_NOREPLACE) != 0) {
        const int first = errno;
        // File systems without RENAME_NOREPLACE (some network mounts) answer EINVAL: look first, then rename.
        if (first != EINVAL && first != ENOSYS)
            return fileError(first, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot rename to %1."), to);
        if (QFileInfo::exists(to))
            return fileError(EEXIST, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot rename to %1."), to);
        if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
            return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot rename to %1."), to);
    }
    return flushToDisk(QFileInfo(to).absolutePath());
}

Status appendLine(const QString& path, const QByteArray& lineWithoutNewline)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot open %1."), path);
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    // A line that a crash cut off must not swallow this one. The lock keeps one that is just being written from being
    // taken for such; where locks are not to be had, the worst is an empty line.
    (void)!::flock(descriptor, LOCK_EX);
    char last = '\n';
    if (const off_t end = ::lseek(descriptor, 0, SEEK_END); end > 0)
        (void)!::pread(descriptor, &last, 1, end - 1);
    TIDEMARK_TRY(writeAll(descriptor, (last == '\n' ? QByteArray() : QByteArray("\n")) + lineWithoutNewline + '\n', path));
    if (::fsync(descriptor) != 0)
        return fileError(errno, QT_TRANSLATE_NOOP("core::AtomicFile", "Cannot flush %1 to disk."), path);
    return {};
}

qint64 freeBytes(const QString& path)
{
    QString existing = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    while (!QFileInfo::exists(existing) && existing != QLatin1String("/"))
        existing = QFileInfo(existing).absolutePath();
    // Not QStorageInfo: it looks for the path in the list of mounts, which in a chroot or a container need not name it.
    struct statvfs facts{};
    if (::statvfs(QFile::encodeName(existing).constData(), &facts) != 0)
        return -1;
    const quint64 bytes = quint64(facts.f_bavail) * facts.f_frsize;
    return qint64(std::min<quint64>(bytes, std::numeric_limits<qint64>::max()));
}

} // namespace tidemark::core
