// SPDX-License-Identifier: GPL-3.0-or-later
// Dumps of a whole server that break half-way, and tools that lie: nothing is left that looks whole, and the
// error says what to do.
#include "catalog/backupset.h"
#include "support/clusterruns.h"
#include "support/dumphold.h"
#include "support/fulldisk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::cluster;
using namespace Qt::StringLiterals;

class TestClusterDumpFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cancelled_data();
    void cancelled();
    void cancelledWhileDumping();
    void waitingForALockIsSaid();
    void sessionEnded();
    void childKilled();
    void diskFull_data();
    void diskFull();
    void destinationVanishes();
    void toolThatLies_data();
    void toolThatLies();
    void toolThatSpoils_data();
    void toolThatSpoils();
    void tableDroppedMeanwhile();
    void secondRunWaitsOutside();
    void serverKilled();

private:
    static void expectNothing(const core::Result<ClusterDumpReport>& report, core::ErrorKind kind,
                              const QString& folder);
    /// With `act` done once while a pg_dump is at work.
    core::Result<ClusterDumpReport> backUpWhile(const TestCluster& cluster, const ClusterDumpDraft& draft,
                                                const std::function<bool()>& act,
                                                const process::ToolSet& toolSet = tools());
    /// A pg_dumpall whose pg_dump is the script; %REAL% in it is the true one.
    static process::ToolSet withChild(const QByteArray& script, const QString& folder);

    TestCluster& m_cluster = TestCluster::shared();
};

void TestClusterDumpFaults::initTestCase()
{
    for (const QString& name : {u"a first"_s, u"big"_s}) {
        QVERIFY(m_cluster.createDatabase(name));
        QVERIFY(m_cluster.script(
            name, u"CREATE TABLE one AS SELECT i, md5(i::text) AS a, md5((i * 7)::text) AS b FROM "
                  u"generate_series(1, 200000) i;"
                  "CREATE TABLE two AS SELECT i, md5(i::text) AS a FROM generate_series(1, 50000) i"_s));
    }
    QVERIFY(m_cluster.sql(u"postgres"_s, u"CREATE ROLE somebody"_s));
}

void TestClusterDumpFaults::expectNothing(const core::Result<ClusterDumpReport>& report, core::ErrorKind kind,
                                          const QString& folder)
{
    QVERIFY(!report);
    QVERIFY2(report.error().kind == kind, qPrintable(report.error().toText()));
    QVERIFY(!report.error().message.isEmpty());
    QCOMPARE(leftovers(folder), QString());
}

core::Result<ClusterDumpReport> TestClusterDumpFaults::backUpWhile(const TestCluster& cluster,
                                                                   const ClusterDumpDraft& draft,
                                                                   const std::function<bool()>& act,
                                                                   const process::ToolSet& toolSet)
{
    auto hold = DumpHold::take(cluster, u"postgres"_s);
    if (!hold)
        return std::move(hold).error();
    bool done = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (done || !hold->reached())
            return;
        done = act();
        hold->release();
    };
    auto report = backUpServer(openAccess(cluster.spec()), draft, context, toolSet);
    if (!done)
        return core::Error{core::ErrorKind::Internal,
                           u"The run ended before anything was done to it: "_s +
                               (report ? QString() : report.error().toText()),
                           {},
                           {}};
    return report;
}

process::ToolSet TestClusterDumpFaults::withChild(const QByteArray& script, const QString& folder)
{
    const auto dumpAll = tools().pick(process::ToolKind::PgDumpAll, 1);
    if (!dumpAll)
        qFatal("no pg_dumpall");
    const QString beside = folder + u"/tools"_s;
    QDir().mkpath(beside);
    // pg_dumpall takes the pg_dump that lies beside it.
    QFile::copy(dumpAll->path, beside + u"/pg_dumpall"_s);
    QFile child(beside + u"/pg_dump"_s);
    if (!child.open(QIODevice::WriteOnly))
        qFatal("cannot write the script");
    const QString real = QFileInfo(dumpAll->path).path() + u"/pg_dump"_s;
    child.write("#!/bin/bash\nif [ \"$1\" = --version ] || [ \"$1\" = -V ]; then exec " + real.toUtf8() +
                " \"$@\"; fi\n" + QByteArray(script).replace("%REAL%", real.toUtf8()));
    child.close();
    child.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QList<process::Tool> changed = tools().all();
    for (process::Tool& tool : changed) {
        if (tool.kind == process::ToolKind::PgDumpAll) {
            tool = *dumpAll;
            tool.path = beside + u"/pg_dumpall"_s;
        }
    }
    return process::ToolSet(changed);
}

void TestClusterDumpFaults::cancelled_data()
{
    QTest::addColumn<double>("at");
    QTest::newRow("at once") << 0.0;
    QTest::newRow("while reading back") << 0.921;
}

void TestClusterDumpFaults::cancelled()
{
    QFETCH(double, at);
    QTemporaryDir folder;
    std::stop_source source;
    const auto report = backUpServer(
        openAccess(m_cluster.spec()), clusterDraft(folder.path()),
        stoppedWhen(source, [at](const core::Progress& p) { return p.fraction.value_or(0) >= at; }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestClusterDumpFaults::cancelledWhileDumping()
{
    QTemporaryDir folder;
    const auto hold = DumpHold::take(m_cluster, u"big"_s);
    QVERIFY(hold);
    std::stop_source source;
    double most = 0;
    bool fell = false;
    const auto report = backUpServer(openAccess(m_cluster.spec()), clusterDraft(folder.path()),
                                     stoppedWhen(source, [&](const core::Progress& p) {
                                         fell = fell || p.fraction.value_or(0) < most;
                                         most = std::max(most, p.fraction.value_or(0));
                                         return hold->reached();
                                     }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
    QVERIFY(!fell);
    QVERIFY2(most > 0.3,
             qPrintable(QString::number(most))); // the first database is done, the second is on its way
}

void TestClusterDumpFaults::waitingForALockIsSaid()
{
    QTemporaryDir folder;
    const auto hold = DumpHold::take(m_cluster, u"big"_s);
    QVERIFY(hold);
    std::stop_source source;
    QString notice;
    const auto report = backUpServer(openAccess(m_cluster.spec()), clusterDraft(folder.path()),
                                     stoppedWhen(source, [&](const core::Progress& p) {
                                         notice = p.notice;
                                         return notice.contains(u"Waiting for a lock"_s);
                                     }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QVERIFY(notice.contains(u"pg_largeobject"_s));
}

void TestClusterDumpFaults::sessionEnded()
{
    QTemporaryDir folder;
    const auto endSessions = [this] {
        return m_cluster.value(
                   u"postgres"_s,
                   u"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'tidemark/%'"_s) !=
               u"0"_s;
    };
    const auto report = backUpWhile(m_cluster, clusterDraft(folder.path()), endSessions);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::ConnectionFailed ||
                 report.error().kind == core::ErrorKind::ToolFailed,
             qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestClusterDumpFaults::childKilled()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const QString number = scripts.filePath(u"number"_s);
    const process::ToolSet known =
        withChild("echo $$ >" + number.toUtf8() + "\nexec %REAL% \"$@\"\n", scripts.path());
    const auto killTool = [&number] {
        QFile file(number);
        return file.open(QIODevice::ReadOnly) && ::kill(file.readAll().trimmed().toInt(), SIGKILL) == 0;
    };
    expectNothing(backUpWhile(m_cluster, clusterDraft(folder.path()), killTool, known),
                  core::ErrorKind::ToolFailed, folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(tidemarkSessions(m_cluster), QString(), 5000);
}

void TestClusterDumpFaults::diskFull_data()
{
    QTest::addColumn<core::CompressionMethod>("method");
    QTest::newRow("plain") << core::CompressionMethod::None;
    QTest::newRow("gzip") << core::CompressionMethod::Gzip;
}

void TestClusterDumpFaults::diskFull()
{
    QFETCH(core::CompressionMethod, method);
    auto disk = SmallDisk::mount(4 << 20);
    if (!disk)
        QSKIP(qPrintable(u"no small disk can be mounted here: "_s + disk.error().toText()));
    ClusterDumpDraft draft = clusterDraft(disk->path());
    draft.compression = core::CompressionSpec{method, std::nullopt};
    const auto report = backUpServer(openAccess(m_cluster.spec()), draft);
    expectNothing(report, core::ErrorKind::StorageFull, disk->path());
    QVERIFY2(report.error().hint.contains(u"space"_s), qPrintable(report.error().toText()));
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestClusterDumpFaults::destinationVanishes()
{
    QTemporaryDir folder;
    const QString destination = folder.filePath(u"gone"_s);
    const auto report = backUpWhile(m_cluster, clusterDraft(destination),
                                    [&destination] { return QDir(destination).removeRecursively(); });
    QVERIFY(!report);
    QVERIFY2(report.error().kind != core::ErrorKind::Internal, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestClusterDumpFaults::toolThatLies_data()
{
    QTest::addColumn<QByteArray>("child");
    QTest::addColumn<QString>("names");
    QTest::newRow("a table less") << QByteArray("exec %REAL% --exclude-table=public.two \"$@\"\n")
                                  << u"two"_s;
    QTest::newRow("no rows of it") << QByteArray("exec %REAL% --exclude-table-data=public.two \"$@\"\n")
                                   << u"two"_s;
    QTest::newRow("a database less")
        << QByteArray("case \"$*\" in *dbname=big*) exit 0;; esac\nexec %REAL% \"$@\"\n") << u"big"_s;
}

void TestClusterDumpFaults::toolThatLies()
{
    QFETCH(QByteArray, child);
    QFETCH(QString, names);
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const auto report = backUpServer(openAccess(m_cluster.spec()), clusterDraft(folder.path()), {},
                                     withChild(child, scripts.path()));
    expectNothing(report, core::ErrorKind::ToolFailed, folder.path());
    QVERIFY2(report.error().message.contains(names), qPrintable(report.error().toText()));
}

void TestClusterDumpFaults::toolThatSpoils_data()
{
    QTest::addColumn<QByteArray>("harm"); // to $f
    QTest::newRow("cut off") << QByteArray("truncate -s -100000 \"$f\"");
    QTest::newRow("last line") << QByteArray("truncate -s -50 \"$f\"");
    QTest::newRow("empty") << QByteArray("truncate -s 0 \"$f\"");
}

void TestClusterDumpFaults::toolThatSpoils()
{
    QFETCH(QByteArray, harm);
    QTemporaryDir folder;
    QTemporaryDir scripts;
    ClusterDumpDraft draft = clusterDraft(folder.path());
    draft.compression = core::CompressionSpec{};
    const process::ToolSet spoiling = withScript(process::ToolKind::PgDumpAll,
                                                 "#!/bin/bash\n%REAL% \"$@\" || exit 1\nfor a in \"$@\"; do "
                                                 "case $a in --file=*) f=${a#--file=};; esac; done\n" +
                                                     harm + "\n",
                                                 scripts.path());
    expectNothing(backUpServer(openAccess(m_cluster.spec()), draft, {}, spoiling), core::ErrorKind::Corrupt,
                  folder.path());
}

void TestClusterDumpFaults::tableDroppedMeanwhile()
{
    QVERIFY(m_cluster.createDatabase(u"zz changing"_s));
    QVERIFY(m_cluster.script(u"zz changing"_s, u"CREATE TABLE going (i int); CREATE TABLE again (i int)"_s));
    QTemporaryDir folder;
    // Before its turn comes: what is not there afterwards is not demanded, and what is new neither.
    const auto change = [this] {
        return m_cluster
                   .script(
                       u"zz changing"_s,
                       u"DROP TABLE going; DROP TABLE again; CREATE TABLE again (i int, j int); CREATE TABLE fresh (i int)"_s)
                   .has_value() &&
               m_cluster.sql(u"postgres"_s, u"DROP ROLE somebody"_s).has_value();
    };
    const auto report = backUpWhile(m_cluster, clusterDraft(folder.path()), change);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(m_cluster.dropDatabase(u"zz changing"_s));
}

void TestClusterDumpFaults::secondRunWaitsOutside()
{
    QTemporaryDir folder;
    core::ErrorKind second = core::ErrorKind::Internal;
    const auto report = backUpWhile(m_cluster, clusterDraft(folder.path()), [&] {
        const auto other = backUpServer(openAccess(m_cluster.spec()), clusterDraft(folder.path()));
        second = other ? core::ErrorKind::Internal : other.error().kind;
        return true;
    });
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(second, core::ErrorKind::Conflict);
}

void TestClusterDumpFaults::serverKilled()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    QTemporaryDir folder;
    const auto report =
        backUpWhile(*cluster, clusterDraft(folder.path()), [&] { return cluster->kill(SIGKILL); });
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::ConnectionFailed ||
                 report.error().kind == core::ErrorKind::ToolFailed,
             qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

QTEST_GUILESS_MAIN(TestClusterDumpFaults)
#include "clusterdumpfaultstest.moc"
