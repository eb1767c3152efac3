// SPDX-License-Identifier: GPL-3.0-or-later
// A single server that we start: how it runs, and that it goes without a trace however it ends.
#include "cluster/localcluster.h"
#include "cluster/orphans.h"
#include "core/atomicfile.h"
#include "support/fulldisk.h"
#include "support/testcluster.h"
#include "traces.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::cluster;
using test::Playground;

// Shows the error's text where a Result or Status is one.
#define VERIFY_OK(result) QVERIFY2((result).has_value(), (result) ? "" : qPrintable((result).error().toText()))

class LocalClusterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void runsPrivately();
    void hostileFolders_data();
    void hostileFolders();
    void chosenFolderStays();
    void hostileEnvironment();
    void exceptionCleansUp();
    void movedClusterLivesOn();
    void cancelledAtAnyMoment();
    void startFailureShowsTheLog();
    void killedServerLeavesNoMemory();
    void frozenServerIsStopped();
    void folderRemovedByHand();
    void foreignFilesStay();
    void ownerKilled_data();
    void ownerKilled();
    void livingOwnersAreNoOrphans();
    void standbyStreamsAndPasswordsWork();
    void unreachableFolder();
    void fullDisk();

private:
    core::Result<LocalCluster> started(const QString& folder = {}, ClusterKind kind = ClusterKind::Sandbox);
    std::unique_ptr<Playground> m_ground;
};

void LocalClusterTest::initTestCase()
{
    m_ground = std::make_unique<Playground>();
    QVERIFY(test::tools().newestServerMajor() > 0);
}

void LocalClusterTest::cleanup()
{
    const QStringList left = m_ground->leftovers();
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char('\n'))));
}

core::Result<LocalCluster> LocalClusterTest::started(const QString& folder, ClusterKind kind)
{
    ClusterOptions options;
    options.kind = kind;
    options.folder = folder;
    auto made = LocalCluster::create(options, test::tools(), core::silentContext());
    if (!made)
        return made;
    TIDEMARK_TRY(made->start(core::silentContext()));
    return made;
}

void LocalClusterTest::runsPrivately()
{
    QElapsedTimer timer;
    timer.start();
    ClusterOptions options;
    auto made = LocalCluster::create(options, test::tools(), core::silentContext());
    VERIFY_OK(made);
    const qint64 created = timer.restart();
    VERIFY_OK(made->start(core::silentContext()));
    qInfo("initdb %lld ms, start %lld ms", created, timer.elapsed());
    QVERIFY(made->isRunning());
    QVERIFY(made->folder().startsWith(m_ground->path(QStringLiteral("tmp/"))));

    const qint64 pid = *made->postmasterPid();
    QVERIFY(test::userOf(pid) != 0);
    if (::geteuid() != 0)
        QCOMPARE(test::userOf(pid), qint64(::geteuid()));
    const QList<qint64> processes = test::processesIn(made->folder());
    QVERIFY(processes.size() > 3);
    QCOMPARE(test::tcpListeners(processes), QStringList());
    QVERIFY(!test::maps(pid, QStringLiteral("/dev/shm/")));
    for (const QString& folder : {made->dataFolder(), made->socketFolder()}) {
        struct stat facts{};
        QCOMPARE(::stat(QFile::encodeName(folder).constData(), &facts), 0);
        QCOMPARE(facts.st_mode & 0777, 0700U);
        QCOMPARE(qint64(facts.st_uid), test::userOf(pid));
    }

    auto connection = postgres::Connection::open(made->spec(QStringLiteral("postgres")), core::Secret(), {}, {});
    VERIFY_OK(connection);
    auto facts = connection->query("SELECT pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('fsync'), rolsuper"
                                   " FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER", {}, QStringLiteral("facts"));
    VERIFY_OK(facts);
    QCOMPARE(facts->text(0, 0), QStringLiteral("UTF8"));
    QCOMPARE(facts->text(0, 1), QStringLiteral("off"));
    QVERIFY(facts->flag(0, 2));

    const int memory = test::sharedMemoryOf(made->dataFolder());
    QVERIFY(test::sharedMemoryExists(memory));
    VERIFY_OK(made->stop(StopMode::Fast));
    QVERIFY(!made->isRunning());
    VERIFY_OK(made->stop(StopMode::Fast));
    VERIFY_OK(made->start(core::silentContext()));
    VERIFY_OK(made->destroy());
    VERIFY_OK(made->destroy());
    QVERIFY(!test::sharedMemoryExists(memory));
}

void LocalClusterTest::hostileFolders_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("usable");
    QTest::newRow("spaces") << QStringLiteral(" two  words ") << true;
    QTest::newRow("quotes") << QStringLiteral("it's \"here\"") << true;
    QTest::newRow("shell") << QStringLiteral("$(touch x) `id` ; $HOME & \\") << true;
    QTest::newRow("unicode") << QStringLiteral("潮 größe 📝") << true;
    QTest::newRow("comma") << QStringLiteral("a,b") << true;
    QTest::newRow("dash") << QStringLiteral("-D") << true;
    QTest::newRow("percent") << QStringLiteral("100%s %n =#") << true;
    QTest::newRow("long") << QString(200, QLatin1Char('l')) << true;
    QTest::newRow("line break") << QStringLiteral("a\nb") << false;
}

void LocalClusterTest::hostileFolders()
{
    QFETCH(const QString, name);
    QFETCH(const bool, usable);
    const QString folder = m_ground->path() + QLatin1Char('/') + name;
    auto made = started(folder, ClusterKind::Demo);
    if (!usable) {
        QVERIFY(!made);
        QCOMPARE(made.error().kind, core::ErrorKind::InvalidInput);
        QVERIFY(!made.error().hint.isEmpty());
        return;
    }
    VERIFY_OK(made);
    QCOMPARE(made->folder(), folder);
    QVERIFY(QFileInfo::exists(folder + QStringLiteral("/data/PG_VERSION")));
    QVERIFY(postgres::Connection::open(made->spec(QStringLiteral("postgres")), core::Secret(), {}, {}));
    const QString sockets = made->socketFolder();
    VERIFY_OK(made->destroy());
    QVERIFY2(!QFileInfo::exists(sockets), qPrintable(sockets));
}

void LocalClusterTest::chosenFolderStays()
{
    const QString folder = m_ground->path(QStringLiteral("mine"));
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(::chmod(QFile::encodeName(folder).constData(), 0755) == 0);
    {
        auto made = started(folder);
        VERIFY_OK(made);
        auto second = started(folder);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, core::ErrorKind::Conflict);
        QVERIFY(made->isRunning());
    }
    // It was there before, so it is there afterwards, as empty as before.
    QVERIFY(QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot));
    QVERIFY(QDir().rmdir(folder));
}

void LocalClusterTest::hostileEnvironment()
{
    const QList<QPair<const char*, const char*>> variables{{"PGDATA", "/nowhere"}, {"PGPORT", "1"}, {"PGHOST", "/nowhere"},
                                                           {"PGOPTIONS", "-c nonsense=1"}, {"PGUSER", "nobody"}, {"PGPASSWORD", "s3cret"}};
    for (const auto& [name, value] : variables)
        qputenv(name, value);
    auto made = started();
    const QByteArray inherited = made ? core::readFile(QStringLiteral("/proc/%1/environ").arg(*made->postmasterPid()), 1 << 20).value_or(QByteArray()) : QByteArray();
    for (const auto& [name, value] : variables)
        qunsetenv(name);
    VERIFY_OK(made);
    QVERIFY(inherited.contains("LC_MESSAGES=C"));
    QVERIFY2(!inherited.contains("s3cret"), "a password reached the server's environment");
}

void LocalClusterTest::exceptionCleansUp()
{
    QString folder;
    try {
        auto made = started();
        VERIFY_OK(made);
        folder = made->folder();
        throw std::runtime_error("as a library might");
    } catch (const std::runtime_error&) {
    }
    QVERIFY(!folder.isEmpty());
    QVERIFY(!QFileInfo::exists(folder));
}

void LocalClusterTest::movedClusterLivesOn()
{
    std::optional<LocalCluster> kept;
    {
        auto made = started();
        VERIFY_OK(made);
        kept.emplace(std::move(*made));
    }
    QVERIFY(kept->isRunning());
    auto other = started();
    VERIFY_OK(other);
    const QString first = kept->folder();
    *kept = std::move(*other);
    other = core::Error{};
    QVERIFY(!QFileInfo::exists(first));
    QVERIFY(kept->isRunning());
}

void LocalClusterTest::cancelledAtAnyMoment()
{
    int cancelled = 0;
    for (int delay = 0; delay < 1700; delay += 187) {
        std::stop_source source;
        core::RunContext context;
        context.stop = source.get_token();
        std::jthread timer([&source, delay] {
            std::this_thread::sleep_for(std::chrono::milliseconds(delay));
            source.request_stop();
        });
        QElapsedTimer elapsed;
        elapsed.start();
        auto made = LocalCluster::create({}, test::tools(), context);
        core::Status status = made ? made->start(context) : core::Status(made.error());
        if (!status) {
            QCOMPARE(status.error().kind, core::ErrorKind::Cancelled);
            ++cancelled;
        }
        QVERIFY2(elapsed.elapsed() < delay + 12'000, qPrintable(QString::number(elapsed.elapsed())));
        timer.join();
        made = core::Error{};
        const QStringList left = m_ground->leftovers();
        QVERIFY2(left.isEmpty(), qPrintable(QStringLiteral("after %1 ms: %2").arg(delay).arg(left.join(QLatin1Char('\n')))));
    }
    QVERIFY2(cancelled >= 3, qPrintable(QString::number(cancelled)));
}

void LocalClusterTest::startFailureShowsTheLog()
{
    ClusterOptions options;
    options.settings = {{QStringLiteral("no_such_parameter"), QStringLiteral("1")}};
    auto made = LocalCluster::create(options, test::tools(), core::silentContext());
    VERIFY_OK(made);
    const core::Status status = made->start(core::silentContext());
    QVERIFY(!status);
    QCOMPARE(status.error().kind, core::ErrorKind::ToolFailed);
    QVERIFY2(status.error().detail.contains(QLatin1String("no_such_parameter")), qPrintable(status.error().toText()));
}

void LocalClusterTest::killedServerLeavesNoMemory()
{
    auto made = started();
    VERIFY_OK(made);
    const int memory = test::sharedMemoryOf(made->dataFolder());
    QVERIFY(test::sharedMemoryExists(memory));
    QCOMPARE(::kill(static_cast<pid_t>(*made->postmasterPid()), SIGKILL), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!made->isRunning(), 5000);
    VERIFY_OK(made->destroy());
    QVERIFY2(!test::sharedMemoryExists(memory), "the killed server's System V segment is still there");
}

void LocalClusterTest::frozenServerIsStopped()
{
    auto made = started();
    VERIFY_OK(made);
    QCOMPARE(::kill(static_cast<pid_t>(*made->postmasterPid()), SIGSTOP), 0);
    QElapsedTimer timer;
    timer.start();
    VERIFY_OK(made->destroy());
    QVERIFY(timer.elapsed() < 14'000); // before it would have been killed
}

void LocalClusterTest::folderRemovedByHand()
{
    auto made = started();
    VERIFY_OK(made);
    const qint64 pid = *made->postmasterPid();
    QVERIFY(QDir(made->folder()).removeRecursively());
    VERIFY_OK(made->destroy());
    QVERIFY(!core::ProcessIdentity::of(pid));
}

void LocalClusterTest::foreignFilesStay()
{
    auto made = started();
    VERIFY_OK(made);
    const QString folder = made->folder();
    const QString note = folder + QStringLiteral("/note.txt");
    QVERIFY(core::writeFileAtomically(note, "mine", core::FileMode::Private));
    const core::Status destroyed = made->destroy();
    QVERIFY(!destroyed);
    QCOMPARE(destroyed.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{QStringLiteral("note.txt")});
    QVERIFY(QDir(folder).removeRecursively());
}

void LocalClusterTest::ownerKilled_data()
{
    QTest::addColumn<int>("delay"); // milliseconds; -1: when it runs
    for (const int delay : {-1, 40, 200, 600, 1000, 1400})
        QTest::addRow("%d", delay) << delay;
}

void LocalClusterTest::ownerKilled()
{
    QFETCH(const int, delay);
    QProcess owner;
    owner.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    owner.start(QStringLiteral(OWNER_PROGRAM), {QStringLiteral("local"), QString()});
    QVERIFY(owner.waitForStarted());
    if (delay < 0) {
        QVERIFY(owner.waitForReadyRead(60'000));
        QCOMPARE(owner.readAllStandardOutput(), QByteArray("ready\n"));
        QVERIFY(!test::processesIn(m_ground->path()).isEmpty());
    } else {
        QTest::qSleep(delay);
    }
    owner.kill();
    QVERIFY(owner.waitForFinished());
    QCOMPARE(owner.exitStatus(), QProcess::CrashExit);
    if (delay < 0) {
        QVERIFY(!test::processesIn(m_ground->path()).isEmpty());
        QCOMPARE(findOrphans()->size(), 1);
        QCOMPARE(removeOrphans(core::silentContext()).value_or(-1), 1);
    } else {
        // The tool that it ran was told to end with it, but may need a moment.
        QTRY_VERIFY_WITH_TIMEOUT(removeOrphans(core::silentContext()).has_value() && m_ground->leftovers().isEmpty(), 10'000);
    }
    QVERIFY(findOrphans()->isEmpty());
}

void LocalClusterTest::livingOwnersAreNoOrphans()
{
    auto made = started();
    VERIFY_OK(made);
    QVERIFY(findOrphans()->isEmpty());
    QCOMPARE(removeOrphans(core::silentContext()).value_or(-1), 0);
    QVERIFY(made->isRunning());
}

void LocalClusterTest::standbyStreamsAndPasswordsWork()
{
    auto primary = test::TestCluster::start();
    VERIFY_OK(primary);
    const auto nameless = primary->makeStandby(QStringLiteral("näher"));
    QVERIFY(!nameless);
    QCOMPARE(nameless.error().kind, core::ErrorKind::InvalidInput);
    auto standby = primary->makeStandby(QStringLiteral("Near & 'nearer'"));
    VERIFY_OK(standby);
    VERIFY_OK(primary->script(QStringLiteral("postgres"), QStringLiteral("CREATE TABLE public.t AS SELECT 1 AS a; CREATE ROLE reader LOGIN PASSWORD 'geh heim'")));
    VERIFY_OK(primary->waitForStandby(QStringLiteral("Near & 'nearer'")));
    QCOMPARE(standby->value(QStringLiteral("postgres"), QStringLiteral("SELECT a FROM public.t")), QStringLiteral("1"));
    QCOMPARE(primary->value(QStringLiteral("postgres"), QStringLiteral("SELECT slot_name FROM pg_catalog.pg_replication_slots WHERE active")), QStringLiteral("near____nearer_"));
    QVERIFY(standby->value(QStringLiteral("postgres"), QStringLiteral("SELECT nothing")).startsWith(QLatin1String("error: ")));

    VERIFY_OK(primary->listenOnTcp());
    const auto tcp = primary->tcpSpec(QStringLiteral("postgres"), QStringLiteral("reader"));
    QVERIFY(postgres::Connection::open(tcp, core::Secret(QStringLiteral("geh heim")), {}, {}));
    const auto refused = postgres::Connection::open(tcp, core::Secret(QStringLiteral("wrong")), {}, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::AuthenticationFailed);

    const QString file = m_ground->path(QStringLiteral("t.sql"));
    VERIFY_OK(primary->dump(QStringLiteral("postgres"), {QStringLiteral("--table=public.t")}, file));
    QVERIFY(core::readFile(file, 1 << 20)->contains("COPY public.t"));
    QVERIFY(QFile::remove(file));

    QVERIFY(primary->kill(SIGKILL));
    VERIFY_OK(primary->startAgain());
    QVERIFY(primary->log().contains(QLatin1String("interrupted")));
    QCOMPARE(primary->value(QStringLiteral("postgres"), QStringLiteral("SELECT a FROM public.t")), QStringLiteral("1"));
}

void LocalClusterTest::unreachableFolder()
{
    if (::geteuid() != 0)
        QSKIP("only root runs servers as somebody else");
    const QString home = m_ground->path(QStringLiteral("home of root"));
    QVERIFY(QDir().mkdir(home));
    QVERIFY(::chmod(QFile::encodeName(home).constData(), 0700) == 0);
    const auto made = started(home + QStringLiteral("/demo"));
    QVERIFY(!made);
    QCOMPARE(made.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(made.error().hint.contains(QLatin1String("/var/tmp")), qPrintable(made.error().toText()));
    QVERIFY(!QFileInfo::exists(home + QStringLiteral("/demo")));

    // A TMPDIR there is passed over.
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", QFile::encodeName(home));
    auto elsewhere = started();
    qputenv("TMPDIR", before);
    VERIFY_OK(elsewhere);
    QVERIFY(!elsewhere->folder().startsWith(home));
    const QString folder = elsewhere->folder();
    VERIFY_OK(elsewhere->destroy());
    QVERIFY(!QFileInfo::exists(folder));
    QVERIFY(QDir().rmdir(home));
}

void LocalClusterTest::fullDisk()
{
    const auto disk = test::SmallDisk::mount(24 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString folder = disk->path() + QStringLiteral("/cluster");
    const auto made = started(folder);
    QVERIFY(!made);
    QVERIFY2(made.error().kind == core::ErrorKind::StorageFull, qPrintable(made.error().toText()));
    QVERIFY(!made.error().hint.isEmpty());
    QVERIFY(!QFileInfo::exists(folder));
    VERIFY_OK(disk->fill(0));
    disk->makeRoom();
}

QTEST_GUILESS_MAIN(LocalClusterTest)
#include "localclustertest.moc"
