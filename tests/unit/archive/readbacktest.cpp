// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readback.h"

#include "archive/customarchive.h"
#include "unit/archive/archivewriter.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <stop_token>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

class ReadBackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryMethod_data();
    void readsEveryMethod();
    void doesNotDependOnTheChunks();
    void readsInsertStatements();
    void readsTablesWithoutColumns();
    void readsEmptyLargeObjectsWithoutStream();
    void readsLongRows();
    void hashesTheFile();
    void reportsProgress();
    void canBeCancelled();
    void saysWhatOtherFilesAre();
    void readsSingleEntries_data();
    void readsSingleEntries();
};

static core::Result<ReadBack> readBytes(const QByteArray& bytes)
{
    return readBack(ByteSource::overBytes(bytes, u"test.dump"_s), {}, core::silentContext());
}

static QString errorText(const core::Result<ReadBack>& result)
{
    return result ? QString() : result.error().toText();
}

static void addSamples()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("compression");
    QTest::addColumn<bool>("recordsOffsets");
    for (int minor = 12; minor <= 16; ++minor) {
        for (const Compression method : compressionsOf(minor)) {
            QTest::addRow("1.%d %s", minor, qPrintable(compressionText(method))) << minor << method << true;
            QTest::addRow("1.%d %s, piped", minor, qPrintable(compressionText(method)))
                << minor << method << false;
        }
    }
}

void ReadBackTest::readsEveryMethod_data()
{
    addSamples();
}

void ReadBackTest::readsEveryMethod()
{
    QFETCH(int, minor);
    QFETCH(Compression, compression);
    QFETCH(bool, recordsOffsets);
    ArchiveWriter writer = sampleArchive(minor, compression);
    writer.recordsOffsets = recordsOffsets;
    const QByteArray bytes = writer.build();
    const auto result = readBytes(bytes);
    QVERIFY2(result, qPrintable(errorText(result)));
    QCOMPARE(result->fileBytes, bytes.size());
    QCOMPARE(result->tables.size(), 2);
    const TableReadBack& posts = result->tables[0];
    QCOMPARE(posts.schema, u"public"_s);
    QCOMPARE(posts.name, u"posts"_s);
    QCOMPARE(posts.columns, u"id, \"Full name\", price"_s);
    QVERIFY(!posts.throughRoot);
    QVERIFY(posts.content);
    QCOMPARE(posts.content->rows, 4);
    QCOMPARE(posts.content->bytes, 326);
    QCOMPARE(posts.dataBytes, 326);
    QCOMPARE(posts.content->digest.toHex(), u"ed82a9d9102667bfcda803a87900a42e"_s);
    QCOMPARE(result->tables[1].content, std::optional(TableContent()));
    QCOMPARE(result->largeObjects, 2);
    QCOMPARE(result->largeObjectBytes, 19);
}

void ReadBackTest::doesNotDependOnTheChunks()
{
    for (const Compression method : compressionsOf(16)) {
        ArchiveWriter writer = sampleArchive(16, method);
        for (const qsizetype size : {1, 2, 7, 100000}) {
            writer.chunkBytes = size;
            const auto result = readBytes(writer.build());
            QVERIFY2(result, qPrintable(errorText(result)));
            QCOMPARE(result->tables[0].content->digest.toHex(), u"ed82a9d9102667bfcda803a87900a42e"_s);
        }
    }
}

void ReadBackTest::readsInsertStatements()
{
    ArchiveWriter writer = sampleArchive(14, Compression::Gzip);
    writer.entries[2].copyStatement.reset();
    writer.blocks[0].data = "INSERT INTO public.posts VALUES (1);\n\n\n";
    const auto result = readBytes(writer.build());
    QVERIFY2(result, qPrintable(errorText(result)));
    QVERIFY(!result->tables[0].content);
    QCOMPARE(result->tables[0].dataBytes, 39);
    QVERIFY(result->tables[0].columns.isEmpty());
    QVERIFY(result->tables[1].content);
}

void ReadBackTest::readsTablesWithoutColumns()
{
    ArchiveWriter writer;
    writer.addTable("nocols", "", {"", ""});
    writer.entries[1].copyStatement = "COPY public.nocols  FROM stdin;\n";
    writer.entries[1].definition = "-- load via partition root public.root";
    const auto result = readBytes(writer.build());
    QVERIFY2(result, qPrintable(errorText(result)));
    QCOMPARE(result->tables[0].content->rows, 2);
    QVERIFY(result->tables[0].throughRoot);
}

// pg_dump 16 and newer write no bytes at all where nothing was to be compressed.
void ReadBackTest::readsEmptyLargeObjectsWithoutStream()
{
    ArchiveWriter writer;
    writer.compression = Compression::None;
    writer.addLargeObjects({{1, ""}, {2, "x"}, {3, ""}});
    const auto plain = readBytes(writer.build());
    QVERIFY2(plain, qPrintable(errorText(plain)));
    QCOMPARE(plain->largeObjects, 3);
    QCOMPARE(plain->largeObjectBytes, 1);
    writer.minor = 16;
    writer.compression = Compression::None;
    writer.blocks[0].largeObjects = {{1, ""}};
    QByteArray bytes = writer.build();
    bytes[11] = char(Compression::Gzip); // the one object has no chunk, so only the method changes
    const auto compressed = readBytes(bytes);
    QVERIFY2(compressed, qPrintable(errorText(compressed)));
    QCOMPARE(compressed->largeObjects, 1);
}

void ReadBackTest::readsLongRows()
{
    QByteArray row(3 * 1024 * 1024 + 17, 'a');
    for (qsizetype i = 0; i < row.size(); i += 3)
        row[i] = char('b' + i % 20);
    ArchiveWriter writer;
    writer.compression = Compression::Zstd;
    writer.minor = 15;
    writer.addTable("long", "a", {row, "short", row});
    const auto result = readBytes(writer.build());
    QVERIFY2(result, qPrintable(errorText(result)));
    TableDigest expected;
    expected.addBytes(row + '\n' + row + "\nshort\n");
    QCOMPARE(result->tables[0].content, std::optional(expected.finish()));
}

static QString writeFile(const QTemporaryDir& folder, const QByteArray& bytes)
{
    const QString path = folder.filePath(u"a dümp.dump"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return {};
    return path;
}

// Large enough for several windows, and hardly compressible.
static ArchiveWriter largeArchive()
{
    QList<QByteArray> rows;
    quint64 state = 1;
    for (int i = 0; i < 60000; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        rows.append(QByteArray::number(state) + '\t' + QByteArray::number(i));
    }
    ArchiveWriter writer;
    writer.addTable("numbers", "a, b", rows);
    return writer;
}

void ReadBackTest::hashesTheFile()
{
    const QTemporaryDir folder;
    const QByteArray bytes = largeArchive().build();
    QVERIFY(bytes.size() > 600 * 1024);
    const QString path = writeFile(folder, bytes);
    for (const PageCache use : {PageCache::Keep, PageCache::Bypass}) {
        const auto result = readBack(path, {FileHash::Sha256, use}, core::silentContext());
        QVERIFY2(result, qPrintable(errorText(result)));
        QCOMPARE(result->sha256,
                 QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()));
        QCOMPARE(result->tables[0].content->rows, 60000);
    }
    const auto unhashed = readBack(path, {}, core::silentContext());
    QVERIFY(unhashed && unhashed->sha256.isEmpty());
}

void ReadBackTest::reportsProgress()
{
    const QTemporaryDir folder;
    const QByteArray bytes = largeArchive().build();
    QList<core::Progress> seen;
    core::RunContext context;
    context.onProgress = [&seen](const core::Progress& progress) { seen.append(progress); };
    QVERIFY(readBack(writeFile(folder, bytes), {}, context));
    QVERIFY(!seen.isEmpty());
    qint64 last = 0;
    for (const core::Progress& progress : std::as_const(seen)) {
        QVERIFY(progress.bytesDone >= last);
        QCOMPARE(progress.bytesTotal, std::optional<qint64>(bytes.size()));
        QVERIFY(progress.phase.contains(u"a dümp.dump"_s));
        last = progress.bytesDone;
    }
    QCOMPARE(last, bytes.size());
}

void ReadBackTest::canBeCancelled()
{
    std::stop_source stop;
    core::RunContext context;
    context.stop = stop.get_token();
    // Stops after the first window, in the middle of the data.
    context.onProgress = [&stop](const core::Progress&) { stop.request_stop(); };
    const auto result =
        readBack(ByteSource::overBytes(largeArchive().build(), u"x"_s), {FileHash::Sha256, {}}, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Cancelled);
}

void ReadBackTest::saysWhatOtherFilesAre()
{
    const QTemporaryDir folder;
    const auto zip = readBack(writeFile(folder, "PK\x03\x04 something"), {}, core::silentContext());
    QCOMPARE(zip.error().kind, core::ErrorKind::InvalidInput);
    QVERIFY(zip.error().detail.contains(u"ZIP"_s));
    const auto empty = readBack(writeFile(folder, ""), {}, core::silentContext());
    QCOMPARE(empty.error().kind, core::ErrorKind::Corrupt);
    const auto absent = readBack(folder.filePath(u"absent"_s), {}, core::silentContext());
    QCOMPARE(absent.error().kind, core::ErrorKind::NotFound);
    QCOMPARE(readBack(folder.path(), {}, core::silentContext()).error().kind, core::ErrorKind::InvalidInput);
    const auto device = readBack(u"/dev/zero"_s, {}, core::silentContext());
    QCOMPARE(device.error().kind, core::ErrorKind::InvalidInput);
}

void ReadBackTest::readsSingleEntries_data()
{
    addSamples();
}

class Collector final : public DataSink
{
public:
    std::span<char> room() override { return m_room; }
    void written(std::size_t count) override { bytes.append(m_room.data(), qsizetype(count)); }
    QByteArray bytes;

private:
    std::array<char, 5> m_room = {}; // smaller than anything that is decompressed at once
};

void ReadBackTest::readsSingleEntries()
{
    QFETCH(int, minor);
    QFETCH(Compression, compression);
    QFETCH(bool, recordsOffsets);
    ArchiveWriter writer = sampleArchive(minor, compression);
    writer.recordsOffsets = recordsOffsets;
    writer.addTable("last", "a", {"z"});
    auto archive = CustomArchive::open(ByteSource::overBytes(writer.build(), u"x"_s));
    QVERIFY(archive);
    // Backwards, so that blocks are passed over and found again.
    const QList<const TocEntry*> tables = archive->toc().tableData();
    const QList<QByteArray> expected = {writer.blocks[0].data, writer.blocks[1].data, writer.blocks[3].data};
    for (qsizetype i = 2; i >= 0; --i) {
        Collector sink;
        const core::Status status = archive->readData(*tables[i], sink, core::silentContext());
        QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
        QCOMPARE(sink.bytes, expected[i]);
    }
    Collector sink;
    const core::Status none = archive->readData(archive->toc().entries[1], sink, core::silentContext());
    QCOMPARE(none.error().kind, core::ErrorKind::NotFound);
}

QTEST_APPLESS_MAIN(ReadBackTest)
#include "readbacktest.moc"
