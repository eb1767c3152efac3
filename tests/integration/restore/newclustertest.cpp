// SPDX-License-Identifier: GPL-3.0-or-later
// Base backups that become servers which stay, from folders that pg_basebackup itself wrote.
#include "cluster/clusterregistry.h"
#include "cluster/keptclusters.h"
#include "cluster/orphans.h"
#include "cluster/serverprocess.h"
#include "core/quoting.h"
#include "restore/base/newclusterrun.h"
#include "restore/drill/drillrun.h"
#include "support/baseruns.h"
#include "support/fulldisk.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tidemark;
using namespace tidemark::test;
using restore::base::AfterCheck;
using restore::base::NewClusterDraft;
using restore::base::NewClusterReport;

static const bool inMemory = workInMemory();

/// A list of clusters that no other program writes to, for this process and its children.
static const std::unique_ptr<QTemporaryDir> ownState = [] {
    auto folder = std::make_unique<QTemporaryDir>();
    qputenv("TIDEMARK_STATE_DIR", QFile::encodeName(folder->path()));
    return folder;
}();

#define VERIFY_RESULT(result) QVERIFY2(result, qPrintable((result) ? QString() : (result).error().toText()))

class TestNewCluster : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void plainStays();
    void tarIsUnpackedAndStops();
    void lostTablespaceIsSaid();
    void foldersAreVerified();
    void damagedFile_data();
    void damagedFile();
    void targetsThatHoldSomething();
    void refusedBeforeAnything_data();
    void refusedBeforeAnything();
    void cancelled_data();
    void cancelled();
    void diskFillsUp();
    void twoAtOnce();
    void killedRunIsClearedAway();
    void nobodyCanLogIn();
    void commandLine_data();
    void commandLine();

private:
    core::Result<NewClusterReport> make(const NewClusterDraft& draft, const core::RunContext& context = {},
                                        const process::ToolSet& toolSet = tools())
    {
        const auto facts = restore::base::gatherFacts(draft, toolSet, context);
        if (!facts)
            return facts.error();
        const auto plan = restore::base::makePlan(draft, *facts);
        if (!plan)
            return plan.error();
        return restore::base::run(*plan, toolSet, context);
    }
    NewClusterDraft draftOf(const QString& source, const QString& name) const
    {
        NewClusterDraft draft;
        draft.source = source;
        draft.folder = at(name);
        return draft;
    }
    QString at(const QString& name) const { return m_folder.filePath(name); }
    core::Status baseBackup(const QString& name, const QStringList& options)
    {
        const auto finished =
            m_cluster.runTool(process::ToolKind::PgBaseBackup, QStringLiteral("postgres"),
                              QStringList{QStringLiteral("--pgdata=") + at(name),
                                          QStringLiteral("--checkpoint=fast"), QStringLiteral("--no-sync")} +
                                  options);
        if (!finished)
            return finished.error();
        return finished->succeeded()
                   ? core::Status()
                   : core::Error{
                         core::ErrorKind::ToolFailed, QString::fromUtf8(finished->errorOutput), {}, {}};
    }
    QString mapping(const QString& name) const
    {
        return QStringLiteral("--tablespace-mapping=%1=%2").arg(m_space, at(name));
    }
    /// A copy of the plain backup whose tablespace is that of the original.
    QString copyOfPlain(const QString& name)
    {
        QProcess::execute(QStringLiteral("cp"),
                          {QStringLiteral("-a"), at(QStringLiteral("plain")), at(name)});
        return at(name);
    }
    static QString value(const postgres::ConnectionSpec& spec, const QString& database,
                         const QByteArray& statement)
    {
        auto connection = postgres::Connection::open(spec.withDatabase(database), {}, {}, {});
        if (!connection)
            return connection.error().toText();
        const auto rows = connection->query(postgres::Sql::script(statement), {}, {});
        return rows ? rows->text(0, 0) : rows.error().toText();
    }
    qsizetype others() const
    {
        const auto registry = cluster::ClusterRegistry::open();
        return registry ? registry->list().size() - 1 : -1; // without the test's own server
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_space;
};

namespace {

const QString hostile = QStringLiteral("Chief \"of\" 'all' \\ = ü  ");
const QString database = QStringLiteral(" bl\"og = 'ü");

} // namespace

void TestNewCluster::initTestCase()
{
    // The server's user goes through.
    QVERIFY(QFile::setPermissions(m_folder.path(),
                                  QFile::permissions(m_folder.path()) | QFile::ExeOther | QFile::ReadOther));
    m_space = m_cluster.local().folder() + QStringLiteral("/run/a space");
    QVERIFY(cluster::makePrivateFolder(m_space, cluster::userByName(m_cluster.local().serverUserName())));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE TABLESPACE \"wi de\" LOCATION '%1'").arg(m_space)));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE helper SUPERUSER LOGIN")));
    QVERIFY(m_cluster.local().setUser(QStringLiteral("helper")));
    QVERIFY(m_cluster.sql(
        QStringLiteral("postgres"),
        QStringLiteral("ALTER ROLE postgres RENAME TO %1").arg(core::quoteIdentifier(hostile))));
    QVERIFY(m_cluster.local().setUser(hostile));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("DROP ROLE helper")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE ROLE postgres LOGIN"))); // no superuser, and called so
    QVERIFY(m_cluster.createDatabase(database));
    QVERIFY(m_cluster.script(
        database,
        QStringLiteral("CREATE TABLE far TABLESPACE \"wi de\" AS SELECT i FROM generate_series(1, 5000) i;"
                       "CREATE TABLE near AS SELECT i, md5(i::text) FROM generate_series(1, 20000) i")));
    VERIFY_RESULT(
        baseBackup(QStringLiteral("targz"), {QStringLiteral("--format=tar"), QStringLiteral("--gzip")}));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("ALTER DATABASE postgres SET allow_in_place_tablespaces = on")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("CREATE TABLESPACE here LOCATION ''")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("ALTER DATABASE postgres RESET ALL")));
    QVERIFY(m_cluster.script(
        database,
        QStringLiteral("CREATE TABLE within TABLESPACE here AS SELECT i FROM generate_series(1, 777) i")));
    VERIFY_RESULT(baseBackup(QStringLiteral("plain"), {mapping(QStringLiteral("plain-space")),
                                                       QStringLiteral("--write-recovery-conf")}));
}

void TestNewCluster::cleanup()
{
    const auto kept = cluster::keptSandboxes();
    QVERIFY(kept);
    for (const cluster::KeptCluster& each : *kept)
        (void)cluster::removeKept(each);
    QCOMPARE(others(), 0);
}

void TestNewCluster::plainStays()
{
    NewClusterDraft draft = draftOf(at(QStringLiteral("plain")), QStringLiteral("stays"));
    draft.tablespaces = {{at(QStringLiteral("plain-space")), at(QStringLiteral("its space"))}};
    draft.port = 6123;
    draft.after = AfterCheck::LetRun;
    QVERIFY(QDir().mkdir(at(QStringLiteral("its space")))); // empty: it may be there
    const auto report = make(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict == core::Verdict::Ok,
             qPrintable(QString::fromUtf8(QJsonDocument(report->toJson()).toJson())));
    QVERIFY(report->isRunning);
    QCOMPARE(report->spec.user, hostile);
    QCOMPARE(report->spec.port, QStringLiteral("6123"));
    QCOMPARE(report->tablespaces,
             (QList<QPair<QString, QString>>{{QStringLiteral("wi de"), at(QStringLiteral("its space"))}}));
    QCOMPARE(value(report->spec, database,
                   "SELECT (SELECT count(*) FROM public.far) || ' ' || (SELECT count(*) FROM public.near) || "
                   "' ' || (SELECT count(*) FROM public.within)"
                   " || ' ' || pg_is_in_recovery()"),
             QStringLiteral("5000 20000 777 false"));
    QCOMPARE(value(report->spec, database, "SHOW fsync"), QStringLiteral("on"));
    QCOMPARE(value(report->spec, database, "SHOW archive_mode"), QStringLiteral("off"));
    QVERIFY(QFile::exists(report->dataFolder + QStringLiteral("/postgresql.conf.from-backup")));
    // It is in the list, stops, starts, and goes with everything.
    auto kept = cluster::findKeptSandbox(QStringLiteral("stays"));
    VERIFY_RESULT(kept);
    QVERIFY(cluster::findKeptSandbox(draft.folder));
    QVERIFY(cluster::stopKept(*kept));
    QVERIFY(!cluster::findKeptSandbox(QStringLiteral("stays"))->isRunning);
    VERIFY_RESULT(cluster::startKept(*kept, tools(), {}));
    QCOMPARE(value(kept->spec(), database, "SELECT count(*) FROM public.far"), QStringLiteral("5000"));
    QVERIFY(cluster::removeKept(*cluster::findKeptSandbox(QStringLiteral("stays"))));
    QVERIFY(!QFileInfo::exists(draft.folder));
    QCOMPARE(filesBelow(at(QStringLiteral("its space"))), QStringList());
    QVERIFY(QFileInfo(at(QStringLiteral("its space"))).isDir());
    // The backup is as it was.
    QVERIFY(QFile::exists(at(QStringLiteral("plain/standby.signal"))));
}

void TestNewCluster::tarIsUnpackedAndStops()
{
    const auto report = make(draftOf(at(QStringLiteral("targz")), QStringLiteral("unpacked")));
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(!report->isRunning);
    QVERIFY(cluster::serverProcesses(report->dataFolder).isEmpty());
    QCOMPARE(report->databases.size(), 2);
    const auto kept = cluster::findKeptSandbox(QStringLiteral("unpacked"));
    VERIFY_RESULT(kept);
    VERIFY_RESULT(cluster::startKept(*kept, tools(), {}));
    QCOMPARE(value(kept->spec(), database, "SELECT count(*) FROM public.far"), QStringLiteral("5000"));
    QVERIFY(cluster::removeKept(*kept));
    QVERIFY(!QFileInfo::exists(report->folder));
}

void TestNewCluster::lostTablespaceIsSaid()
{
    // pg_basebackup leaves in-place tablespaces out of tar files, and says nothing.
    VERIFY_RESULT(baseBackup(QStringLiteral("lossy"),
                             {QStringLiteral("--format=tar"), QStringLiteral("--no-manifest")}));
    const auto report = make(draftOf(at(QStringLiteral("lossy")), QStringLiteral("lossy-target")));
    VERIFY_RESULT(report);
    QStringList said;
    for (const core::Finding& finding : report->findings)
        said.append(finding.id);
    const bool isLost = !QFile::exists(
        report->dataFolder + QStringLiteral("/pg_tblspc/") +
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT oid FROM pg_tablespace WHERE spcname = 'here'")));
    QCOMPARE(said.contains(QStringLiteral("base.tablespaceMissing")), isLost);
    QCOMPARE(report->verdict, isLost ? core::Verdict::Failed : core::Verdict::Warnings);
    QVERIFY(said.contains(QStringLiteral("cluster.noManifest")));
}

void TestNewCluster::foldersAreVerified()
{
    for (const QString& name :
         {QStringLiteral("plain"), QStringLiteral("targz"), QStringLiteral("targz/base.tar.gz")}) {
        restore::drill::DrillDraft draft;
        draft.source = at(name);
        const auto report = restore::drill::run(draft, tools(), nullptr, {});
        VERIFY_RESULT(report);
        QVERIFY2(report->verdict == core::Verdict::Ok,
                 qPrintable(QString::fromUtf8(QJsonDocument(report->toJson()).toJson())));
        QCOMPARE(report->kind, catalog::SetKind::BaseBackup);
        QCOMPARE(report->databases.size(), 2);
    }
}

void TestNewCluster::damagedFile_data()
{
    QTest::addColumn<int>("damage");
    QTest::newRow("a flipped bit") << 0;
    QTest::newRow("a missing file") << 1;
    QTest::newRow("a lying manifest") << 2;
    QTest::newRow("a tar file that is cut off") << 3;
}

void TestNewCluster::damagedFile()
{
    QFETCH(int, damage);
    QString source = at(QStringLiteral("bad-tar"));
    if (damage == 3) {
        QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-a"), at(QStringLiteral("targz")), source});
        QFile tar(source + QStringLiteral("/base.tar.gz"));
        QVERIFY(tar.resize(tar.size() * 2 / 3));
    } else {
        source = copyOfPlain(QStringLiteral("bad%1").arg(damage));
        QFile file(source +
                   (damage == 2 ? QStringLiteral("/backup_manifest") : QStringLiteral("/base/1/2619")));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(500));
        char byte = 0;
        QVERIFY(file.getChar(&byte) && file.seek(500) && file.putChar(static_cast<char>(byte ^ 1)));
        file.close();
        QVERIFY(damage != 1 || file.remove());
    }
    const NewClusterDraft draft = draftOf(source, QStringLiteral("never"));
    const auto report = make(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::Corrupt, qPrintable(report.error().toText()));
    QVERIFY2(damage >= 2 || report.error().detail.contains(QStringLiteral("base/1/2619")),
             qPrintable(report.error().toText()));
    QVERIFY(!QFileInfo::exists(draft.folder));
    restore::drill::DrillDraft drill;
    drill.source = source;
    const auto drilled = restore::drill::run(drill, tools(), nullptr, {});
    QVERIFY(!drilled || drilled->verdict == core::Verdict::Failed);
}

void TestNewCluster::targetsThatHoldSomething()
{
    const QString full = at(QStringLiteral("full"));
    QVERIFY(QDir().mkdir(full));
    QFile file(full + QStringLiteral("/.precious"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    auto report = make(draftOf(at(QStringLiteral("plain")), QStringLiteral("full")));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    // As a tablespace's folder, too: the rest is not even begun.
    NewClusterDraft draft = draftOf(at(QStringLiteral("plain")), QStringLiteral("fresh"));
    draft.tablespaces = {{at(QStringLiteral("plain-space")), full}};
    report = make(draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY(!QFileInfo::exists(draft.folder));
    QVERIFY(file.exists());
    // What comes between the look and the run.
    NewClusterDraft late = draftOf(at(QStringLiteral("plain")), QStringLiteral("late"));
    const auto facts = restore::base::gatherFacts(late, tools(), {});
    VERIFY_RESULT(facts);
    const auto plan = restore::base::makePlan(late, *facts);
    VERIFY_RESULT(plan);
    QVERIFY(QDir().mkpath(late.folder + QStringLiteral("/mine")));
    report = restore::base::run(*plan, tools(), {});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QVERIFY(QFileInfo(late.folder + QStringLiteral("/mine")).isDir());
}

void TestNewCluster::refusedBeforeAnything_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("tablespace");
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("kind");
    const int invalid = static_cast<int>(core::ErrorKind::InvalidInput);
    const QString plain = QStringLiteral("plain");
    QTest::newRow("a server's data directory")
        << QStringLiteral("data") << QStringLiteral("x") << QString() << QString() << invalid;
    QTest::newRow("no backup at all") << QStringLiteral("nothing") << QStringLiteral("x") << QString()
                                      << QString() << static_cast<int>(core::ErrorKind::NotFound);
    QTest::newRow("a folder within the backup")
        << plain << QStringLiteral("plain/base/x") << QString() << QString() << invalid;
    QTest::newRow("a tablespace that is not there")
        << plain << QStringLiteral("x") << QStringLiteral("/nowhere") << QStringLiteral("y") << invalid;
    QTest::newRow("a tablespace within the cluster")
        << plain << QStringLiteral("x") << QStringLiteral("plain-space") << QStringLiteral("x") << invalid;
    QTest::newRow("a folder without a parent") << plain << QStringLiteral("x/y/z") << QString() << QString()
                                               << static_cast<int>(core::ErrorKind::NotFound);
    QTest::newRow("a control character")
        << plain << QStringLiteral("x\ny") << QString() << QString() << invalid;
}

void TestNewCluster::refusedBeforeAnything()
{
    QFETCH(QString, source);
    QFETCH(QString, folder);
    QFETCH(QString, tablespace);
    QFETCH(QString, place);
    QFETCH(int, kind);
    NewClusterDraft draft =
        draftOf(source == QLatin1String("data") ? m_cluster.local().dataFolder() : at(source), folder);
    if (!tablespace.isEmpty())
        draft.tablespaces = {
            {tablespace.startsWith(QLatin1Char('/')) ? tablespace : at(tablespace), at(place)}};
    const auto report = make(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == static_cast<core::ErrorKind>(kind), qPrintable(report.error().toText()));
    QVERIFY(!QFileInfo::exists(at(folder)));

    QList<process::Tool> older;
    for (process::Tool tool : tools().all()) {
        if (tool.kind != process::ToolKind::Postgres)
            older.append(tool);
    }
    const auto missing =
        make(draftOf(at(QStringLiteral("plain")), QStringLiteral("x")), {}, process::ToolSet(older));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, core::ErrorKind::ToolMissing);
    QVERIFY2(missing.error().hint.contains(QStringLiteral("postgresql-%1").arg(m_cluster.local().major())),
             qPrintable(missing.error().toText()));
}

void TestNewCluster::cancelled_data()
{
    QTest::addColumn<double>("fraction");
    QTest::newRow("while it is copied") << 0.2;
    QTest::newRow("while it is compared") << 0.65;
    QTest::newRow("before it is started") << 0.8;
    QTest::newRow("before it is kept") << 0.98;
}

void TestNewCluster::cancelled()
{
    QFETCH(double, fraction);
    NewClusterDraft draft = draftOf(at(QStringLiteral("plain")), QStringLiteral("stopped"));
    draft.tablespaces = {{at(QStringLiteral("plain-space")), at(QStringLiteral("stopped-space"))}};
    std::stop_source stop;
    const auto report = make(draft, stoppedWhen(stop, [fraction](const core::Progress& progress) {
                                 return progress.fraction.value_or(0) >= fraction;
                             }));
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::Cancelled, qPrintable(report.error().toText()));
    QVERIFY(report.error().hint.contains(QStringLiteral("removed again")));
    QVERIFY(!QFileInfo::exists(draft.folder) && !QFileInfo::exists(at(QStringLiteral("stopped-space"))));
    QVERIFY(cluster::serverProcesses(draft.folder + QStringLiteral("/data")).isEmpty());
}

void TestNewCluster::diskFillsUp()
{
    auto disk = SmallDisk::mount(400 << 20);
    if (!disk)
        QSKIP(qPrintable(QStringLiteral("no small disk can be mounted here: ") + disk.error().toText()));
    NewClusterDraft draft = draftOf(at(QStringLiteral("targz")), {});
    draft.folder = disk->path() + QStringLiteral("/new");
    QVERIFY(disk->fill(50 << 20));
    const auto refused = make(draft);
    QVERIFY(!refused);
    QVERIFY2(refused.error().kind == core::ErrorKind::StorageFull, qPrintable(refused.error().toText()));
    disk->makeRoom();
    bool filled = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (!filled)
            filled = disk->fill(1 << 20).has_value();
    };
    const auto report = make(draft, context);
    QVERIFY(filled && !report);
    QVERIFY2(report.error().kind == core::ErrorKind::StorageFull, qPrintable(report.error().toText()));
    QVERIFY(!QFileInfo::exists(draft.folder));
}

void TestNewCluster::twoAtOnce()
{
    const NewClusterDraft draft = draftOf(at(QStringLiteral("plain")), QStringLiteral("shared"));
    // Planned while the folder was still free.
    const auto facts = restore::base::gatherFacts(draft, tools(), {});
    VERIFY_RESULT(facts);
    const auto plan = restore::base::makePlan(draft, *facts);
    VERIFY_RESULT(plan);
    std::optional<core::Result<NewClusterReport>> second;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (!second) {
            second = core::Error{};
            second = restore::base::run(*plan, tools(), {});
        }
    };
    const auto first = restore::base::run(*plan, tools(), context);
    VERIFY_RESULT(first);
    QVERIFY(second && !*second);
    QVERIFY2(second->error().kind == core::ErrorKind::Conflict, qPrintable(second->error().toText()));
    QVERIFY(cluster::findKeptSandbox(QStringLiteral("shared")));
    QVERIFY(cluster::removeKept(*cluster::findKeptSandbox(QStringLiteral("shared"))));
    QVERIFY(!QFileInfo::exists(draft.folder));
}

void TestNewCluster::killedRunIsClearedAway()
{
    const QString folder = at(QStringLiteral("killed"));
    const QString space = at(QStringLiteral("killed-space"));
    QProcess run;
    run.start(QStringLiteral(TIDEMARKCTL),
              {QStringLiteral("restore"), at(QStringLiteral("plain")), QStringLiteral("--into-cluster"),
               folder, QStringLiteral("--tablespace-mapping"),
               at(QStringLiteral("plain-space")) + QLatin1Char('=') + space});
    QVERIFY(run.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder + QStringLiteral("/data/PG_VERSION")) ||
                                 QFileInfo::exists(folder + QStringLiteral("/data/base")),
                             20'000);
    run.kill();
    QVERIFY(run.waitForFinished());
    QVERIFY(QFileInfo(folder).isDir());
    // The same again finds a free folder, and does it.
    QProcess next;
    next.start(QStringLiteral(TIDEMARKCTL),
               {QStringLiteral("--json"), QStringLiteral("restore"), at(QStringLiteral("plain")),
                QStringLiteral("--into-cluster"), folder, QStringLiteral("--tablespace-mapping"),
                at(QStringLiteral("plain-space")) + QLatin1Char('=') + space});
    QVERIFY(next.waitForFinished(60'000));
    const QByteArray out = next.readAllStandardOutput();
    QVERIFY2(next.exitCode() == 0, (out + next.readAllStandardError()).constData());
    const QJsonObject json = QJsonDocument::fromJson(out).object();
    QCOMPARE(json.value(QLatin1String("cluster")).toString(), QStringLiteral("killed"));
    QCOMPARE(json.value(QLatin1String("running")).toBool(true), false);
    QCOMPARE(
        QProcess::execute(QStringLiteral(TIDEMARKCTL),
                          {QStringLiteral("sandbox"), QStringLiteral("remove"), QStringLiteral("killed")}),
        0);
    QVERIFY(!QFileInfo::exists(folder) && !QFileInfo::exists(space));
}

void TestNewCluster::nobodyCanLogIn()
{
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE bkp LOGIN REPLICATION")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("ALTER ROLE %1 NOLOGIN").arg(core::quoteIdentifier(hostile))));
    QVERIFY(m_cluster.local().setUser(QStringLiteral("bkp")));
    VERIFY_RESULT(baseBackup(QStringLiteral("locked"), {mapping(QStringLiteral("locked-space"))}));
    const NewClusterDraft draft = draftOf(at(QStringLiteral("locked")), QStringLiteral("unlocked"));
    const auto report = make(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::NotFound, qPrintable(report.error().toText()));
    QVERIFY(!QFileInfo::exists(draft.folder));
    restore::drill::DrillDraft drill;
    drill.source = at(QStringLiteral("locked"));
    const auto drilled = restore::drill::run(drill, tools(), nullptr, {});
    VERIFY_RESULT(drilled);
    QVERIFY2(drilled->verdict == core::Verdict::Ok,
             qPrintable(QString::fromUtf8(QJsonDocument(drilled->toJson()).toJson())));
}

void TestNewCluster::commandLine_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("words");
    const QString into = QStringLiteral("--into-cluster=") + at(QStringLiteral("x"));
    QTest::newRow("no database") << QStringList{into, QStringLiteral("--into=x")}
                                 << QStringLiteral("--into ");
    QTest::newRow("no tables") << QStringList{into, QStringLiteral("--table=a.b")}
                               << QStringLiteral("--table ");
    QTest::newRow("no port of that number")
        << QStringList{into, QStringLiteral("--port=70000")} << QStringLiteral("65535");
    QTest::newRow("half a mapping") << QStringList{into, QStringLiteral("--tablespace-mapping=a")}
                                    << QStringLiteral("OLD=NEW");
    QTest::newRow("nothing to start") << QStringList{QStringLiteral("--into=x"), QStringLiteral("--start")}
                                      << QStringLiteral("--into-cluster");
    QTest::newRow("the way is named")
        << QStringList{QStringLiteral("--into=x")} << QStringLiteral("--into-cluster");
}

void TestNewCluster::commandLine()
{
    QFETCH(QStringList, options);
    QFETCH(QString, words);
    QProcess run;
    run.start(QStringLiteral(TIDEMARKCTL),
              QStringList{QStringLiteral("restore"), at(QStringLiteral("plain"))} + options);
    QVERIFY(run.waitForFinished());
    QCOMPARE(run.exitCode(), 2);
    const QString said = QString::fromUtf8(run.readAllStandardError());
    QVERIFY2(said.contains(words), qPrintable(said));
    QVERIFY(!QFileInfo::exists(at(QStringLiteral("x"))));
}

QTEST_GUILESS_MAIN(TestNewCluster)
#include "newclustertest.moc"
