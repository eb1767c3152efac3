// SPDX-License-Identifier: GPL-3.0-or-later
// What breaks half-way in the formats of several files or of our own compression: as with the one file of the
// custom format, no list shows a backup that is none, and nothing goes on at the server.
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

namespace {

struct Form
{
    const char* name;
    archive::DumpFormat format;
    core::CompressionMethod method;
    int jobs;
};

constexpr Form forms[] = {
    {"directory, two jobs", archive::DumpFormat::Directory, core::CompressionMethod::Gzip, 2},
    {"directory as it is", archive::DumpFormat::Directory, core::CompressionMethod::None, 1},
    {"plain .gz", archive::DumpFormat::Plain, core::CompressionMethod::Gzip, 1},
    {"plain .zst", archive::DumpFormat::Plain, core::CompressionMethod::Zstd, 1},
    {"tar", archive::DumpFormat::Tar, core::CompressionMethod::None, 1},
};

const QString database = QStringLiteral("big");

QList<pid_t> descendants(pid_t process)
{
    QProcess look;
    look.start(QStringLiteral("pgrep"), {QStringLiteral("-P"), QString::number(process)});
    look.waitForFinished();
    QList<pid_t> found;
    for (const QByteArray& line : look.readAllStandardOutput().split('\n')) {
        if (const pid_t child = line.toInt(); child > 0)
            found << child << descendants(child);
    }
    return found;
}

/// The program and its tools at one moment, as when the computer's memory runs out: no tool can say goodbye
/// to its server.
void killWithTools(QProcess& program)
{
    const pid_t process = static_cast<pid_t>(program.processId());
    ::kill(process, SIGSTOP);
    for (const pid_t tool : descendants(process))
        ::kill(tool, SIGKILL);
    program.kill();
}

} // namespace

Q_DECLARE_METATYPE(Form)

class TestFormatFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cancelledWhileDumping_data() { eachForm(); }
    void cancelledWhileDumping();
    void sessionEnded_data() { eachForm(); }
    void sessionEnded();
    void diskFull_data() { eachForm(); }
    void diskFull();
    void destinationVanishes_data() { eachForm(); }
    void destinationVanishes();
    void killed_data() { eachForm(); }
    void killed();

private:
    static void eachForm();
    static backup::BackupDraft draft(const QString& destination);
    static QStringList arguments(const TestCluster& cluster, const QString& destination);
    void expectNothing(const core::Result<backup::BackupReport>& report, core::ErrorKind kind,
                       const QString& folder);
    TestCluster& m_cluster = TestCluster::shared();
};

void TestFormatFaults::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(database));
    QVERIFY(m_cluster.script(
        database,
        QStringLiteral("CREATE TABLE one AS SELECT i, md5(i::text) AS a, md5((i * 7)::text) AS b FROM "
                       "generate_series(1, 300000) i;"
                       "CREATE TABLE two AS SELECT i, md5(i::text) AS a FROM generate_series(1, 100000) i")));
}

void TestFormatFaults::eachForm()
{
    QTest::addColumn<Form>("form");
    for (const Form& form : forms)
        QTest::newRow(form.name) << form;
}

backup::BackupDraft TestFormatFaults::draft(const QString& destination)
{
    QFETCH(Form, form);
    backup::BackupDraft draft = draftOf(database, destination);
    draft.form = {form.format, core::CompressionSpec{form.method, {}},
                  form.format == archive::DumpFormat::Directory ? form.jobs : 0};
    return draft;
}

QStringList TestFormatFaults::arguments(const TestCluster& cluster, const QString& destination)
{
    const backup::FormChoice form = draft(destination).form;
    QStringList words{QStringLiteral("--json"),
                      QStringLiteral("--connection"),
                      cluster.spec(database).toConninfo(),
                      QStringLiteral("backup"),
                      QStringLiteral("--to"),
                      destination,
                      QStringLiteral("--format"),
                      archive::formatText(*form.format),
                      QStringLiteral("--compress"),
                      form.compression->toText()};
    if (form.jobs > 0)
        words << QStringLiteral("--jobs") << QString::number(form.jobs);
    return words;
}

void TestFormatFaults::expectNothing(const core::Result<backup::BackupReport>& report, core::ErrorKind kind,
                                     const QString& folder)
{
    QVERIFY(!report);
    QVERIFY2(report.error().kind == kind, qPrintable(report.error().toText()));
    QVERIFY(!report.error().message.isEmpty());
    QCOMPARE(leftovers(folder), QString());
    QTRY_COMPARE_WITH_TIMEOUT(tidemarkSessions(m_cluster), QString(), 5000);
}

void TestFormatFaults::cancelledWhileDumping()
{
    QTemporaryDir folder;
    const auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    std::stop_source source;
    const auto report =
        backUp(openAccess(m_cluster.spec()), draft(folder.path()),
               stoppedWhen(source, [&hold](const core::Progress&) { return hold->reached(); }));
    expectNothing(report, core::ErrorKind::Cancelled, folder.path());
}

void TestFormatFaults::sessionEnded()
{
    QTemporaryDir folder;
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    bool done = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (done || !hold->reached())
            return;
        done =
            m_cluster.value(QStringLiteral("postgres"),
                            QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                           "WHERE application_name LIKE 'tidemark/%'")) != QLatin1String("0");
        hold->release();
    };
    const auto report = backUp(openAccess(m_cluster.spec()), draft(folder.path()), context);
    QVERIFY(done);
    expectNothing(report, core::ErrorKind::ConnectionFailed, folder.path());
}

void TestFormatFaults::diskFull()
{
    auto disk = SmallDisk::mount(4 << 20);
    if (!disk)
        QSKIP(qPrintable(QStringLiteral("no small disk can be mounted here: ") + disk.error().toText()));
    const auto report = backUp(openAccess(m_cluster.spec()), draft(disk->path()));
    expectNothing(report, core::ErrorKind::StorageFull, disk->path());
    QVERIFY2(report.error().hint.contains(QStringLiteral("space")), qPrintable(report.error().toText()));
}

void TestFormatFaults::destinationVanishes()
{
    QTemporaryDir folder;
    const QString destination = folder.filePath(QStringLiteral("gone"));
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    bool done = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (done || !hold->reached())
            return;
        done = QDir(destination).removeRecursively();
        hold->release();
    };
    const auto report = backUp(openAccess(m_cluster.spec()), draft(destination), context);
    QVERIFY(done);
    QVERIFY(!report);
    QVERIFY2(report.error().kind != core::ErrorKind::Internal, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

/// A backend that waits for a lock does not notice that its pg_dump is gone: the next run of the same
/// database ends it, says so, and takes the folder away.
void TestFormatFaults::killed()
{
    QTemporaryDir folder;
    QTemporaryDir data;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TIDEMARK_DATA_DIR"), data.path());
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    QProcess run;
    run.setProcessEnvironment(environment);
    run.start(QStringLiteral(TIDEMARKCTL), arguments(m_cluster, folder.path()));
    QVERIFY(run.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(hold->reached(), 30'000);
    const QString orphan =
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT min(application_name) FROM pg_stat_activity WHERE "
                                       "application_name LIKE 'tidemark/%' AND wait_event_type = 'Lock'"));
    killWithTools(run);
    QVERIFY(run.waitForFinished());
    const auto scan = catalog::scanFolder(folder.path(), {});
    QVERIFY(scan);
    QCOMPARE(scan->sets.size(), 0);
    QCOMPARE(scan->problems.size(), 0);
    const QString orphans =
        QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name = '%1'").arg(orphan);
    QVERIFY2(m_cluster.value(QStringLiteral("postgres"), orphans) != QLatin1String("0"), qPrintable(orphan));

    QProcess next;
    next.setProcessEnvironment(environment);
    next.start(QStringLiteral(TIDEMARKCTL), arguments(m_cluster, folder.path()));
    QVERIFY(next.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(m_cluster.value(QStringLiteral("postgres"), orphans), QStringLiteral("0"),
                              30'000);
    hold->release();
    QVERIFY(next.waitForFinished(60'000));
    const QByteArray output = next.readAllStandardOutput();
    QVERIFY2(next.exitCode() == 0, (output + next.readAllStandardError()).constData());
    QVERIFY2(output.contains("run.interrupted"), output.constData());
    const auto after = catalog::scanFolder(folder.path(), {});
    QVERIFY(after);
    QCOMPARE(after->sets.size(), 1);
    QCOMPARE(after->sets.first().manifest.tables.size(), 2);
    QVERIFY2(!filesBelow(folder.path()).join(QLatin1Char('\n')).contains(QStringLiteral(".partial")),
             qPrintable(filesBelow(folder.path()).join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestFormatFaults)
#include "formatfaultstest.moc"
