// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rawfile.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error readError(int errorNumber, const QString& path)
{
    return core::systemError(errorNumber, tr("“%1” could not be read.").arg(path));
}

} // namespace

core::Result<std::unique_ptr<RawFile>> RawFile::open(const QString& path, qint64 position)
{
    std::unique_ptr<RawFile> file(new RawFile);
    file->m_path = path;
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang; regular files do not care.
    file->m_descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file->m_descriptor < 0)
        return readError(errno, path);
    struct stat facts = {};
    if (::fstat(file->m_descriptor, &facts) != 0)
        return readError(errno, path);
    if (!S_ISREG(facts.st_mode)) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is not a regular file.").arg(path),
                           {},
                           tr("Choose the file that pg_dump wrote.")};
    }
    file->m_size = facts.st_size;
    if (position < 0 || position > file->m_size) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is shorter than it was.").arg(path),
                           {},
                           tr("Open it again.")};
    }
    if (position > 0 && ::lseek(file->m_descriptor, position, SEEK_SET) < 0)
        return readError(errno, path);
    file->m_position = position;
    ::posix_fadvise(file->m_descriptor, position, 0, POSIX_FADV_SEQUENTIAL);
    return file;
}

RawFile::~RawFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

core::Result<std::size_t> RawFile::read(std::span<char> into)
{
    for (;;) {
        const ssize_t count = ::read(m_descriptor, into.data(), into.size());
        if (count >= 0) {
            m_position += count;
            return std::size_t(count);
        }
        if (errno != EINTR)
            return readError(errno, m_path);
    }
}

std::size_t RawFile::sendTo(int descriptor, std::size_t most)
{
    const ssize_t count = ::sendfile(descriptor, m_descriptor, nullptr, most);
    if (count <= 0)
        return 0;
    m_position += count;
    return std::size_t(count);
}

core::Result<std::size_t> RawFile::readAt(std::span<char> into, qint64 position) const
{
    for (;;) {
        const ssize_t count = ::pread(m_descriptor, into.data(), into.size(), position);
        if (count >= 0)
            return std::size_t(count);
        if (errno != EINTR)
            return readError(errno, m_path);
    }
}

bool RawFile::seek(qint64 position)
{
    if (::lseek(m_descriptor, position, SEEK_SET) < 0)
        return false;
    m_position = position;
    return true;
}

bool RawFile::isInMemory(qint64 position) const
{
    char byte = 0;
    const iovec into{&byte, 1};
    return ::preadv2(m_descriptor, &into, 1, position, RWF_NOWAIT) == 1;
}

} // namespace tidemark::archive
