// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/customarchive.h"

#include "archive/tocreader.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

CustomArchive::CustomArchive(ByteSource source, Toc toc)
    : m_source(std::move(source))
    , m_toc(std::move(toc))
    , m_searched(m_source.position())
{
}

core::Result<CustomArchive> CustomArchive::open(const QString& path)
{
    core::Result<ByteSource> source = ByteSource::open(path);
    if (!source)
        return std::move(source).error();
    return open(std::move(*source));
}

core::Result<CustomArchive> CustomArchive::open(ByteSource source)
{
    core::Result<Toc> toc = parseToc(source);
    if (!toc)
        return std::move(toc).error();
    if (toc->format != ArchiveFormat::Custom) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is the table of contents of another archive format.").arg(source.name()),
                           {},
                           tr("Open the folder that it lies in.")};
    }
    return CustomArchive(std::move(source), std::move(*toc));
}

core::Status CustomArchive::readData(const TocEntry& entry, DataSink& sink, const core::RunContext& context)
{
    if (!entry.hasData || entry.isLargeObjects()) {
        return core::Error{core::ErrorKind::NotFound,
                           tr("“%1” holds no rows for %2.").arg(m_source.name(), entry.tag),
                           {},
                           {}};
    }
    TIDEMARK_TRY(seekBlock(entry, context));
    BlockReader blocks(m_source, m_toc);
    const qint64 position = m_source.position();
    const std::optional<BlockHeader> header = blocks.nextBlock();
    if (blocks.failed())
        return blocks.error();
    if (!header || header->dumpId != entry.dumpId || header->type != BlockHeader::Type::Data) {
        return damagedAt({m_source.name(), position, m_source.size()},
                         tr("the data of entry %1 is not where it should be").arg(entry.dumpId));
    }
    if (!blocks.readStream(sink, context))
        return blocks.error();
    return {};
}

core::Status CustomArchive::seekBlock(const TocEntry& entry, const core::RunContext& context)
{
    const auto known = m_positions.constFind(entry.dumpId);
    const bool isRecorded = entry.offsetState == OffsetState::Known;
    if (isRecorded || known != m_positions.cend()) {
        const qint64 position = isRecorded ? entry.offset : *known;
        if (m_source.seek(position))
            return {};
        return damagedAt(m_source.place(),
                         tr("the data of entry %1 is said to be at byte %2, outside of the file")
                             .arg(QString::number(entry.dumpId), QString::number(position)));
    }
    m_source.seek(m_searched);
    BlockReader blocks(m_source, m_toc);
    while (const std::optional<BlockHeader> header = blocks.nextBlock()) {
        m_positions.insert(header->dumpId, header->position);
        if (header->dumpId == entry.dumpId) {
            m_searched = header->position;
            m_source.seek(header->position);
            return {};
        }
        if (!blocks.skipBlock(*header, context))
            return blocks.error();
        m_searched = m_source.position();
    }
    if (blocks.failed())
        return blocks.error();
    return damagedAt(m_source.place(), tr("the data of entry %1 is missing").arg(entry.dumpId));
}

} // namespace tidemark::archive
