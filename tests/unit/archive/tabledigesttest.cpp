// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tabledigest.h"

#include "archive/copystatement.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace tidemark::archive;
using namespace Qt::StringLiterals;

class TableDigestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownAnswers();
    void doesNotDependOnTheOrderOfRows();
    void doesNotDependOnThePieces();
    void countsRowsAsTheServerDoes();
    void stopsAtTheEndMarker_data();
    void stopsAtTheEndMarker();
    void addsUpOverPartitions();
    void tellsTablesApart();
    void hexadecimalForm();
    void copyStatements_data();
    void copyStatements();
    void notCopyStatements();
};

static TableContent contentOf(const QByteArray& bytes)
{
    TableDigest digest;
    digest.addBytes(bytes);
    return digest.finish();
}

// The expected values come from libxxhash called by another program, summed there with big integers.
void TableDigestTest::knownAnswers()
{
    QCOMPARE(contentOf({}).digest.toHex(), QString(32, u'0'));
    QCOMPARE(contentOf("\n").digest.toHex(), u"99aa06d3014798d86001c324468d497f"_s);
    QCOMPARE(contentOf("\n\n").digest.toHex(), u"33540da6028f31b0c00386488d1a92fe"_s);
    QCOMPARE(contentOf("1\talpha\t\\N\n").digest.toHex(), u"1091a30d2c0f10995d8f6e0473b33c19"_s);
    const TableContent all =
        contentOf("1\talpha\t\\N\n2\tb\xc3\xa9ta\t3.50\n\n" + QByteArray(300, 'x') + "\n\\.\n\n\n");
    QCOMPARE(all.digest.toHex(), u"ed82a9d9102667bfcda803a87900a42e"_s);
    QCOMPARE(all.rows, 4);
    QCOMPARE(all.bytes, 11 + 13 + 1 + 301);
}

static QList<QByteArray> manyRows()
{
    std::mt19937 random(7);
    QList<QByteArray> rows;
    for (int i = 0; i < 500; ++i) {
        QByteArray row = QByteArray::number(i);
        const auto length = random() % 400;
        for (unsigned j = 0; j < length; ++j)
            row.append(char(' ' + random() % 90));
        rows.append(row);
    }
    return rows;
}

static QByteArray joined(const QList<QByteArray>& rows)
{
    QByteArray text;
    for (const QByteArray& row : rows)
        text += row + '\n';
    return text;
}

void TableDigestTest::doesNotDependOnTheOrderOfRows()
{
    QList<QByteArray> rows = manyRows();
    const TableContent once = contentOf(joined(rows));
    std::shuffle(rows.begin(), rows.end(), std::mt19937(11));
    QCOMPARE(contentOf(joined(rows)), once);
    rows[3][1] = '~';
    QVERIFY(contentOf(joined(rows)).digest != once.digest);
}

void TableDigestTest::doesNotDependOnThePieces()
{
    // Short lines, an almost-marker, empty lines, and one longer than any internal block, with and without a
    // marker.
    const QByteArray rows = "a\n\n\\\n\\.x\n.\n\\\\.\nab\n" + QByteArray(5000, 'y') + "\nend\n";
    for (const QByteArray& text : {rows, rows + "\\.\n\n\n", rows + "\\."}) {
        const TableContent whole = contentOf(text);
        QCOMPARE(whole.rows, 9);
        QCOMPARE(whole.bytes, rows.size());
        for (qsizetype size = 1; size < 40; ++size) {
            TableDigest digest;
            for (qsizetype at = 0; at < text.size(); at += size)
                digest.addBytes(QByteArrayView(text).sliced(at, std::min(size, text.size() - at)));
            QCOMPARE(digest.finish(), whole);
            QCOMPARE(digest.sawEndMarker(), text.size() != rows.size());
            QVERIFY(!digest.sawBytesAfterEnd());
        }
    }
}

void TableDigestTest::countsRowsAsTheServerDoes()
{
    QCOMPARE(contentOf("\n\n").rows, 2); // a table without columns has empty lines
    QCOMPARE(contentOf("a\nb").rows, 2); // cut off: still a row
    QCOMPARE(contentOf("a\nb").bytes, 4);
    QCOMPARE(contentOf("a\nb"), contentOf("b\na\n"));
}

void TableDigestTest::stopsAtTheEndMarker_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("marker");
    QTest::addColumn<bool>("trailing");
    QTest::newRow("none") << QByteArray("a\n") << false << false;
    QTest::newRow("as pg_dump writes it") << QByteArray("a\n\\.\n\n\n") << true << false;
    QTest::newRow("without newline") << QByteArray("a\n\\.") << true << false;
    QTest::newRow("rows after it") << QByteArray("a\n\\.\nb\n") << true << true;
    QTest::newRow("not at the start of a line") << QByteArray("a\\.\n") << false << false;
    QTest::newRow("longer line") << QByteArray("\\..\n") << false << false;
}

void TableDigestTest::stopsAtTheEndMarker()
{
    QFETCH(QByteArray, text);
    TableDigest digest;
    digest.addBytes(text);
    QCOMPARE(digest.finish().rows, 1);
    QTEST(digest.sawEndMarker(), "marker");
    QTEST(digest.sawBytesAfterEnd(), "trailing");
}

void TableDigestTest::addsUpOverPartitions()
{
    const QList<QByteArray> rows = manyRows();
    ContentDigest sum = contentOf(joined(rows.mid(0, 123))).digest;
    sum += contentOf(joined(rows.mid(123))).digest;
    QCOMPARE(sum, contentOf(joined(rows)).digest);
    ContentDigest carry{1, ~quint64(0)};
    carry += {2, 1};
    QCOMPARE(carry, (ContentDigest{4, 0}));
}

void TableDigestTest::tellsTablesApart()
{
    QVERIFY(contentOf("a\na\n").digest != contentOf("b\nb\n").digest); // an exclusive or would cancel both
    QVERIFY(contentOf("ab\nc\n").digest != contentOf("a\nbc\n").digest);
}

void TableDigestTest::hexadecimalForm()
{
    const ContentDigest digest{0x0123, 0xfedcba9876543210};
    QCOMPARE(digest.toHex(), u"0000000000000123fedcba9876543210"_s);
    QCOMPARE(ContentDigest::fromHex(digest.toHex()), std::optional(digest));
    QVERIFY(!ContentDigest::fromHex(u"0123"_s));
    QVERIFY(!ContentDigest::fromHex(u"0000000000000123FEDCBA9876543210"_s));
    QVERIFY(!ContentDigest::fromHex(u"0000000000000123fedcba987654321 "_s));
}

void TableDigestTest::copyStatements_data()
{
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("columns");
    QTest::addColumn<QList<QByteArray>>("names");
    QTest::newRow("plain") << QByteArray("COPY public.posts (id, title) FROM stdin;\n")
                           << QByteArray("public.posts") << QByteArray("id, title")
                           << QList<QByteArray>{"id", "title"};
    QTest::newRow("quoted") << QByteArray(
                                   "COPY \"Odd \"\"s\".\"t (a, b)\" (\"a, \"\"b)\", \"c.d\") FROM stdin;\n")
                            << QByteArray("\"Odd \"\"s\".\"t (a, b)\"")
                            << QByteArray("\"a, \"\"b)\", \"c.d\"") << QList<QByteArray>{"a, \"b)", "c.d"};
    QTest::newRow("no columns") << QByteArray("COPY public.nocols  FROM stdin;\n")
                                << QByteArray("public.nocols") << QByteArray() << QList<QByteArray>{};
    QTest::newRow("with OIDs") << QByteArray("COPY old (a) WITH OIDS FROM stdin;\n") << QByteArray("old")
                               << QByteArray("a") << QList<QByteArray>{"a"};
}

void TableDigestTest::copyStatements()
{
    QFETCH(QByteArray, statement);
    const auto parts = CopyStatement::parse(statement);
    QVERIFY(parts);
    QTEST(parts->target, "target");
    QTEST(parts->columnText, "columns");
    QTEST(parts->columnNames, "names");
}

void TableDigestTest::notCopyStatements()
{
    for (const char* text : {"", "COPY", "COPY ", "COPY a", "COPY a (b FROM stdin;", "COPY \"a FROM stdin;",
                             "COPY a () FROM stdin;", "COPY a (b) TO stdout;", "INSERT INTO a VALUES (1);"})
        QVERIFY2(!CopyStatement::parse(text), text);
}

QTEST_APPLESS_MAIN(TableDigestTest)
#include "tabledigesttest.moc"
