// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "cluster/clusterregistry.h"
#include "cluster/serverprocess.h"
#include "restore/drill/drillrun.h"
#include "support/fulldisk.h"
#include "support/runs.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace tidemark;
using namespace tidemark::test;
using restore::drill::DrillDraft;

class TestDrillFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void serverKilledWhileLoading();
    void cancelledWhileLoading();
    void killedProgramLeavesNothing();
    void diskFull();

private:
    QList<cluster::ClusterRecord> sandboxes() const
    {
        const auto registry = cluster::ClusterRegistry::open();
        QList<cluster::ClusterRecord> records = registry ? registry->list() : QList<cluster::ClusterRecord>();
        records.removeIf([](const cluster::ClusterRecord& record) {
            return record.kind != cluster::ClusterKind::Sandbox;
        });
        return records;
    }
    /// The one sandbox, once rows are being loaded into it.
    std::optional<cluster::ClusterRecord> loadingSandbox() const
    {
        const QList<cluster::ClusterRecord> records = sandboxes();
        if (records.isEmpty() || !records.constFirst().postmaster)
            return std::nullopt;
        postgres::ConnectionSpec spec;
        spec.host = records.constFirst().socketFolder;
        spec.port = QString::number(records.constFirst().port);
        spec.user = QStringLiteral("postgres");
        spec.database = QStringLiteral("postgres");
        auto connection = postgres::Connection::open(spec, {}, {}, {});
        if (!connection)
            return std::nullopt;
        const auto rows = connection->query(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%FROM stdin%' AND state = 'active'",
            {}, {});
        return rows && rows->number(0, 0) > 0 ? std::optional(records.constFirst()) : std::nullopt;
    }
    qsizetype checks() const { return catalog::readSet(m_set)->checks.size(); }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_set;
    QString m_large;
};

void TestDrillFaults::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("slow")));
    // Loading takes two seconds on any machine, because every thousandth row is checked slowly.
    QVERIFY(m_cluster.script(
        QStringLiteral("slow"),
        QStringLiteral(
            "CREATE FUNCTION slowly(i int) RETURNS boolean LANGUAGE sql AS"
            " $$SELECT CASE WHEN i % 1000 = 0 THEN pg_catalog.pg_sleep(0.02) IS NOT NULL ELSE true END$$;"
            "CREATE TABLE one AS SELECT i, md5(i::text) AS a FROM generate_series(1, 100000) i;"
            "ALTER TABLE one ADD PRIMARY KEY (i), ADD CHECK (public.slowly(i))")));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("large")));
    QVERIFY(m_cluster.script(
        QStringLiteral("large"),
        QStringLiteral(
            "CREATE TABLE one AS SELECT i, repeat('x', 1000) AS a FROM generate_series(1, 60000) i")));
    const auto slow = backUp(openAccess(m_cluster.spec()), QStringLiteral("slow"), m_folder.path());
    QVERIFY(slow);
    m_set = slow->setFolder;
    const auto large = backUp(openAccess(m_cluster.spec()), QStringLiteral("large"), m_folder.path());
    QVERIFY(large);
    m_large = large->setFolder;
}

void TestDrillFaults::init()
{
    QVERIFY(sandboxes().isEmpty());
}

void TestDrillFaults::serverKilledWhileLoading()
{
    const qsizetype before = checks();
    bool killed = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        const auto sandbox = killed ? std::nullopt : loadingSandbox();
        if (sandbox)
            killed = ::kill(static_cast<pid_t>(sandbox->postmaster->pid), SIGKILL) == 0;
    };
    DrillDraft draft;
    draft.source = m_set;
    const auto report = restore::drill::run(draft, tools(), nullptr, context);
    QVERIFY(killed);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::ConnectionFailed, qPrintable(report.error().toText()));
    QVERIFY(sandboxes().isEmpty());
    QCOMPARE(checks(), before); // it says nothing about the backup
}

void TestDrillFaults::cancelledWhileLoading()
{
    const qsizetype before = checks();
    std::stop_source stop;
    core::RunContext context;
    QString folder;
    context.stop = stop.get_token();
    context.onProgress = [&](const core::Progress&) {
        if (const auto sandbox = folder.isEmpty() ? loadingSandbox() : std::nullopt) {
            folder = sandbox->folder;
            stop.request_stop();
        }
    };
    DrillDraft draft;
    draft.source = m_set;
    const auto report = restore::drill::run(draft, tools(), nullptr, context);
    QVERIFY(!folder.isEmpty());
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(sandboxes().isEmpty());
    QVERIFY(!QFileInfo::exists(folder));
    QVERIFY(cluster::serverProcesses(folder + QStringLiteral("/data")).isEmpty());
    QCOMPARE(checks(), before);
}

void TestDrillFaults::killedProgramLeavesNothing()
{
    QProcess run;
    run.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("verify"), m_set});
    QVERIFY(run.waitForStarted());
    std::optional<cluster::ClusterRecord> sandbox;
    QTRY_VERIFY_WITH_TIMEOUT((sandbox = loadingSandbox()).has_value(), 30'000);
    run.kill();
    QVERIFY(run.waitForFinished());
    QCOMPARE(sandboxes().size(), 1); // the server runs on, and its files are there
    // The next drill finds and removes them.
    QProcess next;
    next.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("verify"), m_set});
    QVERIFY(next.waitForFinished(60'000));
    QVERIFY2(next.exitCode() == 0, next.readAllStandardError().constData());
    QVERIFY(sandboxes().isEmpty());
    QVERIFY(!QFileInfo::exists(sandbox->folder));
    QVERIFY(cluster::serverProcesses(sandbox->dataFolder()).isEmpty());
}

void TestDrillFaults::diskFull()
{
    auto disk = SmallDisk::mount(80 << 20);
    if (!disk)
        QSKIP(qPrintable(QStringLiteral("no small disk can be mounted here: ") + disk.error().toText()));
    ::chmod(QFile::encodeName(disk->path()).constData(), 01777);
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", QFile::encodeName(disk->path()));
    DrillDraft draft;
    draft.source = m_large;
    const auto report = restore::drill::run(draft, tools(), nullptr, {});
    if (before.isEmpty())
        qunsetenv("TMPDIR");
    else
        qputenv("TMPDIR", before);
    QVERIFY2(!report,
             qPrintable(report ? QString::fromUtf8(QJsonDocument(report->toJson()).toJson()) : QString()));
    QVERIFY2(report.error().kind == core::ErrorKind::StorageFull, qPrintable(report.error().toText()));
    QVERIFY(sandboxes().isEmpty());
    QCOMPARE(catalog::readSet(m_large)->checks.size(), 0);
    QCOMPARE(filesBelow(disk->path()), QStringList());
}

QTEST_GUILESS_MAIN(TestDrillFaults)
#include "drillfaultstest.moc"
