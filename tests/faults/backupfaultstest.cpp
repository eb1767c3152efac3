// SPDX-License-Identifier: GPL-3.0-or-later
// Things break half-way: whatever happens, no list shows a backup that is none, and the error says what to
// do.
#include "catalog/backupset.h"
#include "support/dumphold.h"
#include "support/fulldisk.h"
#include "support/runs.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;

class TestBackupFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cancelled_data();
    void cancelled();
    void cancelledWhileDumping();
    void serverKilled();
    void sessionEnded();
    void toolKilled();
    void diskFull();
    void destinationVanishes();
    void tableDroppedMeanwhile();
    void toolThatLies();
    void toolThatCutsTheFile();
    void toolThatFlipsABit();
    void toolThatNeverEnds();
    void killedAtEveryStep_data();
    void killedAtEveryStep();

private:
    /// A backup of "big" (or of `database` of `cluster`), with `act` done once while pg_dump is at work.
    static core::Result<backup::BackupReport> backUpWhile(const TestCluster& cluster, const QString& database,
                                                          const QString& destination,
                                                          const std::function<bool()>& act,
                                                          const process::ToolSet& toolSet = tools());
    void expectNothing(const core::Result<backup::BackupReport>& report, core::ErrorKind kind,
                       const QString& folder);
    TestCluster& m_cluster = TestCluster::shared();
};

void TestBackupFaults::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("big")));
    QVERIFY(m_cluster.script(
        QStringLiteral("big"),
        QStringLiteral("CREATE TABLE one AS SELECT i, md5(i::text) AS a, md5((i * 7)::text) AS b FROM "
                       "generate_series(1, 400000) i;"
                       "CREATE TABLE two AS SELECT i, md5(i::text) AS a FROM generate_series(1, 100000) i")));
}

void TestBackupFaults::expectNothing(const core::Result<backup::BackupReport>& report, core::ErrorKind kind,
                                     const QString& folder)
{
    QVERIFY(!report);
    QVERIFY2(report.error().kind == kind, qPrintable(report.error().toText()));
    QVERIFY(!report.error().message.isEmpty());
    QCOMPARE(leftovers(folder), QString());
}

core::Result<backup::BackupReport>
TestBackupFaults::backUpWhile(const TestCluster& cluster, const QString& database, const QString& destination,
                              const std::function<bool()>& act, const process::ToolSet& toolSet)
{
    auto hold = DumpHold::take(cluster, database);
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
    auto report = backUp(openAccess(cluster.spec()), database, destination, context, toolSet);
    if (!done)
        return core::Error{core::ErrorKind::Internal,
                           QStringLiteral("The run ended before anything was done to it."),
                           {},
                           {}};
    return report;
}

void TestBackupFaults::cancelled_data()
{
    QTest::addColumn<double>("at");
    QTest::newRow("at once") << 0.0;
    QTest::newRow("while reading back") << 0.93;
}

void TestBackupFaults::cancelled()
{
    QFETCH(double, at);
    QTemporaryDir folder;
    std::stop_source source;
    const auto report =
        backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(),
               stoppedWhen(source, [at](const core::Progress& p) { return p.fraction.value_or(0) >= at; }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestBackupFaults::cancelledWhileDumping()
{
    QTemporaryDir folder;
    const auto hold = DumpHold::take(m_cluster, QStringLiteral("big"));
    QVERIFY(hold);
    std::stop_source source;
    const auto report =
        backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(),
               stoppedWhen(source, [&hold](const core::Progress&) { return hold->reached(); }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestBackupFaults::serverKilled()
{
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    QTemporaryDir folder;
    const auto report = backUpWhile(*cluster, QStringLiteral("postgres"), folder.path(),
                                    [&] { return cluster->kill(SIGKILL); });
    expectNothing(report, core::ErrorKind::ConnectionFailed, folder.path());
}

void TestBackupFaults::sessionEnded()
{
    QTemporaryDir folder;
    const auto endSessions = [this] {
        return m_cluster.value(QStringLiteral("postgres"),
                               QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                              "WHERE application_name LIKE 'tidemark/%'")) !=
               QLatin1String("0");
    };
    const auto report = backUpWhile(m_cluster, QStringLiteral("big"), folder.path(), endSessions);
    expectNothing(report, core::ErrorKind::ConnectionFailed, folder.path());
}

void TestBackupFaults::toolKilled()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const QString number = scripts.filePath(QStringLiteral("number"));
    const process::ToolSet known =
        withScript(process::ToolKind::PgDump,
                   "#!/bin/sh\necho $$ >" + number.toUtf8() + "\nexec %REAL% \"$@\"\n", scripts.path());
    const auto killTool = [&number] {
        QFile file(number);
        return file.open(QIODevice::ReadOnly) && ::kill(file.readAll().trimmed().toInt(), SIGKILL) == 0;
    };
    const auto report = backUpWhile(m_cluster, QStringLiteral("big"), folder.path(), killTool, known);
    expectNothing(report, core::ErrorKind::ToolFailed, folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(tidemarkSessions(m_cluster), QString(), 5000);
}

void TestBackupFaults::diskFull()
{
    auto disk = SmallDisk::mount(4 << 20);
    if (!disk)
        QSKIP(qPrintable(QStringLiteral("no small disk can be mounted here: ") + disk.error().toText()));
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), disk->path());
    expectNothing(report, core::ErrorKind::StorageFull, disk->path());
    QVERIFY2(report.error().hint.contains(QStringLiteral("space")), qPrintable(report.error().toText()));
}

void TestBackupFaults::destinationVanishes()
{
    QTemporaryDir folder;
    const QString destination = folder.filePath(QStringLiteral("gone"));
    const auto report = backUpWhile(m_cluster, QStringLiteral("big"), destination,
                                    [&destination] { return QDir(destination).removeRecursively(); });
    QVERIFY(!report);
    QVERIFY2(report.error().kind != core::ErrorKind::Internal, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

/// Between our snapshot and the moment that pg_dump locks its tables.
void TestBackupFaults::tableDroppedMeanwhile()
{
    QVERIFY(m_cluster.script(QStringLiteral("big"), QStringLiteral("CREATE TABLE fleeting AS SELECT 1 AS i")));
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const auto psql = tools().pick(process::ToolKind::Psql, m_cluster.local().major());
    QVERIFY(psql);
    const QByteArray drop = psql->path.toUtf8() + " --no-psqlrc --quiet \"" + m_cluster.spec(QStringLiteral("big")).toConninfo().toUtf8() + "\" --command='DROP TABLE fleeting' || exit 1\n";
    const process::ToolSet dropping = withScript(process::ToolKind::PgDump, "#!/bin/sh\ncase \"$*\" in *--file=*) " + drop.trimmed() + ";; esac\nexec %REAL% \"$@\"\n", scripts.path());
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), {}, dropping);
    expectNothing(report, core::ErrorKind::Conflict, folder.path());
    QVERIFY2(report.error().toText().contains(QStringLiteral("fleeting")), qPrintable(report.error().toText()));
}

void TestBackupFaults::toolThatLies()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const process::ToolSet lying =
        withScript(process::ToolKind::PgDump, "#!/bin/sh\nexec %REAL% --exclude-table=public.two \"$@\"\n",
                   scripts.path());
    const auto noTable =
        backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), {}, lying);
    expectNothing(noTable, core::ErrorKind::ToolFailed, folder.path());
    QVERIFY2(noTable.error().message.contains(QStringLiteral("two")), qPrintable(noTable.error().toText()));

    const process::ToolSet empty =
        withScript(process::ToolKind::PgDump,
                   "#!/bin/sh\nexec %REAL% --exclude-table-data=public.two \"$@\"\n", scripts.path());
    const auto noRows = backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), {}, empty);
    expectNothing(noRows, core::ErrorKind::ToolFailed, folder.path());
    QVERIFY2(noRows.error().message.contains(QStringLiteral("two")), qPrintable(noRows.error().toText()));
}

// Finds the file in pg_dump's arguments, and spoils it after pg_dump has ended well.
const QByteArray spoil = "#!/bin/bash\n%REAL% \"$@\" || exit 1\nfor a in \"$@\"; do case $a in --file=*) "
                         "f=${a#--file=};; esac; done\n";

void TestBackupFaults::toolThatCutsTheFile()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const process::ToolSet cutting =
        withScript(process::ToolKind::PgDump, spoil + "truncate -s -100000 \"$f\"\n", scripts.path());
    expectNothing(backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), {}, cutting),
                  core::ErrorKind::Corrupt, folder.path());
}

void TestBackupFaults::toolThatFlipsABit()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    const process::ToolSet flipping = withScript(
        process::ToolKind::PgDump,
        spoil + "printf '\\x5a\\xa5\\x5a' | dd of=\"$f\" bs=1 seek=2000000 conv=notrunc 2>/dev/null\n",
        scripts.path());
    expectNothing(backUp(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), {}, flipping),
                  core::ErrorKind::Corrupt, folder.path());
}

void TestBackupFaults::toolThatNeverEnds()
{
    QTemporaryDir folder;
    QTemporaryDir scripts;
    // Deaf to SIGINT, with a grandchild: only a kill of the whole group ends it.
    const process::ToolSet deaf =
        withScript(process::ToolKind::PgDump,
                   "#!/bin/bash\ntrap '' INT TERM\nsleep 1000 &\nwait; sleep 1000\n", scripts.path());
    auto plan = planBackup(openAccess(m_cluster.spec()), QStringLiteral("big"), folder.path(), deaf);
    QVERIFY(plan);
    std::stop_source source;
    const std::jthread later([&source] {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        source.request_stop();
    });
    core::RunContext context;
    context.stop = source.get_token();
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto report = backup::run(*plan, server, context);
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
    QProcess look;
    look.start(QStringLiteral("pgrep"), {QStringLiteral("-f"), QStringLiteral("^sleep 1000")});
    QVERIFY(look.waitForFinished());
    QCOMPARE(look.readAllStandardOutput(), QByteArray());
}

void TestBackupFaults::killedAtEveryStep_data()
{
    QTest::addColumn<int>("milliseconds");
    for (const int milliseconds : {20, 150, 300, 500, 800, 1200, 1800, 2600})
        QTest::addRow("after %d ms", milliseconds) << milliseconds;
}

void TestBackupFaults::killedAtEveryStep()
{
    QFETCH(int, milliseconds);
    QTemporaryDir folder;
    QTemporaryDir data;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TIDEMARK_DATA_DIR"), data.path());
    const QStringList arguments{QStringLiteral("--connection"),
                                m_cluster.spec(QStringLiteral("big")).toConninfo(), QStringLiteral("backup"),
                                QStringLiteral("--to"), folder.path()};
    QProcess run;
    run.setProcessEnvironment(environment);
    run.start(QStringLiteral(TIDEMARKCTL), arguments);
    QVERIFY(run.waitForStarted());
    QTest::qWait(milliseconds);
    run.kill();
    QVERIFY(run.state() == QProcess::NotRunning || run.waitForFinished());

    // Nothing that looks whole unless it is; nothing on the server that goes on without us.
    const auto scan = catalog::scanFolder(folder.path(), {});
    QVERIFY(scan);
    QCOMPARE(scan->problems.size(), 0);
    const qsizetype whole = scan->sets.size();
    QVERIFY(whole == 0 || (whole == 1 && scan->sets.first().manifest.tables.size() == 2));
    QTRY_COMPARE_WITH_TIMEOUT(tidemarkSessions(m_cluster), QString(), 10'000);
    // The next run is not kept out by the lock of the dead one, and takes its leftovers away.
    QProcess next;
    next.setProcessEnvironment(environment);
    next.start(QStringLiteral(TIDEMARKCTL), arguments);
    QVERIFY(next.waitForFinished(60'000));
    QVERIFY2(next.exitCode() == 0, next.readAllStandardError().constData());
    const auto after = catalog::scanFolder(folder.path(), {});
    QVERIFY(after);
    QCOMPARE(after->sets.size(), whole + 1);
    QVERIFY2(!filesBelow(folder.path()).join(QLatin1Char('\n')).contains(QStringLiteral(".partial")),
             qPrintable(filesBelow(folder.path()).join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestBackupFaults)
#include "backupfaultstest.moc"
