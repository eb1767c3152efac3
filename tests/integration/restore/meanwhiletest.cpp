// SPDX-License-Identifier: GPL-3.0-or-later
// What others do while a restore is prepared or runs.
#include "core/quoting.h"
#include "partfixture.h"

#include <QDir>
#include <QScopeGuard>
#include <QThread>

#include <thread>

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
    void whatIsCommittedIsNotCalledUndone_data();
    void whatIsCommittedIsNotCalledUndone();
    void whoIsWaitedForIsSaid();
    void theTargetIsDropped();
    void namesBesideAreTaken_data();
    void namesBesideAreTaken();

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

void TestMeanwhile::whatIsCommittedIsNotCalledUndone_data()
{
    QTest::addColumn<bool>("isCancelled");
    QTest::newRow("cancelled") << true;
    QTest::newRow("connection ended") << false;
}

/// COMMIT waits for a standby that is not there.
void TestMeanwhile::whatIsCommittedIsNotCalledUndone()
{
    QFETCH(bool, isCancelled);
    const auto everywhere = [this](const char* sql) {
        return m_cluster.sql(QStringLiteral("postgres"), QLatin1String(sql)).has_value();
    };
    QVERIFY(m_cluster.createDatabase(QStringLiteral("owned")));
    QVERIFY(m_cluster.script(
        QStringLiteral("owned"),
        QStringLiteral("CREATE TABLE t AS SELECT 1 AS a; CREATE ROLE reader; GRANT SELECT ON t TO reader")));
    const QString path = dumped(QStringLiteral("owned"), "custom", QStringLiteral("owned.dump"));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("owned")));
    QVERIFY(everywhere("DROP ROLE reader"));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(everywhere("ALTER SYSTEM SET synchronous_commit = local"));
    QVERIFY(everywhere("ALTER SYSTEM SET synchronous_standby_names = 'nobody'"));
    QVERIFY(everywhere("ALTER DATABASE back SET synchronous_commit = on"));
    QVERIFY(everywhere("SELECT pg_reload_conf()"));
    const auto undo = qScopeGuard([&] {
        (void)everywhere("ALTER SYSTEM RESET ALL");
        (void)everywhere("SELECT pg_reload_conf()");
        dropBack();
        (void)everywhere("DROP ROLE IF EXISTS reader");
    });
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    draft.missingRoles = restore::RoleFate::Create;
    std::stop_source source;
    core::RunContext context;
    context.stop = source.get_token();
    std::jthread meanwhile([&](std::stop_token over) {
        const QString waiting = QStringLiteral(" FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        while (!over.stop_requested() &&
               m_cluster.value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*)") + waiting) !=
                   QLatin1String("1"))
            QThread::msleep(20);
        if (isCancelled) {
            source.request_stop();
            return;
        }
        (void)m_cluster.value(QStringLiteral("postgres"),
                              QStringLiteral("SELECT pg_terminate_backend(pid, 5000)") + waiting);
        (void)everywhere("ALTER SYSTEM RESET synchronous_standby_names"); // what follows is not to wait
        (void)everywhere("SELECT pg_reload_conf()");
    });
    const auto report = run(draft, context);
    meanwhile.request_stop();
    meanwhile.join();
    QCOMPARE(value(QStringLiteral("SELECT a FROM t")), QStringLiteral("1"));
    QCOMPARE(value(QStringLiteral("SELECT has_table_privilege('reader', 't', 'SELECT')")),
             QStringLiteral("t"));
    if (isCancelled) {
        QVERIFY(!report);
        QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
        QVERIFY2(report.error().hint.contains(QStringLiteral("was completed")),
                 qPrintable(report.error().toText()));
    } else {
        QVERIFY2(report, qPrintable(problemOf(report)));
        QCOMPARE(report->verdict, core::Verdict::Ok);
        QVERIFY2(idsOf(report->findings).contains(QStringLiteral("restore.committed")),
                 qPrintable(idsOf(report->findings)));
    }
}

/// Somebody reads from a table that is to be replaced.
void TestMeanwhile::whoIsWaitedForIsSaid()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    auto reader = m_cluster.connect(QStringLiteral("back"));
    QVERIFY(reader);
    QVERIFY(reader->execute(postgres::Sql("BEGIN; SELECT FROM public.pets"), QString(), std::chrono::seconds(5)));
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("public.pets"));
    draft.existing = ExistingObjects::Replace;
    draft.confirmed = QStringLiteral("back");
    QString notice;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        if (!notice.isEmpty() || progress.notice.isEmpty())
            return;
        notice = progress.notice;
        (void)reader->execute(postgres::Sql("ROLLBACK"), QString(), std::chrono::seconds(5));
    };
    const auto report = run(draft, context);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(notice.contains(QString::number(reader->backendPid())) && notice.contains(QStringLiteral("pets")), qPrintable(notice));
}

/// By somebody who ends its sessions for that.
void TestMeanwhile::theTargetIsDropped()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    core::RunContext context;
    bool isDropped = false;
    context.onProgress = [&](const core::Progress&) {
        if (isDropped)
            return;
        const QString sessions = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = 'back'");
        if (m_cluster.value(QStringLiteral("postgres"), sessions) == QLatin1String("0"))
            return;
        isDropped =
            m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("DROP DATABASE back WITH (FORCE)")).has_value();
    };
    const auto plan = planned(draftInto(QStringLiteral("back"))); // looks into the database, too
    QVERIFY2(plan, qPrintable(problemOf(plan)));
    const auto report = restore::run(*plan, openAccess(m_cluster.spec()), context);
    QVERIFY(isDropped);
    QVERIFY(!report);
    const QString said = report.error().toText();
    QVERIFY2(said.contains(QStringLiteral("no longer on the server")), qPrintable(said));
    QVERIFY2(!said.contains(QStringLiteral("as it was")), qPrintable(said));
}

void TestMeanwhile::namesBesideAreTaken_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("name");
    QTest::newRow("another schema") << QStringLiteral("aside") << QStringLiteral("pets");
    QTest::newRow("another name") << QStringLiteral("public") << QStringLiteral("film \"again\"");
}

/// By somebody else who does the same.
void TestMeanwhile::namesBesideAreTaken()
{
    QFETCH(QString, schema);
    QFETCH(QString, name);
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("public.pets"));
    if (name == QLatin1String("pets"))
        draft.intoSchema = schema;
    else
        draft.newNames.insert(draft.tables.constFirst(), name);
    QString made = QStringLiteral("not yet");
    QString before;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        if (!made.startsWith(QLatin1String("not")) || progress.fraction.value_or(0) < 0.3)
            return;
        const QString place = core::quoteQualified(schema, name);
        made = script(QStringLiteral("CREATE SCHEMA IF NOT EXISTS aside; CREATE TABLE %1 (mine int);"
                                     "INSERT INTO %1 VALUES (1)")
                          .arg(place));
        before = digest();
    };
    const auto report = run(draft, context);
    QCOMPARE(made, QString());
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY2(report.error().message.contains(schema + QLatin1Char('.') + name),
             qPrintable(report.error().toText()));
    QCOMPARE(digest(), before);
    QCOMPARE(
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'")),
        QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(TestMeanwhile)
#include "meanwhiletest.moc"
