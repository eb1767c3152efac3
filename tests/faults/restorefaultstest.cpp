// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

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

private:
    core::Result<restore::RestoreReport> restoreWhile(const std::function<bool()>& act, bool& done);
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
    QVERIFY(m_cluster->script(QStringLiteral("big"), QStringLiteral("CREATE FUNCTION slowly(i int) RETURNS boolean LANGUAGE sql AS"
                                                                   " $$SELECT CASE WHEN i % 1000 = 0 THEN pg_catalog.pg_sleep(0.02) IS NOT NULL ELSE true END$$;"
                                                                   "CREATE TABLE one AS SELECT i, md5(i::text) AS a FROM generate_series(1, 100000) i;"
                                                                   "ALTER TABLE one ADD PRIMARY KEY (i), ADD CHECK (public.slowly(i))")));
    const auto report = backUp(openAccess(m_cluster->spec()), QStringLiteral("big"), m_folder->path());
    QVERIFY(report);
    m_set = report->setFolder;
}

core::Result<restore::RestoreReport> TestRestoreFaults::restoreWhile(const std::function<bool()>& act, bool& done)
{
    core::RunContext context;
    // Only once rows are being loaded: then there is something half-made.
    context.onProgress = [&](const core::Progress&) {
        if (!done && m_cluster->value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%FROM stdin%' AND state = 'active'")) != QLatin1String("0"))
            done = act();
    };
    return restoreInto(openAccess(m_cluster->spec()), m_set, QStringLiteral("back"), context);
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
    QCOMPARE(m_cluster->value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = 'back'")), QStringLiteral("0"));
}

void TestRestoreFaults::toolSessionEnded()
{
    bool ended = false;
    const auto report = restoreWhile(
        [this] {
            return m_cluster->value(QStringLiteral("postgres"), QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'tidemark/%'")) !=
                   QLatin1String("0");
        },
        ended);
    QVERIFY(ended);
    QVERIFY(!report || report->verdict == core::Verdict::Failed);
    QCOMPARE(m_cluster->value(QStringLiteral("postgres"), QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = 'back'")), QStringLiteral("0"));
}

void TestRestoreFaults::databaseDroppedMeanwhile()
{
    bool dropped = false;
    const auto report = restoreWhile(
        [this] {
            const QString name = m_cluster->value(QStringLiteral("postgres"), QStringLiteral("SELECT datname FROM pg_database WHERE datname LIKE 'back.incomplete%'"));
            return m_cluster->sql(QStringLiteral("postgres"), QStringLiteral("DROP DATABASE \"%1\" WITH (FORCE)").arg(name)).has_value();
        },
        dropped);
    QVERIFY(dropped);
    QVERIFY(!report);
    QVERIFY(!report.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(TestRestoreFaults)
#include "restorefaultstest.moc"
