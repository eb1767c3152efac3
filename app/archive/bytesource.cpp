// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/bytesource.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr qint64 windowBytes = 512 * 1024;
// Whoever jumps about reads little at each place.
constexpr qint64 windowAfterJump = 32 * 1024;
constexpr qint64 jump = 128 * 1024;
// Of a stream: no table of contents is compressed better than a hundredfold; small ones need no limit.
constexpr qint64 mostGrowth = 200;
constexpr qint64 unlimitedBelow = 64LL << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error readError(int errorNumber, const QString& name)
{
    return core::systemError(errorNumber, tr("“%1” could not be read.").arg(name));
}

} // namespace

struct ByteSource::Descriptor
{
    explicit Descriptor(int number)
        : value(number)
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(value); }
    int value;
};

core::Result<ByteSource> ByteSource::open(const QString& path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not hang; regular files do not care.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return readError(errno, path);
    ByteSource source;
    source.m_name = path;
    source.m_file = std::make_shared<const Descriptor>(descriptor);
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
    source.m_nextFill = windowBytes;
    return source;
}

ByteSource ByteSource::overBytes(QByteArray bytes, const QString& name)
{
    ByteSource source;
    source.m_name = name;
    source.m_bytes = std::move(bytes);
    source.m_size = source.m_bytes.size();
    source.m_nextFill = windowBytes;
    return source;
}

core::Result<ByteSource> ByteSource::overStream(OpenStream open, const QString& name, std::stop_token stop)
{
    core::Result<std::unique_ptr<DataReader>> stream = open(stop);
    if (!stream)
        return std::move(stream).error();
    ByteSource source;
    source.m_name = name;
    source.m_open = std::move(open);
    source.m_stream = std::move(*stream);
    source.m_size = -1;
    source.m_stop = std::move(stop);
    return source;
}

core::Result<ByteSource> ByteSource::fresh(std::stop_token stop) const
{
    if (m_open)
        return overStream(m_open, m_name, std::move(stop));
    ByteSource source;
    source.m_name = m_name;
    source.m_file = m_file;
    source.m_bytes = m_bytes;
    source.m_size = m_size;
    source.m_nextFill = windowBytes;
    source.m_stop = std::move(stop);
    return source;
}

qint64 ByteSource::remaining() const
{
    if (m_size >= 0)
        return m_size - position();
    const qint64 limit = m_anySize ? std::numeric_limits<qint64>::max()
                                   : std::max(unlimitedBelow, mostGrowth * m_stream->fileBytesRead());
    return std::max<qint64>(limit - position(), 0);
}

qint64 ByteSource::fileBytesRead() const
{
    return m_stream ? m_stream->fileBytesRead() : position();
}

void ByteSource::fail(core::Error error)
{
    if (!m_failure)
        m_failure = std::move(error);
    m_windowStart += m_used;
    m_used = 0;
    m_window.clear();
}

bool ByteSource::seek(qint64 position)
{
    if (position < 0 || (m_size >= 0 && position > m_size))
        return false;
    const qint64 within = position - m_windowStart;
    if (within >= 0 && within <= qint64(m_window.size())) {
        m_used = qsizetype(within);
        return true;
    }
    if (m_open || m_tap)
        return seekByReading(position);
    if (std::abs(position - m_windowStart - qint64(m_window.size())) > jump)
        m_nextFill = windowAfterJump;
    m_window.clear();
    m_windowStart = position;
    m_used = 0;
    return true;
}

// Streams cannot be read otherwise, and a tap is to see every byte.
bool ByteSource::seekByReading(qint64 position)
{
    if (m_failure || (position < m_windowStart && !m_open))
        return false;
    if (position < m_windowStart) {
        core::Result<std::unique_ptr<DataReader>> stream = m_open(m_stop);
        if (!stream) {
            fail(std::move(stream).error());
            return false;
        }
        m_stream = std::move(*stream);
        m_window.clear();
        m_windowStart = 0;
        m_used = 0;
    }
    while (position > m_windowStart + qint64(m_window.size())) {
        m_used = qsizetype(m_window.size());
        if (!fill())
            return false;
    }
    m_used = qsizetype(position - m_windowStart);
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
    if (m_stop.stop_requested()) {
        fail(core::cancelledError());
        return false;
    }
    m_windowStart += m_used;
    m_used = 0;
    if (m_open) {
        if (!fillFromStream())
            return false;
    } else {
        const qint64 wanted = std::clamp<qint64>(m_size - m_windowStart, 0, m_nextFill);
        m_window.resize(size_t(wanted));
        if (wanted == 0)
            return false;
        m_nextFill = std::min(m_nextFill * 2, windowBytes);
        if (!m_file)
            std::memcpy(m_window.data(), m_bytes.constData() + m_windowStart, size_t(wanted));
        else if (!fillFromFile(wanted))
            return false;
    }
    if (m_tap)
        m_tap({m_window.data(), qsizetype(m_window.size())});
    return true;
}

bool ByteSource::fillFromFile(qint64 wanted)
{
    qint64 got = 0;
    while (got < wanted) {
        const ssize_t count =
            ::pread(m_file->value, m_window.data() + got, size_t(wanted - got), m_windowStart + got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            // Zero means that the file shrank since it was opened.
            fail(count < 0 ? readError(errno, m_name)
                           : damagedAt({m_name, m_windowStart + got, m_size},
                                       tr("the file became shorter while it was read")));
            return false;
        }
        got += count;
    }
    if (m_pageCache == PageCache::Bypass)
        ::posix_fadvise(m_file->value, m_windowStart, wanted, POSIX_FADV_DONTNEED);
    return true;
}

bool ByteSource::fillFromStream()
{
    m_window.resize(size_t(windowBytes));
    size_t got = 0;
    while (got < m_window.size()) {
        const core::Result<size_t> count = m_stream->read({m_window.data() + got, m_window.size() - got});
        // What came before a damaged place is handed out first; a reader that failed fails again.
        if (!count && got == 0) {
            fail(count.error());
            return false;
        }
        if (!count || *count == 0)
            break;
        got += *count;
    }
    m_window.resize(got);
    if (got == 0) {
        m_size = m_windowStart;
        return false;
    }
    if (remaining() == 0) {
        fail(damagedAt(place(), tr("it unpacks to far more than it can be made of")));
        return false;
    }
    return true;
}

void ByteSource::setPageCache(PageCache use)
{
    m_pageCache = use;
    if (use == PageCache::Bypass && m_file) {
        ::posix_fadvise(m_file->value, 0, 0, POSIX_FADV_DONTNEED);
        ::posix_fadvise(m_file->value, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
}

} // namespace tidemark::archive
