// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded reading of a file that is not trusted: nothing is read, and no room is made, beyond what is really
// there.
#pragma once

#include "archive/archiveerror.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// How a long read treats the system's page cache. Dropping is best effort: it needs clean pages and a local
/// file.
enum class PageCache
{
    Keep,
    Bypass, // drop what is cached before reading, so that the disk is read, and what was read afterwards
};

/// A cursor over a file (or over bytes in memory) with one window of half a megabyte. Not thread-safe; move
/// only. A failure sticks: from then on nothing is read and `failure()` tells why.
class ByteSource
{
public:
    /// NotFound, PermissionDenied, Io; InvalidInput where `path` is no regular file.
    static core::Result<ByteSource> open(const QString& path);
    /// `name` stands for the path in messages.
    static ByteSource overBytes(QByteArray bytes, const QString& name);

    ByteSource(ByteSource&& other) noexcept;
    ByteSource& operator=(ByteSource&& other) noexcept;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    ~ByteSource();

    qint64 size() const { return m_size; }
    qint64 position() const { return m_windowStart + m_used; }
    qint64 remaining() const { return m_size - position(); }
    Place place() const { return {m_name, position(), m_size}; }
    const QString& name() const { return m_name; }

    /// False, with nothing changed, unless `position` is within 0…size().
    bool seek(qint64 position);
    /// The next bytes, at most `most`, without consuming them; empty at the end or after a failure.
    /// Valid until the next call that is not const.
    QByteArrayView peek(qint64 most);
    /// Consumes `count` bytes that peek() has shown.
    void consume(qsizetype count) { m_used += count; }
    /// All of `count` bytes or false; then a failure is set.
    bool read(char* into, qint64 count);

    const std::optional<core::Error>& failure() const { return m_failure; }

    void setPageCache(PageCache use);
    /// Called once for every window that is read, in order. Whoever sets it must not seek.
    void setWindowTap(std::function<void(QByteArrayView)> tap) { m_tap = std::move(tap); }

private:
    ByteSource() = default;
    bool fill();
    void close();

    QString m_name;
    int m_descriptor = -1;
    QByteArray m_bytes; // instead of a file
    qint64 m_size = 0;
    std::vector<char> m_window;
    qint64 m_windowStart = 0; // position of the window's first byte
    qsizetype m_used = 0;     // of the window
    PageCache m_pageCache = PageCache::Keep;
    std::function<void(QByteArrayView)> m_tap;
    std::optional<core::Error> m_failure;
};

} // namespace tidemark::archive
