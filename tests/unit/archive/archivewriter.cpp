// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/archive/archivewriter.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace tidemark::tests {

using archive::Compression;

int ArchiveWriter::addTable(const QByteArray& name, const QByteArray& columns, const QList<QByteArray>& rows)
{
    WrittenEntry table;
    table.dumpId = ++m_lastId;
    table.tableOid = "1259";
    table.oid = QByteArray::number(16384 + m_lastId);
    table.tag = name;
    table.type = "TABLE";
    table.schema = "public";
    table.definition = "CREATE TABLE public." + name + " (\n);\n";
    table.dropStatement = "DROP TABLE public." + name + ";\n";
    table.relationKind = 'r';
    entries.append(table);

    WrittenEntry data = table;
    data.dumpId = ++m_lastId;
    data.type = "TABLE DATA";
    data.section = 3;
    data.hasData = 1;
    data.definition.clear();
    data.dropStatement.clear();
    data.copyStatement = "COPY public." + name + " (" + columns + ") FROM stdin;\n";
    data.dependencies = {table.dumpId};
    entries.append(data);

    WrittenBlock block;
    block.dumpId = data.dumpId;
    for (const QByteArray& row : rows)
        block.data += row + '\n';
    block.data += "\\.\n\n\n";
    blocks.append(block);
    return data.dumpId;
}

void ArchiveWriter::addLargeObjects(const QList<QPair<quint32, QByteArray>>& objects)
{
    WrittenEntry entry;
    entry.dumpId = ++m_lastId;
    entry.tag = "BLOBS";
    entry.type = "BLOBS";
    entry.section = 3;
    entry.hasData = 1;
    entry.owner = "";
    entries.append(entry);
    blocks.append({3, entry.dumpId, {}, objects, {}});
}

void ArchiveWriter::addEncoding(const QByteArray& name)
{
    WrittenEntry entry;
    entry.dumpId = ++m_lastId;
    entry.tag = "ENCODING";
    entry.type = "ENCODING";
    entry.owner = "";
    entry.definition = "SET client_encoding = '" + name + "';\n";
    entries.append(entry);
}

QByteArray ArchiveWriter::integer(qint64 value) const
{
    QByteArray bytes(1, value < 0 ? '\1' : '\0');
    quint64 magnitude = quint64(value < 0 ? -value : value);
    for (int i = 0; i < integerSize; ++i) {
        bytes.append(char(magnitude & 0xff));
        magnitude >>= 8;
    }
    return bytes;
}

QByteArray ArchiveWriter::text(const std::optional<QByteArray>& value) const
{
    return value ? integer(value->size()) + *value : integer(-1);
}

QByteArray ArchiveWriter::compressed(const QByteArray& data) const
{
    QByteArray out;
    switch (compression) {
    case Compression::None:
        return data;
    case Compression::Gzip: {
        uLongf size = compressBound(uLong(data.size()));
        out.resize(qsizetype(size));
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
                  uLong(data.size()), 6);
        out.resize(qsizetype(size));
        return out;
    }
    case Compression::Lz4:
        out.resize(qsizetype(LZ4F_compressFrameBound(size_t(data.size()), nullptr)));
        out.resize(qsizetype(
            LZ4F_compressFrame(out.data(), size_t(out.size()), data.data(), size_t(data.size()), nullptr)));
        return out;
    case Compression::Zstd:
        out.resize(qsizetype(ZSTD_compressBound(size_t(data.size()))));
        out.resize(
            qsizetype(ZSTD_compress(out.data(), size_t(out.size()), data.data(), size_t(data.size()), 3)));
        return out;
    }
    return out;
}

QByteArray ArchiveWriter::chunks(const QByteArray& bytes) const
{
    QByteArray out;
    for (qsizetype at = 0; at < bytes.size(); at += chunkBytes) {
        const QByteArray piece = bytes.mid(at, chunkBytes);
        out += integer(piece.size()) + piece;
    }
    return out + integer(0);
}

QByteArray ArchiveWriter::header() const
{
    QByteArray out("PGDMP");
    out += char(1);
    out += char(minor);
    out += char(0);
    out += char(integerSize);
    out += char(offsetSize);
    out += char(format);
    if (minor >= 15)
        out += char(compression);
    else
        out += integer(compression == Compression::None ? 0 : -1);
    for (const qint64 part : {5, 4, 13, 22, 10, 126, 0}) // 22 November 2026, 13:04:05
        out += integer(part);
    return out + text(QByteArray("blog_db")) + text(QByteArray("15.20")) + text(QByteArray("15.20 (Debian)"));
}

QByteArray ArchiveWriter::toc(const QList<qsizetype>& positions, qsizetype dataAt) const
{
    QByteArray out = integer(entryCount.value_or(entries.size()));
    for (const WrittenEntry& entry : entries) {
        out += integer(entry.dumpId) + integer(entry.hasData) + text(entry.tableOid) + text(entry.oid) +
               text(entry.tag) + text(entry.type) + integer(entry.section) + text(entry.definition) +
               text(entry.dropStatement) + text(entry.copyStatement) + text(entry.schema) +
               text(QByteArray());
        if (minor >= 14)
            out += text(QByteArray("heap"));
        if (minor >= 16)
            out += integer(entry.relationKind);
        out += text(entry.owner) + text(entry.withOids);
        for (const int dependency : entry.dependencies)
            out += text(QByteArray::number(dependency));
        out += integer(-1);
        if (format != 1) {
            out += text(entry.fileName);
            continue;
        }
        const int trueState = entry.hasData == 0 ? 3 : recordsOffsets ? 2 : 1;
        qint64 offset = 0;
        for (qsizetype i = 0; i < blocks.size() && trueState == 2; ++i) {
            if (blocks[i].dumpId == entry.dumpId)
                offset = dataAt + positions[i];
        }
        out += char(entry.offsetState.value_or(trueState));
        offset = entry.offset.value_or(offset);
        for (int i = 0; i < offsetSize; ++i)
            out += char(i < 8 ? (offset >> (8 * i)) & 0xff : 0);
    }
    return out;
}

QByteArray ArchiveWriter::build()
{
    QByteArray data;
    QList<qsizetype> positions;
    unjudged.clear();
    for (const WrittenBlock& block : blocks) {
        positions.append(data.size());
        data += char(block.type) + integer(block.dumpId);
        if (block.type != 3) {
            data += chunks(block.compressed.value_or(compressed(block.data)));
            continue;
        }
        for (const auto& [oid, bytes] : block.largeObjects) {
            unjudged.append({data.size(), integerSize + 1});
            data += integer(qint32(oid)) + chunks(compressed(bytes));
        }
        data += integer(0);
    }
    const QByteArray front = header();
    // The length of the contents does not depend on the offsets in them.
    dataStart = front.size() + toc(positions, 0).size();
    for (auto& [position, length] : unjudged)
        position += dataStart;
    return front + toc(positions, dataStart) + data;
}

QList<QPair<QByteArray, QByteArray>> ArchiveWriter::buildFiles()
{
    format = 3;
    static const QByteArray endings[] = {"", ".gz", ".lz4", ".zst"};
    const QByteArray ending = endings[int(compression)];
    QList<QPair<QByteArray, QByteArray>> files;
    for (const WrittenBlock& block : std::as_const(blocks)) {
        const QByteArray id = QByteArray::number(block.dumpId);
        if (block.type != 3) {
            files.append({id + ".dat" + ending, compressedFile(block.data, compression)});
            continue;
        }
        QByteArray list;
        for (const auto& [oid, bytes] : block.largeObjects) {
            const QByteArray name = "blob_" + QByteArray::number(oid) + ".dat";
            list += QByteArray::number(oid) + ' ' + name + '\n';
            files.append({name + ending, compressedFile(bytes, compression)});
        }
        files.append({minor < 16 ? QByteArray("blobs.toc") : "blobs_" + id + ".toc", list});
    }
    for (WrittenEntry& entry : entries) {
        if (entry.hasData == 1 && entry.fileName.isEmpty())
            entry.fileName = QByteArray::number(entry.dumpId) + ".dat";
    }
    files.prepend({"toc.dat", header() + toc({}, 0)});
    return files;
}

QByteArray compressedFile(const QByteArray& bytes, Compression method)
{
    if (method != Compression::Gzip) {
        ArchiveWriter writer;
        writer.compression = method;
        return writer.compressed(bytes);
    }
    z_stream stream = {};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))) + 32, '\0');
    QByteArray in = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray tarHeader(const QByteArray& name, const QByteArray& sizeField, char type)
{
    QByteArray block(512, '\0');
    block.replace(0, name.left(100).size(), name.left(100));
    block.replace(100, 8, QByteArray("0000600 ", 8));
    block.replace(124, sizeField.size(), sizeField);
    block.replace(136, 12, "00000000000 ");
    block[156] = type;
    block.replace(257, 8, QByteArray("ustar\00000", 8));
    block.replace(148, 8, "        ");
    int sum = 0;
    for (const char c : std::as_const(block))
        sum += static_cast<unsigned char>(c);
    block.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return block;
}

QByteArray tarMember(const QByteArray& name, const QByteArray& bytes, char type)
{
    QByteArray out =
        tarHeader(name, QByteArray::number(bytes.size(), 8).rightJustified(11, '0') + ' ', type) + bytes;
    return out + QByteArray((512 - out.size() % 512) % 512, '\0');
}

QByteArray tarOf(const QList<QPair<QByteArray, QByteArray>>& files, const QByteArray& folder)
{
    QByteArray out;
    for (const auto& [name, bytes] : files)
        out += tarMember(folder + name, bytes);
    return out + QByteArray(1024, '\0');
}

QList<Compression> compressionsOf(int minor)
{
    if (minor < 15)
        return {Compression::None, Compression::Gzip};
    return {Compression::None, Compression::Gzip, Compression::Lz4, Compression::Zstd};
}

ArchiveWriter sampleArchive(int minor, Compression compression)
{
    ArchiveWriter writer;
    writer.minor = minor;
    writer.compression = compression;
    writer.addEncoding("UTF8");
    writer.addTable("posts", "id, \"Full name\", price",
                    {"1\talpha\t\\N", "2\tb\xc3\xa9ta\t3.50", "", QByteArray(300, 'x')});
    writer.addTable("tags", "id", {});
    writer.addLargeObjects({{16500, "first"}, {4000000001U, "second, longer"}});
    return writer;
}

} // namespace tidemark::tests
