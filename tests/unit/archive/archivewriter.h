// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pg_dump archives byte by byte, of every layout version and with every fault that a test wants.
#pragma once

#include "archive/toc.h"

#include <QByteArray>
#include <QList>
#include <QPair>

#include <optional>

namespace tidemark::tests {

struct WrittenEntry
{
    int dumpId = 0;
    qint64 hasData = 0;
    QByteArray tableOid = "0";
    QByteArray oid = "0";
    QByteArray tag;
    QByteArray type;
    qint64 section = 2;
    QByteArray definition;
    QByteArray dropStatement;
    std::optional<QByteArray> copyStatement;
    std::optional<QByteArray> schema;
    QByteArray owner = "postgres";
    QByteArray withOids = "false";
    qint64 relationKind = 0;
    QList<int> dependencies;
    std::optional<int> offsetState; // 1, 2, 3 instead of what is true
    std::optional<qint64> offset;   // instead of what is true
    QByteArray fileName;            // for toc.dat
};

struct WrittenBlock
{
    int type = 1;
    int dumpId = 0;
    QByteArray data;                                // of type 1
    QList<QPair<quint32, QByteArray>> largeObjects; // of type 3
    std::optional<QByteArray> compressed;           // instead of what the data becomes
};

class ArchiveWriter
{
public:
    int minor = 14;
    int integerSize = 4;
    int offsetSize = 8;
    int format = 1;
    archive::Compression compression = archive::Compression::Gzip;
    bool recordsOffsets = true;
    qsizetype chunkBytes = 4096;
    std::optional<qint64> entryCount; // instead of what is true
    QList<WrittenEntry> entries;
    QList<WrittenBlock> blocks;

    /// A TABLE and its TABLE DATA, the rows given as lines. Returns the dump id of the data.
    int addTable(const QByteArray& name, const QByteArray& columns, const QList<QByteArray>& rows);
    void addLargeObjects(const QList<QPair<quint32, QByteArray>>& objects);
    void addEncoding(const QByteArray& name);
    /// The offsets of entries follow from the blocks.
    QByteArray build();

    /// The same archive as the files of a directory dump, or with Compression::None as the members of a tar
    /// file: toc.dat first. The format in the header is that of both.
    QList<QPair<QByteArray, QByteArray>> buildFiles();

    QByteArray integer(qint64 value) const;
    QByteArray text(const std::optional<QByteArray>& value) const;
    /// Length-prefixed, with the terminator.
    QByteArray chunks(const QByteArray& bytes) const;
    QByteArray compressed(const QByteArray& data) const;

    /// After build(): where the first block begins, and which bytes no reader can judge (OIDs of large
    /// objects).
    qsizetype dataStart = 0;
    QList<QPair<qsizetype, qsizetype>> unjudged; // position, length

private:
    QByteArray header() const;
    QByteArray toc(const QList<qsizetype>& positions, qsizetype dataAt) const;
    int m_lastId = 0;
};

/// A whole file as the gzip, zstd and lz4 programs compress it.
QByteArray compressedFile(const QByteArray& bytes, archive::Compression method);
/// One member: header, bytes and what fills the last block.
QByteArray tarMember(const QByteArray& name, const QByteArray& bytes, char type = '0');
QByteArray tarHeader(const QByteArray& name, const QByteArray& sizeField, char type = '0');
/// Members and the two empty blocks at the end.
QByteArray tarOf(const QList<QPair<QByteArray, QByteArray>>& files, const QByteArray& folder = {});

/// One of everything: two tables (one without rows), large objects, a view and a sequence.
ArchiveWriter sampleArchive(int minor, archive::Compression compression);
/// What pg_dump of that layout version can write.
QList<archive::Compression> compressionsOf(int minor);

} // namespace tidemark::tests
