// SPDX-License-Identifier: GPL-3.0-or-later
// Every question that is put to a server, put to a real one, also by a role that may do little.
#include "postgres/queries/activity.h"
#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/replication.h"
#include "postgres/queries/roles.h"
#include "postgres/queries/sanity.h"
#include "postgres/queries/server.h"
#include "postgres/queries/snapshot.h"
#include "postgres/queries/tablecontent.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace tidemark;
using namespace std::chrono_literals;
using core::ErrorKind;
using postgres::Connection;
using postgres::ObstacleKind;
using postgres::RelationKind;
using test::TestCluster;

namespace {

const QString hostile = QStringLiteral("it's a \"db\"; DROP TABLE x; --\n größe");

core::Result<Connection> connectAs(const QString& user, const QString& database, const QString& applicationName = QStringLiteral("tidemark test"))
{
    postgres::ConnectionSpec spec = TestCluster::shared().spec(database);
    spec.user = user;
    postgres::SessionOptions options;
    options.applicationName = applicationName;
    return Connection::open(spec, core::Secret(), options, {});
}

QString obstacleText(const QList<postgres::ReadObstacle>& obstacles)
{
    QStringList texts;
    for (const postgres::ReadObstacle& obstacle : obstacles) {
        const QString kind = obstacle.kind == ObstacleKind::NoUsage        ? QStringLiteral("usage")
                             : obstacle.kind == ObstacleKind::NoSelect     ? QStringLiteral("select")
                             : obstacle.kind == ObstacleKind::LargeObjects ? QStringLiteral("%1 large:").arg(obstacle.count)
                                                                           : QStringLiteral("rls");
        texts.append(kind + u' ' + obstacle.schema + u'.' + obstacle.name);
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

class QueriesTest : public QObject
{
    Q_OBJECT
    const QString m_database = QStringLiteral("queries");

    Connection connection(const QString& database = QStringLiteral("queries")) const
    {
        auto opened = TestCluster::shared().connect(database);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toText()));
        return *std::move(opened);
    }

private Q_SLOTS:
    void initTestCase()
    {
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.createDatabase(m_database));
        const core::Status made = cluster.script(m_database, QStringLiteral(R"(
            CREATE ROLE reader LOGIN;
            CREATE ROLE almighty LOGIN IN ROLE pg_read_all_data;
            CREATE ROLE creator LOGIN CREATEDB;
            CREATE SCHEMA app; CREATE SCHEMA "closed one";
            CREATE TABLE app.plain(id serial PRIMARY KEY, note text);
            INSERT INTO app.plain(note) SELECT repeat('x', 100) FROM generate_series(1, 1000);
            CREATE TABLE app."awkward ""name"" 1"(a int, "b c" text, d text);
            INSERT INTO app."awkward ""name"" 1" VALUES (1, NULL, E'tab\there'), (2, '', 'größe');
            CREATE TABLE app.no_columns();
            INSERT INTO app.no_columns DEFAULT VALUES; INSERT INTO app.no_columns DEFAULT VALUES;
            CREATE TABLE app.parent(a int); CREATE TABLE app.child() INHERITS (app.parent);
            INSERT INTO app.parent VALUES (1); INSERT INTO app.child VALUES (2), (3);
            CREATE TABLE app.parts(a int) PARTITION BY RANGE (a);
            CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (10);
            CREATE VIEW app.seen AS SELECT 1 AS a;
            CREATE MATERIALIZED VIEW app.stored AS SELECT 1 AS a;
            CREATE TABLE "closed one".inside(a int);
            CREATE TABLE app.guarded(a int); ALTER TABLE app.guarded ENABLE ROW LEVEL SECURITY;
            CREATE UNLOGGED TABLE app.unlogged(a int);
            ANALYZE app.plain;
            GRANT USAGE ON SCHEMA app TO reader;
            GRANT SELECT ON ALL TABLES IN SCHEMA app TO reader;
            GRANT SELECT ON ALL SEQUENCES IN SCHEMA app TO reader;
            GRANT ALL ON SCHEMA app TO almighty)"));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    }

    void serverFacts()
    {
        Connection admin = connection();
        const auto facts = postgres::readServerFacts(admin);
        QVERIFY(facts.has_value());
        QVERIFY(facts->superuser);
        QVERIFY(facts->readsAllData);
        QVERIFY(facts->createsDatabases);
        QVERIFY(!facts->inRecovery);
        QCOMPARE(facts->database, m_database);
        QCOMPARE(facts->user, QStringLiteral("postgres"));
        QCOMPARE(facts->encoding, QStringLiteral("UTF8"));
        QVERIFY(facts->versionText.startsWith(QStringLiteral("PostgreSQL ")));
        QCOMPARE(facts->systemIdentifier.value_or(QString()), TestCluster::shared().value(m_database, QStringLiteral("SELECT system_identifier FROM pg_control_system()")));

        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto little = postgres::readServerFacts(*reader);
        QVERIFY(!little->superuser && !little->readsAllData && !little->createsDatabases);
        auto almighty = connectAs(QStringLiteral("almighty"), m_database);
        const auto more = postgres::readServerFacts(*almighty);
        QVERIFY(!more->superuser && more->readsAllData);
        auto creator = connectAs(QStringLiteral("creator"), m_database);
        QVERIFY(postgres::readServerFacts(*creator)->createsDatabases);
    }

    void factsWithoutTheIdentifier()
    {
        // As managed services have it.
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.script(m_database, QStringLiteral("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM public")));
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto facts = postgres::readServerFacts(*reader);
        QVERIFY(cluster.script(m_database, QStringLiteral("GRANT EXECUTE ON FUNCTION pg_control_system() TO public")));
        QVERIFY(facts.has_value());
        QVERIFY(!facts->systemIdentifier);
    }

    void databases()
    {
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.createDatabase(hostile));
        QVERIFY(cluster.script(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE shut ALLOW_CONNECTIONS false; ")));
        QVERIFY(cluster.script(QStringLiteral("postgres"), QStringLiteral("REVOKE CONNECT ON DATABASE shut FROM public")));
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto all = postgres::listDatabases(*reader);
        QVERIFY(all.has_value());
        QMap<QString, postgres::Database> byName;
        for (const postgres::Database& database : *all)
            byName.insert(database.name, database);
        QVERIFY(byName.contains(hostile));
        QVERIFY(byName.value(m_database).size->bytes() > 1'000'000);
        QCOMPARE(byName.value(m_database).owner, QStringLiteral("postgres"));
        QCOMPARE(byName.value(m_database).encoding, QStringLiteral("UTF8"));
        QVERIFY(!byName.value(QStringLiteral("shut")).size);
        QVERIFY(!byName.value(QStringLiteral("shut")).allowsConnections);
        QVERIFY(byName.value(QStringLiteral("template0")).isTemplate);
        QVERIFY(!byName.value(m_database).isTemplate);
    }

    void makingDatabases()
    {
        Connection admin = connection(QStringLiteral("postgres"));
        const QString name = hostile + QStringLiteral("2");
        QVERIFY(!postgres::databaseExists(admin, name).value());
        postgres::NewDatabase wanted;
        wanted.name = name;
        wanted.owner = QStringLiteral("creator");
        wanted.encoding = QStringLiteral("UTF8");
        wanted.collation = QStringLiteral("C");
        wanted.characterType = QStringLiteral("C");
        QVERIFY(postgres::createDatabase(admin, wanted));
        QVERIFY(postgres::databaseExists(admin, name).value());
        const auto again = postgres::createDatabase(admin, wanted);
        QCOMPARE(again.error().kind, ErrorKind::Conflict);
        QVERIFY(!again.error().hint.isEmpty());
        const auto all = postgres::listDatabases(admin);
        for (const postgres::Database& database : *all) {
            if (database.name == name) {
                QCOMPARE(database.owner, QStringLiteral("creator"));
                QCOMPARE(database.collation, QStringLiteral("C"));
            }
        }
        wanted.collation = QStringLiteral("xx_XX.nonsense");
        wanted.name = QStringLiteral("nonsense");
        QCOMPARE(postgres::createDatabase(admin, wanted).error().kind, ErrorKind::QueryFailed);

        QVERIFY(postgres::renameDatabase(admin, name, QStringLiteral("renamed")));
        QVERIFY(!postgres::databaseExists(admin, name).value());
        QCOMPARE(postgres::renameDatabase(admin, QStringLiteral("renamed"), m_database).error().kind, ErrorKind::Conflict);
        QCOMPARE(postgres::renameDatabase(admin, QStringLiteral("nosuch"), QStringLiteral("x")).error().kind, ErrorKind::NotFound);
        auto visitor = TestCluster::shared().connect(QStringLiteral("renamed"));
        QVERIFY(visitor.has_value());
        QCOMPARE(postgres::renameDatabase(admin, QStringLiteral("renamed"), QStringLiteral("x")).error().kind, ErrorKind::Conflict);
        QVERIFY(postgres::dropDatabase(admin, QStringLiteral("renamed"))); // with its visitor
        QVERIFY(postgres::dropDatabase(admin, QStringLiteral("renamed"))); // and once more
        QVERIFY(!visitor->query("SELECT 1", {}, QString()));

        auto reader = connectAs(QStringLiteral("reader"), m_database);
        postgres::NewDatabase refused;
        refused.name = QStringLiteral("refused");
        const auto denied = postgres::createDatabase(*reader, refused);
        QCOMPARE(denied.error().kind, ErrorKind::PermissionDenied);
        QVERIFY(denied.error().hint.contains(QStringLiteral("CREATEDB")));
        QCOMPARE(postgres::dropDatabase(*reader, hostile).error().kind, ErrorKind::PermissionDenied);
    }

    void nothingOfTemplate1ComesAlong()
    {
        TestCluster& cluster = TestCluster::shared();
        QVERIFY(cluster.script(QStringLiteral("template1"), QStringLiteral("CREATE TABLE site_specific(a int)")));
        QVERIFY(cluster.createDatabase(QStringLiteral("fresh")));
        QCOMPARE(cluster.value(QStringLiteral("fresh"), QStringLiteral("SELECT to_regclass('public.site_specific')")), QStringLiteral("NULL"));
        QVERIFY(cluster.script(QStringLiteral("template1"), QStringLiteral("DROP TABLE site_specific")));
    }

    void roles()
    {
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto names = postgres::listRoleNames(*reader);
        QVERIFY(names->contains(QStringLiteral("creator")));
        QVERIFY(names->contains(QStringLiteral("reader")));
    }

    void relations()
    {
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        QVERIFY(reader->execute("CREATE TEMPORARY TABLE passing(a int)", QString(), 5s));
        const auto list = postgres::listRelations(*reader);
        QVERIFY(list.has_value());
        QMap<QString, postgres::Relation> byName;
        for (const postgres::Relation& relation : *list)
            byName.insert(relation.schema + u'.' + relation.name, relation);
        const QStringList expected{QStringLiteral("app.awkward \"name\" 1"), QStringLiteral("app.child"), QStringLiteral("app.guarded"), QStringLiteral("app.no_columns"),
                                   QStringLiteral("app.parent"), QStringLiteral("app.parts"), QStringLiteral("app.parts_1"), QStringLiteral("app.plain"),
                                   QStringLiteral("app.plain_id_seq"), QStringLiteral("app.seen"), QStringLiteral("app.stored"), QStringLiteral("app.unlogged"),
                                   QStringLiteral("closed one.inside")};
        QCOMPARE(byName.keys(), expected);
        const auto kind = [&](const char* name) { return byName.value(QLatin1String(name)).kind; };
        QCOMPARE(kind("app.plain"), RelationKind::Table);
        QCOMPARE(kind("app.parts"), RelationKind::PartitionedTable);
        QCOMPARE(kind("app.seen"), RelationKind::View);
        QCOMPARE(kind("app.stored"), RelationKind::MaterializedView);
        QCOMPARE(kind("app.plain_id_seq"), RelationKind::Sequence);
        QVERIFY(byName.value(QStringLiteral("app.parts_1")).isPartition);
        QVERIFY(!byName.value(QStringLiteral("app.child")).isPartition);
        QVERIFY(byName.value(QStringLiteral("app.plain")).size.bytes() > 100'000);
        QCOMPARE(byName.value(QStringLiteral("app.plain")).rowEstimate, 1000);
        QCOMPARE(byName.value(QStringLiteral("app.guarded")).rowEstimate, -1);
    }

    void relationsDoNotWaitForLocks()
    {
        Connection holder = connection();
        QVERIFY(holder.execute("BEGIN; LOCK TABLE app.plain", QString(), 5s));
        Connection other = connection();
        QElapsedTimer timer;
        timer.start();
        const auto relations = postgres::listRelations(other);
        QVERIFY(relations.has_value());
        QVERIFY(timer.elapsed() < 2000);
        for (const postgres::Relation& relation : *relations) {
            if (relation.name == QLatin1String("plain"))
                QVERIFY(relation.size.bytes() > 100'000);
        }
    }

    /// What readObstacles() says is held against what pg_dump does.
    void obstacles()
    {
        TestCluster& cluster = TestCluster::shared();
        const QTemporaryDir folder;
        const auto dumps = [&](const char* user) {
            postgres::ConnectionSpec spec = cluster.spec(m_database);
            spec.user = QLatin1String(user);
            const auto tool = test::tools().pick(process::ToolKind::PgDump, cluster.local().major());
            process::Command command(tool->path, {QStringLiteral("--format=custom"), QStringLiteral("--file=") + folder.filePath(QStringLiteral("d"))});
            command.addOption(QStringLiteral("--dbname"), spec.toConninfo());
            return process::run(command, {}, {})->succeeded();
        };
        const auto found = [&](const char* user) {
            auto connection = connectAs(QLatin1String(user), m_database);
            const auto obstacles = postgres::readObstacles(*connection);
            return obstacles ? obstacleText(*obstacles) : obstacles.error().toText();
        };
        QCOMPARE(found("postgres"), QString());
        QVERIFY(dumps("postgres"));
        QCOMPARE(found("almighty"), QStringLiteral("rls app.guarded"));
        QVERIFY(!dumps("almighty"));
        QCOMPARE(found("reader"), QStringLiteral("rls app.guarded, usage closed one.inside"));
        QVERIFY(!dumps("reader"));

        QVERIFY(cluster.script(m_database, QStringLiteral("ALTER TABLE app.guarded DISABLE ROW LEVEL SECURITY; GRANT USAGE ON SCHEMA \"closed one\" TO reader")));
        QCOMPARE(found("reader"), QStringLiteral("select closed one.inside"));
        QVERIFY(!dumps("reader"));
        QVERIFY(cluster.script(m_database, QStringLiteral("GRANT SELECT ON \"closed one\".inside TO reader")));
        QCOMPARE(found("reader"), QString());
        QVERIFY(dumps("reader"));
        QVERIFY(cluster.script(m_database, QStringLiteral("REVOKE SELECT ON SEQUENCE app.plain_id_seq FROM reader")));
        QCOMPARE(found("reader"), QStringLiteral("select app.plain_id_seq"));
        QVERIFY(!dumps("reader"));
        QVERIFY(cluster.script(m_database, QStringLiteral("GRANT SELECT ON SEQUENCE app.plain_id_seq TO reader")));

        // What a dump does not read needs no privilege: views of both kinds, and the policies of a table that only has parts.
        QVERIFY(cluster.script(m_database, QStringLiteral("REVOKE SELECT ON app.stored, app.seen FROM reader; ALTER TABLE app.parts ENABLE ROW LEVEL SECURITY")));
        QVERIFY(dumps("reader"));
        QCOMPARE(found("reader"), QString());
        // But each part counts for itself.
        QVERIFY(cluster.script(m_database, QStringLiteral("ALTER TABLE app.parts_1 ENABLE ROW LEVEL SECURITY")));
        QCOMPARE(found("reader"), QStringLiteral("rls app.parts_1"));
        QVERIFY(!dumps("reader"));
        QVERIFY(cluster.script(m_database, QStringLiteral("ALTER TABLE app.parts_1 DISABLE ROW LEVEL SECURITY; ALTER TABLE app.parts DISABLE ROW LEVEL SECURITY")));
        // Granted by columns is not enough: the dump locks the table.
        QVERIFY(cluster.script(m_database, QStringLiteral("REVOKE SELECT ON app.plain FROM reader; GRANT SELECT (id, note) ON app.plain TO reader")));
        QCOMPARE(found("reader"), QStringLiteral("select app.plain"));
        QVERIFY(!dumps("reader"));
        QVERIFY(cluster.script(m_database, QStringLiteral("GRANT SELECT ON app.plain TO reader")));
        // Large objects have owners and grants of their own.
        QVERIFY(cluster.script(m_database, QStringLiteral("SELECT lo_from_bytea(424242, 'secret')")));
        QVERIFY(!dumps("reader"));
        QCOMPARE(found("reader"), QStringLiteral("1 large: .424242"));
        QVERIFY(cluster.script(m_database, QStringLiteral("ALTER TABLE app.guarded DISABLE ROW LEVEL SECURITY; GRANT pg_read_all_data TO reader")));
        QVERIFY(!dumps("reader")); // that role does not reach them
        QCOMPARE(found("reader"), QStringLiteral("1 large: .424242"));
        QVERIFY(cluster.script(m_database, QStringLiteral("REVOKE pg_read_all_data FROM reader")));
        QVERIFY(cluster.script(m_database, QStringLiteral("GRANT SELECT ON LARGE OBJECT 424242 TO reader")));
        QVERIFY(dumps("reader"));
        QCOMPARE(found("reader"), QString());
        QVERIFY(cluster.script(m_database, QStringLiteral("SELECT lo_unlink(424242)")));
    }

    void snapshots()
    {
        TestCluster& cluster = TestCluster::shared();
        Connection keeper = connection();
        const auto snapshot = postgres::exportSnapshot(keeper);
        QVERIFY(snapshot.has_value());
        QVERIFY(cluster.script(m_database, QStringLiteral("CREATE TABLE app.later(a int)")));
        Connection other = connection();
        QVERIFY(other.execute(postgres::Sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT ").literalValue(*snapshot), QString(), 5s));
        for (Connection* connection : {&keeper, &other}) {
            const auto relations = postgres::listRelations(*connection);
            for (const postgres::Relation& relation : *relations)
                QVERIFY(relation.name != QLatin1String("later"));
        }
        QVERIFY(postgres::endSnapshot(keeper));
        QVERIFY(cluster.script(m_database, QStringLiteral("DROP TABLE app.later")));
        Connection late = connection();
        QVERIFY(!late.execute(postgres::Sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT ").literalValue(*snapshot), QString(), 5s));
    }

    void tableContent()
    {
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto text = [&](const QString& name, const QList<QString>& columns) {
            QByteArray all;
            const core::Status status = postgres::copyTable(*reader, QStringLiteral("app"), name, columns, [&](QByteArrayView row) -> core::Status {
                all.append(row);
                return {};
            });
            return status ? all : status.error().toText().toUtf8();
        };
        QCOMPARE(text(QStringLiteral("awkward \"name\" 1"), {QStringLiteral("d"), QStringLiteral("b c")}), QByteArray("tab\\there\t\\N\ngröße\t\n"));
        QCOMPARE(text(QStringLiteral("parent"), {QStringLiteral("a")}), QByteArray("1\n")); // not its children
        QCOMPARE(text(QStringLiteral("no_columns"), {}), QByteArray("\n\n"));
        QVERIFY(text(QStringLiteral("nosuch"), {}).contains("nosuch"));
        QCOMPARE(postgres::countRows(*reader, QStringLiteral("app"), QStringLiteral("plain")).value(), 1000);
        QCOMPARE(postgres::countRows(*reader, QStringLiteral("app"), QStringLiteral("parent")).value(), 1);
        QCOMPARE(postgres::countRows(*reader, QStringLiteral("app"), QStringLiteral("nosuch")).error().kind, ErrorKind::NotFound);
        QVERIFY(TestCluster::shared().script(m_database, QStringLiteral("CREATE TABLE app.denied(a int)")));
        QCOMPARE(postgres::countRows(*reader, QStringLiteral("app"), QStringLiteral("denied")).error().kind, ErrorKind::PermissionDenied);
        QVERIFY(TestCluster::shared().script(m_database, QStringLiteral("DROP TABLE app.denied")));
    }

    void activity()
    {
        const QString name = QStringLiteral("tidemark/20261122T020000Z-1a2b3c4d");
        Connection watcher = connection();
        QVERIFY(postgres::copyActivity(watcher, name)->isEmpty());
        Connection holder = connection();
        QVERIFY(holder.execute("BEGIN; LOCK TABLE app.plain", QString(), 5s));
        std::stop_source second;
        std::jthread waiting([&] {
            postgres::SessionOptions options;
            options.applicationName = name;
            auto busy = Connection::open(TestCluster::shared().spec(m_database), core::Secret(), options, second.get_token());
            (void)postgres::countRows(*busy, QStringLiteral("app"), QStringLiteral("plain"));
        });
        QList<postgres::Blockade> blockades;
        QTRY_VERIFY((blockades = postgres::blockades(watcher, name).value()).size() == 1);
        QCOMPARE(blockades.first().holderPid, holder.backendPid());
        QCOMPARE(blockades.first().holderApplication, QStringLiteral("tidemark test"));
        QVERIFY(blockades.first().holderQuery.contains(QStringLiteral("LOCK TABLE")));
        QVERIFY(postgres::blockades(watcher, QStringLiteral("nobody"))->isEmpty());

        // Only sessions of that name, and of our own role, are ended.
        auto reader = connectAs(QStringLiteral("reader"), m_database, name);
        QVERIFY(reader.has_value());
        QCOMPARE(postgres::endSessions(watcher, name).value(), 1);
        waiting.join();
        QVERIFY(reader->query("SELECT 1", {}, QString()).has_value());
        QVERIFY(holder.query("SELECT 1", {}, QString()).has_value());
        QCOMPARE(postgres::endSessions(watcher, name).value(), 0);
        QCOMPARE(postgres::endSessions(*reader, name).value(), 0); // never itself
    }

    void copyProgress()
    {
        const QString name = QStringLiteral("tidemark/copying");
        QVERIFY(TestCluster::shared().script(m_database, QStringLiteral("CREATE TABLE app.big AS SELECT i, repeat('y', 200) AS t FROM generate_series(1, 100000) i")));
        std::stop_source source;
        std::atomic<bool> release = false;
        std::jthread copying([&] {
            postgres::SessionOptions options;
            options.applicationName = name;
            auto busy = Connection::open(TestCluster::shared().spec(m_database), core::Secret(), options, source.get_token());
            (void)postgres::copyTable(*busy, QStringLiteral("app"), QStringLiteral("big"), {}, [&](QByteArrayView) -> core::Status {
                while (!release) // the server waits for us: its buffers are full
                    std::this_thread::sleep_for(5ms);
                return {};
            });
        });
        Connection watcher = connection();
        QList<postgres::CopyActivity> activity;
        QTRY_VERIFY((activity = postgres::copyActivity(watcher, name).value()).size() == 1);
        QTRY_VERIFY((activity = postgres::copyActivity(watcher, name).value()).first().rows > 0);
        QCOMPARE(activity.first().schema, QStringLiteral("app"));
        QCOMPARE(activity.first().table, QStringLiteral("big"));
        QVERIFY(activity.first().bytes > 200);
        release = true;
        copying.join();
        QTRY_VERIFY(postgres::copyActivity(watcher, name)->isEmpty());
        QVERIFY(TestCluster::shared().script(m_database, QStringLiteral("DROP TABLE app.big")));
    }

    void replicationOfAServerAlone()
    {
        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto rows = postgres::readReplication(*reader, 5s);
        QVERIFY(rows.has_value());
        QCOMPARE(rows->user, QStringLiteral("reader"));
        QVERIFY(!rows->inRecovery);
        QVERIFY(rows->current.has_value());
        QVERIFY(!rows->received && !rows->replayed);
        QVERIFY(rows->senders.isEmpty());
        QVERIFY(rows->slotRows.isEmpty());
        QVERIFY(!rows->receiver);
        QVERIFY(qAbs(rows->serverTime.secsTo(QDateTime::currentDateTimeUtc())) < 5);
    }

    void replicationWithAStandby()
    {
        TestCluster& cluster = TestCluster::shared();
        auto standby = cluster.makeStandby(QStringLiteral("second"));
        QVERIFY2(standby.has_value(), qPrintable(standby ? QString() : standby.error().toText()));
        QVERIFY(cluster.waitForStandby(QStringLiteral("second")));
        Connection admin = connection();
        const auto primary = postgres::readReplication(admin, 5s);
        QCOMPARE(primary->senders.size(), 1);
        const postgres::WalSenderRow& sender = primary->senders.first();
        QCOMPARE(sender.applicationName, QStringLiteral("second"));
        QCOMPARE(sender.state, QStringLiteral("streaming"));
        QVERIFY(sender.visible);
        QVERIFY(sender.sent && sender.write && sender.flush && sender.replay);
        QVERIFY(sender.replyAgeSeconds.has_value());
        QCOMPARE(primary->slotRows.size(), 1);
        QVERIFY(primary->slotRows.first().active);
        QCOMPARE(primary->slotRows.first().type, QStringLiteral("physical"));

        auto reader = connectAs(QStringLiteral("reader"), m_database);
        const auto little = postgres::readReplication(*reader, 5s);
        QCOMPARE(little->senders.size(), 1);
        QVERIFY(!little->senders.first().visible);
        QVERIFY(!little->senders.first().sent);

        auto onStandby = standby->connect(m_database);
        const auto rows = postgres::readReplication(*onStandby, 5s);
        QVERIFY(rows->inRecovery);
        QVERIFY(rows->received && rows->replayed && !rows->current);
        QVERIFY(rows->receiver.has_value());
        QCOMPARE(rows->receiver->status, QStringLiteral("streaming"));
        QVERIFY(!rows->replayPaused);
        QVERIFY(postgres::readServerFacts(*onStandby)->inRecovery);
        QVERIFY(postgres::exportSnapshot(*onStandby).has_value());
        QVERIFY(postgres::endSnapshot(*onStandby));
        QVERIFY(standby->script(m_database, QStringLiteral("SELECT pg_wal_replay_pause()")));
        QVERIFY(postgres::readReplication(*onStandby, 5s)->replayPaused);
    }

    void aLookAtReplicationHasALimit()
    {
        Connection admin = connection();
        QElapsedTimer timer;
        timer.start();
        (void)postgres::readReplication(admin, 1ms);
        QVERIFY(timer.elapsed() < 2000);
    }

    void scripts()
    {
        Connection admin = connection();
        QVERIFY(postgres::runScript(admin, "CREATE TABLE app.s1(a int); INSERT INTO app.s1 VALUES (1); DROP TABLE app.s1;", 5s));
        QVERIFY(!postgres::runScript(admin, "SELECT nonsense", 5s));
        QVERIFY(!postgres::runScript(admin, "SELECT pg_sleep(60)", 200ms));
        QVERIFY(postgres::analyzeDatabase(admin, 30s));
        QVERIFY(TestCluster::shared().value(m_database, QStringLiteral("SELECT reltuples FROM pg_class WHERE relname = 'awkward \"name\" 1'")) == QLatin1String("2"));
    }

    void sanityAnswersAreCutOnTheServer()
    {
        Connection admin = connection();
        const auto ask = [&admin](const char* sql) {
            core::SanityQuery query;
            query.sql = QString::fromUtf8(sql);
            auto answer = postgres::askSanityQuery(admin, query, postgres::SanityScope::Own, 60s);
            return answer ? *std::move(answer) : core::SanityAnswer{};
        };
        const core::SanityAnswer plain = ask("SELECT 1 AS answer, NULL AS a, 'x'::text AS a, '{\"k\": [1]}'::json AS j -- end");
        QCOMPARE(plain.problem, QString());
        QCOMPARE(plain.columns.join(u' '), QStringLiteral("answer a a j"));
        QCOMPARE(plain.rows.size(), 1);
        QCOMPARE(plain.rows.first(), (QList<std::optional<QString>>{QStringLiteral("1"), std::nullopt, QStringLiteral("x"), QStringLiteral("{\"k\": [1]}")}));
        QVERIFY(!plain.isCut);
        QCOMPARE(ask("SELECT FROM generate_series(1, 3)").rows.size(), 3);
        const core::SanityAnswer many = ask("SELECT g, 'x' FROM generate_series(1, 101) g");
        QVERIFY(many.rows.size() == 100 && many.isCut && many.rows.last().first() == QStringLiteral("100"));
        QVERIFY(!ask("SELECT g FROM generate_series(1, 100) g").isCut);
        // Five values of 30 MB: of each only the beginning comes here.
        const core::SanityAnswer wide = ask("SELECT repeat('ä', 15000000) AS v FROM generate_series(1, 5)");
        QVERIFY(wide.isCut && wide.rows.size() == 5 && wide.rows.last().first()->size() == 65536);
        // And all of them together are no more than can be kept.
        const core::SanityAnswer broad = ask("SELECT repeat('a', 65536) AS v, repeat('b', 65536) AS w, repeat('c', 65536) AS x,"
                                             " repeat('d', 65536) AS y FROM generate_series(1, 90)");
        QVERIFY(broad.isCut && broad.rows.size() >= 64 && broad.rows.size() < 70);
    }
};

QTEST_GUILESS_MAIN(QueriesTest)
#include "queriestest.moc"
