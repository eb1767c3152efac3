// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/recognise.h"

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

QTEST_APPLESS_MAIN(RecogniseTest)
#include "recognisetest.moc"
