// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setlock.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tidemark::catalog {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::SetLock", text);
}

core::Result<int> openLocked(const QString& folder, int openFlags, int operation)
{
    const int descriptor =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | openFlags);
    if (descriptor < 0) {
        if ((openFlags & O_NOFOLLOW) != 0 && (errno == ELOOP || errno == ENOTDIR)) {
            return core::Error{core::ErrorKind::InvalidInput,
                               tr("%1 is not the folder of a backup set itself.").arg(folder),
                               {},
                               tr("Name the folder that a link leads to.")};
        }
        return core::systemError(errno, tr("The backup set %1 cannot be opened.").arg(folder));
    }
    if (::flock(descriptor, operation | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return descriptor;
    ::close(descriptor);
    return core::Error{
        core::ErrorKind::Conflict,
        tr("The backup set %1 is in use.").arg(folder),
        {},
        operation == LOCK_EX
            ? tr("A run reads it, or it is open in a window. Wait until that has ended, or close it.")
            : tr("It is just being deleted.")};
}

} // namespace

core::Result<SetLock> SetLock::share(const QString& folder)
{
    const auto descriptor = openLocked(folder, 0, LOCK_SH);
    if (!descriptor)
        return descriptor.error();
    return SetLock(*descriptor);
}

core::Result<SetLock> SetLock::alone(const QString& folder)
{
    const auto descriptor = openLocked(folder, O_NOFOLLOW, LOCK_EX);
    if (!descriptor)
        return descriptor.error();
    return SetLock(*descriptor);
}

SetLock::SetLock(SetLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

SetLock& SetLock::operator=(SetLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

SetLock::~SetLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace tidemark::catalog
