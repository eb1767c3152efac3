// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/compress/markcompression.h"
#include "archive/readback.h"
#include "archive/tocreader.h"
#include "unit/archive/archivewriter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

class TocTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryVersion_data();
    void readsEveryVersion();
    void readsOtherIntegerSizes_data();
    void readsOtherIntegerSizes();
    void keepsEntriesAsWritten();
    void listsRelations();
    void decodesNames();
    void readsDirectoryContents();
    void compressionIsMarkedAfterwards_data();
    void compressionIsMarkedAfterwards();
    void marksNewerVersions();
    void encodingsAreNames_data();
    void encodingsAreNames();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
};

static core::Result<Toc> parse(const QByteArray& bytes)
{
    ByteSource source = ByteSource::overBytes(bytes, u"test.dump"_s);
    return parseToc(source);
}

void TocTest::readsEveryVersion_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("compression");
    for (int minor = 12; minor <= 16; ++minor) {
        for (const Compression method : compressionsOf(minor))
            QTest::addRow("1.%d %s", minor, qPrintable(compressionText(method))) << minor << method;
    }
}

void TocTest::readsEveryVersion()
{
    QFETCH(int, minor);
    QFETCH(Compression, compression);
    ArchiveWriter writer = sampleArchive(minor, compression);
    const auto toc = parse(writer.build());
    QVERIFY2(toc, qPrintable(toc ? QString() : toc.error().toText()));
    QCOMPARE(toc->version.toText(), u"1.%1-0"_s.arg(minor));
    QVERIFY(!toc->newerThanKnown);
    QCOMPARE(toc->format, ArchiveFormat::Custom);
    QCOMPARE(toc->compression, compression);
    QCOMPARE(toc->compressionLevel.has_value(), minor < 15);
    QCOMPARE(toc->createdDate, QDate(2026, 11, 22));
    QCOMPARE(toc->createdTime, QTime(13, 4, 5));
    QCOMPARE(toc->database, u"blog_db"_s);
    QCOMPARE(toc->serverVersion, u"15.20"_s);
    QCOMPARE(toc->dumpVersion, u"15.20 (Debian)"_s);
    QCOMPARE(toc->integerSize, 4);
    QCOMPARE(toc->offsetSize, 8);
    QCOMPARE(toc->encoding, QByteArray("UTF8"));
    QCOMPARE(toc->entries.size(), 6);
    QCOMPARE(toc->tableData().size(), 2);
    const TocEntry& posts = *toc->tableData().first();
    QCOMPARE(posts.accessMethod(), minor >= 14 ? u"heap"_s : QString());
    QCOMPARE(posts.relationKind(), minor >= 16 ? QChar(u'r') : QChar());
    QCOMPARE(posts.offset(), writer.dataStart);
}

void TocTest::readsOtherIntegerSizes_data()
{
    QTest::addColumn<int>("integerSize");
    QTest::addColumn<int>("offsetSize");
    QTest::newRow("8 and 4") << 8 << 4;
    QTest::newRow("4 and 16") << 4 << 16;
}

void TocTest::readsOtherIntegerSizes()
{
    ArchiveWriter writer = sampleArchive(14, Compression::Gzip);
    QFETCH(int, integerSize);
    QFETCH(int, offsetSize);
    writer.integerSize = integerSize;
    writer.offsetSize = offsetSize;
    const auto toc = parse(writer.build());
    QVERIFY(toc);
    QCOMPARE(toc->tableData().first()->offset(), writer.dataStart);
}

void TocTest::keepsEntriesAsWritten()
{
    ArchiveWriter writer = sampleArchive(15, Compression::Gzip);
    writer.recordsOffsets = false;
    const auto toc = parse(writer.build());
    QVERIFY(toc);
    const TocEntry& table = toc->entries[1];
    QCOMPARE(table.dumpId(), 2);
    QCOMPARE(table.catalogTableOid(), 1259U);
    QCOMPARE(table.catalogOid(), 16386U);
    QCOMPARE(table.tag(), u"posts"_s);
    QCOMPARE(table.type(), u"TABLE"_s);
    QCOMPARE(table.section(), Section::PreData);
    QCOMPARE(table.definition(), QByteArray("CREATE TABLE public.posts (\n);\n"));
    QCOMPARE(table.dropStatement(), QByteArray("DROP TABLE public.posts;\n"));
    QCOMPARE(table.schema(), u"public"_s);
    QCOMPARE(table.owner(), u"postgres"_s);
    QVERIFY(!table.hasData() && !table.withOids() && table.copyStatement().isEmpty());
    QCOMPARE(table.offsetState(), OffsetState::NoData);
    const TocEntry& data = toc->entries[2];
    QVERIFY(data.isTableData() && data.hasData());
    QCOMPARE(data.section(), Section::Data);
    QCOMPARE(data.copyStatement(), QByteArray("COPY public.posts (id, \"Full name\", price) FROM stdin;\n"));
    QCOMPARE(data.fields().dependencies, QList<int>{2});
    QCOMPARE(data.offsetState(), OffsetState::Unknown);
    QVERIFY(toc->entries.last().isLargeObjects());
    QCOMPARE(toc->byDumpId(3), &data);
    QCOMPARE(toc->byDumpId(99), nullptr);
}

void TocTest::listsRelations()
{
    ArchiveWriter writer;
    int id = 0;
    for (const char* type : {"SCHEMA", "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FOREIGN TABLE",
                             "SEQUENCE SET", "TABLE ATTACH", "INDEX"}) {
        WrittenEntry entry;
        entry.dumpId = ++id;
        entry.type = type;
        entry.tag = QByteArray("n") + QByteArray::number(id);
        entry.schema = "app";
        writer.entries.append(entry);
    }
    const auto toc = parse(writer.build());
    QVERIFY(toc);
    const QList<Relation> relations = toc->relations();
    QCOMPARE(relations.size(), 5);
    QCOMPARE(relations[0].kind, RelationKind::Table);
    QCOMPARE(relations[1].kind, RelationKind::View);
    QCOMPARE(relations[2].kind, RelationKind::MaterializedView);
    QCOMPARE(relations[3].kind, RelationKind::Sequence);
    QCOMPARE(relations[4].kind, RelationKind::ForeignTable);
    QCOMPARE(relations[4].schema, u"app"_s);
    QCOMPARE(relations[4].name, u"n6"_s);
    QCOMPARE(relations[4].dumpId, 6);
}

void TocTest::decodesNames()
{
    for (const auto& [encoding, bytes] : {std::pair<const char*, const char*>{"UTF8", "caf\xc3\xa9"},
                                          {"SQL_ASCII", "caf\xc3\xa9"},
                                          {"LATIN1", "caf\xe9"}}) {
        ArchiveWriter writer;
        writer.addEncoding(encoding);
        writer.addTable(bytes, "a", {});
        const auto toc = parse(writer.build());
        QVERIFY(toc);
        QCOMPARE(toc->entries[1].tag(), u"café"_s);
        QVERIFY(toc->entries[1].definition().contains(bytes));
    }
}

void TocTest::readsDirectoryContents()
{
    ArchiveWriter writer = sampleArchive(14, Compression::Gzip);
    writer.format = 3; // what pg_dump writes into the toc.dat of a directory
    writer.blocks.clear();
    writer.entries[2].fileName = "3.dat.gz";
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"toc.dat"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writer.build());
    file.close();
    const auto toc = readToc(folder.path());
    QVERIFY2(toc, qPrintable(toc ? QString() : toc.error().toText()));
    QCOMPARE(toc->format, ArchiveFormat::Tar);
    QCOMPARE(toc->entries[2].fileName(), u"3.dat.gz"_s);
    QCOMPARE(toc->entries[2].offsetState(), OffsetState::Known);
    QCOMPARE(toc->entries[1].offsetState(), OffsetState::NoData);
    QVERIFY(file.open(QIODevice::Append));
    file.write("x");
    file.close();
    QCOMPARE(readToc(folder.path()).error().kind, core::ErrorKind::Corrupt);
}

void TocTest::compressionIsMarkedAfterwards_data()
{
    QTest::addColumn<int>("minor");
    QTest::addColumn<QString>("spec");
    for (int minor = 12; minor <= 16; ++minor) {
        for (const char* spec : {"gzip", "gzip:6", "zstd", "lz4"})
            QTest::addRow("1.%d %s", minor, spec) << minor << QString::fromLatin1(spec);
    }
}

// In the end the head is what pg_dump writes that compresses by itself: the same bytes, but for the one mark.
void TocTest::compressionIsMarkedAfterwards()
{
    QFETCH(int, minor);
    QFETCH(QString, spec);
    const auto compression = *core::CompressionSpec::fromText(spec);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"toc.dat"_s));
    const QByteArray plain = sampleArchive(minor, Compression::None).buildFiles().constFirst().second;
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.write(plain), plain.size());
    file.close();
    for (int i = 0; i < 2; ++i)
        QVERIFY(markCompression(file.fileName(), compression));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray marked = file.readAll();
    const auto toc = parse(marked);
    QVERIFY2(toc, qPrintable(toc ? QString() : toc.error().toText()));
    const bool hasMethods = minor >= 15;
    if (!hasMethods && compression.method != Compression::Gzip) {
        QCOMPARE(marked, plain); // there is no word for it
        return;
    }
    QCOMPARE(toc->compression, compression.method);
    if (!hasMethods)
        QCOMPARE(toc->compressionLevel.value(), compression.level.value_or(-1));
    QCOMPARE(marked.mid(16), plain.mid(16));
    QCOMPARE(marked.left(11), plain.left(11));
    const auto nowhere = markCompression(folder.filePath(u"absent"_s), compression);
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().kind, core::ErrorKind::NotFound);
}

void TocTest::marksNewerVersions()
{
    ArchiveWriter writer = sampleArchive(17, Compression::Gzip);
    QByteArray bytes = writer.build();
    const auto toc = parse(bytes);
    QVERIFY(toc && toc->newerThanKnown);
    bytes.truncate(200);
    const auto cut = parse(bytes);
    QVERIFY(!cut);
    QCOMPARE(cut.error().kind, core::ErrorKind::ToolTooOld);
}

void TocTest::encodingsAreNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isName");
    for (const char* name : {"UTF8", "EUC_JIS_2004", "iso-8859-1"})
        QTest::newRow(name) << QByteArray(name) << true;
    for (const char* name : {"UTF8\n\\! touch /x\n", "UTF8'", " ", "UTF8\r", "\xc3\xbc"})
        QTest::newRow(QByteArray(name).toHex().constData()) << QByteArray(name) << false;
}

/// They are written into scripts for psql.
void TocTest::encodingsAreNames()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isName);
    ArchiveWriter writer;
    writer.addEncoding(name);
    const auto toc = parse(writer.build());
    QCOMPARE(toc.has_value(), isName);
    if (isName)
        QCOMPARE(toc->encoding, name);
    else
        QCOMPARE(toc.error().kind, core::ErrorKind::Corrupt);
}

void TocTest::refusesWhatItCannotRead_data()
{
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("byte");
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::newRow("magic") << 0 << int('p') << core::ErrorKind::InvalidInput;
    QTest::newRow("major 2") << 5 << 2 << core::ErrorKind::ToolTooOld;
    QTest::newRow("minor 11") << 6 << 11 << core::ErrorKind::InvalidInput;
    QTest::newRow("integers of 0 bytes") << 8 << 0 << core::ErrorKind::Corrupt;
    QTest::newRow("integers of 9 bytes") << 8 << 9 << core::ErrorKind::Corrupt;
    QTest::newRow("offsets of 17 bytes") << 9 << 17 << core::ErrorKind::Corrupt;
    QTest::newRow("format 2") << 10 << 2 << core::ErrorKind::Corrupt;
    QTest::newRow("compression 4") << 11 << 4 << core::ErrorKind::Corrupt;
    QTest::newRow("sign 2") << 12 << 2 << core::ErrorKind::Corrupt;
    QTest::newRow("month 12") << 33 << 12 << core::ErrorKind::Corrupt;
}

void TocTest::refusesWhatItCannotRead()
{
    QFETCH(int, position);
    QFETCH(int, byte);
    QByteArray bytes = sampleArchive(15, Compression::Gzip).build();
    bytes[position] = char(byte);
    const auto toc = parse(bytes);
    QVERIFY(!toc);
    QTEST(toc.error().kind, "kind");
    QVERIFY(toc.error().message.contains(u"test.dump"_s));
    QVERIFY(!toc.error().detail.isEmpty());
}

QTEST_APPLESS_MAIN(TocTest)
#include "toctest.moc"
