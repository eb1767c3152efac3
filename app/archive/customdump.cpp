// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/customdump.h"

#include "archive/endmarkerreader.h"
#include "archive/tocreader.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>

namespace tidemark::archive {

namespace {

constexpr char indexKind[] = "custom blocks/1";

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

bool lacksPositions(const Toc& toc)
{
    return std::any_of(toc.entries.cbegin(), toc.entries.cend(), [](const TocEntry& entry) {
        return entry.hasData() && entry.offsetState() == OffsetState::Unknown;
    });
}

} // namespace

// Reads one block. Not movable: the block reader refers to the source.
class CustomDump::Stream final : public LargeObjectReader
{
public:
    Stream(ByteSource source, const Toc& toc, const std::stop_token& stop)
        : m_source(std::move(source))
        , m_blocks(m_source, toc)
    {
        m_context.stop = stop;
        m_start = m_source.fileBytesRead();
    }

    /// False where no block for this entry is at the present position; then error() says whether that could
    /// not be found out.
    bool begin(const TocEntry& entry)
    {
        const std::optional<BlockHeader> header = m_blocks.nextBlock();
        const auto type = entry.isLargeObjects() ? BlockHeader::Type::LargeObjects : BlockHeader::Type::Data;
        if (!header || header->dumpId != entry.dumpId() || header->type != type)
            return false;
        m_blocks.beginStream();
        return true;
    }
    bool failed() const { return m_blocks.failed(); }
    core::Error error() const { return m_blocks.error(); }

    core::Result<std::size_t> read(std::span<char> into) override
    {
        if (m_streamEnded)
            return std::size_t(0);
        const std::optional<std::size_t> count = m_blocks.readSome(into, m_context);
        if (!count)
            return m_blocks.error();
        m_streamEnded = *count == 0;
        return *count;
    }

    core::Result<quint32> nextObject() override
    {
        if (m_objectsEnded)
            return quint32(0);
        if (m_inObject && !m_streamEnded && !m_blocks.skipRest(m_context))
            return m_blocks.error();
        const quint32 oid = m_blocks.nextLargeObject();
        if (oid == 0 && m_blocks.failed())
            return m_blocks.error();
        m_objectsEnded = oid == 0;
        m_inObject = true;
        m_streamEnded = oid == 0;
        m_blocks.beginStream();
        return oid;
    }

    qint64 fileBytesRead() const override { return m_source.fileBytesRead() - m_start; }

private:
    ByteSource m_source;
    BlockReader m_blocks;
    core::RunContext m_context;
    qint64 m_start = 0;
    bool m_streamEnded = false;
    bool m_inObject = false;
    bool m_objectsEnded = false;
};

CustomDump::CustomDump(ByteSource source, Toc toc, const DumpOrigin& origin)
    : m_source(std::move(source))
    , m_dataStart(m_source.position())
    , m_index(origin.options.cacheFolder, lacksPositions(toc) ? origin.path : QString(), indexKind)
{
    m_path = origin.path;
    m_contents.format = DumpFormat::Custom;
    m_contents.wrapping = origin.wrapping;
    m_contents.fileBytes = origin.fileBytes;
    BlockMap map = recordedBlocks(toc, m_source.size());
    if (const std::optional<QByteArray> kept = m_index.load())
        m_map = blockMapFromBytes(*kept);
    m_mapIsKept = m_map.has_value();
    if (m_map)
        map.insert(*m_map);
    qsizetype index = 0;
    for (const TocEntry& entry : std::as_const(toc.entries)) {
        if (entry.hasData())
            toc.entries.setDataBytes(index, map.value(entry.dumpId(), {0, -1}).bytes);
        ++index;
    }
    m_contents.parts.append({DumpPart::Kind::Database, std::move(toc)});
}

core::Result<std::unique_ptr<DataReader>> CustomDump::openData(int part, const TocEntry& entry,
                                                               const core::RunContext& context) const
{
    if (part != 0 || !entry.hasData() || entry.isLargeObjects())
        return noData(m_path, entry);
    core::Result<std::unique_ptr<Stream>> stream = openBlock(entry, context);
    if (!stream)
        return std::move(stream).error();
    if (entry.copyStatement().isEmpty())
        return std::unique_ptr<DataReader>(std::move(*stream));
    return std::unique_ptr<DataReader>(std::make_unique<EndMarkerReader>(std::move(*stream), m_path));
}

core::Result<std::unique_ptr<LargeObjectReader>>
CustomDump::openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const
{
    if (part != 0 || !entry.hasData() || !entry.isLargeObjects())
        return noData(m_path, entry);
    core::Result<std::unique_ptr<Stream>> stream = openBlock(entry, context);
    if (!stream)
        return std::move(stream).error();
    return std::unique_ptr<LargeObjectReader>(std::move(*stream));
}

core::Result<std::unique_ptr<CustomDump::Stream>> CustomDump::openBlock(const TocEntry& entry,
                                                                        const core::RunContext& context) const
{
    core::Result<qint64> position = positionOf(entry, context);
    if (!position)
        return std::move(position).error();
    core::Result<std::unique_ptr<Stream>> stream = openBlockAt(entry, *position, context);
    if (stream || entry.offsetState() == OffsetState::Known ||
        stream.error().kind != core::ErrorKind::Corrupt)
        return stream;
    // A kept map that is wrong must not make a good file look bad.
    forgetKeptMap();
    position = positionOf(entry, context);
    if (!position)
        return std::move(position).error();
    return openBlockAt(entry, *position, context);
}

core::Result<std::unique_ptr<CustomDump::Stream>>
CustomDump::openBlockAt(const TocEntry& entry, qint64 position, const core::RunContext& context) const
{
    core::Result<ByteSource> source = m_source.fresh(context.stop);
    if (!source)
        return std::move(source).error();
    source->allowAnySize();
    if (!source->seek(position)) {
        if (source->failure())
            return *source->failure();
        return damagedAt({m_path, m_dataStart, source->size()},
                         tr("the data of entry %1 is said to be at byte %2, outside of the file")
                             .arg(QString::number(entry.dumpId()), QString::number(position)));
    }
    const qint64 size = source->size();
    auto stream =
        std::make_unique<Stream>(std::move(*source), m_contents.parts.constFirst().toc, context.stop);
    if (stream->begin(entry))
        return stream;
    if (stream->failed())
        return stream->error();
    return damagedAt({m_path, position, size},
                     tr("the data of entry %1 is not where it should be").arg(entry.dumpId()));
}

core::Result<qint64> CustomDump::positionOf(const TocEntry& entry, const core::RunContext& context) const
{
    if (entry.offsetState() == OffsetState::Known)
        return entry.offset();
    std::unique_lock lock(m_mutex, std::defer_lock);
    while (!lock.try_lock_for(std::chrono::milliseconds(50)))
        TIDEMARK_TRY(context.checkpoint());
    if (!m_map)
        TIDEMARK_TRY(findBlocks(context));
    const auto place = m_map->constFind(entry.dumpId());
    if (place != m_map->cend())
        return place->position;
    if (m_mapIsKept)
        return qint64(-1); // let it be looked for again
    if (m_mapFault)
        return *m_mapFault;
    return damagedAt({m_path, m_source.size(), m_source.size()},
                     tr("the data of entry %1 is missing").arg(entry.dumpId()));
}

core::Status CustomDump::findBlocks(const core::RunContext& context) const
{
    core::Result<ByteSource> source = m_source.fresh(context.stop);
    if (!source)
        return std::move(source).error();
    source->allowAnySize();
    if (!source->seek(m_dataStart))
        return source->failure() ? *source->failure()
                                 : damagedAt(source->place(), tr("the file ends too early"));
    BlockMap map;
    const core::Status status = mapBlocks(*source, m_contents.parts.constFirst().toc, map, context);
    // What lies before a damaged place can still be read.
    if (!status && status.error().kind != core::ErrorKind::Corrupt)
        return status.error();
    m_map = std::move(map);
    m_mapIsKept = false;
    if (!status) {
        m_mapFault = status.error();
        return {};
    }
    if (const core::Status kept = m_index.store(toBytes(*m_map)); !kept)
        context.log(core::LogLevel::Info, kept.error().toText());
    return {};
}

void CustomDump::forgetKeptMap() const
{
    const std::lock_guard lock(m_mutex);
    if (m_mapIsKept)
        m_map.reset();
    m_mapIsKept = false;
}

core::Result<std::unique_ptr<Dump>> openCustomDump(ByteSource source, const DumpOrigin& origin)
{
    core::Result<Toc> toc = parseToc(source);
    if (!toc)
        return std::move(toc).error();
    if (toc->format != ArchiveFormat::Custom) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is the table of contents of another archive format.").arg(origin.path),
                           {},
                           tr("Open the folder that it lies in.")};
    }
    return std::unique_ptr<Dump>(std::make_unique<CustomDump>(std::move(source), std::move(*toc), origin));
}

} // namespace tidemark::archive
