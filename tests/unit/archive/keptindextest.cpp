// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/keptindex.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

class KeptIndexTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsWhatWasStored();
    void keepsNothingWithoutFolder();
    void aChangedFileIsAnotherFile();
    void aFileThatChangedMeanwhileIsNotKept();
    void damageIsNoticed();
    void theOldestGoFirst();

private:
    void write(const QByteArray& bytes) const;
    KeptIndex index(const QByteArray& kind = "test/1") const { return {m_cache, m_file, kind}; }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_cache;
    QString m_file;
};

void KeptIndexTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_cache = m_folder->filePath(u"cache/indexes"_s);
    m_file = m_folder->filePath(u"a \"dümp\""_s);
    write(QByteArray(200'000, 'x'));
}

void KeptIndexTest::write(const QByteArray& bytes) const
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void KeptIndexTest::keepsWhatWasStored()
{
    QVERIFY(!index().load());
    const QByteArray content = QByteArray("a\0b\n", 4) + QByteArray(100'000, 'y');
    QVERIFY(index().store(content));
    QCOMPARE(index().load(), std::optional(content));
    QVERIFY(!index("test/2").load());
    QVERIFY(index().store({}));
    QCOMPARE(index().load(), std::optional(QByteArray()));
}

void KeptIndexTest::keepsNothingWithoutFolder()
{
    const KeptIndex none({}, m_file, "test/1");
    QVERIFY(none.store("x"));
    QVERIFY(!none.load());
    const KeptIndex absent(m_cache, m_folder->filePath(u"absent"_s), "test/1");
    QVERIFY(absent.store("x"));
    QVERIFY(!absent.load());
    QVERIFY(!QFile::exists(m_cache));
    // A folder that cannot be made is said, not crashed upon.
    const KeptIndex below(m_file + u"/cache"_s, m_file, "test/1");
    QVERIFY(!below.store("x"));
}

void KeptIndexTest::aChangedFileIsAnotherFile()
{
    QVERIFY(index().store("old"));
    QByteArray bytes(200'000, 'x');
    bytes[199'999] = 'z'; // same size
    write(bytes);
    QVERIFY(!index().load());
    write(bytes + 'x');
    QVERIFY(!index().load());
}

void KeptIndexTest::aFileThatChangedMeanwhileIsNotKept()
{
    const KeptIndex before = index();
    write("other");
    QVERIFY(before.store("x"));
    QVERIFY(!before.load());
    QVERIFY(!index().load());
}

void KeptIndexTest::damageIsNoticed()
{
    QVERIFY(index().store("the content"));
    const QDir cache(m_cache);
    const QString path = cache.filePath(cache.entryList(QDir::Files).value(0));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    for (qsizetype i = 0; i < whole.size(); ++i) {
        QByteArray flipped = whole;
        flipped[i] = char(flipped[i] ^ 1);
        for (const QByteArray& bytes : {flipped, whole.left(i)}) {
            QFile out(path);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(bytes);
            out.close();
            QVERIFY2(!index().load(), qPrintable(QString::number(i)));
        }
    }
}

void KeptIndexTest::theOldestGoFirst()
{
    QVERIFY(index("first").store(QByteArray(90 << 20, 'a')));
    QTest::qWait(20);
    QVERIFY(index("second").store(QByteArray(90 << 20, 'b')));
    QTest::qWait(20);
    QVERIFY(index("first").load()); // in use
    QTest::qWait(20);
    QVERIFY(index("third").store(QByteArray(90 << 20, 'c')));
    QVERIFY(!index("second").load());
    QVERIFY(index("first").load());
    QVERIFY(index("third").load());
}

QTEST_APPLESS_MAIN(KeptIndexTest)
#include "keptindextest.moc"
