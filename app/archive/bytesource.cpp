// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/bytesource.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr qint64 windowBytes = 512 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error readError(int errorNumber, const QString& name)
{
    return core::systemError(errorNumber, tr("“%1” could not be read.").arg(name));
}

} // namespace

core::Result<ByteSource> ByteSource::open(const QString& path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang; regular files do not care.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return readError(errno, path);
    ByteSource source;
    source.m_name = path;
    source.m_descriptor = descriptor;
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0)
        return readError(errno, path);
    if (!S_ISREG(facts.st_mode)) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is not a regular file.").arg(path),
                           {},
                           tr("Choose the file that pg_dump wrote.")};
    }
    source.m_size = facts.st_size;
    return source;
}

ByteSource ByteSource::overBytes(QByteArray bytes, const QString& name)
{
    ByteSource source;
    source.m_name = name;
    source.m_bytes = std::move(bytes);
    source.m_size = source.m_bytes.size();
    return source;
}

ByteSource::ByteSource(ByteSource&& other) noexcept
{
    *this = std::move(other);
}

ByteSource& ByteSource::operator=(ByteSource&& other) noexcept
{
    if (this == &other)
        return *this;
    close();
    m_name = std::move(other.m_name);
    m_descriptor = std::exchange(other.m_descriptor, -1);
    m_bytes = std::move(other.m_bytes);
    m_size = std::exchange(other.m_size, 0);
    m_window = std::move(other.m_window);
    m_windowStart = std::exchange(other.m_windowStart, 0);
    m_used = std::exchange(other.m_used, 0);
    m_pageCache = other.m_pageCache;
    m_tap = std::move(other.m_tap);
    m_failure = std::move(other.m_failure);
    return *this;
}

ByteSource::~ByteSource()
{
    close();
}

void ByteSource::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

bool ByteSource::seek(qint64 position)
{
    if (position < 0 || position > m_size)
        return false;
    const qint64 within = position - m_windowStart;
    if (within >= 0 && within <= qint64(m_window.size())) {
        m_used = qsizetype(within);
        return true;
    }
    m_window.clear();
    m_windowStart = position;
    m_used = 0;
    return true;
}

QByteArrayView ByteSource::peek(qint64 most)
{
    if (m_failure || most <= 0)
        return {};
    if (m_used >= qsizetype(m_window.size()) && !fill())
        return {};
    const qint64 there = qint64(m_window.size()) - m_used;
    return {m_window.data() + m_used, qsizetype(std::min(most, there))};
}

bool ByteSource::read(char* into, qint64 count)
{
    while (count > 0) {
        const QByteArrayView piece = peek(count);
        if (piece.isEmpty()) {
            if (!m_failure)
                m_failure = damagedAt(place(), tr("the file ends too early"));
            return false;
        }
        std::memcpy(into, piece.data(), size_t(piece.size()));
        into += piece.size();
        count -= piece.size();
        consume(piece.size());
    }
    return true;
}

// Reads the window that follows the present one.
bool ByteSource::fill()
{
    m_windowStart += m_used;
    m_used = 0;
    const qint64 wanted = std::min(windowBytes, m_size - m_windowStart);
    m_window.resize(size_t(std::max<qint64>(wanted, 0)));
    if (wanted <= 0)
        return false;
    if (m_descriptor < 0) {
        std::memcpy(m_window.data(), m_bytes.constData() + m_windowStart, size_t(wanted));
    } else {
        qint64 got = 0;
        while (got < wanted) {
            const ssize_t count =
                ::pread(m_descriptor, m_window.data() + got, size_t(wanted - got), m_windowStart + got);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0) {
                // Zero means that the file shrank since it was opened.
                m_failure = count < 0 ? readError(errno, m_name)
                                      : damagedAt({m_name, m_windowStart + got, m_size},
                                                  tr("the file became shorter while it was read"));
                m_window.clear();
                return false;
            }
            got += count;
        }
        if (m_pageCache == PageCache::Bypass)
            ::posix_fadvise(m_descriptor, m_windowStart, wanted, POSIX_FADV_DONTNEED);
    }
    if (m_tap)
        m_tap({m_window.data(), qsizetype(m_window.size())});
    return true;
}

void ByteSource::setPageCache(PageCache use)
{
    m_pageCache = use;
    if (use == PageCache::Bypass && m_descriptor >= 0) {
        ::posix_fadvise(m_descriptor, 0, 0, POSIX_FADV_DONTNEED);
        ::posix_fadvise(m_descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
}

} // namespace tidemark::archive
