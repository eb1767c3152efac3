// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <cstddef>
#include <memory>
#include <span>

namespace tidemark::archive {

/// A regular file read from front to end by read(2), without a buffer of its own.
class RawFile
{
public:
    /// NotFound, PermissionDenied, Io; InvalidInput where `path` is no regular file or `position` is not in
    /// it.
    static core::Result<std::unique_ptr<RawFile>> open(const QString& path, qint64 position);
    ~RawFile();
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    /// 0 at the end.
    core::Result<std::size_t> read(std::span<char> into);
    /// Moves up to `most` of the next bytes to another open file. 0 where the system cannot do that: whatever
    /// the reason, reading and writing will tell.
    std::size_t sendTo(int descriptor, std::size_t most);
    /// Any place, whatever position() is; may be called from several threads. 0 at the end.
    core::Result<std::size_t> readAt(std::span<char> into, qint64 position) const;
    /// The next read() is from there. False where that cannot be.
    bool seek(qint64 position);
    /// Whether the byte at `position` is in memory, so that reading it does not wait for a disk. False where
    /// the system does not tell.
    bool isInMemory(qint64 position) const;
    qint64 position() const { return m_position; }
    qint64 size() const { return m_size; } // when it was opened
    const QString& path() const { return m_path; }

private:
    RawFile() = default;
    QString m_path;
    int m_descriptor = -1;
    qint64 m_position = 0;
    qint64 m_size = 0;
};

} // namespace tidemark::archive
