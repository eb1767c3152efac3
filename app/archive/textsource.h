// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a plain dump as one stream of bytes, whatever is around it.
#pragma once

#include "archive/dump.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <cstddef>
#include <memory>
#include <span>

namespace tidemark::archive {

/// Where reading can begin without reading what is before.
struct ResumePoint
{
    qint64 textPosition = 0;
    qint64 filePosition = 0;
    /// What the decompressor knew there; empty where a new stream begins, or nothing is compressed.
    QByteArray state;
};

/// Read from the first byte to the last, by one thread.
class TextSource
{
public:
    virtual ~TextSource() = default;
    /// Fills at least one byte of `into`, which is not empty, or returns 0 where the text ends. Corrupt where
    /// what is around the text is damaged, Io. An error is for good.
    virtual core::Result<std::size_t> read(std::span<char> into) = 0;
    virtual qint64 fileBytesRead() const = 0;
    /// Moves up to `most` of the next bytes to an open file, without a copy in this process. 0 where that
    /// cannot be done, or the text ends.
    virtual std::size_t sendTo(int descriptor, std::size_t most)
    {
        Q_UNUSED(descriptor);
        Q_UNUSED(most);
        return 0;
    }
    /// What is around the text ended too early, so the text may be incomplete. Known once read() gave 0.
    virtual bool isCutShort() const { return false; }

    /// For who stands at `position` in the rows of COPY, behind their first byte. The next read() begins at
    /// the position that is returned; only rows are between the two, and the line \. that ends them does not
    /// begin there. -1, and nothing has changed, where this is no help.
    virtual core::Result<qint64> skipCopyRows(qint64 position)
    {
        Q_UNUSED(position);
        return qint64(-1);
    }
    /// For who stands behind an INSERT statement that begins with `beginning`: the next read() begins behind
    /// another one, and nothing but such statements is between the two.
    virtual core::Result<qint64> skipInserts(qint64 position, QByteArrayView beginning)
    {
        Q_UNUSED(position);
        Q_UNUSED(beginning);
        return qint64(-1);
    }

    /// Fills `point` for the next byte of read(). False, and nothing is done, where this is no such place.
    virtual bool mark(ResumePoint& point)
    {
        Q_UNUSED(point);
        return false;
    }
    /// Notes that somebody will want to begin at `textPosition`, which was read not long ago.
    virtual void keepPointBefore(qint64 textPosition) { Q_UNUSED(textPosition); }
    virtual QList<ResumePoint> keptPoints() const { return {}; }
};

/// Opens the text at a point that an earlier reading of the same file has kept, or at its beginning.
/// Compressed text is decompressed ahead, on a thread of its own. Memory: 8 MB, and the window of zstd.
/// NotFound, PermissionDenied, Io; InvalidInput for what is no regular file; Corrupt for an impossible point.
core::Result<std::unique_ptr<TextSource>> openText(const QString& path, Wrapping wrapping,
                                                   const ResumePoint& from = {});
/// Over bytes in memory, for tests; `name` stands for the path.
std::unique_ptr<TextSource> textOverBytes(QByteArray bytes);

} // namespace tidemark::archive
