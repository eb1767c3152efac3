// SPDX-License-Identifier: GPL-3.0-or-later
// What others do while a restore is prepared or runs.
#include "partfixture.h"

#include <QDir>

using namespace tidemark;
using namespace tidemark::test;
using restore::ExistingObjects;
using restore::RestoreDraft;

class TestMeanwhile : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup() { dropBack(); }
    void replacedDumps_data();
    void replacedDumps();
    void contentsChangedInPlace();
    void dumpsThatAreWrittenAgainWhileTheyAreRead();

private:
    core::Result<restore::RestorePlan> planned(const RestoreDraft& draft) const;
    QString dumped(const QString& database, const QByteArray& format, const QString& name) const;
};

void TestMeanwhile::initTestCase()
{
    makeDumps();
    QVERIFY(m_cluster.createDatabase(QStringLiteral("other")));
    QVERIFY(m_cluster.script(QStringLiteral("other"),
                             QStringLiteral("CREATE TABLE pets (id int PRIMARY KEY, owner int, name text);"
                                            "INSERT INTO pets VALUES (1, 1, 'somebody else''s');"
                                            "CREATE TABLE people (id int, name text, m text);")));
}

core::Result<restore::RestorePlan> TestMeanwhile::planned(const RestoreDraft& draft) const
{
    auto facts = restore::gatherFacts(draft, openAccess(m_cluster.spec()), tools(), {});
    if (!facts)
        return std::move(facts).error();
    return restore::makePlan(draft, *facts);
}

QString TestMeanwhile::dumped(const QString& database, const QByteArray& format, const QString& name) const
{
    const QString path = m_folder.filePath(name);
    QDir(path).removeRecursively();
    QFile::remove(path);
    return m_cluster.dump(database, {QString::fromLatin1("--format=" + format), QStringLiteral("--no-blobs")},
                          path)
               ? path
               : QString();
}

void TestMeanwhile::replacedDumps_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char* format : {"custom", "directory", "plain"})
        QTest::newRow(format) << QByteArray(format);
}

/// Every night a new dump comes under the same name.
void TestMeanwhile::replacedDumps()
{
    QFETCH(QByteArray, format);
    const QString path = dumped(QStringLiteral("small"), format, QStringLiteral("nightly"));
    QVERIFY(!path.isEmpty());
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    const auto first = run(draft);
    QVERIFY2(first, qPrintable(problemOf(first)));
    const QString before = digest();
    draft.existing = ExistingObjects::EmptyAndLoad;
    draft.confirmed = QStringLiteral("back");
    draft.tables = {QStringLiteral("pets")};
    const auto plan = planned(draft);
    QVERIFY2(plan, qPrintable(problemOf(plan)));
    RestoreDraft fresh = draftInto(QStringLiteral("fresh"));
    fresh.source = path;
    fresh.target = restore::TargetKind::NewDatabase;
    const auto freshPlan = planned(fresh);
    QVERIFY2(freshPlan, qPrintable(problemOf(freshPlan)));
    QCOMPARE(dumped(QStringLiteral("other"), format, QStringLiteral("nightly")), path);
    for (const restore::RestorePlan* each : {&*plan, &*freshPlan}) {
        const auto report = restore::run(*each, openAccess(m_cluster.spec()), {});
        QVERIFY(!report);
        QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
        QVERIFY2(report.error().message.contains(path), qPrintable(report.error().toText()));
    }
    QCOMPARE(digest(), before);
    QCOMPARE(m_cluster.value(QStringLiteral("postgres"),
                             QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE 'fresh%'")),
             QStringLiteral("0"));
}

/// By something that keeps size and time.
void TestMeanwhile::contentsChangedInPlace()
{
    const QString path = m_folder.filePath(QStringLiteral("in place.dump"));
    QVERIFY(QFile::copy(m_small, path));
    const QDateTime then = QDateTime::currentDateTimeUtc().addDays(-1);
    const auto touch = [&] {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(then, QFileDevice::FileModificationTime));
    };
    touch();
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    const auto plan = planned(draft);
    QVERIFY2(plan, qPrintable(problemOf(plan)));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    QVERIFY(bytes.contains("pets_name"));
    file.seek(0);
    file.write(bytes.replace("pets_name", "pets_nome"));
    file.close();
    touch();
    const auto report = restore::run(*plan, openAccess(m_cluster.spec()), {});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY2(report.error().hint.contains(QStringLiteral("as it was")), qPrintable(report.error().toText()));
    QCOMPARE(digest(), before);
}

/// Once the script has begun nothing is committed either.
void TestMeanwhile::dumpsThatAreWrittenAgainWhileTheyAreRead()
{
    const QString path = dumped(QStringLiteral("small"), "custom", QStringLiteral("reading.dump"));
    RestoreDraft draft = draftInto(QString());
    draft.source = path;
    draft.target = restore::TargetKind::SqlFile;
    draft.file = m_folder.filePath(QStringLiteral("reading.sql"));
    core::RunContext context;
    bool isTouched = false;
    context.onProgress = [&](const core::Progress& progress) {
        if (isTouched || progress.bytesDone == 0)
            return;
        QFile file(path);
        isTouched = file.open(QIODevice::Append) && file.write("x") == 1;
    };
    const auto report = run(draft, context);
    QVERIFY(isTouched);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY(!QFile::exists(draft.file));
}

QTEST_GUILESS_MAIN(TestMeanwhile)
#include "meanwhiletest.moc"
