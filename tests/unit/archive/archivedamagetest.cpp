// SPDX-License-Identifier: GPL-3.0-or-later
// What time, disks and strangers do to files. A damaged archive must never pass for a whole one, and never
// crash.
#include "archive/archiveopener.h"
#include "archive/readback.h"
#include "unit/archive/archivewriter.h"

#include <QTest>

#include <array>
#include <functional>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

class ArchiveDamageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedAnywhere_data();
    void truncatedAnywhere();
    void flippedBits_data();
    void flippedBits();
    void wrongStreams_data();
    void wrongStreams();
    void lies_data();
    void lies();
    void damageOfNewerVersions();
    void singleEntries();
};

using Tamper = std::function<void(ArchiveWriter&)>;
using TamperBytes = std::function<void(QByteArray&, const ArchiveWriter&)>;

static core::Result<ReadBack> readBytes(const QByteArray& bytes)
{
    return readBack(ByteSource::overBytes(bytes, u"test.dump"_s), {}, core::silentContext());
}

static void addSamples()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<bool>("recordsOffsets");
    for (const int minor : {12, 13, 14, 15, 16}) {
        for (const Compression method : compressionsOf(minor))
            QTest::addRow("1.%d %s", minor, qPrintable(compressionText(method)))
                << minor << method << (minor != 14);
    }
}

void ArchiveDamageTest::truncatedAnywhere_data()
{
    addSamples();
}

void ArchiveDamageTest::truncatedAnywhere()
{
    QFETCH(int, minor);
    QFETCH(Compression, compression);
    QFETCH(bool, recordsOffsets);
    ArchiveWriter writer = sampleArchive(minor, compression);
    writer.recordsOffsets = recordsOffsets;
    const QByteArray whole = writer.build();
    for (qsizetype length = 0; length < whole.size(); ++length) {
        const auto result = readBytes(whole.left(length));
        QVERIFY2(!result, qPrintable(QString::number(length)));
        QCOMPARE(result.error().kind, core::ErrorKind::Corrupt);
        QVERIFY2(result.error().detail.contains(u"of %1"_s.arg(length)), qPrintable(result.error().detail));
    }
}

void ArchiveDamageTest::flippedBits_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("compression");
    for (const int minor : {14, 16}) {
        for (const Compression method : compressionsOf(minor))
            QTest::addRow("1.%d %s", minor, qPrintable(compressionText(method))) << minor << method;
    }
}

static bool sameContents(const ReadBack& left, const ReadBack& right)
{
    if (left.tables.size() != right.tables.size() || left.largeObjects != right.largeObjects ||
        left.largeObjectBytes != right.largeObjectBytes)
        return false;
    for (qsizetype i = 0; i < left.tables.size(); ++i) {
        if (left.tables[i].content != right.tables[i].content ||
            left.tables[i].dumpId != right.tables[i].dumpId)
            return false;
    }
    return true;
}

void ArchiveDamageTest::flippedBits()
{
    QFETCH(int, minor);
    QFETCH(Compression, compression);
    ArchiveWriter writer = sampleArchive(minor, compression);
    const QByteArray whole = writer.build();
    const auto expected = readBytes(whole);
    QVERIFY(expected);
    const auto isUnjudged = [&writer](qsizetype at) {
        return std::any_of(writer.unjudged.cbegin(), writer.unjudged.cend(), [at](const auto& range) {
            return at >= range.first && at < range.first + range.second;
        });
    };
    int noticed = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        // Every bit where data is, one per byte in the contents, which have no checksum: they must not crash
        // us.
        const bool isData = at >= writer.dataStart;
        for (int bit = isData ? 0 : int(at % 8); bit < 8; bit += isData ? 1 : 8) {
            QByteArray bytes = whole;
            bytes[at] = char(bytes[at] ^ (1 << bit));
            const auto result = readBytes(bytes);
            noticed += result ? 0 : 1;
            if (!isData || isUnjudged(at) || !result)
                continue;
            // zlib streams carry a checksum: what is accepted is the same. pg_dump gives lz4 and zstd none.
            if (compression == Compression::Gzip)
                QVERIFY2(sameContents(*result, *expected), qPrintable(QString::number(at)));
            // Without compression every bit counts, except in large objects, which are only measured.
            if (compression == Compression::None && at < writer.unjudged.first().first)
                QVERIFY2(!sameContents(*result, *expected), qPrintable(QString::number(at)));
        }
    }
    QVERIFY(noticed > whole.size() / 2);
}

void ArchiveDamageTest::wrongStreams_data()
{
    QTest::addColumn<Compression>("compression");
    for (const Compression method : {Compression::Gzip, Compression::Lz4, Compression::Zstd})
        QTest::newRow(qPrintable(compressionText(method))) << method;
}

void ArchiveDamageTest::wrongStreams()
{
    QFETCH(Compression, compression);
    ArchiveWriter writer = sampleArchive(16, compression);
    const QByteArray right = writer.compressed(writer.blocks[0].data);
    const auto detailOf = [&writer](const QByteArray& stream) {
        writer.blocks[0].compressed = stream;
        const auto result = readBytes(writer.build());
        return result ? QString() : result.error().detail;
    };
    for (const qsizetype size : {1, 3, 4096}) {
        writer.chunkBytes = size;
        QCOMPARE(detailOf(right), QString());
    }
    for (qsizetype length = 1; length < right.size(); ++length) {
        const QString detail = detailOf(right.left(length));
        QVERIFY2(detail.contains(u"compressed data ends too early"_s), qPrintable(detail));
    }
    QVERIFY(detailOf({}).contains(u"do not end as they must"_s));
    for (qsizetype more = 1; more < 20; ++more)
        QVERIFY(detailOf(right + QByteArray(more, '\0')).contains(u"bytes follow the end"_s));
    QVERIFY(detailOf(right + right).contains(u"bytes follow the end"_s));
    QVERIFY(detailOf("this is no compressed data").contains(u"cannot be decompressed"_s));
}

struct Lie
{
    const char* name;
    Tamper tamper;      // before the archive is written
    TamperBytes change; // afterwards
    const char* words;  // in the detail
};

static const std::array<Lie, 30>& allLies()
{
    static const std::array<Lie, 30> lies{{
        {"one entry too few", [](ArchiveWriter& w) { w.entryCount = 5; }, {}, "the type of a data block"},
        {"one entry too many", [](ArchiveWriter& w) { w.entryCount = 7; }, {}, ""},
        {"two milliards of entries",
         [](ArchiveWriter& w) { w.entryCount = 2000000000; },
         {},
         "entries do not fit"},
        {"minus one entry", [](ArchiveWriter& w) { w.entryCount = -1; }, {}, "entries do not fit"},
        {"entry number twice", [](ArchiveWriter& w) { w.entries[1].dumpId = 1; }, {}, "used twice"},
        {"entry number 0", [](ArchiveWriter& w) { w.entries[1].dumpId = 0; }, {}, "impossible"},
        {"negative entry number", [](ArchiveWriter& w) { w.entries[1].dumpId = -4; }, {}, "impossible"},
        {"mark for data", [](ArchiveWriter& w) { w.entries[1].hasData = 2; }, {}, "the mark for data"},
        {"section 5", [](ArchiveWriter& w) { w.entries[1].section = 5; }, {}, "the section 5"},
        {"OID of letters", [](ArchiveWriter& w) { w.entries[1].oid = "12a"; }, {}, "an OID"},
        {"mark for OIDs",
         [](ArchiveWriter& w) { w.entries[1].withOids = "maybe"; },
         {},
         "neither true nor false"},
        {"zero byte in a text", [](ArchiveWriter& w) { w.entries[1].tag[2] = '\0'; }, {}, "zero byte"},
        {"offset state 4",
         [](ArchiveWriter& w) { w.entries[2].offsetState = 4; },
         {},
         "the mark for the data position"},
        {"data promised and denied",
         [](ArchiveWriter& w) { w.entries[2].offsetState = 3; },
         {},
         "contradicts itself"},
        {"data denied and placed",
         [](ArchiveWriter& w) { w.entries[1].offsetState = 2; },
         {},
         "contradicts itself"},
        {"offset beside the block",
         [](ArchiveWriter& w) { w.entries[2].offset = 77; },
         {},
         "is said to be at byte 77"},
        {"offset beyond 63 bits", [](ArchiveWriter& w) { w.entries[2].offset = -1; }, {}, "too large"},
        {"block of nobody", [](ArchiveWriter& w) { w.blocks[0].dumpId = 99; }, {}, "which does not exist"},
        {"block of a view", [](ArchiveWriter& w) { w.blocks[0].dumpId = 2; }, {}, "which has none"},
        {"block twice",
         [](ArchiveWriter& w) {
             w.recordsOffsets = false;
             w.blocks.append(w.blocks[0]);
         },
         {},
         "comes twice"},
        {"block missing",
         [](ArchiveWriter& w) {
             w.recordsOffsets = false;
             w.blocks.removeAt(1);
         },
         {},
         "ends without the data of entry 5 (public tags)"},
        {"large objects instead of rows",
         [](ArchiveWriter& w) { w.blocks[0].type = 3; },
         {},
         "of the wrong type"},
        {"block type 2", [](ArchiveWriter& w) { w.blocks[0].type = 2; }, {}, "the type of a data block is 2"},
        {"no end marker",
         [](ArchiveWriter& w) { w.blocks[0].data = "1\n2\n"; },
         {},
         "do not end as they must"},
        {"rows after the end marker",
         [](ArchiveWriter& w) { w.blocks[0].data += "3\n"; },
         {},
         "do not end as they must"},
        {"COPY that is none",
         [](ArchiveWriter& w) { w.entries[2].copyStatement = "DROP TABLE x"; },
         {},
         "cannot be read"},
        {"bytes after the last block", {}, [](QByteArray& b, const ArchiveWriter&) { b += '\0'; }, ""},
        {"another archive after it",
         {},
         [](QByteArray& b, const ArchiveWriter&) { b += b; },
         "the type of a data block is 80"},
        {"chunk longer than the file",
         {},
         [](QByteArray& b, const ArchiveWriter& w) { b[w.dataStart + 6 + 4] = 0x7f; },
         "does not fit"},
        {"negative chunk",
         {},
         [](QByteArray& b, const ArchiveWriter& w) { b[w.dataStart + 6] = 1; },
         "does not fit"},
    }};
    return lies;
}

void ArchiveDamageTest::lies_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < allLies().size(); ++i)
        QTest::newRow(allLies()[i].name) << int(i);
}

void ArchiveDamageTest::lies()
{
    QFETCH(int, index);
    const Lie& lie = allLies()[std::size_t(index)];
    for (const Compression method : compressionsOf(15)) {
        ArchiveWriter writer = sampleArchive(15, method);
        if (lie.tamper)
            lie.tamper(writer);
        QByteArray bytes = writer.build();
        if (lie.change)
            lie.change(bytes, writer);
        const auto result = readBytes(bytes);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, core::ErrorKind::Corrupt);
        QVERIFY2(result.error().detail.contains(QLatin1String(lie.words)), qPrintable(result.error().detail));
        QVERIFY2(result.error().detail.startsWith(u"At byte "_s), qPrintable(result.error().detail));
    }
}

// Where the layout is too new to be known, what does not fit it is not called damage.
void ArchiveDamageTest::damageOfNewerVersions()
{
    ArchiveWriter writer = sampleArchive(17, Compression::Gzip);
    writer.blocks[0].dumpId = 99;
    const auto result = readBytes(writer.build());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::ToolTooOld);
    QVERIFY(result.error().detail.contains(u"which does not exist"_s));
}

static core::Status readAll(const Dump& dump, const TocEntry& entry)
{
    auto data = dump.openData(0, entry, core::silentContext());
    if (!data)
        return data.error();
    std::array<char, 4096> room = {};
    for (;;) {
        const auto count = (*data)->read(room);
        if (!count)
            return count.error();
        if (*count == 0)
            return {};
    }
}

void ArchiveDamageTest::singleEntries()
{
    for (const bool recordsOffsets : {true, false}) {
        ArchiveWriter writer = sampleArchive(15, Compression::Gzip);
        writer.recordsOffsets = recordsOffsets;
        const QByteArray whole = writer.build();
        for (qsizetype length = writer.dataStart; length < whole.size(); ++length) {
            const auto dump = openCustomDump(ByteSource::overBytes(whole.left(length), u"x"_s), {});
            QVERIFY(dump);
            const Toc& toc = (*dump)->contents().parts[0].toc;
            const bool postsWhole = length >= toc.entries[2].offset() + 6;
            const core::Status status = readAll(**dump, *toc.tableData().first());
            QVERIFY(status || status.error().kind == core::ErrorKind::Corrupt);
            QVERIFY(!status || postsWhole);
            const core::Status other = readAll(**dump, *toc.tableData().last());
            QVERIFY(!other || status); // tags come later in the file
        }
    }
}

QTEST_APPLESS_MAIN(ArchiveDamageTest)
#include "archivedamagetest.moc"
