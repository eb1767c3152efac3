// SPDX-License-Identifier: GPL-3.0-or-later
// The data part of a custom archive: blocks one after the other, each a header and length-prefixed chunks.
// Layout: PostgreSQL's src/bin/pg_dump/pg_backup_custom.c.
#pragma once

#include "archive/bytesource.h"
#include "archive/datasink.h"
#include "archive/decompressor.h"
#include "archive/fieldreader.h"
#include "archive/toc.h"
#include "core/runcontext.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark::archive {

struct BlockHeader
{
    enum class Type
    {
        Data,         // of one table: one stream
        LargeObjects, // OID and stream, repeated, then a zero
    };
    Type type = Type::Data;
    int dumpId = 0;
    qint64 position = 0; // of the header
};

/// Reads blocks from the present position of `source`, which must outlive it. The first fault sticks.
class BlockReader
{
public:
    BlockReader(ByteSource& source, const Toc& toc);

    /// Nothing at the end of the file or after a fault.
    std::optional<BlockHeader> nextBlock();
    /// The OID of the next large object of the block, 0 after the last or after a fault.
    quint32 nextLargeObject();
    /// Before the first readSome() of a stream.
    void beginStream();
    /// Decompresses more of the stream: at least one byte into `into`, which is not empty, or 0 at its
    /// terminator. Nothing after a fault or when a stop was requested.
    std::optional<std::size_t> readSome(std::span<char> into, const core::RunContext& context);
    /// Reads one stream up to its terminator. False after a fault or when a stop was requested.
    bool readStream(DataSink& sink, const core::RunContext& context);
    /// Passes over what is left of a stream without decompressing it.
    bool skipRest(const core::RunContext& context);
    /// Passes over what follows `header` without decompressing it.
    bool skipBlock(const BlockHeader& header, const core::RunContext& context);

    bool failed() const { return m_fields.failed(); }
    /// The fault, or the cancellation where there is none.
    core::Error error() const;

private:
    qint64 nextChunk();
    bool skipStream(const core::RunContext& context);
    std::optional<std::size_t> copySome(std::span<char> into, const core::RunContext& context);
    bool gather(const core::RunContext& context);
    std::optional<std::size_t> endOfStream();

    FieldReader m_fields;
    std::unique_ptr<Decompressor> m_decompressor;
    bool m_isCompressed;
    // Of the present stream:
    qint64 m_chunkLeft = 0;       // bytes of the present chunk that were not taken yet
    bool m_terminated = false;    // the terminator was read
    std::vector<char> m_gathered; // small chunks are put together before they are decompressed
    std::size_t m_used = 0;       // of them
    bool m_begun = false;         // it has bytes
    bool m_ended = false;         // and its compressed form is complete
};

} // namespace tidemark::archive
