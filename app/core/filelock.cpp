// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tidemark::core {

Result<FileLock> FileLock::tryAcquire(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return systemError(errno, QCoreApplication::translate("core::FileLock", "Cannot open the lock file %1.").arg(path));
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return systemError(errno, QCoreApplication::translate("core::FileLock", "Cannot lock %1.").arg(path));
        char holder[64] = {};
        const ssize_t length = ::pread(descriptor, holder, sizeof holder - 1, 0);
        return Error{ErrorKind::Conflict,
                     QCoreApplication::translate("core::FileLock", "Another run is at work there."),
                     length > 0 ? QCoreApplication::translate("core::FileLock", "It is held by process %1.")
                                      .arg(QString::fromLatin1(holder).trimmed())
                                : QString(),
                     QCoreApplication::translate("core::FileLock", "Wait until it has ended, or cancel it.")};
    }
    const QByteArray self = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) == 0) // only informative: who holds it is the lock's business, not the text's
        (void)!::pwrite(descriptor, self.constData(), static_cast<std::size_t>(self.size()), 0);
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace tidemark::core
