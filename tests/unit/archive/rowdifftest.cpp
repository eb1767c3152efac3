// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowdiff.h"

#include "archive/arrangedrows.h"
#include "support/fulldisk.h"
#include "unit/archive/textrows.h"

#include <QDir>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::test;

using Lines = QList<QByteArray>;

class RowDiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingDiffers();
    void missingChangedExtra();
    void withoutKeyRowsAreAMultiset();
    void keysThatAreNotUniqueAreNotMixed();
    void keysOfEqualRowsCountToo_data();
    void keysOfEqualRowsCountToo();
    void aKeyMayBeNull();
    void compositeKeysInAnotherOrder();
    void valuesRatherThanText();
    void anotherZoneOutOfStep();
    void likeANaiveComparison_data();
    void likeANaiveComparison();
    void partitionsThatDoNotFitAreSpreadAgain();
    void manyRowsOfOneKey();
    void veryLongRows();
    void nothingIsLeftBehind();
    void diskFull();
    void noSuchFolder();
    void cancel();
    void cancelWhileMatching();
    void errorsOfACursorAndOfASink();
    void progressGrows();
    void rowsAreArranged();
    void rowsThatCannotBeArranged();

private:
    static Lines columns(int count)
    {
        Lines names;
        for (int i = 0; i < count; ++i)
            names.append("c" + QByteArray::number(i));
        return names;
    }
    static RowForm textForm(int columns, std::vector<int> key)
    {
        return RowForm(std::vector<ValueForm>(std::size_t(columns), ValueForm::Text), std::move(key));
    }
    core::Result<RowDiffSummary> compare(const Lines& dump, const Lines& live, const RowForm& form,
                                         qint64 budget = 0)
    {
        TextRows dumpRows(columns(form.columns()), dump);
        TextRows liveRows(columns(form.columns()), live);
        RowDiffOptions options;
        options.memoryBudget = budget;
        options.spillFolder = m_folder.path();
        m_found = KeptDiff();
        return diffRows(dumpRows, liveRows, form, options, m_found, {});
    }
    QTemporaryDir m_folder;
    KeptDiff m_found;
};

void RowDiffTest::nothingDiffers()
{
    Lines lines;
    for (int i = 0; i < 5000; ++i)
        lines.append(QByteArray::number(i) + "\tsome text");
    for (const Lines& both : {Lines(), lines}) {
        const auto summary = compare(both, both, textForm(2, {0}));
        QVERIFY(summary);
        QCOMPARE(summary->equal, both.size());
        QCOMPARE(summary->dumpRows, both.size());
        QCOMPARE(summary->liveRows, both.size());
        QCOMPARE(summary->missing + summary->changed + summary->extra, 0);
    }
    Lines turned = lines;
    std::reverse(turned.begin(), turned.end());
    const auto summary = compare(lines, turned, textForm(2, {0}));
    QVERIFY(summary);
    QCOMPARE(summary->equal, lines.size());
    QVERIFY(m_found.missingRows.isEmpty() && m_found.changedRows.isEmpty() && m_found.extraRows.isEmpty());
}

void RowDiffTest::missingChangedExtra()
{
    const auto summary = compare({"1\ta\tx", "2\tb\tx", "3\tc\tx", "4\td\tx"},
                                 {"1\ta\tx", "3\tC\ty", "4\td\tx", "5\te\tx"}, textForm(3, {0}));
    QVERIFY(summary);
    QCOMPARE(m_found.missingRows, (Lines{"2\tb\tx"}));
    QCOMPARE(m_found.changedRows, (Lines{"3\tc\tx -> 3\tC\ty in 1 2"}));
    QCOMPARE(m_found.extraRows, (Lines{"5\te\tx"}));
    QCOMPARE(summary->equal, 2);
    QCOMPARE(summary->missing, 1);
    QCOMPARE(summary->changed, 1);
    QCOMPARE(summary->extra, 1);
    QCOMPARE(summary->changesByColumn, (std::vector<qint64>{0, 1, 1}));
    QCOMPARE(summary->spilledBytes, 0);
}

void RowDiffTest::withoutKeyRowsAreAMultiset()
{
    const auto summary = compare({"a", "a", "a", "b", "c"}, {"a", "c", "b", "b", "d"}, textForm(1, {}));
    QVERIFY(summary);
    QCOMPARE(m_found.missingRows, (Lines{"a", "a"}));
    QCOMPARE(m_found.extraRows.size(), 2);
    QVERIFY(m_found.extraRows.contains("b") && m_found.extraRows.contains("d"));
    QCOMPARE(summary->missing, 2);
    QCOMPARE(summary->extra, 2);
    QCOMPARE(summary->equal, 3);
    QCOMPARE(summary->ambiguousKeys, 0);
    // A table without columns has rows all the same.
    const auto empty = compare({"", "", ""}, {"", ""}, textForm(0, {}));
    QVERIFY(empty);
    QCOMPARE(empty->missing, 1);
}

void RowDiffTest::keysThatAreNotUniqueAreNotMixed()
{
    const auto summary = compare({"1\ta", "1\tb", "2\tx", "3\tp", "4\tq", "4\tq"},
                                 {"1\tc", "2\ty", "3\tr", "3\ts"}, textForm(2, {0}));
    QVERIFY(summary);
    QCOMPARE(m_found.changedRows, (Lines{"2\tx -> 2\ty in 1"}));
    QCOMPARE(m_found.missingRows.size(), 5);
    QCOMPARE(m_found.extraRows.size(), 3);
    QCOMPARE(summary->ambiguousKeys, 3);
    QCOMPARE(m_found.ambiguous, (QSet<QByteArray>{"1\ta", "1\tb", "1\tc", "3\tp", "3\tr", "3\ts", "4\tq"}));
    const auto oneSide = compare({"5\ta", "5\tb"}, {"6\ta"}, textForm(2, {0}));
    QVERIFY(oneSide);
    QCOMPARE(oneSide->missing, 2);
    QCOMPARE(oneSide->changed, 0);
    QCOMPARE(oneSide->ambiguousKeys, 1);
}

void RowDiffTest::keysOfEqualRowsCountToo_data()
{
    QTest::addColumn<int>("rows");
    QTest::newRow("in memory") << 10;
    QTest::newRow("in a file") << 200'000;
}

// The row that shares the key is equal on both sides, so it is long gone when what differs is matched.
void RowDiffTest::keysOfEqualRowsCountToo()
{
    QFETCH(int, rows);
    Lines dump{"a\tsame", "b\tsame", "c\t1"};
    Lines live{"a\tsame", "b\tsame", "b\tsame", "c\t2"};
    for (int i = 0; i < rows; ++i) {
        dump.append(QByteArray::number(i) + "\tbefore");
        live.append(QByteArray::number(i) + "\tafter");
    }
    dump.append("a\tx");
    live.append("a\ty");
    TextRows dumpRows(columns(2), dump);
    TextRows liveRows(columns(2), live);
    RowDiffOptions options;
    options.keys = KeysAre::PerhapsNot;
    options.memoryBudget = 256 << 10;
    options.spillFolder = m_folder.path();
    KeptDiff found;
    const auto summary = diffRows(dumpRows, liveRows, textForm(2, {0}), options, found, {});
    QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().toText()));
    QCOMPARE(found.missingRows, (Lines{"a\tx"}));
    std::sort(found.extraRows.begin(), found.extraRows.end());
    QCOMPARE(found.extraRows, (Lines{"a\ty", "b\tsame"}));
    QCOMPARE(summary->ambiguousKeys, 2);
    QCOMPARE(summary->changed, rows + 1);
    QCOMPARE(found.ambiguous.size(), 3);
    QCOMPARE(summary->spilledBytes > 0, rows > 1000);
}

void RowDiffTest::aKeyMayBeNull()
{
    const auto summary = compare({"\\N\ta", "\\N \tb"}, {"\\N\tc", "\\N \tb"}, textForm(2, {0}));
    QVERIFY(summary);
    QCOMPARE(m_found.changedRows, (Lines{"\\N\ta -> \\N\tc in 1"}));
    QCOMPARE(summary->equal, 1);
}

void RowDiffTest::compositeKeysInAnotherOrder()
{
    const auto summary =
        compare({"a\t1\tb", "a\tb\t2", "\t1\t"}, {"a\t2\tb", "a\tb\t1", "\t2\t"}, textForm(3, {2, 0}));
    QVERIFY(summary);
    QCOMPARE(m_found.changedRows, (Lines{"a\t1\tb -> a\t2\tb in 1", "\t1\t -> \t2\t in 1"}));
    QCOMPARE(m_found.missingRows, (Lines{"a\tb\t2"}));
    QCOMPARE(m_found.extraRows, (Lines{"a\tb\t1"}));
}

void RowDiffTest::valuesRatherThanText()
{
    const RowForm form(
        {ValueForm::Instant, ValueForm::Bytes, ValueForm::Float4, ValueForm::Money, ValueForm::Text}, {0});
    const auto summary = compare(
        {"2024-01-01 01:00:00+01\ta\t0.100000001\t-1.234,00\tx", "2024-01-02 01:00:00+01\ta\t1\t1\tx"},
        {"2024-01-01 00:00:00+00\t\\\\x61\t0.1\t-$1,234.00\tx", "2024-01-02 00:00:00+00\t\\\\x61\t1\t1\ty"},
        form);
    QVERIFY(summary);
    QCOMPARE(summary->equal, 1);
    QVERIFY(summary->otherSettings);
    // The key is one by value, and only what really differs is named. The text is each side's own.
    QCOMPARE(m_found.changedRows,
             (Lines{"2024-01-02 01:00:00+01\ta\t1\t1\tx -> 2024-01-02 00:00:00+00\t\\\\x61\t1\t1\ty in 4"}));
}

void RowDiffTest::anotherZoneOutOfStep()
{
    Lines dump;
    Lines live;
    for (int i = 0; i < 20000; ++i) {
        const QByteArray number = QByteArray::number(i);
        const QByteArray minutes = QByteArray::number(10 + i % 50);
        dump.append(number + "\t2024-06-01 05:" + minutes + ":00+05");
        if (i % 1000 != 0)
            live.append(number + "\t2024-06-01 00:" + minutes + ":00+00");
    }
    const auto summary = compare(dump, live, RowForm({ValueForm::Text, ValueForm::Instant}, {0}), 1 << 20);
    QVERIFY(summary);
    QCOMPARE(summary->missing, 20);
    QCOMPARE(summary->changed, 0);
    QCOMPARE(summary->extra, 0);
    QCOMPARE(summary->spilledBytes, 0);
}

void RowDiffTest::likeANaiveComparison_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<bool>("keyed");
    QTest::addColumn<qint64>("budget");
    for (int seed = 0; seed < 12; ++seed) {
        for (const bool keyed : {true, false}) {
            for (const qint64 budget : {qint64(1), qint64(64) << 20})
                QTest::addRow("%d, %s, %lld", seed, keyed ? "key" : "no key", budget)
                    << seed << keyed << budget;
        }
    }
}

// Two random multisets: mostly in step, or wholly out of order, with a random share of changes.
void RowDiffTest::likeANaiveComparison()
{
    QFETCH(int, seed);
    QFETCH(bool, keyed);
    QFETCH(qint64, budget);
    std::mt19937 random(static_cast<unsigned>(seed));
    const int rows = 200 + int(random() % 15000);
    const unsigned share = 2 + random() % 100;
    const int keys = keyed ? rows : 1 + int(random() % 200u);
    Lines dump;
    Lines live;
    for (int i = 0; i < rows; ++i) {
        const QByteArray key = QByteArray::number(keyed ? i : int(random() % unsigned(keys)));
        const QByteArray line =
            key + '\t' + QByteArray(int(random() % 60u), char('a' + random() % (keyed ? 26u : 2u)));
        const unsigned fate = random() % share;
        if (fate != 0)
            dump.append(line);
        if (fate == 1 && keyed)
            live.append(line + "!");
        else if (fate != 2)
            live.append(line);
    }
    if (seed % 3 == 1)
        std::shuffle(live.begin(), live.end(), random);
    if (seed % 3 == 2)
        std::rotate(live.begin(), live.begin() + live.size() / 3, live.end());

    QHash<QByteArray, qint64> surplus;
    for (const QByteArray& line : std::as_const(dump))
        ++surplus[line];
    for (const QByteArray& line : std::as_const(live))
        --surplus[line];
    QHash<QByteArray, QByteArray> dumpOnly;
    Lines missing, extra, changed;
    for (auto it = surplus.cbegin(); it != surplus.cend(); ++it) {
        const QByteArray key = keyed ? it.key().left(it.key().indexOf('\t')) : it.key();
        for (qint64 i = 0; i < it.value(); ++i) {
            missing.append(it.key());
            dumpOnly.insert(key, it.key());
        }
    }
    for (auto it = surplus.cbegin(); it != surplus.cend(); ++it) {
        const QByteArray key = it.key().left(it.key().indexOf('\t'));
        for (qint64 i = 0; i < -it.value(); ++i) {
            if (keyed && dumpOnly.contains(key)) {
                missing.removeOne(dumpOnly.value(key));
                changed.append(dumpOnly.value(key) + " -> " + it.key() + " in 1");
            } else {
                extra.append(it.key());
            }
        }
    }

    const auto summary = compare(dump, live, keyed ? textForm(2, {0}) : textForm(2, {}), budget);
    QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().toText()));
    for (Lines* list :
         {&missing, &changed, &extra, &m_found.missingRows, &m_found.changedRows, &m_found.extraRows})
        std::sort(list->begin(), list->end());
    QCOMPARE(m_found.missingRows, missing);
    QCOMPARE(m_found.changedRows, changed);
    QCOMPARE(m_found.extraRows, extra);
    QCOMPARE(summary->missing, missing.size());
    QCOMPARE(summary->changed, changed.size());
    QCOMPARE(summary->extra, extra.size());
    QCOMPARE(summary->equal, dump.size() - missing.size() - changed.size());
}

// One third of the rows goes through more than 64 partitions of what fits.
void RowDiffTest::partitionsThatDoNotFitAreSpreadAgain()
{
    Lines dump;
    Lines live;
    for (int i = 0; i < 300'000; ++i) {
        dump.append(QByteArray::number(i) + '\t' + QByteArray(100, 'd'));
        live.append(QByteArray::number(299'999 - i) + '\t' + QByteArray(100, i % 3 == 0 ? 'l' : 'd'));
    }
    const auto summary = compare(dump, live, textForm(2, {0}), 256 << 10);
    QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().toText()));
    QCOMPARE(summary->changed, 100'000);
    QCOMPARE(summary->equal, 200'000);
    QCOMPARE(summary->missing, 0);
    QCOMPARE(summary->extra, 0);
    QVERIFY2(summary->spilledBytes > 100'000'000,
             QByteArray::number(summary->spilledBytes).constData()); // each row more than once
}

void RowDiffTest::manyRowsOfOneKey()
{
    Lines dump;
    Lines live;
    for (int i = 0; i < 30'000; ++i) {
        dump.append("same\t" + QByteArray::number(i));
        live.append("same\t" + QByteArray::number(i + 1000) + "\t"); // no tab in the other: all differ
    }
    dump.append("other\t1");
    live.append("other\t2");
    const auto summary = compare(dump, live, textForm(2, {0}), 256 << 10);
    QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().toText()));
    QCOMPARE(summary->missing, 30'000);
    QCOMPARE(summary->extra, 30'000);
    QCOMPARE(summary->changed, 1);
    QCOMPARE(summary->ambiguousKeys, 1);
    QCOMPARE(m_found.ambiguous.size(), 60'000);
    QVERIFY(summary->spilledBytes <
            12'000'000); // by line at once, not level after level by a key that is always the same
    // Equal rows are counted, not kept one by one: no budget is too small for them.
    const auto equal = compare(Lines(200'000, "again and again"), Lines(100'000, "again and again"),
                               textForm(1, {}), 256 << 10);
    QVERIFY(equal);
    QCOMPARE(equal->missing, 100'000);
    QCOMPARE(equal->spilledBytes, 0);
}

void RowDiffTest::veryLongRows()
{
    Lines dump;
    Lines live;
    for (int i = 0; i < 12; ++i) {
        dump.append(QByteArray::number(i) + '\t' + QByteArray(3'000'000, char('a' + i)));
        live.append(QByteArray::number((i + 5) % 12) + '\t' +
                    QByteArray(3'000'000, char(i == 3 ? '#' : 'a' + (i + 5) % 12)));
    }
    const auto summary = compare(dump, live, textForm(2, {0}), 1 << 20);
    QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().toText()));
    QCOMPARE(summary->equal, 11);
    QCOMPARE(summary->changed, 1);
    QVERIFY(summary->spilledBytes > 0);
}

static Lines manyLines(char mark)
{
    Lines lines;
    for (int i = 0; i < 60'000; ++i)
        lines.append(QByteArray::number(i) + '\t' + QByteArray(80, mark));
    return lines;
}

void RowDiffTest::nothingIsLeftBehind()
{
    const auto summary = compare(manyLines('a'), manyLines('b'), textForm(2, {0}), 256 << 10);
    QVERIFY(summary);
    QVERIFY(summary->spilledBytes > 5'000'000);
    QVERIFY(QDir(m_folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void RowDiffTest::diskFull()
{
    const auto disk = SmallDisk::mount(4 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    TextRows dump(columns(2), manyLines('a'));
    TextRows live(columns(2), manyLines('b'));
    RowDiffOptions options;
    options.memoryBudget = 256 << 10;
    options.spillFolder = disk->path();
    KeptDiff found;
    const auto summary = diffRows(dump, live, textForm(2, {0}), options, found, {});
    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, core::ErrorKind::StorageFull);
    QVERIFY(!summary.error().hint.isEmpty());
    QVERIFY(QDir(disk->path()).isEmpty());
}

void RowDiffTest::noSuchFolder()
{
    TextRows dump(columns(2), manyLines('a'));
    TextRows live(columns(2), manyLines('b'));
    RowDiffOptions options;
    options.memoryBudget = 256 << 10;
    options.spillFolder = m_folder.filePath(QStringLiteral("not there"));
    KeptDiff found;
    const auto summary = diffRows(dump, live, textForm(2, {0}), options, found, {});
    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, core::ErrorKind::NotFound);
}

void RowDiffTest::cancel()
{
    for (const qint64 after : {qint64(0), qint64(5'000'000)}) {
        TextRows dump(columns(2), manyLines('a'));
        TextRows live(columns(2), manyLines('b'));
        RowDiffOptions options;
        options.memoryBudget = 256 << 10;
        options.spillFolder = m_folder.path();
        KeptDiff found;
        std::stop_source source;
        core::RunContext context;
        context.stop = source.get_token();
        context.onProgress = [&](const core::Progress& progress) {
            if (progress.bytesDone >= after)
                source.request_stop();
        };
        const auto summary = diffRows(dump, live, textForm(2, {0}), options, found, context);
        QVERIFY(!summary);
        QCOMPARE(summary.error().kind, core::ErrorKind::Cancelled);
        QVERIFY(QDir(m_folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }
}

namespace {

class StoppingSink final : public DiffSink
{
public:
    core::Status missing(const DiffRow&) override { return stop(); }
    core::Status changed(const DiffRow&, const DiffRow&, const std::vector<int>&) override { return stop(); }
    core::Status extra(const DiffRow&) override { return stop(); }
    std::stop_source source;
    int rows = 0;

private:
    core::Status stop()
    {
        ++rows;
        source.request_stop();
        return {};
    }
};

class RefusingSink final : public DiffSink
{
public:
    core::Status missing(const DiffRow&) override { return refuse(); }
    core::Status changed(const DiffRow&, const DiffRow&, const std::vector<int>&) override
    {
        return refuse();
    }
    core::Status extra(const DiffRow&) override { return refuse(); }

private:
    static core::Status refuse()
    {
        return core::Error{core::ErrorKind::Io, QStringLiteral("no more"), {}, {}};
    }
};

} // namespace

void RowDiffTest::cancelWhileMatching()
{
    TextRows dump(columns(2), manyLines('a'));
    TextRows live(columns(2), manyLines('b'));
    RowDiffOptions options;
    options.memoryBudget = 256 << 10;
    options.spillFolder = m_folder.path();
    StoppingSink found;
    core::RunContext context;
    context.stop = found.source.get_token();
    const auto summary = diffRows(dump, live, textForm(2, {0}), options, found, context);
    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(found.rows < 2000);
}

void RowDiffTest::errorsOfACursorAndOfASink()
{
    TextRows dump(columns(1), {"a", "b"});
    dump.failWith({core::ErrorKind::Corrupt, QStringLiteral("damaged"), {}, {}});
    TextRows live(columns(1), {"a", "b", "c"});
    KeptDiff found;
    const auto damaged = diffRows(dump, live, textForm(1, {0}), {}, found, {});
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().kind, core::ErrorKind::Corrupt);

    TextRows one(columns(1), {"a"});
    TextRows none(columns(1), {});
    RefusingSink refusing;
    const auto refused = diffRows(one, none, textForm(1, {0}), {}, refusing, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, QStringLiteral("no more"));
}

void RowDiffTest::progressGrows()
{
    TextRows dump(columns(2), manyLines('a'));
    TextRows live(columns(2), manyLines('a'));
    RowDiffOptions options;
    options.matchingPhase = QStringLiteral("matching");
    options.expectedBytes = 1000; // less than there is: never above 1
    KeptDiff found;
    core::RunContext context;
    double last = 0;
    qint64 bytes = 0;
    context.onProgress = [&](const core::Progress& progress) {
        QVERIFY(progress.fraction && *progress.fraction >= last && *progress.fraction <= 1);
        last = *progress.fraction;
        bytes = progress.bytesDone;
    };
    QVERIFY(diffRows(dump, live, textForm(2, {0}), options, found, context));
    QCOMPARE(bytes, dump.fileBytesRead() + live.fileBytesRead());
}

void RowDiffTest::rowsAreArranged()
{
    const auto source = [](Lines names, Lines lines) {
        return [names, lines]() -> core::Result<std::unique_ptr<RowCursor>> {
            return std::unique_ptr<RowCursor>(std::make_unique<TextRows>(names, lines));
        };
    };
    const auto rows = arrangedRows({source({"b", "a"}, {"1\t2", "\t"}),
                                    source({"x", "a", "b"}, {"x\t\\t\t\\N"}), source({"a", "b"}, {"3\t4"})},
                                   {"b", "a"});
    Lines lines;
    for (auto more = rows->next(); more && *more; more = rows->next())
        lines.append(rows->copyLine().toByteArray());
    QCOMPARE(lines, (Lines{"1\t2", "\t", "\\N\t\\t", "4\t3"}));
    QCOMPARE(rows->fileBytesRead(), 4 + 2 + 8 + 4);
    QVERIFY(!*rows->next());
}

void RowDiffTest::rowsThatCannotBeArranged()
{
    const auto rowsOf = [](const Lines& names, const Lines& lines) {
        return arrangedRows({[=]() -> core::Result<std::unique_ptr<RowCursor>> {
                                return std::unique_ptr<RowCursor>(std::make_unique<TextRows>(names, lines));
                            }},
                            {"a"});
    };
    const auto lacking = rowsOf({"b"}, {"1"})->next();
    QVERIFY(!lacking);
    QCOMPARE(lacking.error().kind, core::ErrorKind::NotFound);
    for (const char* line : {"1", "1\t2\t3", ""}) {
        const auto damaged = rowsOf({"a", "b"}, {line})->next();
        QVERIFY(!damaged);
        QCOMPARE(damaged.error().kind, core::ErrorKind::Corrupt);
    }
}

QTEST_GUILESS_MAIN(RowDiffTest)
#include "rowdifftest.moc"
