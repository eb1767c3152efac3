// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archiveerror.h"
#include "archive/blockreader.h"
#include "archive/readbackparts.h"
#include "archive/tocreader.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <utility>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// One stream of a block, for what pulls. Refers to both.
class StreamReader final : public DataReader
{
public:
    StreamReader(BlockReader& blocks, const core::RunContext& context)
        : m_blocks(blocks)
        , m_context(context)
    {
        m_blocks.beginStream();
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        if (m_ended)
            return std::size_t(0);
        const std::optional<std::size_t> count = m_blocks.readSome(into, m_context);
        if (!count)
            return m_blocks.error();
        m_ended = *count == 0;
        return *count;
    }
    qint64 fileBytesRead() const override { return 0; }

private:
    BlockReader& m_blocks;
    const core::RunContext& m_context;
    bool m_ended = false;
};

class ReadBackRun
{
public:
    ReadBackRun(ByteSource source, DigestThread& digests, const core::RunContext& context);
    core::Result<ReadBack> run();

private:
    core::Status readAll();
    core::Status readBlock(BlockReader& blocks, const BlockHeader& header);
    core::Status readTable(BlockReader& blocks, const BlockHeader& header, const TocEntry& entry);
    core::Status readLargeObjects(BlockReader& blocks);
    core::Status checkHeader(const BlockHeader& header, const TocEntry* entry);
    core::Status checkEntries();
    core::Status takeOutcome();
    core::Error damaged(qint64 position, const QString& what) const;

    // A table whose digest is still being made.
    struct Pending
    {
        qsizetype table = 0; // in m_result.tables
        qint64 position = 0; // of its block
    };

    ByteSource m_source;
    DigestThread& m_digests;
    const core::RunContext& m_context;
    ReadBack m_result;
    TextEncoding m_encoding;
    QHash<int, const TocEntry*> m_entries;
    QSet<int> m_seen; // dump ids of the blocks read
    std::vector<Pending> m_pending;
};

ReadBackRun::ReadBackRun(ByteSource source, DigestThread& digests, const core::RunContext& context)
    : m_source(std::move(source))
    , m_digests(digests)
    , m_context(context)
{
}

core::Result<ReadBack> ReadBackRun::run()
{
    const core::Status status = readAll();
    if (status)
        return std::move(m_result);
    // Damage is only damage where the layout is known.
    if (m_result.toc.newerThanKnown && status.error().kind == core::ErrorKind::Corrupt)
        return tooNew(m_source.name(), status.error().detail);
    return status.error();
}

core::Status ReadBackRun::readAll()
{
    core::Result<Toc> toc = parseToc(m_source);
    if (!toc)
        return std::move(toc).error();
    if (toc->format != ArchiveFormat::Custom)
        return damaged(m_source.position(), tr("the file says that it is no custom archive"));
    m_source.allowAnySize();
    m_result.toc = std::move(*toc);
    m_encoding = TextEncoding(m_result.toc.encoding);
    for (const TocEntry& entry : std::as_const(m_result.toc.entries))
        m_entries.insert(entry.dumpId(), &entry);

    TIDEMARK_TRY(m_context.checkpoint());
    BlockReader blocks(m_source, m_result.toc);
    while (const std::optional<BlockHeader> header = blocks.nextBlock())
        TIDEMARK_TRY(readBlock(blocks, *header));
    if (blocks.failed())
        return blocks.error();
    TIDEMARK_TRY(checkEntries());
    return takeOutcome();
}

core::Error ReadBackRun::damaged(qint64 position, const QString& what) const
{
    return damagedAt({m_source.name(), position, m_source.size()}, what);
}

core::Status ReadBackRun::readBlock(BlockReader& blocks, const BlockHeader& header)
{
    const TocEntry* entry = m_entries.value(header.dumpId);
    TIDEMARK_TRY(checkHeader(header, entry));
    m_seen.insert(header.dumpId);
    if (header.type == BlockHeader::Type::LargeObjects)
        return readLargeObjects(blocks);
    return readTable(blocks, header, *entry);
}

core::Status ReadBackRun::checkHeader(const BlockHeader& header, const TocEntry* entry)
{
    const auto wrong = [&](const QString& what) -> core::Status { return damaged(header.position, what); };
    if (entry == nullptr)
        return wrong(tr("data belongs to entry %1, which does not exist").arg(header.dumpId));
    if (m_seen.contains(header.dumpId))
        return wrong(tr("the data of entry %1 comes twice").arg(header.dumpId));
    if (!entry->hasData())
        return wrong(tr("there is data for entry %1, which has none").arg(header.dumpId));
    if (entry->isLargeObjects() != (header.type == BlockHeader::Type::LargeObjects))
        return wrong(tr("the data of entry %1 is of the wrong type").arg(header.dumpId));
    // pg_restore goes where the entry points.
    if (entry->offsetState() == OffsetState::Known && entry->offset() != header.position)
        return wrong(tr("the data of entry %1 is said to be at byte %2")
                         .arg(QString::number(header.dumpId), QString::number(entry->offset())));
    return {};
}

core::Status ReadBackRun::readTable(BlockReader& blocks, const BlockHeader& header, const TocEntry& entry)
{
    std::optional<TableReadBack> table = describeTable(entry, m_encoding);
    if (!table)
        return damaged(header.position,
                       tr("the COPY statement of entry %1 cannot be read").arg(entry.dumpId()));
    if (entry.copyStatement().isEmpty()) {
        TIDEMARK_TRY(countInserts(std::make_unique<StreamReader>(blocks, m_context), m_result.toc, *table));
    } else {
        if (!blocks.readStream(m_digests, m_context))
            return blocks.error();
        m_digests.endTable();
        m_pending.push_back({m_result.tables.size(), header.position});
    }
    m_result.tables.append(std::move(*table));
    return {};
}

core::Status ReadBackRun::readLargeObjects(BlockReader& blocks)
{
    ByteCounter counter;
    while (blocks.nextLargeObject() != 0) {
        if (!blocks.readStream(counter, m_context))
            return blocks.error();
        ++m_result.largeObjects;
    }
    if (blocks.failed())
        return blocks.error();
    m_result.largeObjectBytes += counter.count();
    return {};
}

core::Status ReadBackRun::checkEntries()
{
    for (const TocEntry& entry : std::as_const(m_result.toc.entries)) {
        if (entry.hasData() != (entry.offsetState() != OffsetState::NoData))
            return damaged(m_source.size(),
                           tr("entry %1 contradicts itself about having data").arg(entry.dumpId()));
        if (entry.hasData() && !m_seen.contains(entry.dumpId())) {
            return damaged(m_source.size(),
                           tr("the file ends without the data of entry %1 (%2 %3)")
                               .arg(QString::number(entry.dumpId()), entry.schema(), entry.tag()));
        }
    }
    return {};
}

core::Status ReadBackRun::takeOutcome()
{
    const DigestThread::Outcome outcome = m_digests.finish();
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        TableReadBack& table = m_result.tables[m_pending[i].table];
        if (!takeDigest(outcome.tables[i], table)) {
            return damaged(m_pending[i].position,
                           tr("the rows of %1.%2 do not end as they must").arg(table.schema, table.name));
        }
    }
    m_result.sha256 = QString::fromLatin1(outcome.sha256.toHex());
    return {};
}

} // namespace

core::Result<ReadBack> readBackCustom(ByteSource source, DigestThread& digests,
                                      const core::RunContext& context)
{
    return ReadBackRun(std::move(source), digests, context).run();
}

} // namespace tidemark::archive
