// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are put back while things break: all of them are there afterwards, or none, and it is said which.
#include "restore/rows/recoveryrun.h"
#include "support/fulldisk.h"
#include "support/runs.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <thread>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;
namespace rows = restore::rows;

class RowRecoveryFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void serverKilled_data();
    void serverKilled();
    void sessionEnded();
    void connectionLostAtCommit();
    void stopAtCommit();
    void undoDiskFull();
    void undoFolderMissing();
    void tableDroppedMeanwhile();

private:
    core::Result<rows::RecoveryReport> recover(const core::RunContext& context) { return rows::run(m_plan, openAccess(m_cluster->spec(m_database)), context); }
    /// Waits until the commit waits for a standby that is not there, then does something about that session.
    std::thread atCommit(const char* action)
    {
        return std::thread([spec = m_cluster->spec(), action] {
            auto connection = postgres::Connection::open(spec, {}, {}, {});
            for (int i = 0; connection && i < 400; ++i) {
                auto waiting = connection->query("SELECT pid FROM pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name LIKE 'tidemark/%'", {}, u"watch"_s);
                if (waiting && waiting->count() > 0) {
                    (void)connection->query(postgres::Sql::script(action), {{waiting->text(0, 0)}}, u"act"_s);
                    return;
                }
                QTest::qSleep(25);
            }
        });
    }
    bool waitForStandbyThatIsNotThere(bool on)
    {
        return m_cluster->sql(u"postgres"_s, u"ALTER SYSTEM SET synchronous_commit = on"_s) &&
               m_cluster->sql(u"postgres"_s, on ? u"ALTER SYSTEM SET synchronous_standby_names = 'nobody'"_s : u"ALTER SYSTEM RESET synchronous_standby_names"_s) &&
               m_cluster->sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s) && (QTest::qSleep(300), true);
    }
    QString digest() const { return m_cluster->value(m_database, u"SELECT count(*) || md5(string_agg(t::text, ' ' ORDER BY id)) FROM t"_s); }
    QStringList files() const { return QDir(m_folder->filePath(u"undo"_s)).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<archive::Dump> m_dump;
    QString m_database = u"shop"_s;
    QString m_whole; // digest of the table as the backup has it
    QString m_lost;  // and as it is before the recovery
    rows::RecoveryPlan m_plan;
};

void RowRecoveryFaultsTest::init()
{
    m_dump.reset();
    auto cluster = TestCluster::start();
    QVERIFY(cluster);
    m_cluster = std::make_unique<TestCluster>(std::move(*cluster));
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"undo"_s));
    QVERIFY(m_cluster->createDatabase(m_database));
    QVERIFY(m_cluster->script(m_database, u"CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, md5(i::text) FROM generate_series(1, 5000) i"_s));
    m_whole = digest();
    QVERIFY(m_cluster->dump(m_database, {u"--format=custom"_s}, m_folder->filePath(u"dump"_s)));
    QVERIFY(m_cluster->script(m_database, u"DELETE FROM t WHERE id % 3 = 0; UPDATE t SET v = 'x' WHERE id % 3 = 1; CHECKPOINT"_s));
    m_lost = digest();
    auto dump = archive::Dump::open(m_folder->filePath(u"dump"_s), {}, {});
    QVERIFY(dump);
    m_dump = std::move(*dump);
    rows::RecoveryDraft draft;
    for (const archive::TocEntry& entry : m_dump->contents().parts.constFirst().toc.entries) {
        if (entry.type() == u"TABLE")
            draft.dumpId = entry.dumpId();
    }
    draft.kinds = rows::RowKinds(rows::RowKind::Missing) | rows::RowKind::Changed;
    draft.diff.spillFolder = m_folder->path();
    draft.undoFile = m_folder->filePath(u"undo/it.sql"_s);
    auto connection = m_cluster->connect(m_database);
    QVERIFY(connection);
    auto facts = rows::gatherFacts(*m_dump, draft, *connection, {});
    QVERIFY(facts);
    auto plan = rows::makePlan(*m_dump, draft, *facts, *connection, {});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toText()));
    m_plan = *std::move(plan);
}

void RowRecoveryFaultsTest::serverKilled_data()
{
    QTest::addColumn<QString>("phase");
    QTest::newRow("sending") << u"Sending the rows"_s;
    QTest::newRow("comparing") << u"Comparing with the rows as they are now"_s;
    QTest::newRow("writing") << u"Writing the rows"_s;
    QTest::newRow("reading back") << u"Reading the rows back"_s;
    QTest::newRow("undo script") << u"Writing the undo script"_s;
}

void RowRecoveryFaultsTest::serverKilled()
{
    QFETCH(QString, phase);
    bool killed = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        if (progress.phase == phase && !killed)
            killed = m_cluster->kill(SIGKILL);
    };
    const auto report = recover(context);
    QVERIFY(killed);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::ConnectionFailed);
    QCOMPARE(files(), QStringList());
    QVERIFY(m_cluster->startAgain());
    QCOMPARE(digest(), m_lost);
    QVERIFY(recover({}));
    QCOMPARE(digest(), m_whole);
}

void RowRecoveryFaultsTest::sessionEnded()
{
    core::RunContext context;
    bool ended = false;
    context.onProgress = [&](const core::Progress& progress) {
        if (progress.phase == u"Reading the rows back"_s && !ended)
            ended = m_cluster->value(u"postgres"_s, u"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'tidemark/%'"_s) == u"1"_s;
    };
    const auto report = recover(context);
    QVERIFY(ended);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::ConnectionFailed);
    QCOMPARE(digest(), m_lost);
    QCOMPARE(files(), QStringList());
}

void RowRecoveryFaultsTest::connectionLostAtCommit()
{
    QVERIFY(waitForStandbyThatIsNotThere(true));
    std::thread ending = atCommit("SELECT pg_catalog.pg_terminate_backend($1::int)");
    const auto report = recover({});
    ending.join();
    QVERIFY(waitForStandbyThatIsNotThere(false));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(std::any_of(report->findings.begin(), report->findings.end(), [](const core::Finding& f) { return f.id == u"rows.committed"_s; }));
    QCOMPARE(digest(), m_whole);
    QCOMPARE(files(), (QStringList{u"it.sql"_s, u"it.sql.keys.jsonl"_s}));
}

void RowRecoveryFaultsTest::stopAtCommit()
{
    QVERIFY(waitForStandbyThatIsNotThere(true));
    std::stop_source source;
    core::RunContext context;
    context.stop = source.get_token();
    std::thread stopping([this, &source] {
        auto connection = postgres::Connection::open(m_cluster->spec(), {}, {}, {});
        for (int i = 0; connection && i < 400; ++i) {
            auto waiting = connection->query("SELECT pid FROM pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name LIKE 'tidemark/%'", {}, u"watch"_s);
            if (waiting && waiting->count() > 0)
                break;
            QTest::qSleep(25);
        }
        source.request_stop();
    });
    const auto report = recover(context);
    stopping.join();
    QVERIFY(waitForStandbyThatIsNotThere(false));
    // Too late: it is done, and said to be.
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(digest(), m_whole);
    QCOMPARE(files().size(), 2);
}

void RowRecoveryFaultsTest::undoDiskFull()
{
    auto disk = SmallDisk::mount(1 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    m_plan.draft.undoFile = disk->path() + u"/it.sql"_s;
    QVERIFY(disk->fill(64 << 10));
    const auto report = recover({});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::StorageFull);
    QCOMPARE(digest(), m_lost);
    disk->makeRoom();
    QCOMPARE(QDir(disk->path()).entryList({u"it*"_s}, QDir::Files | QDir::Hidden), QStringList());
    QVERIFY(recover({}));
    QCOMPARE(digest(), m_whole);
}

void RowRecoveryFaultsTest::undoFolderMissing()
{
    m_plan.draft.undoFile = m_folder->filePath(u"nowhere/it.sql"_s);
    const auto report = recover({});
    QVERIFY(!report);
    QVERIFY2(report.error().message.contains(u"nothing was changed"_s), qPrintable(report.error().toText()));
    QCOMPARE(digest(), m_lost);
}

void RowRecoveryFaultsTest::tableDroppedMeanwhile()
{
    QVERIFY(m_cluster->script(m_database, u"ALTER TABLE t RENAME TO u"_s));
    QVERIFY(!recover({}));
    QVERIFY(m_cluster->script(m_database, u"CREATE TABLE t (LIKE u INCLUDING ALL)"_s));
    const auto report = recover({});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(m_cluster->value(m_database, u"SELECT count(*) FROM t"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(RowRecoveryFaultsTest)
#include "rowrecoveryfaultstest.moc"
