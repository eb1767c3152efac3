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
    , m_gathers(toc.compression != Compression::None)
{
    m_fields.setIntegerSize(toc.integerSize);
    if (m_gathers)
        m_gathered.reserve(gatherBytes);
}

core::Error BlockReader::error() const
{
    return m_fields.failed() ? m_fields.error() : core::cancelledError();
}

std::optional<BlockHeader> BlockReader::nextBlock()
{
    ByteSource& source = m_fields.source();
    if (m_fields.failed() || source.remaining() == 0)
        return std::nullopt;
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

bool BlockReader::readStream(DataSink& sink, const core::RunContext& context)
{
    m_decompressor->reset();
    m_gathered.clear();
    m_begun = false;
    m_ended = false;
    qint64 length = 0;
    while ((length = nextChunk()) > 0) {
        if (context.stopRequested() || !readChunk(length, sink))
            return false;
    }
    if (length < 0 || !drain(sink))
        return false;
    // A stream without any byte is how newer versions write an empty large object.
    if (m_gathers && m_begun && !m_ended)
        m_fields.fail(tr("compressed data ends too early"));
    return !m_fields.failed();
}

bool BlockReader::readChunk(qint64 length, DataSink& sink)
{
    ByteSource& source = m_fields.source();
    while (length > 0) {
        const QByteArrayView piece = source.peek(length);
        if (piece.isEmpty()) {
            m_fields.failAtEnd();
            return false;
        }
        if (!m_gathers) {
            if (!decompress({piece.data(), size_t(piece.size())}, sink))
                return false;
        } else {
            if (m_gathered.size() + size_t(piece.size()) > gatherBytes && !drain(sink))
                return false;
            m_gathered.insert(m_gathered.end(), piece.begin(), piece.end());
        }
        source.consume(piece.size());
        length -= piece.size();
    }
    return true;
}

bool BlockReader::drain(DataSink& sink)
{
    if (m_gathered.empty())
        return true;
    const bool fine = decompress(m_gathered, sink);
    m_gathered.clear();
    return fine;
}

bool BlockReader::decompress(std::span<const char> in, DataSink& sink)
{
    m_begun = true;
    for (;;) {
        const std::span<char> room = sink.room();
        const Decompressor::Step step = m_decompressor->run(in, room);
        if (step.fault != nullptr) {
            m_fields.fail(
                tr("shortly before it, data cannot be decompressed (%1)").arg(QLatin1String(step.fault)));
            return false;
        }
        sink.written(step.produced);
        in = in.subspan(step.consumed);
        m_ended = step.ended;
        if (m_ended && !in.empty()) {
            m_fields.fail(tr("shortly before it, bytes follow the end of compressed data"));
            return false;
        }
        if (m_ended || (in.empty() && step.produced < room.size()))
            return true;
        if (step.consumed == 0 && step.produced == 0) {
            m_fields.fail(tr("shortly before it, compressed data leads nowhere"));
            return false;
        }
    }
}

bool BlockReader::skipStream(const core::RunContext& context)
{
    qint64 length = 0;
    while ((length = nextChunk()) > 0) {
        if (context.stopRequested())
            return false;
        m_fields.source().seek(m_fields.source().position() + length);
    }
    return length == 0;
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
