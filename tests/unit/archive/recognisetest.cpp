// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/recognise.h"

#include "archive/basebackup.h"
#include "unit/archive/archivewriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

class RecogniseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void baseBackups();
    void manifestsAreNotTrusted();
    void files_data();
    void files();
    void folders();
    void whatIsNotThere();
};

static QByteArray tarWith(const QByteArray& member)
{
    QByteArray header(512, '\0');
    header.replace(0, member.size(), member);
    header.replace(257, 6, "ustar ");
    header.replace(148, 8, QByteArray(8, ' '));
    int sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    header.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return header;
}

void RecogniseTest::files_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<FileKind>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("custom") << sampleArchive(14, Compression::Gzip).build() << FileKind::CustomArchive
                            << u"custom"_s;
    QTest::newRow("cut custom") << QByteArray("PGD") << FileKind::CustomArchive << u"custom"_s;
    QTest::newRow("tar") << tarWith("toc.dat") << FileKind::TarArchive << u"tar"_s;
    QTest::newRow("other tar") << tarWith("holiday.jpg") << FileKind::OtherTar << u"tar"_s;
    QByteArray wrongSum = tarWith("toc.dat");
    wrongSum[0] = 'T';
    QTest::newRow("tar with a wrong checksum") << wrongSum << FileKind::Unknown << u"not"_s;
    QTest::newRow("plain") << QByteArray("--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n")
                           << FileKind::PlainSql << u"plain SQL"_s;
    QTest::newRow("cluster") << QByteArray("--\n-- PostgreSQL database cluster dump\n--\n")
                             << FileKind::PlainClusterSql << u"plain SQL"_s;
    QTest::newRow("text") << QByteArray("Dear diary, -- PostgreSQL database dump\n") << FileKind::OtherText
                          << u"text"_s;
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\0\0", 5) << FileKind::Gzip << u"gzip"_s;
    QTest::newRow("zstd") << QByteArray("\x28\xb5\x2f\xfd\x04") << FileKind::Zstd << u"zstd"_s;
    QTest::newRow("lz4") << QByteArray("\x04\x22\x4d\x18\x64") << FileKind::Lz4 << u"lz4"_s;
    QTest::newRow("gzip of a custom archive")
        << compressedFile(sampleArchive(14, Compression::None).build(), Compression::Gzip) << FileKind::Gzip
        << u"custom format"_s;
    QTest::newRow("lz4 of a ZIP") << compressedFile("PK\x03\x04 x", Compression::Lz4) << FileKind::Lz4
                                  << u"ZIP"_s;
    QTest::newRow("bzip2") << QByteArray("BZh91AY") << FileKind::OtherCompression << u"unpack"_s;
    QTest::newRow("xz") << QByteArray("\xfd\x37zXZ\0", 6) << FileKind::OtherCompression << u"unpack"_s;
    QTest::newRow("MySQL") << QByteArray("-- MySQL dump 10.13  Distrib 8.0\n--\n") << FileKind::MysqlDump
                           << u"MySQL"_s;
    QTest::newRow("MariaDB") << QByteArray("/*M!999999\\- enable the sandbox mode */\n")
                             << FileKind::MysqlDump << u"MariaDB"_s;
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe-\0-\0", 6) << FileKind::Utf16Text << u"PowerShell"_s;
    QTest::newRow("binary COPY") << QByteArray("PGCOPY\n\xff\r\n\0", 11) << FileKind::BinaryCopy << u"COPY"_s;
    QTest::newRow("base.tar") << tarWith("backup_label") << FileKind::BaseBackupTar << u"pg_basebackup"_s;
    QTest::newRow("SQLite") << QByteArray("SQLite format 3\0\x10", 17) << FileKind::Sqlite << u"SQLite"_s;
    QTest::newRow("ZIP") << QByteArray("PK\x03\x04\x14") << FileKind::Zip << u"ZIP"_s;
    QTest::newRow("age") << QByteArray("age-encryption.org/v1\n-> X25519") << FileKind::Encrypted
                         << u"encrypted"_s;
    QTest::newRow("empty") << QByteArray() << FileKind::Empty << u"empty"_s;
    QTest::newRow("noise") << QByteArray("\x7f"
                                         "ELF\x02\x01\x00",
                                         7)
                           << FileKind::Unknown << u"not"_s;
}

void RecogniseTest::files()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"x.dump"_s)); // the name says nothing
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const Recognition found = recognise(file.fileName());
    QTEST(found.kind, "kind");
    QVERIFY2(found.sentence.contains(word), qPrintable(found.sentence));
}

void RecogniseTest::folders()
{
    const QTemporaryDir folder;
    QCOMPARE(recognise(folder.path()).kind, FileKind::OtherFolder);
    QFile version(folder.filePath(u"PG_VERSION"_s));
    QVERIFY(version.open(QIODevice::WriteOnly));
    QCOMPARE(recognise(folder.path()).kind, FileKind::ServerFolder);
    QFile contents(folder.filePath(u"toc.dat"_s));
    QVERIFY(contents.open(QIODevice::WriteOnly));
    QCOMPARE(recognise(folder.path()).kind, FileKind::DirectoryArchive);
}

void RecogniseTest::whatIsNotThere()
{
    const QTemporaryDir folder;
    QCOMPARE(recognise(folder.filePath(u"absent"_s)).kind, FileKind::NotThere);
    QCOMPARE(recognise(u"/dev/null"_s).kind, FileKind::NotReadable);
}

static const QByteArray manifest =
    R"({ "PostgreSQL-Backup-Manifest-Version": 2,
"System-Identifier": 7445554332211009988,
"Files": [
{ "Path": "backup_label", "Size": 225, "Last-Modified": "2026-11-22 02:00:00 GMT", "Checksum-Algorithm": "CRC32C", "Checksum": "8aa96f51" },
{ "Encoded-Path": "ff01", "Size": 8192, "Last-Modified": "2026-11-22 02:00:00 GMT", "Checksum-Algorithm": "CRC32C", "Checksum": "8aa96f51" }
],
"WAL-Ranges": [
{ "Timeline": 3, "Start-LSN": "16/B374D848", "End-LSN": "16/B374D950" }
],
"Manifest-Checksum": "0"}
)";

static QString folderWith(const QTemporaryDir& folder, const QByteArray& bytes)
{
    QFile file(folder.filePath(u"backup_manifest"_s));
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
    return folder.path();
}

void RecogniseTest::baseBackups()
{
    const QTemporaryDir folder;
    QCOMPARE(readBaseBackup(folder.path()).error().kind, core::ErrorKind::NotFound);
    const auto facts = readBaseBackup(folderWith(folder, manifest));
    QVERIFY2(facts, qPrintable(facts ? QString() : facts.error().toText()));
    QCOMPARE(recognise(folder.path()).kind, FileKind::BaseBackup);
    QCOMPARE(facts->manifestVersion, 2);
    QCOMPARE(facts->systemIdentifier, u"7445554332211009988"_s); // more digits than JSON's numbers have
    QCOMPARE(facts->files, 2);
    QCOMPARE(facts->bytes, 8417);
    QCOMPARE(facts->checksumAlgorithm, u"CRC32C"_s);
    QVERIFY(!facts->isIncremental);
    QCOMPARE(facts->walRanges.size(), 1);
    QCOMPARE(facts->walRanges[0].timeline, 3);
    QCOMPARE(facts->walRanges[0].end.toText(), u"16/B374D950"_s);
}

void RecogniseTest::manifestsAreNotTrusted()
{
    const QTemporaryDir folder;
    for (qsizetype length = 0; length < manifest.size() - 2; ++length) {
        const auto facts = readBaseBackup(folderWith(folder, manifest.left(length)));
        QVERIFY(!facts);
        QCOMPARE(facts.error().kind, core::ErrorKind::Corrupt);
    }
    for (const char* wrong :
         {"[]", "{}",
          "{\"PostgreSQL-Backup-Manifest-Version\": 1, \"Files\": [{\"Path\": \"a\", \"Size\": -1}]}",
          "{\"PostgreSQL-Backup-Manifest-Version\": 1, \"Files\": [3]}",
          "{\"PostgreSQL-Backup-Manifest-Version\": 1, \"WAL-Ranges\": [{\"Timeline\": 1, \"Start-LSN\": "
          "\"x\", \"End-LSN\": \"0/1\"}]}"}) {
        const auto facts = readBaseBackup(folderWith(folder, wrong));
        QVERIFY2(!facts, wrong);
        QCOMPARE(facts.error().kind, core::ErrorKind::Corrupt);
    }
}

QTEST_APPLESS_MAIN(RecogniseTest)
#include "recognisetest.moc"
