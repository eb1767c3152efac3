// SPDX-License-Identifier: GPL-3.0-or-later
// The proof of the selection: every relation of a database that is hard to take apart comes back whole from
// nothing but its own selection, in an empty database.
#include "archive/extract.h"
#include "archive/extractrows.h"
#include "archive/filesink.h"
#include "archive/readback.h"
#include "archive/selection.h"
#include "core/atomicfile.h"
#include "restore/restorestage.h"
#include "restore/stages.h"
#include "support/fulldisk.h"
#include "support/hardschema.h"
#include "support/relationpicture.h"

#include <QDir>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using archive::ForeignKeys;

class TestClosure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void relationsComeBack_data();
    void relationsComeBack();
    void relationsComeBackAsSql_data();
    void relationsComeBackAsSql();
    void failuresLeaveNothing_data();
    void failuresLeaveNothing();

private:
    QString file() const { return m_folder.filePath(QStringLiteral("hard.dump")); }
    core::Result<archive::Selection> selection(int dumpId, ForeignKeys keys) const
    {
        archive::SelectionOptions options;
        options.foreignKeys = keys;
        return archive::selectEntries(m_toc, {dumpId}, options);
    }
    QStringList restore(const archive::Selection& selection, const QString& database) const;
    QList<int> restoreStage(QList<int> dumpIds, const QString& database, QStringList& words) const;
    QString compare(const archive::Selection& selection, const QString& schema, const QString& name);
    QString comesBack(const archive::Selection& selection, const QString& schema, const QString& name);

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    archive::Toc m_toc;
    std::optional<postgres::Connection> m_source;
    QSet<QString> m_helpers;
};

static QList<int> dumpIds(const archive::Selection& selection)
{
    QList<int> ids;
    for (const archive::SelectedEntry& entry : selection.entries)
        ids.append(entry.dumpId);
    return ids;
}

void TestClosure::initTestCase()
{
    const core::Status made = createHardSchema(m_cluster, QStringLiteral("hard"));
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    const core::Status dumped =
        m_cluster.dump(QStringLiteral("hard"), {QStringLiteral("--format=custom")}, file());
    QVERIFY2(dumped, qPrintable(dumped ? QString() : dumped.error().toText()));
    QVERIFY(m_cluster.dump(QStringLiteral("hard"), {QStringLiteral("--format=plain")}, m_folder.filePath(QStringLiteral("hard.sql"))));
    auto toc = archive::readToc(file());
    QVERIFY(toc);
    m_toc = *toc;
    auto source = m_cluster.connect(QStringLiteral("hard"));
    QVERIFY(source);
    m_source.emplace(std::move(*source));
    const auto helpers = helperPicture(*m_source);
    QVERIFY2(helpers, qPrintable(helpers ? QString() : helpers.error().toText()));
    m_helpers = QSet<QString>(helpers->cbegin(), helpers->cend());
    QVERIFY(m_helpers.size() > 30);
}

void TestClosure::relationsComeBack_data()
{
    QTest::addColumn<int>("dumpId");
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("name");
    for (const archive::Relation& relation : m_toc.relations())
        QTest::newRow(qPrintable(relation.schema + QLatin1Char('.') + relation.name))
            << relation.dumpId << relation.schema << relation.name;
    QVERIFY(m_toc.relations().size() > 70);
}

/// What failed for good in one stage.
QList<int> TestClosure::restoreStage(QList<int> ids, const QString& database, QStringList& words) const
{
    const QString list = m_folder.filePath(QStringLiteral("list"));
    for (qsizetype before = ids.size() + 1; !ids.isEmpty() && ids.size() < before;) {
        before = ids.size();
        if (!core::writeFileAtomically(list, restore::listFile(ids), core::FileMode::Private))
            return ids;
        const auto finished =
            m_cluster.runTool(process::ToolKind::PgRestore, database,
                              {QStringLiteral("--verbose"), QStringLiteral("--use-list=") + list, file()});
        restore::ProblemReader problems;
        for (const QByteArray& line : finished ? finished->errorOutput.split('\n')
                                               : QList<QByteArray>{"pg_restore: error: did not run"})
            problems.readLine(line);
        words = problems.generalErrors();
        ids.clear();
        for (const restore::EntryProblem& problem : problems.problems()) {
            words.append(QString::number(problem.dumpId) + QLatin1String(": ") + problem.message);
            if (!ids.contains(problem.dumpId))
                ids.append(problem.dumpId);
        }
    }
    return ids;
}

QStringList TestClosure::restore(const archive::Selection& selection, const QString& database) const
{
    const QList<int> list = dumpIds(selection);
    const QSet<int> wanted(list.cbegin(), list.cend());
    archive::Toc part;
    for (const archive::TocEntry& entry : m_toc.entries) {
        if (wanted.contains(entry.dumpId()))
            part.entries.append(entry.fields());
    }
    QStringList all;
    for (const restore::Stage& stage : restore::stagesOf(part)) {
        QStringList words;
        restoreStage(stage.dumpIds, database, words);
        all += words;
    }
    return all;
}

QString TestClosure::compare(const archive::Selection& selection, const QString& schema, const QString& name)
{
    auto target = m_cluster.connect(QStringLiteral("back"));
    if (!target)
        return target.error().toText();
    auto expected = relationPicture(*m_source, schema, name);
    const auto found = relationPicture(*target, schema, name);
    const auto helpers = helperPicture(*target);
    if (!expected || !found || !helpers)
        return !expected ? expected.error().toText()
               : !found  ? found.error().toText()
                         : helpers.error().toText();
    for (const archive::SkippedEntry& skipped : selection.skipped) {
        const archive::TocEntry* entry = m_toc.byDumpId(skipped.dumpId);
        expected->removeIf([&](const QString& line) {
            return line.startsWith(QLatin1String("constraint ")) &&
                   entry->tag().endsWith(QLatin1Char(' ') + line.section(QLatin1Char(' '), 1, 1));
        });
    }
    // Which partition of these a row goes to depends on numbers that every database gives anew.
    const bool isHashed = name.startsWith(QLatin1String("hashed_"));
    if (isHashed)
        expected->removeIf([](const QString& line) { return line.startsWith(QLatin1String("rows ")); });
    QStringList differences;
    const auto count = [this](const QString& database, const QString& relation) {
        return m_cluster.value(database, QStringLiteral("SELECT count(*) FROM app.") + relation);
    };
    if (isHashed &&
        count(QStringLiteral("hard"), name) != count(QStringLiteral("back"), QStringLiteral("hashed")))
        differences.append(QStringLiteral("rows went to no partition"));
    for (const QString& line : *expected)
        if (!found->contains(line))
            differences.append(QLatin1String("missing: ") + line);
    for (const QString& line : *found)
        if (!expected->contains(line) && !(isHashed && line.startsWith(QLatin1String("rows "))))
            differences.append(QLatin1String("extra: ") + line);
    for (const QString& line : *helpers)
        if (!m_helpers.contains(line))
            differences.append(QLatin1String("not like this: ") + line);
    return differences.join(QLatin1Char('\n'));
}

QString TestClosure::comesBack(const archive::Selection& selection, const QString& schema,
                               const QString& name)
{
    const QString database = QStringLiteral("back");
    (void)m_cluster.dropDatabase(database);
    if (const core::Status created = m_cluster.createDatabase(database); !created)
        return created.error().toText();
    const QStringList words = restore(selection, database);
    const QString differences = compare(selection, schema, name);
    return words.isEmpty() ? differences : words.join(QLatin1Char('\n')) + QLatin1Char('\n') + differences;
}

void TestClosure::relationsComeBack()
{
    QFETCH(int, dumpId);
    QFETCH(QString, schema);
    QFETCH(QString, name);
    const auto alone = selection(dumpId, ForeignKeys::Skip);
    QVERIFY(alone);
    const QString difference = comesBack(*alone, schema, name);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    const auto withParents = selection(dumpId, ForeignKeys::BringParents);
    QVERIFY(withParents);
    QVERIFY(withParents->skipped.isEmpty());
    if (alone->skipped.isEmpty())
        QCOMPARE(dumpIds(*withParents), dumpIds(*alone));
    else
        QCOMPARE(comesBack(*withParents, schema, name).toUtf8().constData(), "");
}

void TestClosure::relationsComeBackAsSql_data()
{
    QTest::addColumn<QString>("dump");
    QTest::addColumn<int>("number");
    int number = 0;
    for (const archive::Relation& relation : m_toc.relations()) {
        // Every third, in turns out of each form.
        const char* const forms[] = {"hard.dump", "hard.sql"};
        if (++number % 3 == 0)
            QTest::newRow(qPrintable(relation.schema + QLatin1Char('.') + relation.name)) << QString::fromLatin1(forms[number % 2]) << number - 1;
    }
}

/// What tidemarkctl extract writes runs under psql, which stops at the first error.
void TestClosure::relationsComeBackAsSql()
{
    QFETCH(QString, dump);
    QFETCH(int, number);
    const archive::Relation relation = m_toc.relations().at(number);
    auto opened = archive::Dump::open(m_folder.filePath(dump), {}, core::silentContext());
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().toText()));
    const QList<archive::Relation> there = (*opened)->contents().parts.constFirst().toc.relations();
    const auto found = std::find_if(there.cbegin(), there.cend(), [&](const archive::Relation& r) { return r.schema == relation.schema && r.name == relation.name; });
    QVERIFY(found != there.cend());
    const QString text = m_folder.filePath(QStringLiteral("out.sql"));
    QFile::remove(text);
    auto file = core::PartialFile::create(text, core::FileMode::Shared);
    QVERIFY(file);
    archive::FileSink sink(*file);
    const auto report = archive::extractSql(**opened, 0, {found->dumpId}, {}, sink, core::silentContext());
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(file->commit());
    (void)m_cluster.dropDatabase(QStringLiteral("back"));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const auto ran = m_cluster.runTool(process::ToolKind::Psql, QStringLiteral("back"),
                                       {QStringLiteral("--no-psqlrc"), QStringLiteral("--quiet"), QStringLiteral("--set=ON_ERROR_STOP=1"), QStringLiteral("--file=") + text});
    QVERIFY(ran);
    QVERIFY2(ran->succeeded(), ran->errorOutput.constData());
    const auto selection = this->selection(relation.dumpId, ForeignKeys::Skip);
    QVERIFY(selection);
    const QString difference = compare(*selection, relation.schema, relation.name);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestClosure::failuresLeaveNothing_data()
{
    QTest::addColumn<QString>("failure");
    for (const char* failure : {"cancelled", "cut off", "disk full"})
        QTest::newRow(failure) << QString::fromLatin1(failure);
}

void TestClosure::failuresLeaveNothing()
{
    QFETCH(QString, failure);
    QTemporaryDir folder;
    QString target = folder.path();
    QString dump = file();
    core::RunContext context;
    std::stop_source stop;
    core::ErrorKind expected = core::ErrorKind::Cancelled;
    std::optional<SmallDisk> disk;
    if (failure == QLatin1String("cancelled")) {
        context.stop = stop.get_token();
        context.onProgress = [&stop](const core::Progress&) { stop.request_stop(); };
    } else if (failure == QLatin1String("cut off")) {
        expected = core::ErrorKind::Corrupt;
        dump = folder.filePath(QStringLiteral("cut"));
        QVERIFY(QFile::copy(file(), dump));
        const qint64 rows = m_toc.tableData().constFirst()->offset();
        QVERIFY(QFile::resize(dump, rows + 20));
        target = folder.filePath(QStringLiteral("out"));
        QVERIFY(QDir().mkdir(target));
    } else {
        expected = core::ErrorKind::StorageFull;
        auto made = SmallDisk::mount(1 << 20);
        if (!made)
            QSKIP(qPrintable(made.error().toText()));
        disk.emplace(std::move(*made));
        target = disk->path();
        QVERIFY(disk->fill(0));
    }
    auto opened = archive::Dump::open(dump, {}, core::silentContext());
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().toText()));
    const QStringList before = QDir(target).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    const auto schema = std::find_if(m_toc.entries.cbegin(), m_toc.entries.cend(), [](const archive::TocEntry& e) { return e.type() == QLatin1String("SCHEMA") && e.tag() == QLatin1String("app"); });
    const auto outcome = [&]() -> core::Status {
        auto out = core::PartialFile::create(target + QLatin1String("/x.sql"), core::FileMode::Private);
        if (!out)
            return std::move(out).error();
        archive::FileSink sink(*out);
        auto report = archive::extractSql(**opened, 0, {schema->dumpId()}, {}, sink, context);
        if (!report)
            return std::move(report).error();
        return out->commit();
    }();
    QVERIFY(!outcome);
    QVERIFY2(outcome.error().kind == expected, qPrintable(outcome.error().toText()));
    const auto rows = archive::extractRowsToFolder(**opened, 0, m_toc.tableData(), archive::RowForm::Csv, target + QLatin1String("/rows"), context);
    QVERIFY(!rows);
    QVERIFY2(rows.error().kind == expected, qPrintable(rows.error().toText()));
    QCOMPARE(QDir(target).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), before);
}

QTEST_GUILESS_MAIN(TestClosure)
#include "closuretest.moc"
