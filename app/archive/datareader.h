// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtGlobal>

#include <cstddef>
#include <span>

namespace tidemark::archive {

/// The decompressed data of one entry, pulled. It has a file descriptor and a position of its own, so readers
/// of one dump do not disturb each other; each belongs to one thread at a time.
class DataReader
{
public:
    virtual ~DataReader() = default;
    /// Fills at least one byte of `into`, which is not empty, or returns 0 where the data ends. Errors:
    /// Corrupt with the byte, Cancelled, Io. An error is for good.
    virtual core::Result<std::size_t> read(std::span<char> into) = 0;
    /// Moves up to `most` of the next bytes to an open file as they are, without a copy in this process. 0,
    /// and nothing has happened, where that cannot be done: then read() them, and so does the last byte at
    /// least. Errors as read() has them.
    virtual core::Result<std::size_t> sendTo(int descriptor, std::size_t most)
    {
        Q_UNUSED(descriptor);
        Q_UNUSED(most);
        return std::size_t(0);
    }
    /// Bytes of the file that were consumed for it, for progress: compressed ones where it is compressed.
    virtual qint64 fileBytesRead() const = 0;
};

/// The large objects of one entry, one after the other; `read` gives the bytes of the present one.
class LargeObjectReader : public DataReader
{
public:
    /// Goes to the next, past what was not read of the present one; its OID, or 0 after the last. Errors as
    /// `read` has them.
    virtual core::Result<quint32> nextObject() = 0;
};

} // namespace tidemark::archive
