// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sanitystore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using core::Expectation;
using core::SanityAnswer;
using core::SanityOutcome;
using core::SanityQuery;
using core::SanityResult;
using store::SanityPlace;
using store::SanityStore;

class TestSanityStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsWhatIsSaved();
    void renamedOnesKeepTheirPlace();
    void queriesBelongToTheirDatabase();
    void unknownFieldsStay();
    void damagedFileIsLeftAsItIs();
    void newerFileIsReadOnly();
    void needsNameAndStatement();
    void judgement_data();
    void judgement();
    void answersSurviveJson();
};

namespace {

SanityAnswer answerOf(const QString& value)
{
    SanityAnswer answer;
    if (value == QLatin1String("fails"))
        answer.problem = QStringLiteral("no such table");
    else if (value != QLatin1String("empty")) {
        answer.columns = {QStringLiteral("count")};
        answer.rows = {{value}};
    }
    return answer;
}

void write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

} // namespace

void TestSanityStore::keepsWhatIsSaved()
{
    const QTemporaryDir folder;
    const SanityStore store(folder.filePath(QStringLiteral("sanity.json")));
    const SanityPlace place{QStringLiteral("id"), QStringLiteral("shop \"1\"")};
    QVERIFY(store.of(place)->isEmpty());
    const SanityQuery first{QStringLiteral("Zahl – \n数"), QStringLiteral("SELECT 1 -- x\n;"), false,
                            Expectation::AtLeast, 2.5};
    const SanityQuery second{QStringLiteral("b"), QStringLiteral("SELECT 2"), true, Expectation::Equal, 1};
    QVERIFY(store.save(place, first));
    QVERIFY(store.save(place, second));
    QCOMPARE(*store.of(place), (QList<SanityQuery>{first, second}));
    SanityQuery changed = first;
    changed.expectation = Expectation::Nothing;
    changed.least = 1;
    QVERIFY(store.save(place, changed));
    QCOMPARE(*store.of(place), (QList<SanityQuery>{changed, second}));
    QVERIFY(store.remove(place, first.name));
    QCOMPARE(*store.of(place), QList<SanityQuery>{second});
    const auto gone = store.remove(place, first.name);
    QVERIFY(!gone && gone.error().kind == core::ErrorKind::NotFound &&
            gone.error().hint.contains(QStringLiteral("b")));
}

void TestSanityStore::renamedOnesKeepTheirPlace()
{
    const QTemporaryDir folder;
    const SanityStore store(folder.filePath(QStringLiteral("sanity.json")));
    const SanityPlace place{QStringLiteral("id"), QStringLiteral("shop")};
    const SanityQuery first{QStringLiteral("a"), QStringLiteral("SELECT 1")};
    const SanityQuery second{QStringLiteral("b"), QStringLiteral("SELECT 2")};
    QVERIFY(store.save(place, first) && store.save(place, second));
    const SanityQuery renamed{QStringLiteral(" c\n\"d\""), QStringLiteral("SELECT 3")};
    QVERIFY(store.replace(place, first.name, renamed));
    QCOMPARE(*store.of(place), (QList<SanityQuery>{renamed, second}));
    // Another has that name.
    const auto taken = store.replace(place, renamed.name, second);
    QVERIFY(!taken && taken.error().kind == core::ErrorKind::Conflict);
    QCOMPARE(*store.of(place), (QList<SanityQuery>{renamed, second}));
    // Somebody removed it meanwhile.
    QVERIFY(store.replace(place, QStringLiteral("gone"), first));
    QCOMPARE(*store.of(place), (QList<SanityQuery>{renamed, second, first}));
}

void TestSanityStore::queriesBelongToTheirDatabase()
{
    const QTemporaryDir folder;
    const SanityStore store(folder.filePath(QStringLiteral("sanity.json")));
    const SanityQuery query{QStringLiteral("a"), QStringLiteral("SELECT 1"), true, Expectation::Nothing, 1};
    QVERIFY(store.save({QStringLiteral("s"), QStringLiteral("one")}, query));
    QVERIFY(store.of({QStringLiteral("s"), QStringLiteral("two")})->isEmpty());
    QVERIFY(store.of({QStringLiteral("t"), QStringLiteral("one")})->isEmpty());
    QVERIFY(store.save({QStringLiteral("t"), QStringLiteral("one")}, query));
    QCOMPARE(store.places()->size(), 2);
    QVERIFY(store.remove({QStringLiteral("t"), QStringLiteral("one")}, query.name));
    QCOMPARE(store.of({QStringLiteral("s"), QStringLiteral("one")})->size(), 1);
}

void TestSanityStore::unknownFieldsStay()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sanity.json"));
    write(
        path,
        R"({"formatVersion":1,"later":7,"queries":[{"server":"s","database":"d","name":"a","sql":"SELECT 1","colour":"red"}]})");
    const SanityStore store(path);
    QVERIFY(store.save({QStringLiteral("s"), QStringLiteral("d")},
                       {QStringLiteral("a"), QStringLiteral("SELECT 2"), true, Expectation::Nothing, 1}));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("colour") && text.contains("later") && text.contains("SELECT 2"));
}

void TestSanityStore::damagedFileIsLeftAsItIs()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sanity.json"));
    const SanityPlace place{QStringLiteral("s"), QStringLiteral("d")};
    for (const char* text : {"{", "[]", R"({"formatVersion":1,"queries":5})",
                             R"({"formatVersion":1,"queries":[{"name":"a"}]})"}) {
        write(path, text);
        const SanityStore store(path);
        QCOMPARE(store.of(place).error().kind, core::ErrorKind::Corrupt);
        QCOMPARE(
            store
                .save(place, {QStringLiteral("a"), QStringLiteral("SELECT 1"), true, Expectation::Nothing, 1})
                .error()
                .kind,
            core::ErrorKind::Corrupt);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray(text));
    }
}

void TestSanityStore::newerFileIsReadOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sanity.json"));
    write(
        path,
        R"({"formatVersion":2,"queries":[{"server":"s","database":"d","name":"a","sql":"SELECT 1"},{"form":"unknown"}]})");
    const SanityStore store(path);
    const SanityPlace place{QStringLiteral("s"), QStringLiteral("d")};
    QCOMPARE(store.of(place)->size(), 1);
    QCOMPARE(store.remove(place, QStringLiteral("a")).error().kind, core::ErrorKind::Conflict);
}

void TestSanityStore::needsNameAndStatement()
{
    const QTemporaryDir folder;
    const SanityStore store(folder.filePath(QStringLiteral("sanity.json")));
    const SanityPlace place{QStringLiteral("s"), QStringLiteral("d")};
    QCOMPARE(
        store.save(place, {QStringLiteral(" "), QStringLiteral("SELECT 1"), true, Expectation::Nothing, 1})
            .error()
            .kind,
        core::ErrorKind::InvalidInput);
    QCOMPARE(store.save(place, {QStringLiteral("a"), QStringLiteral("\n"), true, Expectation::Nothing, 1})
                 .error()
                 .kind,
             core::ErrorKind::InvalidInput);
    QVERIFY(store.of(place)->isEmpty());
}

void TestSanityStore::judgement_data()
{
    QTest::addColumn<int>("expectation");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("finding");
    const auto row = [](const char* name, Expectation expectation, const char* source, const char* target,
                        SanityOutcome outcome, const char* finding) {
        QTest::newRow(name) << int(expectation) << QString::fromLatin1(source) << QString::fromLatin1(target)
                            << int(outcome) << QString::fromLatin1(finding);
    };
    row("equal", Expectation::Nothing, "5", "5", SanityOutcome::Equal, "");
    row("different is information", Expectation::Nothing, "5", "4", SanityOutcome::Different, "");
    row("different where it must be equal", Expectation::Equal, "5", "4", SanityOutcome::Unmet,
        "blocker sanity.unmet");
    row("nothing to be equal to", Expectation::Equal, "", "4", SanityOutcome::NotCompared, "");
    row("the source failed", Expectation::Equal, "fails", "4", SanityOutcome::NotCompared, "");
    row("no rows", Expectation::SomeRows, "empty", "empty", SanityOutcome::Unmet, "blocker sanity.unmet");
    row("rows", Expectation::SomeRows, "empty", "1", SanityOutcome::Different, "");
    row("enough", Expectation::AtLeast, "", "10", SanityOutcome::NotCompared, "");
    row("too few", Expectation::AtLeast, "", "9.5", SanityOutcome::Unmet, "blocker sanity.unmet");
    row("no number", Expectation::AtLeast, "", "many", SanityOutcome::Unmet, "blocker sanity.unmet");
    row("failed", Expectation::Nothing, "5", "fails", SanityOutcome::Failed, "warning sanity.failed");
    row("failed where something was expected", Expectation::SomeRows, "5", "fails", SanityOutcome::Failed,
        "blocker sanity.failed");
    row("both failed", Expectation::Equal, "fails", "fails", SanityOutcome::Failed, "warning sanity.failed");
}

void TestSanityStore::judgement()
{
    QFETCH(int, expectation);
    QFETCH(QString, source);
    QFETCH(QString, target);
    QFETCH(int, outcome);
    QFETCH(QString, finding);
    const SanityQuery query{QStringLiteral("q"), QStringLiteral("SELECT"), true,
                            static_cast<Expectation>(expectation), 10};
    const auto result = SanityResult::judge(
        query, source.isEmpty() ? std::nullopt : std::optional(answerOf(source)), answerOf(target));
    QCOMPARE(int(result.outcome), outcome);
    const auto found = result.finding(false);
    QCOMPARE(found ? QLatin1String(core::severityName(found->severity)) + QLatin1Char(' ') + found->id
                   : QString(),
             finding);
    // Against the backup's own moment a difference is worth a warning.
    QCOMPARE(result.finding(true).has_value(),
             found.has_value() || result.outcome == SanityOutcome::Different);
}

void TestSanityStore::answersSurviveJson()
{
    SanityAnswer answer;
    answer.columns = {QStringLiteral("a"), QStringLiteral("a")};
    answer.rows = {{QStringLiteral("9007199254740993"), std::nullopt}, {QString(), QStringLiteral("x\ny")}};
    answer.isCut = true;
    const SanityAnswer back = SanityAnswer::fromJson(answer.toJson());
    QVERIFY(back.hasSameValues(answer));
    QVERIFY(!back.rows.at(0).at(1).has_value() && back.rows.at(1).at(0).has_value());
}

QTEST_GUILESS_MAIN(TestSanityStore)
#include "sanitystoretest.moc"
