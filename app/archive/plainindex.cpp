// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainindex.h"

#include <QDataStream>
#include <QSet>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr auto streamVersion = QDataStream::Qt_6_4;

void write(QDataStream& out, const EntryFields& entry)
{
    out << qint32(entry.dumpId) << entry.catalogTableOid << entry.catalogOid << entry.tag << entry.type
        << qint32(entry.section) << entry.definition << entry.copyStatement << entry.schema
        << entry.tablespace << entry.accessMethod << entry.owner << entry.dependencies << entry.hasData
        << qint32(entry.offsetState) << entry.offset << entry.dataBytes;
}

template <typename T> T readEnum(QDataStream& in, T last)
{
    qint32 value = 0;
    in >> value;
    if (value < 0 || value > qint32(last))
        in.setStatus(QDataStream::ReadCorruptData);
    return T(std::clamp(value, qint32(0), qint32(last)));
}

class Unpacker
{
public:
    Unpacker(const QByteArray& packed, qint64 fileBytes)
        : m_in(packed)
        , m_fileBytes(fileBytes)
    {
        m_in.setVersion(streamVersion);
    }

    std::optional<PlainIndex> unpack()
    {
        PlainIndex index;
        index.contents.fileBytes = m_fileBytes;
        index.contents.format = readEnum(m_in, DumpFormat::PlainCluster);
        index.contents.wrapping = readEnum(m_in, Wrapping::Lz4);
        bool endsAsItMust = false;
        m_in >> endsAsItMust >> index.contents.dependenciesInferred >> index.textBytes >> index.hasCrLf;
        index.contents.endsAsItMust = endsAsItMust;
        m_textBytes = index.textBytes;
        for (qint32 count = readCount(); count > 0 && isGood(); --count)
            index.contents.parts.append(readPart());
        qint64 last = 0;
        for (qint32 count = readCount(); count > 0 && isGood(); --count) {
            ResumePoint point;
            m_in >> point.textPosition >> point.filePosition >> point.state;
            check(point.textPosition >= last && point.textPosition <= m_textBytes &&
                  point.filePosition >= 0 && point.filePosition <= m_fileBytes);
            last = point.textPosition;
            index.points.append(point);
        }
        if (!isGood() || !m_in.atEnd())
            return std::nullopt;
        return index;
    }

private:
    bool isGood() const { return m_in.status() == QDataStream::Ok; }
    void check(bool condition)
    {
        if (!condition)
            m_in.setStatus(QDataStream::ReadCorruptData);
    }
    qint32 readCount()
    {
        qint32 count = 0;
        m_in >> count;
        check(count >= 0);
        return count;
    }
    QString readShared()
    {
        QString name;
        m_in >> name;
        return *m_names.insert(name);
    }

    DumpPart readPart()
    {
        DumpPart part;
        part.kind = readEnum(m_in, DumpPart::Kind::Globals);
        Toc& toc = part.toc;
        m_in >> toc.createdDate >> toc.createdTime >> toc.database >> toc.serverVersion >> toc.dumpVersion >>
            toc.encoding >> part.looseStatements;
        check(part.looseStatements >= 0);
        for (qint32 count = readCount(); count > 0 && isGood(); --count)
            toc.entries.append(readEntry());
        return part;
    }

    EntryFields readEntry()
    {
        EntryFields entry;
        qint32 dumpId = 0;
        m_in >> dumpId >> entry.catalogTableOid >> entry.catalogOid >> entry.tag;
        entry.dumpId = dumpId;
        entry.type = readShared();
        entry.section = readEnum(m_in, Section::PostData);
        m_in >> entry.definition >> entry.copyStatement;
        entry.schema = readShared();
        entry.tablespace = readShared();
        entry.accessMethod = readShared();
        entry.owner = readShared();
        m_in >> entry.dependencies >> entry.hasData;
        entry.offsetState = readEnum(m_in, OffsetState::NoData);
        m_in >> entry.offset >> entry.dataBytes;
        check(entry.offset >= 0 && entry.dataBytes >= -1 && entry.offset <= m_textBytes &&
              entry.dataBytes <= m_textBytes - entry.offset);
        return entry;
    }

    QDataStream m_in;
    qint64 m_fileBytes;
    qint64 m_textBytes = 0;
    QSet<QString> m_names;
};

} // namespace

QByteArray packPlainIndex(const PlainIndex& index)
{
    QByteArray packed;
    QDataStream out(&packed, QIODevice::WriteOnly);
    out.setVersion(streamVersion);
    const DumpContents& contents = index.contents;
    out << qint32(contents.format) << qint32(contents.wrapping) << contents.endsAsItMust.value_or(false)
        << contents.dependenciesInferred << index.textBytes << index.hasCrLf << qint32(contents.parts.size());
    for (const DumpPart& part : contents.parts) {
        const Toc& toc = part.toc;
        out << qint32(part.kind) << toc.createdDate << toc.createdTime << toc.database << toc.serverVersion
            << toc.dumpVersion << toc.encoding << part.looseStatements << qint32(toc.entries.size());
        for (const TocEntry& entry : toc.entries)
            write(out, entry.fields());
    }
    out << qint32(index.points.size());
    for (const ResumePoint& point : index.points)
        out << point.textPosition << point.filePosition << point.state;
    return packed;
}

std::optional<PlainIndex> unpackPlainIndex(const QByteArray& packed, qint64 fileBytes)
{
    return Unpacker(packed, fileBytes).unpack();
}

} // namespace tidemark::archive
