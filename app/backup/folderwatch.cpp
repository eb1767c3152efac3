// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/folderwatch.h"

#include <QCoreApplication>
#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace tidemark::backup {

FolderWatch::~FolderWatch()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

core::Status FolderWatch::open(const QString& folder)
{
    m_descriptor = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (m_descriptor < 0)
        return {};
    constexpr quint32 wanted = IN_CREATE | IN_CLOSE_WRITE | IN_ONLYDIR;
    if (::inotify_add_watch(m_descriptor, QFile::encodeName(folder).constData(), wanted) >= 0)
        return {};
    const int problem = errno;
    ::close(std::exchange(m_descriptor, -1));
    if (problem == ENOSPC || problem == ENOMEM) // of watches, not of disk space
        return {};
    return core::systemError(problem, QCoreApplication::translate("backup::compress", "“%1” cannot be watched.").arg(folder));
}

FolderWatch::Changes FolderWatch::take()
{
    Changes changes;
    changes.someAreMissing = m_descriptor < 0;
    alignas(inotify_event) std::array<char, 16 << 10> block;
    for (;;) {
        const ssize_t length = m_descriptor < 0 ? 0 : ::read(m_descriptor, block.data(), block.size());
        if (length <= 0)
            return changes;
        for (ssize_t at = 0; at < length;) {
            inotify_event event{};
            std::memcpy(&event, block.data() + at, sizeof event);
            const char* const name = block.data() + at + sizeof event;
            if ((event.mask & IN_Q_OVERFLOW) != 0)
                changes.someAreMissing = true;
            else if (event.len > 0)
                changes.list.push_back({QByteArray(name), (event.mask & IN_CLOSE_WRITE) != 0});
            at += static_cast<ssize_t>(sizeof event + event.len);
        }
    }
}

} // namespace tidemark::backup
