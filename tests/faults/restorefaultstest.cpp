// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace tidemark;
using namespace tidemark::test;

class TestRestoreFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void serverKilled();
    void toolSessionEnded();
    void databaseDroppedMeanwhile();
    void existingDatabaseIsAsItWas_data();
    void existingDatabaseIsAsItWas();
    void noPrivileges();
    void twoAtATime();

private:
    core::Result<restore::RestoreReport> restoreWhile(const std::function<bool()>& act, bool& done);
    core::RunContext whileLoading(const std::function<bool()>& act, bool& done);
    core::Result<restore::RestoreReport>
    intoExisting(const access::ServerAccess& server, const core::RunContext& context,
                 restore::ExistingObjects existing = restore::ExistingObjects::Replace);
    core::Status makeExisting();
    QString live(const char* sql) const
    {
        return m_cluster->value(QStringLiteral("live"), QString::fromLatin1(sql));
    }
    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_set;
};

void TestRestoreFaults::init()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    m_cluster = std::make_unique<TestCluster>(std::move(*cluster));
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_cluster->createDatabase(QStringLiteral("big")));
    // Loading takes two seconds on any machine, because every thousandth row is checked slowly.
    QVERIFY(m_cluster->script(
        QStringLiteral("big"),
        QStringLiteral(
            "SET test.fast = on; CREATE FUNCTION slowly(i int) RETURNS boolean LANGUAGE sql AS"
            " $$SELECT CASE WHEN i % 1000 = 0 AND pg_catalog.current_setting('test.fast', true) IS NULL"
            " THEN pg_catalog.pg_sleep(0.02) IS NOT NULL ELSE true END$$;"
            "CREATE TABLE one AS SELECT i, md5(i::text) AS a FROM generate_series(1, 100000) i;"
            "ALTER TABLE one ADD PRIMARY KEY (i), ADD CHECK (public.slowly(i))")));
    const auto report = backUp(openAccess(m_cluster->spec()), QStringLiteral("big"), m_folder->path());
    QVERIFY(report);
    m_set = report->setFolder;
}

core::RunContext TestRestoreFaults::whileLoading(const std::function<bool()>& act, bool& done)
{
    core::RunContext context;
    // Only once rows are being loaded: then there is something half-made.
    context.onProgress = [&](const core::Progress&) {
        if (!done &&
            m_cluster->value(QStringLiteral("postgres"),
                             QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE query LIKE "
                                            "'COPY%FROM stdin%' AND state = 'active'")) != QLatin1String("0"))
            done = act();
    };
    return context;
}

core::Result<restore::RestoreReport> TestRestoreFaults::restoreWhile(const std::function<bool()>& act,
                                                                     bool& done)
{
    return restoreInto(openAccess(m_cluster->spec()), m_set, QStringLiteral("back"), whileLoading(act, done));
}

/// A table of the same name, and one that points to it.
core::Status TestRestoreFaults::makeExisting()
{
    TIDEMARK_TRY(m_cluster->createDatabase(QStringLiteral("live")));
    return m_cluster->script(
        QStringLiteral("live"),
        QStringLiteral(
            "CREATE TABLE one (i int PRIMARY KEY, a text); INSERT INTO one VALUES (1, 'mine');"
            "CREATE TABLE two (i int CONSTRAINT to_one REFERENCES one (i)); INSERT INTO two VALUES (1)"));
}

core::Result<restore::RestoreReport> TestRestoreFaults::intoExisting(const access::ServerAccess& server,
                                                                     const core::RunContext& context,
                                                                     restore::ExistingObjects existing)
{
    restore::RestoreDraft draft;
    draft.source = m_set;
    draft.target = restore::TargetKind::ExistingDatabase;
    draft.targetDatabase = draft.confirmed = QStringLiteral("live");
    draft.existing = existing;
    auto facts = restore::gatherFacts(draft, server, tools(), {});
    if (!facts)
        return std::move(facts).error();
    auto plan = restore::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    return restore::run(*plan, server, context);
}

void TestRestoreFaults::existingDatabaseIsAsItWas_data()
{
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"server killed", "session ended", "psql killed"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestRestoreFaults::existingDatabaseIsAsItWas()
{
    QFETCH(QString, fault);
    QVERIFY(makeExisting());
    bool done = false;
    QTemporaryDir scripts;
    const auto act = [&] {
        if (fault == QLatin1String("server killed"))
            return m_cluster->kill(SIGKILL);
        if (fault == QLatin1String("session ended"))
            return m_cluster->value(
                       QStringLiteral("postgres"),
                       QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                                      "query LIKE 'COPY%FROM stdin%' AND datname = 'live'")) ==
                   QLatin1String("1");
        const auto killed = process::run(
            process::Command(QStringLiteral("pkill"),
                             {QStringLiteral("-KILL"), QStringLiteral("-P"),
                              QString::number(QCoreApplication::applicationPid()), QStringLiteral("psql")}),
            {}, {});
        return killed && killed->succeeded();
    };
    const auto report = intoExisting(openAccess(m_cluster->spec()), whileLoading(act, done));
    QVERIFY(done);
    QVERIFY(!report);
    QVERIFY2(report.error().hint.contains(QStringLiteral("is as it was")),
             qPrintable(report.error().toText()));
    if (fault == QLatin1String("server killed"))
        QVERIFY(m_cluster->startAgain());
    QTRY_COMPARE(tidemarkSessions(*m_cluster), QString());
    QCOMPARE(live("SELECT string_agg(a, ',') FROM one"), QStringLiteral("mine"));
    QCOMPARE(live("SELECT count(*) FROM pg_constraint WHERE conname = 'to_one'"), QStringLiteral("1"));
    QCOMPARE(live("SELECT count(*) FROM pg_proc WHERE proname = 'slowly'"), QStringLiteral("0"));
}

void TestRestoreFaults::noPrivileges()
{
    QVERIFY(makeExisting());
    QVERIFY(m_cluster->script(
        QStringLiteral("live"),
        QStringLiteral("CREATE ROLE visitor LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor")));
    postgres::ConnectionSpec spec = m_cluster->spec();
    spec.user = QStringLiteral("visitor");
    // All of it is said before anything runs.
    const auto refused = intoExisting(openAccess(spec), {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(
        refused.error().hint.contains(QStringLiteral("GRANT CREATE ON SCHEMA \"public\" TO \"visitor\"")),
        qPrintable(refused.error().toText()));
    QVERIFY(m_cluster->script(QStringLiteral("live"),
                              QStringLiteral("GRANT CREATE ON SCHEMA public TO visitor")));
    const auto report = intoExisting(openAccess(spec), {});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::PermissionDenied);
    // Nobody is told to make a superuser of the visitor.
    QVERIFY2(report.error().hint.contains(QStringLiteral("Restore as their owner, postgres, or")) &&
                 !report.error().toText().contains(QStringLiteral("GRANT")),
             qPrintable(report.error().toText()));
    QVERIFY(m_cluster->script(QStringLiteral("live"), QStringLiteral("CREATE ROLE keeper; GRANT keeper TO postgres;"
                                                                     " ALTER TABLE one OWNER TO keeper")));
    const auto member = intoExisting(openAccess(spec), {});
    QVERIFY(!member);
    QVERIFY2(member.error().hint.contains(QStringLiteral("GRANT \"keeper\" TO \"visitor\"")),
             qPrintable(member.error().toText()));
    QCOMPARE(live("SELECT string_agg(a, ',') FROM one"), QStringLiteral("mine"));
    // Not even allowed to look.
    QVERIFY(m_cluster->script(QStringLiteral("live"), QStringLiteral("REVOKE SELECT ON one FROM visitor")));
    const auto blind = intoExisting(openAccess(spec), {});
    QVERIFY(!blind);
    QCOMPARE(blind.error().kind, core::ErrorKind::PermissionDenied);
}

/// The second one waits for the first, and then finds what it cannot replace as planned, or replaces it:
/// never a mixture.
void TestRestoreFaults::twoAtATime()
{
    QVERIFY(makeExisting());
    QVERIFY(m_cluster->script(QStringLiteral("live"), QStringLiteral("DROP TABLE two")));
    core::Result<restore::RestoreReport> first = core::cancelledError();
    core::Result<restore::RestoreReport> second = core::cancelledError();
    std::thread other([&] { second = intoExisting(openAccess(m_cluster->spec()), {}); });
    first = intoExisting(openAccess(m_cluster->spec()), {});
    other.join();
    QVERIFY2(first.has_value() || second.has_value(), qPrintable(first ? QString() : first.error().toText()));
    QCOMPARE(live("SELECT count(*) FROM one"), QStringLiteral("100000"));
    QCOMPARE(live("SELECT count(*) FROM pg_constraint WHERE conrelid = 'one'::regclass AND contype = 'c'"),
             QStringLiteral("1"));
}

void TestRestoreFaults::serverKilled()
{
    bool killed = false;
    const auto report = restoreWhile([this] { return m_cluster->kill(SIGKILL); }, killed);
    QVERIFY(killed);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::ConnectionFailed);
    QVERIFY2(report.error().hint.contains(QStringLiteral("incomplete")), qPrintable(report.error().toText()));
    QVERIFY(m_cluster->startAgain());
    // It never had the name that was asked for.
    QCOMPARE(m_cluster->value(QStringLiteral("postgres"),
                              QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = 'back'")),
             QStringLiteral("0"));
}

void TestRestoreFaults::toolSessionEnded()
{
    bool ended = false;
    const auto report = restoreWhile(
        [this] {
            return m_cluster->value(
                       QStringLiteral("postgres"),
                       QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                                      "application_name LIKE 'tidemark/%'")) != QLatin1String("0");
        },
        ended);
    QVERIFY(ended);
    QVERIFY(!report || report->verdict == core::Verdict::Failed);
    QCOMPARE(m_cluster->value(QStringLiteral("postgres"),
                              QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = 'back'")),
             QStringLiteral("0"));
}

void TestRestoreFaults::databaseDroppedMeanwhile()
{
    bool dropped = false;
    const auto report = restoreWhile(
        [this] {
            const QString name = m_cluster->value(
                QStringLiteral("postgres"),
                QStringLiteral("SELECT datname FROM pg_database WHERE datname LIKE 'back.incomplete%'"));
            return m_cluster
                ->sql(QStringLiteral("postgres"),
                      QStringLiteral("DROP DATABASE \"%1\" WITH (FORCE)").arg(name))
                .has_value();
        },
        dropped);
    QVERIFY(dropped);
    QVERIFY(!report);
    QVERIFY(!report.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(TestRestoreFaults)
#include "restorefaultstest.moc"
