// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/decompressingreader.h"
#include "archive/largeobjectlist.h"
#include "archive/memberdump.h"
#include "archive/readbackparts.h"
#include "archive/tarstore.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// The bytes of the present member. Refers to the source.
class MemberReader final : public DataReader
{
public:
    MemberReader(ByteSource& source, qint64 size, const core::RunContext& context)
        : m_source(source)
        , m_context(context)
        , m_left(size)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        if (m_left == 0)
            return std::size_t(0);
        TIDEMARK_TRY(m_context.checkpoint());
        const QByteArrayView piece = m_source.peek(std::min(m_left, qint64(into.size())));
        if (piece.isEmpty()) {
            if (m_source.failure())
                return *m_source.failure();
            return damagedAt(m_source.place(), tr("the file ends within a member"));
        }
        std::memcpy(into.data(), piece.data(), std::size_t(piece.size()));
        m_source.consume(piece.size());
        m_left -= piece.size();
        return std::size_t(piece.size());
    }
    qint64 fileBytesRead() const override { return 0; }

private:
    ByteSource& m_source;
    const core::RunContext& m_context;
    qint64 m_left;
};

class TarReadBack
{
public:
    TarReadBack(ByteSource source, const Dump& dump, DigestThread& digests, const core::RunContext& context);
    core::Result<ReadBack> run();

private:
    struct Pending // a table whose digest is still being made
    {
        qsizetype table = 0; // in m_result.tables
        qint64 position = 0;
    };

    core::Status readMember(const TarMember& member);
    core::Status readTable(const TarMember& member, std::unique_ptr<DataReader> data, const TocEntry& entry);
    core::Status readLargeObject(quint32 oid, DataReader& data);
    core::Status readList(const TarMember& member, DataReader& data);
    core::Status skip(DataReader& data);
    core::Status readRest();
    core::Status checkComplete();
    core::Status takeOutcome();
    void noteForeign(const TarMember& member);
    core::Error damaged(qint64 position, const QString& what) const;

    ByteSource m_source;
    const DumpContents& m_contents;
    DigestThread& m_digests;
    const core::RunContext& m_context;
    ReadBack m_result;
    TextEncoding m_encoding;
    QHash<QByteArray, const TocEntry*> m_entries; // by the name of their member
    QSet<QByteArray> m_seen;
    std::vector<quint32> m_objects; // OIDs of members
    std::vector<quint32> m_listed;  // OIDs in lists
    std::vector<Pending> m_pending;
};

TarReadBack::TarReadBack(ByteSource source, const Dump& dump, DigestThread& digests,
                         const core::RunContext& context)
    : m_source(std::move(source))
    , m_contents(dump.contents())
    , m_digests(digests)
    , m_context(context)
{
    m_source.allowAnySize();
    m_result.toc = m_contents.parts.constFirst().toc;
    m_encoding = TextEncoding(m_result.toc.encoding);
    for (const TocEntry& entry : std::as_const(m_result.toc.entries)) {
        if (const std::optional<QByteArray> name = memberNameOf(m_result.toc, entry))
            m_entries.insert(*name, &entry);
    }
}

core::Error TarReadBack::damaged(qint64 position, const QString& what) const
{
    return damagedAt({m_source.name(), position, m_source.size()}, what);
}

core::Result<ReadBack> TarReadBack::run()
{
    TarReader tar(m_source);
    for (;;) {
        core::Result<std::optional<TarMember>> member = tar.next();
        if (!member)
            return std::move(member).error();
        if (!*member)
            break;
        TIDEMARK_TRY(readMember(**member));
        TIDEMARK_TRY(m_context.checkpoint());
    }
    if (!tar.endsAsItMust())
        return damaged(m_source.size(), tr("the end of the tar file is missing"));
    TIDEMARK_TRY(readRest());
    TIDEMARK_TRY(checkComplete());
    TIDEMARK_TRY(takeOutcome());
    return std::move(m_result);
}

core::Status TarReadBack::readMember(const TarMember& member)
{
    MemberReader bytes(m_source, member.size, m_context);
    if (!member.isFile() || member.leadsOutside() ||
        (!m_contents.packedDirectory && !member.folder().isEmpty())) {
        noteForeign(member);
        return skip(bytes);
    }
    QByteArray name = member.fileName();
    Compression compression = Compression::None;
    for (const Compression method : {Compression::Gzip, Compression::Lz4, Compression::Zstd}) {
        if (name.endsWith(endingOf(method))) {
            compression = method;
            name.chop(endingOf(method).size());
        }
    }
    if (m_seen.contains(name))
        return damaged(member.header, tr("the member %1 comes twice").arg(QString::fromUtf8(name)));
    auto data = std::make_unique<MemberReader>(m_source, member.size, m_context);
    std::unique_ptr<DataReader> unpacked = std::move(data);
    if (compression != Compression::None) {
        unpacked = std::make_unique<DecompressingReader>(std::move(unpacked), compression,
                                                         m_source.name() + QLatin1String(": ") +
                                                             QString::fromUtf8(name));
    }
    if (const auto object = largeObjectNamed(member.fileName()))
        return readLargeObject(object->oid, *unpacked);
    const TocEntry* entry = m_entries.value(name);
    if (entry == nullptr) {
        if (name != "toc.dat" && name != "restore.sql")
            noteForeign(member);
        return skip(*unpacked);
    }
    m_seen.insert(name);
    return entry->isLargeObjects() ? readList(member, *unpacked)
                                   : readTable(member, std::move(unpacked), *entry);
}

void TarReadBack::noteForeign(const TarMember& member)
{
    if (member.type == '5')
        return; // folders
    m_result.findings.append(
        {core::Severity::Warning,
         QStringLiteral("dump.foreignFile"),
         tr("The member %1 does not belong to the dump.").arg(QString::fromUtf8(member.name)),
         {},
         {}});
}

core::Status TarReadBack::skip(DataReader& data)
{
    ByteCounter counter;
    return readInto(data, counter);
}

core::Status TarReadBack::readTable(const TarMember& member, std::unique_ptr<DataReader> data,
                                    const TocEntry& entry)
{
    std::optional<TableReadBack> table = describeTable(entry, m_encoding);
    if (!table)
        return damaged(member.position,
                       tr("the COPY statement of entry %1 cannot be read").arg(entry.dumpId()));
    if (entry.copyStatement().isEmpty()) {
        TIDEMARK_TRY(countInserts(std::move(data), m_result.toc, *table));
    } else {
        TIDEMARK_TRY(readInto(*data, m_digests));
        m_digests.endTable();
        m_pending.push_back({m_result.tables.size(), member.position});
    }
    m_result.tables.append(std::move(*table));
    return {};
}

core::Status TarReadBack::readLargeObject(quint32 oid, DataReader& data)
{
    ByteCounter counter;
    TIDEMARK_TRY(readInto(data, counter));
    m_objects.push_back(oid);
    ++m_result.largeObjects;
    m_result.largeObjectBytes += counter.count();
    return {};
}

core::Status TarReadBack::readList(const TarMember& member, DataReader& data)
{
    LargeObjectList lines(data, m_source.name() + QLatin1String(": ") + QString::fromUtf8(member.name));
    for (;;) {
        core::Result<std::optional<ListedObject>> listed = lines.next();
        if (!listed)
            return std::move(listed).error();
        if (!*listed)
            return {};
        m_listed.push_back((*listed)->oid);
    }
}

// Behind the end of a tar file there is what fills the last record.
core::Status TarReadBack::readRest()
{
    for (;;) {
        const QByteArrayView piece = m_source.peek(qint64(1) << 20);
        if (piece.isEmpty())
            return m_source.failure() ? core::Status(*m_source.failure()) : core::Status();
        if (!std::all_of(piece.begin(), piece.end(), [](char c) { return c == '\0'; }))
            return damaged(m_source.position(), tr("something follows the end of the tar file"));
        m_source.consume(piece.size());
        TIDEMARK_TRY(m_context.checkpoint());
    }
}

core::Status TarReadBack::checkComplete()
{
    for (const TocEntry& entry : std::as_const(m_result.toc.entries)) {
        const std::optional<QByteArray> name = memberNameOf(m_result.toc, entry);
        if (entry.hasData() && (!name || !m_seen.contains(*name))) {
            return damaged(m_source.size(),
                           tr("the file ends without the data of entry %1 (%2 %3)")
                               .arg(QString::number(entry.dumpId()), entry.schema(), entry.tag()));
        }
    }
    std::sort(m_objects.begin(), m_objects.end());
    std::sort(m_listed.begin(), m_listed.end());
    if (std::adjacent_find(m_objects.begin(), m_objects.end()) != m_objects.end())
        return damaged(m_source.size(), tr("a large object comes twice"));
    if (m_objects != m_listed)
        return damaged(m_source.size(), tr("the large objects are not those that are listed"));
    return {};
}

core::Status TarReadBack::takeOutcome()
{
    const DigestThread::Outcome outcome = m_digests.finish();
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        TableReadBack& table = m_result.tables[m_pending[i].table];
        if (!takeDigest(outcome.tables[i], table))
            return damaged(m_pending[i].position,
                           tr("the rows of %1.%2 do not end as they must").arg(table.schema, table.name));
    }
    m_result.sha256 = QString::fromLatin1(outcome.sha256.toHex());
    return {};
}

} // namespace

core::Result<ReadBack> readBackTar(ByteSource source, const Dump& dump, DigestThread& digests,
                                   const core::RunContext& context)
{
    return TarReadBack(std::move(source), dump, digests, context).run();
}

} // namespace tidemark::archive
