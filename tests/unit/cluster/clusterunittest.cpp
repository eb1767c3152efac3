// SPDX-License-Identifier: GPL-3.0-or-later
// What app/cluster decides without a server: names, paths, records, who is alive.
#include "cluster/clusterfolder.h"
#include "cluster/sample.h"
#include "cluster/serverprocess.h"
#include "cluster/serversettings.h"
#include "cluster/servertool.h"
#include "core/atomicfile.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::cluster;

class ClusterUnitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void settingsAreQuoted();
    void noKindListensOnTcp();
    void socketPathLimit_data();
    void socketPathLimit();
    void socketsMoveOutOfLongFolders();
    void unusableFoldersAreRefused();
    void livingAndDeadProcesses();
    void recordsSurviveTheirFile();
    void brokenEntriesArePassedOver();
    void missingServerNamesThePackage();
    void sampleIsCompiledIn();
    void serverUsersAreNeverRoot();
    void foreignProcessIsNoPostmaster();
    void unmarkedFoldersAreLeftAlone();
    void oneOfTwoGetsTheFolder();
    void tablespacesGoWithTheCluster();

private:
    ClusterRecord recordBelow(const QString& folder) const;
    QTemporaryDir m_temp;
};

void ClusterUnitTest::initTestCase()
{
    QVERIFY(m_temp.isValid());
    qputenv("TIDEMARK_STATE_DIR", QFile::encodeName(m_temp.filePath(QStringLiteral("state"))));
}

ClusterRecord ClusterUnitTest::recordBelow(const QString& folder) const
{
    ClusterRecord record;
    record.id = QStringLiteral("one");
    record.kind = ClusterKind::Demo;
    record.folder = folder;
    record.socketFolder = record.runFolder();
    record.owner = core::ProcessIdentity::self();
    return record;
}

void ClusterUnitTest::settingsAreQuoted()
{
    QCOMPARE(settingsText({{QStringLiteral("a"), QStringLiteral("it's a \\")}}), QByteArray("a = 'it''s a \\\\'\n"));
    const ServerSettings listen = listenSettings(QStringLiteral("/x/say \"hi\" o'clock"), 5433);
    QVERIFY(settingsText(listen).contains("unix_socket_directories = '\"/x/say \"\"hi\"\" o''clock\"'\n"));
    QVERIFY(settingsText(listen).contains("port = '5433'\n"));
}

void ClusterUnitTest::noKindListensOnTcp()
{
    for (const ClusterKind kind : {ClusterKind::Sandbox, ClusterKind::Demo, ClusterKind::Recovered}) {
        const QByteArray text = settingsText(settingsFor(kind) + listenSettings(QStringLiteral("/x"), 1));
        QCOMPARE(text.count("listen_addresses"), 1);
        QVERIFY(text.contains("listen_addresses = ''\n"));
        // What was brought back is never at the mercy of a power cut.
        QCOMPARE(text.contains("fsync = 'off'"), kind != ClusterKind::Recovered);
        QCOMPARE(clusterKindFromName(clusterKindName(kind)), kind);
    }
}

void ClusterUnitTest::socketPathLimit_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("fits");
    const qsizetype room = longestSocketPath - static_cast<qsizetype>(sizeof "/.s.PGSQL.65535" - 1);
    QTest::newRow("short") << QStringLiteral("/tmp/a") << true;
    QTest::newRow("longest") << QLatin1Char('/') + QString(room - 1, QLatin1Char('a')) << true;
    QTest::newRow("one more") << QLatin1Char('/') + QString(room, QLatin1Char('a')) << false;
    QTest::newRow("bytes, not letters") << QLatin1Char('/') + QString(room / 2 + 1, QChar(0xe4)) << false;
    QTest::newRow("comma") << QStringLiteral("/tmp/a,b") << false;
}

void ClusterUnitTest::socketPathLimit()
{
    QFETCH(const QString, folder);
    QFETCH(const bool, fits);
    QCOMPARE(canHoldSocket(folder), fits);
}

void ClusterUnitTest::socketsMoveOutOfLongFolders()
{
    QCOMPARE(*chooseSocketFolder(QStringLiteral("/var/tmp/x"), {}), QStringLiteral("/var/tmp/x/run"));
    const QString deep = QLatin1Char('/') + QString(150, QLatin1Char('d'));
    const auto moved = chooseSocketFolder(deep, {});
    QVERIFY(moved);
    QVERIFY(!moved->startsWith(deep));
    QVERIFY(canHoldSocket(*moved));
}

void ClusterUnitTest::unusableFoldersAreRefused()
{
    const core::RunContext context = core::silentContext();
    const QString full = m_temp.filePath(QStringLiteral("full"));
    QVERIFY(QDir().mkpath(full));
    QVERIFY(core::writeFileAtomically(full + QStringLiteral("/.hidden"), "x", core::FileMode::Private));

    const auto kindOf = [&](const QString& folder) {
        const auto checked = checkChosenFolder(folder, {}, context);
        return checked ? std::optional<core::ErrorKind>() : checked.error().kind;
    };
    QCOMPARE(kindOf(full), core::ErrorKind::Conflict);
    QCOMPARE(kindOf(full + QStringLiteral("/.hidden")), core::ErrorKind::Conflict);
    QCOMPARE(kindOf(m_temp.filePath(QStringLiteral("no/such/parent"))), core::ErrorKind::NotFound);
    QVERIFY(checkChosenFolder(m_temp.filePath(QStringLiteral("no/such/parent")), {}, context).error().hint.contains(QStringLiteral("mkdir")));
    QCOMPARE(kindOf(m_temp.filePath(QStringLiteral("line\nbreak"))), core::ErrorKind::InvalidInput);
    QCOMPARE(kindOf(QString()), core::ErrorKind::InvalidInput);
    QVERIFY(!kindOf(m_temp.filePath(QStringLiteral("new"))));
    QVERIFY(!QFileInfo::exists(m_temp.filePath(QStringLiteral("new"))));
}

void ClusterUnitTest::livingAndDeadProcesses()
{
    const core::ProcessIdentity self = core::ProcessIdentity::self();
    QCOMPARE(self.liveness(), core::Liveness::Alive);
    QCOMPARE(core::ProcessIdentity::fromJson(self.toJson()), self);

    core::ProcessIdentity later = self; // the number was given to another process since
    later.startTicks += 1;
    QCOMPARE(later.liveness(), core::Liveness::Gone);
    core::ProcessIdentity beforeReboot = self;
    beforeReboot.bootId = QStringLiteral("another");
    QCOMPARE(beforeReboot.liveness(), core::Liveness::Gone);
    core::ProcessIdentity elsewhere = self;
    elsewhere.pidNamespace = QStringLiteral("pid:[1]");
    QCOMPARE(elsewhere.liveness(), core::Liveness::Unknown);

    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        ::alarm(60);
        for (;;)
            ::pause();
    }
    const auto running = core::ProcessIdentity::of(child);
    QVERIFY(running);
    QCOMPARE(running->liveness(), core::Liveness::Alive);
    ::kill(child, SIGKILL);
    // Ended but not reaped is ended.
    QTRY_COMPARE_WITH_TIMEOUT(running->liveness(), core::Liveness::Gone, 5000);
    ::waitpid(child, nullptr, 0);
    QVERIFY(!core::ProcessIdentity::of(child));
    QVERIFY(!core::ProcessIdentity::of(0));
}

void ClusterUnitTest::oneOfTwoGetsTheFolder()
{
    const auto registry = ClusterRegistry::open();
    QVERIFY(registry);
    for (const bool isThere : {false, true}) {
        const ClusterRecord first = recordBelow(m_temp.filePath(QStringLiteral("wanted%1").arg(isThere)));
        ClusterRecord second = first;
        second.id = QStringLiteral("two");
        QVERIFY(!isThere || QDir().mkdir(first.folder));
        QVERIFY(registry->write(first) && registry->write(second));
        QVERIFY(makeClusterFolders(first, *registry, {}));
        const core::Status late = makeClusterFolders(second, *registry, {});
        QVERIFY(!late);
        QCOMPARE(late.error().kind, core::ErrorKind::Conflict);
        QVERIFY(removeCluster(second, *registry));
        QVERIFY(QFileInfo(first.dataFolder()).isDir() && QFileInfo::exists(first.markerFile()));
        QVERIFY(removeCluster(first, *registry));
        QVERIFY(!QFileInfo::exists(first.folder));
        QVERIFY(registry->list().isEmpty());
    }
}

void ClusterUnitTest::tablespacesGoWithTheCluster()
{
    const auto registry = ClusterRegistry::open();
    QVERIFY(registry);
    ClusterRecord record = recordBelow(m_temp.filePath(QStringLiteral("spacious")));
    record.user = QStringLiteral("Chief \"of\" all");
    const QString fresh = m_temp.filePath(QStringLiteral("fresh"));
    const QString empty = m_temp.filePath(QStringLiteral("empty"));
    const QString full = m_temp.filePath(QStringLiteral("full"));
    QVERIFY(QDir().mkdir(empty) && QDir().mkpath(full + QStringLiteral("/precious")));
    QVERIFY(makeClusterFolders(record, *registry, {}));
    QVERIFY(addTablespaceFolder(record, *registry, fresh));
    QVERIFY(addTablespaceFolder(record, *registry, empty));
    QCOMPARE(addTablespaceFolder(record, *registry, full).error().kind, core::ErrorKind::Conflict);
    for (const QString& folder : {fresh, empty})
        QVERIFY(QDir(folder).mkpath(QStringLiteral("PG_15/1")));
    // As another run of the program finds it.
    const QList<ClusterRecord> records = registry->list();
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().user, record.user);
    QVERIFY(removeCluster(records.first(), *registry));
    QVERIFY(!QFileInfo::exists(fresh) && !QFileInfo::exists(record.folder));
    QVERIFY(QFileInfo(empty).isDir() && QDir(empty).isEmpty());
    QVERIFY(QFileInfo(full + QStringLiteral("/precious")).isDir());
}

void ClusterUnitTest::recordsSurviveTheirFile()
{
    const auto registry = ClusterRegistry::open();
    QVERIFY(registry);
    QCOMPARE(QFileInfo(registry->folder()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

    ClusterRecord record = recordBelow(m_temp.filePath(QStringLiteral("ünïcode \"quoted\"")));
    record.parent = ParentFolder::RemoveWhenEmpty;
    record.madeFolder = false;
    record.postmaster = core::ProcessIdentity::self();
    QVERIFY(registry->write(record));
    const QList<ClusterRecord> records = registry->list();
    QCOMPARE(records.size(), 1);
    QCOMPARE(QJsonDocument(records.first().toJson()).toJson(), QJsonDocument(record.toJson()).toJson());
    QCOMPARE(records.first().folder, record.folder);
    QCOMPARE(records.first().postmaster, record.postmaster);
    registry->forget(record);
    QVERIFY(registry->list().isEmpty());
}

void ClusterUnitTest::brokenEntriesArePassedOver()
{
    const auto registry = ClusterRegistry::open();
    QVERIFY(registry);
    const QString folder = registry->folder() + QLatin1Char('/');
    QJsonObject newer = recordBelow(QStringLiteral("/x")).toJson();
    newer.insert(QStringLiteral("format"), 2);
    QJsonObject relative = recordBelow(QStringLiteral("x")).toJson();
    QVERIFY(core::writeFileAtomically(folder + QStringLiteral("empty.json"), {}, core::FileMode::Private));
    QVERIFY(core::writeFileAtomically(folder + QStringLiteral("half.json"), "{\"format\": 1, \"id\"", core::FileMode::Private));
    QVERIFY(core::writeFileAtomically(folder + QStringLiteral("one.json"), QJsonDocument(newer).toJson(), core::FileMode::Private));
    QVERIFY(registry->list().isEmpty());
    QVERIFY(core::writeFileAtomically(folder + QStringLiteral("one.json"), QJsonDocument(relative).toJson(), core::FileMode::Private));
    QVERIFY(registry->list().isEmpty());
    for (const char* name : {"empty.json", "half.json", "one.json"})
        QVERIFY(QFile::remove(folder + QLatin1String(name)));
}

void ClusterUnitTest::missingServerNamesThePackage()
{
    using process::Tool;
    using process::ToolKind;
    const auto nothing = ServerTools::find(process::ToolSet(), 0);
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().kind, core::ErrorKind::ToolMissing);
    QCOMPARE(nothing.error().hint, process::installHint(ToolKind::Postgres, 15));

    const auto version = [](int major) { return core::ServerVersion(major * 10000); };
    const process::ToolSet clientOnly(QList<Tool>{{ToolKind::PgDump, QStringLiteral("/x/pg_dump"), version(16)}});
    QCOMPARE(ServerTools::find(clientOnly, 0).error().hint, process::installHint(ToolKind::Postgres, 16));

    const process::ToolSet mixed(QList<Tool>{{ToolKind::InitDb, QStringLiteral("/14/initdb"), version(14)},
                                             {ToolKind::PgCtl, QStringLiteral("/14/pg_ctl"), version(14)},
                                             {ToolKind::Postgres, QStringLiteral("/14/postgres"), version(14)},
                                             {ToolKind::Postgres, QStringLiteral("/16/postgres"), version(16)}});
    const auto found = ServerTools::find(mixed, 0);
    QVERIFY(found);
    QCOMPARE(found->major, 14);
    QCOMPARE(found->initDb.path, QStringLiteral("/14/initdb"));
    QCOMPARE(ServerTools::find(mixed, 16).error().kind, core::ErrorKind::ToolMissing);
}

void ClusterUnitTest::sampleIsCompiledIn()
{
    QVERIFY(sampleScript(SamplePart::Schema).contains("CREATE TABLE public.posts"));
    QVERIFY(sampleScript(SamplePart::Data).contains("INSERT INTO public.posts"));
    QVERIFY(sampleScript(SamplePart::Writes).contains("demo_tick"));
}

void ClusterUnitTest::serverUsersAreNeverRoot()
{
    QVERIFY(!userByName(QStringLiteral("root")));
    QVERIFY(!userByName(QStringLiteral("no-such-user-here")));
    const auto user = serverUser(core::silentContext());
    QVERIFY(user);
    QCOMPARE(user->has_value(), ::geteuid() == 0);
    if (*user) {
        QVERIFY((*user)->user != 0);
        QVERIFY((*user)->name != QLatin1String("nobody"));
        const auto& groups = (*user)->groups;
        QVERIFY(std::find(groups.begin(), groups.end(), (*user)->group) != groups.end());
        QVERIFY(std::find(groups.begin(), groups.end(), 0U) == groups.end());
    }
}

void ClusterUnitTest::foreignProcessIsNoPostmaster()
{
    const QString data = m_temp.filePath(QStringLiteral("data"));
    QVERIFY(QDir().mkpath(data));
    QVERIFY(!findPostmaster(data));
    // After a crash and a restart of the machine, the number may be anybody's: here our own.
    QVERIFY(core::writeFileAtomically(data + QStringLiteral("/postmaster.pid"), QByteArray::number(::getpid()) + "\n/x\n", core::FileMode::Private));
    QVERIFY(!findPostmaster(data));
    QVERIFY(serverProcesses(QDir::currentPath()).isEmpty());
}

void ClusterUnitTest::unmarkedFoldersAreLeftAlone()
{
    const auto registry = ClusterRegistry::open();
    QVERIFY(registry);
    // We were killed after the entry was written and before the folder was made; then somebody else made it.
    const ClusterRecord record = recordBelow(m_temp.filePath(QStringLiteral("taken")));
    QVERIFY(registry->write(record));
    QVERIFY(QDir().mkpath(record.dataFolder()));
    const QString precious = record.dataFolder() + QStringLiteral("/precious");
    QVERIFY(core::writeFileAtomically(precious, "x", core::FileMode::Private));
    const core::Status removed = removeCluster(record, *registry);
    QVERIFY(!removed);
    QCOMPARE(removed.error().kind, core::ErrorKind::Conflict);
    QVERIFY(QFileInfo::exists(precious));
    QVERIFY(registry->list().isEmpty());
}

QTEST_GUILESS_MAIN(ClusterUnitTest)
#include "clusterunittest.moc"
