// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readback.h"

#include "unit/archive/archivewriter.h"

#include <QCryptographicHash>
#include <QDir>
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
    void readsEveryForm_data();
    void readsEveryForm();
    void foreignFilesAreFound();
    void missingFilesAreDamage();
    void listsOfLargeObjectsAreWhole();
    void damageInAnyFile();
    void plainDumps();
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

static QString writeFolder(const QTemporaryDir& folder, ArchiveWriter writer)
{
    QDir(folder.path()).mkdir(u"dir"_s);
    for (const auto& [name, content] : writer.buildFiles()) {
        QFile file(folder.filePath(u"dir/"_s + QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
    }
    return folder.filePath(u"dir"_s);
}

void ReadBackTest::readsEveryForm_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("inner");
    QTest::addColumn<Compression>("outer");
    for (const int minor : {12, 14, 15, 16}) {
        for (const Compression inner : compressionsOf(minor)) {
            for (const Compression outer : compressionsOf(16))
                QTest::addRow("1.%d %s in %s", minor, qPrintable(compressionText(inner)),
                              qPrintable(compressionText(outer)))
                    << minor << inner << outer;
        }
    }
}

// The same content, whatever is around it.
void ReadBackTest::readsEveryForm()
{
    QFETCH(int, minor);
    QFETCH(Compression, inner);
    QFETCH(Compression, outer);
    ArchiveWriter writer = sampleArchive(minor, inner);
    const auto outside = [outer](const QByteArray& bytes) {
        return outer == Compression::None ? bytes : compressedFile(bytes, outer);
    };
    const auto check = [](const QString& path, DumpFormat format, const QByteArray& whole) {
        const auto result = readBack(path, {FileHash::Sha256, PageCache::Keep}, core::silentContext());
        QVERIFY2(result, qPrintable(errorText(result)));
        QCOMPARE(result->format, format);
        QCOMPARE(result->tables.size(), 2);
        QCOMPARE(result->tables[0].name, u"posts"_s);
        QCOMPARE(result->tables[0].content->digest.toHex(), u"ed82a9d9102667bfcda803a87900a42e"_s);
        QCOMPARE(result->tables[0].rows, 4);
        QCOMPARE(result->tables[0].columnNames, (QStringList{u"id"_s, u"Full name"_s, u"price"_s}));
        QCOMPARE(result->tables[1].rows, 0);
        QCOMPARE(result->largeObjects, 2);
        QCOMPARE(result->largeObjectBytes, 19);
        QVERIFY(result->findings.isEmpty());
        if (!whole.isEmpty()) {
            QCOMPARE(
                result->sha256,
                QString::fromLatin1(QCryptographicHash::hash(whole, QCryptographicHash::Sha256).toHex()));
            QCOMPARE(result->fileBytes, whole.size());
        }
    };
    const QTemporaryDir folder;
    const QByteArray custom = outside(writer.build());
    check(writeFile(folder, custom), DumpFormat::Custom, custom);
    auto files = ArchiveWriter(writer).buildFiles();
    if (inner == Compression::None) {
        const QByteArray tar =
            outside(tarOf(files + QList<QPair<QByteArray, QByteArray>>{{"restore.sql", "--"}}));
        check(writeFile(folder, tar), DumpFormat::Tar, tar);
    }
    std::rotate(files.begin(), files.begin() + 1, files.end());
    const QByteArray packed = outside(tarOf(files, "a/dump/"));
    check(writeFile(folder, packed), DumpFormat::Directory, packed);
    check(writeFolder(folder, writer), DumpFormat::Directory, {});
    const auto result =
        readBack(folder.filePath(u"dir"_s), {FileHash::Sha256, PageCache::Bypass}, core::silentContext());
    QVERIFY(result);
    QCOMPARE(result->files.size(), 6);
    qint64 total = 0;
    for (const FileReadBack& found : result->files) {
        QFile file(folder.filePath(u"dir/"_s + found.name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QCOMPARE(found.sha256, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
        QCOMPARE(found.size, bytes.size());
        total += bytes.size();
    }
    QCOMPARE(result->fileBytes, total);
}

void ReadBackTest::foreignFilesAreFound()
{
    const QTemporaryDir folder;
    const QString path = writeFolder(folder, sampleArchive(14, Compression::Gzip));
    for (const char* name : {"notes.txt", "999.dat.gz", "blob_5.dat.gz"}) {
        QFile file(path + u'/' + QLatin1String(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto result = readBack(path, {}, core::silentContext());
    QVERIFY2(result, qPrintable(errorText(result)));
    QCOMPARE(result->findings.size(), 3);
    const auto files = sampleArchive(14, Compression::None).buildFiles();
    const auto tar =
        readBack(writeFile(folder, tarOf(files + QList<QPair<QByteArray, QByteArray>>{{"notes.txt", "x"}})),
                 {}, core::silentContext());
    QVERIFY2(tar, qPrintable(errorText(tar)));
    QCOMPARE(tar->findings.size(), 1);
}

void ReadBackTest::missingFilesAreDamage()
{
    const auto files = sampleArchive(14, Compression::None).buildFiles();
    for (qsizetype i = 1; i < files.size(); ++i) {
        const QTemporaryDir folder;
        const QString path = writeFolder(folder, sampleArchive(14, Compression::None));
        QVERIFY(QFile::remove(path + u'/' + QString::fromLatin1(files[i].first)));
        const auto directory = readBack(path, {}, core::silentContext());
        QVERIFY(!directory);
        QCOMPARE(directory.error().kind, core::ErrorKind::Corrupt);
        auto fewer = files;
        fewer.removeAt(i);
        const auto tar = readBack(writeFile(folder, tarOf(fewer)), {}, core::silentContext());
        QVERIFY(!tar);
        QCOMPARE(tar.error().kind, core::ErrorKind::Corrupt);
        const QByteArray whole = tarOf(files);
        for (const QByteArray& bytes :
             {whole.left(whole.size() - 1024), whole + "x", tarOf(files + files.mid(i, 1))}) {
            const auto odd = readBack(writeFile(folder, bytes), {}, core::silentContext());
            QVERIFY(!odd);
            QCOMPARE(odd.error().kind, core::ErrorKind::Corrupt);
        }
    }
}

void ReadBackTest::listsOfLargeObjectsAreWhole()
{
    const QTemporaryDir folder;
    ArchiveWriter writer = sampleArchive(14, Compression::Gzip);
    for (const char* oid : {"16500", "4000000001"}) {
        WrittenEntry entry;
        entry.dumpId = int(writer.entries.size()) + 100;
        entry.type = "BLOB";
        entry.tag = oid;
        writer.entries.append(entry);
    }
    const QString path = writeFolder(folder, writer);
    QVERIFY(readBack(path, {}, core::silentContext()));
    QFile list(path + u"/blobs.toc"_s);
    QVERIFY(list.open(QIODevice::WriteOnly) && list.write("16500 blob_16500.dat\n") > 0);
    list.close();
    const auto cut = readBack(path, {}, core::silentContext());
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, core::ErrorKind::Corrupt);
}

void ReadBackTest::damageInAnyFile()
{
    const auto files = sampleArchive(16, Compression::Gzip).buildFiles();
    const QTemporaryDir good;
    const auto whole =
        readBack(writeFolder(good, sampleArchive(16, Compression::Gzip)), {}, core::silentContext());
    QVERIFY2(whole, qPrintable(errorText(whole)));
    for (const auto& [name, content] : files) {
        for (qsizetype i = 0; i < content.size(); i += 1 + content.size() / 60) {
            const QTemporaryDir folder;
            const QString path = writeFolder(folder, sampleArchive(16, Compression::Gzip));
            QFile file(path + u'/' + QString::fromLatin1(name));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(i));
            file.close();
            const auto cut = readBack(path, {}, core::silentContext());
            // A list that is cut between two lines is told by the entries of the objects, if there are any.
            if (!name.startsWith("blobs"))
                QVERIFY2(!cut, name.constData());
            else if (cut)
                QVERIFY(!cut->findings.isEmpty());
            QVERIFY(file.open(QIODevice::WriteOnly));
            QByteArray flipped = content;
            flipped[i] = char(flipped[i] ^ 4);
            file.write(flipped);
            file.close();
            const auto result = readBack(path, {}, core::silentContext());
            // What is compressed has checksums; bits that only fill a byte mean nothing.
            if (name.endsWith(".gz") && result) {
                QCOMPARE(result->tables[0].content, whole->tables[0].content);
                QCOMPARE(result->tables[1].content, whole->tables[1].content);
                QCOMPARE(result->largeObjectBytes, whole->largeObjectBytes);
            }
        }
    }
}

void ReadBackTest::plainDumps()
{
    const QTemporaryDir folder;
    const QByteArray head =
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.1\n\nSET client_encoding "
        "= 'UTF8';\n\n"
        "--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: postgres\n--\n\n";
    const QByteArray tail = "\n--\n-- PostgreSQL database dump complete\n--\n\n";
    const QByteArray copy = head + "COPY public.t (a, b) FROM stdin;\n1\tx\n2\t\\N\n\\.\n\n" + tail;
    for (const Compression outer : compressionsOf(16)) {
        const QByteArray bytes = outer == Compression::None ? copy : compressedFile(copy, outer);
        const auto result = readBack(writeFile(folder, bytes), {FileHash::Sha256, {}}, core::silentContext());
        QVERIFY2(result, qPrintable(errorText(result)));
        QCOMPARE(result->format, DumpFormat::Plain);
        QCOMPARE(result->tables.size(), 1);
        QCOMPARE(result->tables[0].rows, 2);
        TableDigest expected;
        expected.addBytes("1\tx\n2\t\\N\n");
        QCOMPARE(result->tables[0].content, std::optional(expected.finish()));
        QCOMPARE(result->sha256,
                 QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()));
    }
    const auto inserts = readBack(
        writeFile(folder,
                  head + "INSERT INTO public.t VALUES (1, 'x;');\nINSERT INTO public.t VALUES (2, NULL);\n" +
                      tail),
        {}, core::silentContext());
    QVERIFY2(inserts, qPrintable(errorText(inserts)));
    QCOMPARE(inserts->tables[0].rows, 2);
    QVERIFY(!inserts->tables[0].content);
    const auto cut =
        readBack(writeFile(folder, copy.left(copy.size() - tail.size())), {}, core::silentContext());
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, core::ErrorKind::Corrupt);
}

QTEST_APPLESS_MAIN(ReadBackTest)
#include "readbacktest.moc"
