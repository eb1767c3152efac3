// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesource.h"
#include "archive/datareader.h"

namespace tidemark::archive {

/// Bytes of a source as they are: all of them from its position, or a range that must be there.
class RangeReader final : public DataReader
{
public:
    /// To the end of `source`.
    explicit RangeReader(ByteSource source);
    /// `length` bytes from `start`; Corrupt when the source ends before.
    RangeReader(ByteSource source, qint64 start, qint64 length);

    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override;

private:
    ByteSource m_source;
    qint64 m_start = 0;
    qint64 m_fileStart = 0; // bytes of the file that lie before
    qint64 m_left = -1;     // -1: to the end
    bool m_begun = false;
};

} // namespace tidemark::archive
