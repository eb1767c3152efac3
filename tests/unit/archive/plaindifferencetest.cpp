// SPDX-License-Identifier: GPL-3.0-or-later
// The ways to read plain SQL that are fast say what the slow ones say, of text that is as odd as can be.
#include "archive/bytesearch.h"
#include "archive/plainscanner.h"
#include "archive/rowsskipper.h"
#include "slowscan.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

class PlainDifferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scans_data();
    void scans();
    void walks();
    void skipsInserts_data();
    void skipsInserts();
    void skipsCopyRows();
    void skipsAllOfThem();
};

namespace {

constexpr char begin[] = "INSERT INTO public.measurements_t VALUES";

QByteArray oneOf(QRandomGenerator& random, const QList<QByteArray>& choices)
{
    return choices.at(random.bounded(choices.size()));
}

QByteArray oddValue(QRandomGenerator& random)
{
    static const QList<QByteArray> values = {"1",
                                             "-2.5e-3",
                                             "NULL",
                                             "''",
                                             "'it''s'",
                                             "'''",
                                             "';\nINSERT INTO public.measurements_t VALUES (1, ''",
                                             "E'\\';'",
                                             "e'\\\\'",
                                             "the'\\'",
                                             "a1e'x\\'",
                                             "12e'\\';'",
                                             "date'2020-01-01'",
                                             "N'x'",
                                             "U&'\\0041'",
                                             "'\\'",
                                             "$$;'$$",
                                             "$x$;$$'$x$",
                                             "a$b$c",
                                             "a$$;'$$",
                                             "$1",
                                             "x1$e'\\'",
                                             "/* ; ' */ 1",
                                             "1 / 2",
                                             "1 - -2",
                                             "1 --;'\n",
                                             "'--'",
                                             "\";\"",
                                             "\"a\"\"'\"",
                                             "'\"$\\/'",
                                             "\xc3\xa9'\\'",
                                             "\r\n",
                                             "'e'",
                                             "'a''e''b'",
                                             "true",
                                             "\\x",
                                             "'\n\\.\n'"};
    return random.bounded(9) == 0 ? '\'' + QByteArray(random.bounded(400), 'v') + '\''
                                  : oneOf(random, values);
}

QByteArray simpleValue(QRandomGenerator& random)
{
    return random.bounded(2) == 0 ? QByteArray::number(random.generate())
                                  : "'" + QByteArray::number(random.generate64(), 36) + "'';\"$\\/--'";
}

QByteArray insertStatement(QRandomGenerator& random, int oddities)
{
    QByteArray text = QByteArray(begin) + " (";
    for (int i = random.bounded(5); i >= 0; --i)
        text +=
            (random.bounded(100) < oddities ? oddValue(random) : simpleValue(random)) + (i > 0 ? ", " : "");
    return text + ");";
}

QByteArray copyRows(QRandomGenerator& random)
{
    QByteArray text = "COPY public.t (a, b) FROM stdin;\n";
    for (int i = random.bounded(30); i > 0; --i)
        text += oneOf(random, {"1\t2\n", "\\\\.\n", "\\.x\n", "x\\.\n", "\n", "\\N\t\\N\n", "a\\\n", "';\n",
                               "\\.\rx\n"});
    return text + oneOf(random, {"\\.\n", "\\.\n", "\\.\r\n", "\\."});
}

QByteArray anything(QRandomGenerator& random)
{
    switch (random.bounded(12)) {
    case 0:
        return copyRows(random) + '\n';
    case 1:
        return oneOf(random,
                     {"-- a ; comment\n", "\\connect x\n", "/* ; /* ' */ */", "\r\n", "\n\n", "\\.\n"});
    case 2:
        return oneOf(random,
                     {"SET standard_conforming_strings = off;\n", "SET standard_conforming_strings = on;\n",
                      "SELECT 1;\n", "insert into t select 1;", "INSERT INTO u (a) VALUES (1);\n"});
    case 3: {
        QByteArray bytes;
        for (int i = random.bounded(40); i > 0; --i)
            bytes += "';\"$\\/-eE(a1\n\r *)"[random.bounded(17)];
        return bytes;
    }
    case 4:
        return oddValue(random) + oneOf(random, {"", ";", ";\n"});
    default:
        return insertStatement(random, 30) + oneOf(random, {"\n", "\n", "\n", "\r\n", "\n\n", " -- '\n"});
    }
}

QStringList scan(TextSource& source)
{
    Tell tell;
    PlainScanner scanner(source, tell);
    const auto done = scanner.run(core::silentContext());
    return done ? tell.lines : QStringList{u"error: "_s + done.error().toText()};
}

// A file with these bytes.
class Written
{
public:
    explicit Written(const QByteArray& bytes)
        : m_path(m_folder.filePath(u"x.sql"_s))
    {
        QFile file(m_path);
        m_isWhole = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }
    bool isWhole() const { return m_isWhole; }
    const QString& path() const { return m_path; }

private:
    QTemporaryDir m_folder;
    QString m_path;
    bool m_isWhole = false;
};

} // namespace

void PlainDifferenceTest::scans_data()
{
    QTest::addColumn<int>("rounds");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("oddOnes"); // of a million statements; all kinds of things where it is 0
    QTest::newRow("small and odd") << 4000 << 2000 << 0;
    QTest::newRow("large and odd") << 2 << 3'000'000 << 0;
    QTest::newRow("rarely odd") << 3 << 12'000'000 << 100;
    QTest::newRow("odd now and then") << 3 << 12'000'000 << 20'000;
}

void PlainDifferenceTest::scans()
{
    QFETCH(int, rounds);
    QFETCH(int, size);
    QFETCH(int, oddOnes);
    for (int round = 0; round < rounds; ++round) {
        QRandomGenerator random(quint32(round + 1));
        QByteArray text;
        while (text.size() < size) {
            if (oddOnes == 0)
                text += anything(random);
            else
                text += insertStatement(random, random.bounded(1'000'000) < oddOnes ? 50 : 0) + '\n';
        }
        if (round % 2 == 1)
            text.chop(random.bounded(400));
        const QStringList slow = SlowScan(text).run();
        const QStringList fromBytes = scan(*textOverBytes(text));
        QCOMPARE(fromBytes, slow);
        if (size < 100'000)
            continue;
        const Written file(text);
        auto source = openText(file.path(), Wrapping::None);
        QVERIFY(file.isWhole() && source);
        QCOMPARE(scan(**source), slow);
    }
}

// One statement after the other, in pieces, each way that there is.
void PlainDifferenceTest::walks()
{
    QList<Instructions> ways = {Instructions::Portable};
    if (bestInstructions() != Instructions::Portable)
        ways.append(bestInstructions());
    for (int round = 0; round < 3000; ++round) {
        QRandomGenerator random(quint32(round + 1));
        const QByteArray next = '\n' + QByteArray(round % 3 == 0 ? "INSERT INTO t VALUES" : begin);
        QByteArray text;
        for (int i = random.bounded(12); i >= 0; --i)
            text += '\n' + insertStatement(random, round % 4 == 0 ? 0 : 5);
        text.replace('\n' + QByteArray(begin), next);
        const qint64 limit = random.bounded(3) == 0 ? random.bounded(int(text.size())) : text.size();
        // What all of it at once gives, and what is read byte by byte, where nothing is odd.
        QList<std::pair<qint64, int>> found;
        for (const Instructions way : ways) {
            for (const int most : {int(text.size()), 1, 40, 300}) {
                QByteArray room;
                InsertsState state;
                InsertsWalk walk;
                qint64 end = -1;
                for (qsizetype at = 0;;) {
                    const QByteArray added = text.mid(at + room.size(), 1 + random.bounded(most));
                    room += added;
                    walk = walkInserts(room, next, limit - at, state, way);
                    end = walk.end >= 0 ? at + walk.end : end;
                    if (walk.stop != InsertsWalk::Stop::NeedMore || added.isEmpty())
                        break;
                    room.remove(0, walk.looked);
                    at += walk.looked;
                }
                found.append({end, int(walk.stop)});
            }
        }
        for (const auto& way : std::as_const(found))
            QCOMPARE(way, found.first());
        if (round % 4 == 0) {
            qint64 end = 0;
            while (end < limit)
                end = text.indexOf(");\n", end) < 0 ? text.size() : text.indexOf(");\n", end) + 2;
            QCOMPARE(found.first().first, end);
        }
    }
}

void PlainDifferenceTest::skipsInserts_data()
{
    QTest::addColumn<int>("oddities");
    QTest::newRow("nothing odd") << 0;
    QTest::newRow("rarely") << 1;
    QTest::newRow("often") << 30;
}

// What is skipped is whole statements, wherever the pieces begin.
void PlainDifferenceTest::skipsInserts()
{
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("There is one processor.");
    QFETCH(int, oddities);
    int helped = 0;
    for (int round = 0; round < 150; ++round) {
        QRandomGenerator random(quint32(round + 1));
        QByteArray text = "\n" + insertStatement(random, 0);
        while (text.size() < 20'000) {
            // One that is not finished goes on in the next.
            text += '\n' + insertStatement(random, random.bounded(30) == 0 ? oddities : 0);
            if (oddities > 0 && random.bounded(100) == 0)
                text += "\nSELECT ';';";
        }
        SlowScan slow(text);
        slow.run();
        QList<qint64> ends;
        for (const SlowScan::Insert& insert : std::as_const(slow.inserts)) {
            if (insert.beginning != begin || insert.start != (ends.isEmpty() ? 0 : ends.last()) + 1)
                break;
            ends.append(insert.end);
        }
        const Written file(text);
        auto raw = RawFile::open(file.path(), 0);
        QVERIFY(file.isWhole() && raw && !ends.isEmpty());
        RowsSkipper skipper(**raw, 64 + random.bounded(1500));
        qint64 at = ends.first();
        for (;;) {
            const auto reached = skipper.skipInserts(at, begin);
            QVERIFY(reached);
            if (*reached < 0)
                break;
            QVERIFY(*reached > at && ends.contains(*reached));
            at = *reached;
            ++helped;
        }
        if (oddities == 0)
            QVERIFY(at >= text.size() - 4 * 1564);
    }
    QVERIFY2(helped > 30, qPrintable(QString::number(helped)));
}

void PlainDifferenceTest::skipsCopyRows()
{
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("There is one processor.");
    for (int round = 0; round < 300; ++round) {
        QRandomGenerator random(quint32(round + 1));
        QByteArray rows;
        while (rows.size() < 20'000)
            rows += oneOf(random,
                          {"1\t2\n", "\\\\.\n", "\\.x\n", "x\\.\n", "\n", "a\\\n", "\\.\t\n", "\\\\\\.\n"});
        const qsizetype lineEnd =
            rows.indexOf('\n', round % 3 == 0 ? rows.size() - 1 : random.bounded(int(rows.size()))) + 1;
        const QByteArray text = rows.first(lineEnd) + oneOf(random, {"\\.\n", "\\.\r\n"}) + rows;
        const Written file(text);
        auto raw = RawFile::open(file.path(), 0);
        QVERIFY(file.isWhole() && raw);
        RowsSkipper skipper(**raw, 16 + random.bounded(700));
        qint64 at = 1 + random.bounded(int(lineEnd));
        for (;;) {
            const auto reached = skipper.skipCopyRows(at);
            QVERIFY(reached && *reached <= lineEnd);
            if (*reached < 0 || *reached == lineEnd) {
                QVERIFY(*reached == lineEnd || at + 2 * 716 > lineEnd);
                break;
            }
            QVERIFY(*reached > at);
            at = *reached;
        }
    }
}

// It is of some use.
void PlainDifferenceTest::skipsAllOfThem()
{
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("There is one processor.");
    QRandomGenerator random(3);
    QByteArray text;
    while (text.size() < (9 << 20))
        text += '\n' + insertStatement(random, 0);
    const Written file(text);
    auto raw = RawFile::open(file.path(), 0);
    QVERIFY(file.isWhole() && raw);
    RowsSkipper skipper(**raw);
    QVERIFY(*skipper.skipInserts(text.indexOf(");\n") + 2, begin) >= text.size() - 4);
}

QTEST_GUILESS_MAIN(PlainDifferenceTest)
#include "plaindifferencetest.moc"
