// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/blockreader.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr qint64 integerLimit = qint64(1) << 31;
constexpr std::size_t gatherBytes = 128UL * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

BlockReader::BlockReader(ByteSource& source, const Toc& toc)
    : m_fields(source)
    , m_decompressor(Decompressor::create(toc.compression))
    , m_isCompressed(toc.compression != Compression::None)
{
    m_fields.setIntegerSize(toc.integerSize);
    if (m_isCompressed)
        m_gathered.reserve(gatherBytes);
}

core::Error BlockReader::error() const
{
    return m_fields.failed() ? m_fields.error() : core::cancelledError();
}

std::optional<BlockHeader> BlockReader::nextBlock()
{
    ByteSource& source = m_fields.source();
    if (m_fields.failed())
        return std::nullopt;
    if (source.atEnd()) {
        if (source.failure())
            m_fields.failAtEnd();
        return std::nullopt;
    }
    BlockHeader header;
    header.position = source.position();
    const int type = m_fields.readByte();
    if (type == 3)
        header.type = BlockHeader::Type::LargeObjects;
    else if (type != 1)
        m_fields.failAt(header.position, tr("the type of a data block is %1").arg(type));
    const qint64 dumpId = m_fields.readInteger();
    if (dumpId <= 0)
        m_fields.failAt(header.position, tr("a data block belongs to the entry number %1").arg(dumpId));
    if (m_fields.failed())
        return std::nullopt;
    header.dumpId = int(dumpId);
    return header;
}

quint32 BlockReader::nextLargeObject()
{
    // pg_dump writes the unsigned OID as if it were signed.
    const qint64 oid = m_fields.readInteger();
    return m_fields.failed() ? 0 : quint32(oid < 0 ? oid + 2 * integerLimit : oid);
}

// Length of the next chunk, 0 for the terminator, -1 after a fault.
qint64 BlockReader::nextChunk()
{
    const qint64 start = m_fields.source().position();
    const qint64 length = m_fields.readInteger();
    if (length < 0 || length > m_fields.source().remaining())
        m_fields.failAt(start,
                        tr("a piece of %1 bytes does not fit into what is left of the file").arg(length));
    return m_fields.failed() ? -1 : length;
}

void BlockReader::beginStream()
{
    m_decompressor->reset();
    m_chunkLeft = 0;
    m_terminated = false;
    m_gathered.clear();
    m_used = 0;
    m_begun = false;
    m_ended = false;
}

bool BlockReader::readStream(DataSink& sink, const core::RunContext& context)
{
    beginStream();
    for (;;) {
        const std::optional<std::size_t> count = readSome(sink.room(), context);
        if (!count)
            return false;
        if (*count == 0)
            return true;
        sink.written(*count);
    }
}

std::optional<std::size_t> BlockReader::readSome(std::span<char> into, const core::RunContext& context)
{
    if (!m_isCompressed)
        return copySome(into, context);
    for (;;) {
        if (m_used == m_gathered.size() && !gather(context))
            return std::nullopt;
        const std::span<const char> in(m_gathered.data() + m_used, m_gathered.size() - m_used);
        if (m_ended && !in.empty()) {
            m_fields.fail(tr("shortly before it, bytes follow the end of compressed data"));
            return std::nullopt;
        }
        if (m_ended || !m_begun)
            return endOfStream();
        const Decompressor::Step step = m_decompressor->run(in, into);
        if (step.fault != nullptr) {
            m_fields.fail(
                tr("shortly before it, data cannot be decompressed (%1)").arg(QLatin1String(step.fault)));
            return std::nullopt;
        }
        m_used += step.consumed;
        m_ended = step.ended;
        if (step.produced > 0)
            return step.produced;
        if (in.empty() && !m_ended)
            return endOfStream();
        if (step.consumed == 0 && !m_ended) {
            m_fields.fail(tr("shortly before it, compressed data leads nowhere"));
            return std::nullopt;
        }
    }
}

// Uncompressed data: every row is a chunk of its own in older versions, so many make one piece.
std::optional<std::size_t> BlockReader::copySome(std::span<char> into, const core::RunContext& context)
{
    std::size_t count = 0;
    while (count < into.size()) {
        if (m_chunkLeft == 0) {
            if (m_terminated || context.stopRequested())
                break;
            m_chunkLeft = nextChunk();
            if (m_chunkLeft < 0)
                return std::nullopt;
            m_terminated = m_chunkLeft == 0;
            continue;
        }
        const QByteArrayView piece =
            m_fields.source().peek(std::min(m_chunkLeft, qint64(into.size() - count)));
        if (piece.isEmpty()) {
            m_fields.failAtEnd();
            return std::nullopt;
        }
        std::copy(piece.begin(), piece.end(), into.begin() + std::ptrdiff_t(count));
        m_fields.source().consume(piece.size());
        m_chunkLeft -= piece.size();
        count += std::size_t(piece.size());
    }
    if (count == 0 && !m_terminated)
        return std::nullopt; // stopped
    return count;
}

// Fills m_gathered from as many chunks as it holds; it stays empty at the terminator.
bool BlockReader::gather(const core::RunContext& context)
{
    m_gathered.clear();
    m_used = 0;
    while (!m_terminated && m_gathered.size() < gatherBytes) {
        if (context.stopRequested())
            return false;
        if (m_chunkLeft == 0) {
            m_chunkLeft = nextChunk();
            if (m_chunkLeft < 0)
                return false;
            m_terminated = m_chunkLeft == 0;
            continue;
        }
        const QByteArrayView piece =
            m_fields.source().peek(std::min(m_chunkLeft, qint64(gatherBytes - m_gathered.size())));
        if (piece.isEmpty()) {
            m_fields.failAtEnd();
            return false;
        }
        m_gathered.insert(m_gathered.end(), piece.begin(), piece.end());
        m_fields.source().consume(piece.size());
        m_chunkLeft -= piece.size();
        m_begun = true;
    }
    return true;
}

// A stream without any byte is how newer versions write an empty large object.
std::optional<std::size_t> BlockReader::endOfStream()
{
    if (m_begun && !m_ended)
        m_fields.fail(tr("compressed data ends too early"));
    return m_fields.failed() ? std::nullopt : std::optional<std::size_t>(0);
}

bool BlockReader::skipStream(const core::RunContext& context)
{
    qint64 length = 0;
    while ((length = nextChunk()) > 0) {
        if (context.stopRequested())
            return false;
        if (!m_fields.source().seek(m_fields.source().position() + length)) {
            m_fields.failAtEnd();
            return false;
        }
    }
    return length == 0;
}

bool BlockReader::skipRest(const core::RunContext& context)
{
    if (m_terminated)
        return true;
    ByteSource& source = m_fields.source();
    if (!source.seek(source.position() + m_chunkLeft)) {
        m_fields.failAtEnd();
        return false;
    }
    m_chunkLeft = 0;
    m_terminated = skipStream(context);
    return m_terminated;
}

bool BlockReader::skipBlock(const BlockHeader& header, const core::RunContext& context)
{
    if (header.type == BlockHeader::Type::Data)
        return skipStream(context);
    while (nextLargeObject() != 0) {
        if (!skipStream(context))
            return false;
    }
    return !m_fields.failed();
}

} // namespace tidemark::archive
