// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded reading of a file that is not trusted: nothing is read, and no room is made, beyond what is really
// there.
#pragma once

#include "archive/archiveerror.h"
#include "archive/datareader.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace tidemark::archive {

/// How a long read treats the system's page cache. Dropping is best effort: it needs clean pages and a local
/// file.
enum class PageCache
{
    Keep,
    Bypass, // drop what is cached before reading, so that the disk is read, and what was read afterwards
};

/// Opens a stream of bytes at its beginning, again and again, from any thread.
using OpenStream = std::function<core::Result<std::unique_ptr<DataReader>>(const std::stop_token&)>;

/// A cursor over a file, over bytes in memory, or over a stream (what a compressed file holds, say) with one
/// window of at most half a megabyte. Not thread-safe; move only. A failure sticks: from then on nothing is
/// read and `failure()` tells why.
class ByteSource
{
public:
    /// NotFound, PermissionDenied, Io; InvalidInput where `path` is no regular file.
    static core::Result<ByteSource> open(const QString& path);
    /// `name` stands for the path in messages.
    static ByteSource overBytes(QByteArray bytes, const QString& name);
    /// Errors as `open` has them.
    static core::Result<ByteSource> overStream(OpenStream open, const QString& name, std::stop_token stop);
    /// Another cursor, at the beginning of the very same bytes, also where the file was renamed or replaced
    /// meanwhile. A stop makes it fail with Cancelled. May be called from any thread while this one is not
    /// used.
    core::Result<ByteSource> fresh(std::stop_token stop = {}) const;

    /// Of a stream -1 until its end was met.
    qint64 size() const { return m_size; }
    qint64 position() const { return m_windowStart + m_used; }
    /// What is left; of a stream of which the size is not known, the most that is allowed to be left.
    qint64 remaining() const;
    /// Reads on where only that can tell. True after a failure, too.
    bool atEnd() { return peek(1).isEmpty(); }
    Place place() const { return {m_name, position(), m_size}; }
    const QString& name() const { return m_name; }
    /// Bytes of the file that were read for what was consumed, for progress; about, for a stream.
    qint64 fileBytesRead() const;

    /// A stream may not become much larger than what it is made of, lest a few bytes of file fill the
    /// memory: for what is kept as it is read. Whoever keeps nothing allows any size.
    void allowAnySize() { m_anySize = true; }
    /// False unless `position` is within 0…size(). A stream is read up to there, if need be once more from
    /// its beginning, and stands at its end, or has failed, where there is no such position.
    bool seek(qint64 position);
    /// The next bytes, at most `most`, without consuming them; empty at the end or after a failure.
    /// Valid until the next call that is not const.
    QByteArrayView peek(qint64 most);
    /// Those of them that peek() can show without reading on; empty after a failure.
    QByteArrayView buffered() const
    {
        return {m_window.data() + m_used, qsizetype(m_window.size()) - m_used};
    }
    /// Consumes `count` bytes that either has shown.
    void consume(qsizetype count) { m_used += count; }
    /// All of `count` bytes or false; then a failure is set.
    bool read(char* into, qint64 count);

    const std::optional<core::Error>& failure() const { return m_failure; }

    void setPageCache(PageCache use);
    /// Called once for every window that is read, in order. From then on seeking forward reads what lies
    /// between, and seeking backward fails.
    void setWindowTap(std::function<void(QByteArrayView)> tap) { m_tap = std::move(tap); }

private:
    struct Descriptor;

    ByteSource() = default;
    bool fill();
    bool fillFromFile(qint64 wanted);
    bool fillFromStream();
    bool seekByReading(qint64 position);
    void fail(core::Error error);

    QString m_name;
    std::shared_ptr<const Descriptor> m_file;
    QByteArray m_bytes; // instead of a file
    OpenStream m_open;  // instead of both
    std::unique_ptr<DataReader> m_stream;
    bool m_anySize = false;
    qint64 m_size = 0;
    std::vector<char> m_window;
    qint64 m_windowStart = 0; // position of the window's first byte
    qsizetype m_used = 0;     // of the window
    qint64 m_nextFill = 0;    // bytes
    PageCache m_pageCache = PageCache::Keep;
    std::function<void(QByteArrayView)> m_tap;
    std::stop_token m_stop;
    std::optional<core::Error> m_failure;
};

} // namespace tidemark::archive
