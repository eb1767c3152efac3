// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readback.h"

#include "archive/archiveerror.h"
#include "archive/blockreader.h"
#include "archive/copystatement.h"
#include "archive/recognise.h"
#include "archive/textencoding.h"
#include "archive/tocreader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <utility>

namespace tidemark::archive {

namespace {

constexpr std::chrono::milliseconds reportInterval{100};

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// For data that is counted but not looked at.
class CountingSink final : public DataSink
{
public:
    std::span<char> room() override { return m_scratch; }
    void written(std::size_t count) override { m_count += qint64(count); }
    qint64 count() const { return m_count; }

private:
    std::vector<char> m_scratch = std::vector<char>(64 * 1024);
    qint64 m_count = 0;
};

class ProgressReport
{
public:
    ProgressReport(const QString& file, qint64 total, const core::RunContext& context)
        : m_context(context)
    {
        m_progress.phase = tr("Reading back %1").arg(file);
        m_progress.bytesTotal = total;
    }
    void at(qint64 position)
    {
        const auto now = std::chrono::steady_clock::now();
        const bool isLast = position >= m_progress.bytesTotal.value_or(0);
        if (!isLast && now - m_last < reportInterval)
            return;
        m_last = now;
        m_rate.record(now, position);
        m_progress.bytesDone = position;
        m_progress.bytesPerSecond = m_rate.bytesPerSecond();
        m_progress.left = m_rate.timeLeft(*m_progress.bytesTotal - position);
        m_context.report(m_progress);
    }

private:
    const core::RunContext& m_context;
    core::Progress m_progress;
    core::RateMeter m_rate;
    core::RateMeter::Instant m_last;
};

class ReadBackRun
{
public:
    ReadBackRun(ByteSource source, const ReadBackOptions& options, const core::RunContext& context);
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
    const core::RunContext& m_context;
    const ReadBackOptions m_options;
    ProgressReport m_progress;
    ReadBack m_result;
    TextEncoding m_encoding;
    QHash<int, const TocEntry*> m_entries;
    QSet<int> m_seen; // dump ids of the blocks read
    std::vector<Pending> m_pending;
    DigestThread m_digests;
};

ReadBackRun::ReadBackRun(ByteSource source, const ReadBackOptions& options, const core::RunContext& context)
    : m_source(std::move(source))
    , m_context(context)
    , m_options(options)
    , m_progress(QFileInfo(m_source.name()).fileName(), m_source.size(), context)
    , m_digests(options.fileHash)
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
    m_source.setPageCache(m_options.pageCache);
    m_source.setWindowTap([this, end = qint64(0)](QByteArrayView bytes) mutable {
        end += bytes.size();
        if (m_options.fileHash != FileHash::None)
            m_digests.addFileBytes(bytes);
        m_progress.at(end);
    });
    core::Result<Toc> toc = parseToc(m_source);
    if (!toc)
        return std::move(toc).error();
    if (toc->format != ArchiveFormat::Custom)
        return damaged(m_source.position(), tr("the file says that it is no custom archive"));
    m_result.toc = std::move(*toc);
    m_encoding = TextEncoding(m_result.toc.encoding);
    for (const TocEntry& entry : std::as_const(m_result.toc.entries))
        m_entries.insert(entry.dumpId, &entry);

    TIDEMARK_TRY(m_context.checkpoint());
    BlockReader blocks(m_source, m_result.toc);
    while (const std::optional<BlockHeader> header = blocks.nextBlock())
        TIDEMARK_TRY(readBlock(blocks, *header));
    if (blocks.failed())
        return blocks.error();
    TIDEMARK_TRY(checkEntries());
    TIDEMARK_TRY(takeOutcome());
    m_result.fileBytes = m_source.size();
    return {};
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
    if (!entry->hasData)
        return wrong(tr("there is data for entry %1, which has none").arg(header.dumpId));
    if (entry->isLargeObjects() != (header.type == BlockHeader::Type::LargeObjects))
        return wrong(tr("the data of entry %1 is of the wrong type").arg(header.dumpId));
    // pg_restore goes where the entry points.
    if (entry->offsetState == OffsetState::Known && entry->offset != header.position)
        return wrong(tr("the data of entry %1 is said to be at byte %2")
                         .arg(QString::number(header.dumpId), QString::number(entry->offset)));
    return {};
}

core::Status ReadBackRun::readTable(BlockReader& blocks, const BlockHeader& header, const TocEntry& entry)
{
    TableReadBack table;
    table.dumpId = entry.dumpId;
    table.schema = entry.schema;
    table.name = entry.tag;
    table.throughRoot = entry.definition.startsWith("-- load via partition root");
    if (entry.copyStatement.isEmpty()) {
        CountingSink counter;
        if (!blocks.readStream(counter, m_context))
            return blocks.error();
        table.dataBytes = counter.count();
    } else {
        const std::optional<CopyStatement> statement = CopyStatement::parse(entry.copyStatement);
        if (!statement)
            return damaged(header.position,
                           tr("the COPY statement of entry %1 cannot be read").arg(entry.dumpId));
        table.columns = m_encoding.decode(statement->columnText);
        if (!blocks.readStream(m_digests, m_context))
            return blocks.error();
        m_digests.endTable();
        m_pending.push_back({m_result.tables.size(), header.position});
    }
    m_result.tables.append(std::move(table));
    return {};
}

core::Status ReadBackRun::readLargeObjects(BlockReader& blocks)
{
    CountingSink counter;
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
        if (entry.hasData != (entry.offsetState != OffsetState::NoData))
            return damaged(m_source.size(),
                           tr("entry %1 contradicts itself about having data").arg(entry.dumpId));
        if (entry.hasData && !m_seen.contains(entry.dumpId)) {
            return damaged(m_source.size(), tr("the file ends without the data of entry %1 (%2 %3)")
                                                .arg(QString::number(entry.dumpId), entry.schema, entry.tag));
        }
    }
    return {};
}

core::Status ReadBackRun::takeOutcome()
{
    const DigestThread::Outcome outcome = m_digests.finish();
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        TableReadBack& table = m_result.tables[m_pending[i].table];
        const DigestThread::Table& found = outcome.tables[i];
        if (!found.hasEndMarker || found.hasTrailingBytes) {
            return damaged(m_pending[i].position,
                           tr("the rows of %1.%2 do not end as they must").arg(table.schema, table.name));
        }
        table.content = found.content;
        table.dataBytes = found.content.bytes;
    }
    if (m_options.fileHash == FileHash::Sha256) {
        if (outcome.sha256.isEmpty())
            return core::Error{
                core::ErrorKind::Internal, tr("The SHA-256 of the file could not be computed."), {}, {}};
        m_result.sha256 = QString::fromLatin1(outcome.sha256.toHex());
    }
    return {};
}

// Otherwise opening it tells better what is wrong.
bool canBeRead(FileKind kind)
{
    return kind != FileKind::NotThere && kind != FileKind::NotReadable;
}

core::Error notACustomArchive(const QString& path, const Recognition& found)
{
    const core::ErrorKind kind =
        found.kind == FileKind::Empty ? core::ErrorKind::Corrupt : core::ErrorKind::InvalidInput;
    return {kind, tr("“%1” is not an archive in pg_dump's custom format.").arg(path), found.sentence, {}};
}

} // namespace

core::Result<ReadBack> readBack(ByteSource source, const ReadBackOptions& options,
                                const core::RunContext& context)
{
    return ReadBackRun(std::move(source), options, context).run();
}

core::Result<ReadBack> readBack(const QString& path, const ReadBackOptions& options,
                                const core::RunContext& context)
{
    const Recognition found = recognise(path);
    if (found.kind != FileKind::CustomArchive && canBeRead(found.kind))
        return notACustomArchive(path, found);
    core::Result<ByteSource> source = ByteSource::open(path);
    if (!source)
        return std::move(source).error();
    return readBack(std::move(*source), options, context);
}

core::Result<Toc> readToc(const QString& path)
{
    const Recognition found = recognise(path);
    const bool isDirectory = found.kind == FileKind::DirectoryArchive;
    if (!isDirectory && found.kind != FileKind::CustomArchive && canBeRead(found.kind))
        return notACustomArchive(path, found);
    core::Result<ByteSource> source = ByteSource::open(isDirectory ? path + QLatin1String("/toc.dat") : path);
    if (!source)
        return std::move(source).error();
    core::Result<Toc> toc = parseToc(*source);
    if (toc && isDirectory && source->remaining() > 0)
        return damagedAt(source->place(), tr("bytes follow the end of the table of contents"));
    return toc;
}

} // namespace tidemark::archive
