// SPDX-License-Identifier: GPL-3.0-or-later
// The embedded demo: a primary and a standby that stream, and nothing left of them afterwards.
#include "cluster/democlusters.h"
#include "cluster/orphans.h"
#include "cluster/writeload.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/replication.h"
#include "postgres/queries/server.h"
#include "postgres/queries/tablecontent.h"
#include "support/testcluster.h"
#include "traces.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>

#include <memory>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>

using namespace tidemark;
using namespace tidemark::cluster;
using test::Playground;

#define VERIFY_OK(result) QVERIFY2((result).has_value(), (result) ? "" : qPrintable((result).error().toText()))

class DemoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void startsAndStreams();
    void writeLoadSurvivesRestarts();
    void twoAtOnce();
    void cancelledInEveryPhase();
    void exceptionCleansUp();
    void ownerKilled();
    void keptDemoOutlivesItsProcess();

private:
    static core::Result<postgres::Connection> open(const postgres::ConnectionSpec& spec);
    std::unique_ptr<Playground> m_ground;
};

namespace {

/// Rows of every table, partitions each for itself.
core::Result<qint64> countAllRows(postgres::Connection& connection)
{
    const auto relations = postgres::listRelations(connection);
    if (!relations)
        return relations.error();
    qint64 sum = 0;
    for (const postgres::Relation& relation : *relations) {
        if (relation.kind != postgres::RelationKind::Table)
            continue;
        const auto rows = postgres::countRows(connection, relation.schema, relation.name);
        if (!rows)
            return rows.error();
        sum += *rows;
    }
    return sum;
}

} // namespace

core::Result<postgres::Connection> DemoTest::open(const postgres::ConnectionSpec& spec)
{
    return postgres::Connection::open(spec, core::Secret(), {}, {});
}

void DemoTest::initTestCase()
{
    m_ground = std::make_unique<Playground>();
    QVERIFY(test::tools().newestServerMajor() > 0);
}

void DemoTest::cleanup()
{
    const QStringList left = m_ground->leftovers();
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char('\n'))));
}

void DemoTest::startsAndStreams()
{
    QList<core::Progress> seen;
    core::RunContext context;
    context.onProgress = [&seen](const core::Progress& progress) { seen.append(progress); };
    QElapsedTimer timer;
    timer.start();
    auto demo = DemoClusters::start({}, test::tools(), context);
    VERIFY_OK(demo);
    qInfo("demo started in %lld ms", timer.restart());
    QVERIFY(seen.size() >= 4);
    for (qsizetype i = 1; i < seen.size(); ++i)
        QVERIFY(*seen.at(i).fraction > *seen.at(i - 1).fraction);
    QCOMPARE(*seen.last().fraction, 1.0);

    auto primary = open(demo->primarySpec());
    VERIFY_OK(primary);
    auto standby = open(demo->standbySpec());
    VERIFY_OK(standby);
    QVERIFY(!postgres::readServerFacts(*primary)->inRecovery);
    QVERIFY(postgres::readServerFacts(*standby)->inRecovery);
    const auto rowsOnPrimary = countAllRows(*primary);
    VERIFY_OK(rowsOnPrimary);
    QVERIFY2(*rowsOnPrimary > 150'000, qPrintable(QString::number(*rowsOnPrimary)));
    QCOMPARE(countAllRows(*standby).value_or(-1), *rowsOnPrimary);
    const auto replication = postgres::readReplication(*primary, std::chrono::seconds(10));
    VERIFY_OK(replication);
    QCOMPARE(replication->senders.size(), 1);
    QCOMPARE(replication->senders.first().state, QStringLiteral("streaming"));
    QCOMPARE(replication->slotRows.size(), 1);
    QVERIFY(replication->slotRows.first().active);

    const QList<qint64> processes = test::processesIn(demo->folder());
    QVERIFY(processes.size() > 8);
    QCOMPARE(test::tcpListeners(processes), QStringList());
    for (const qint64 pid : processes)
        QVERIFY(test::userOf(pid) > 0);
    const QList<int> memory{test::sharedMemoryOf(demo->primary().dataFolder()), test::sharedMemoryOf(demo->standby().dataFolder())};
    const QString folder = demo->folder();
    timer.restart();
    VERIFY_OK(demo->stop());
    qInfo("demo stopped in %lld ms", timer.elapsed());
    QVERIFY(!QFileInfo::exists(folder));
    for (const int id : memory)
        QVERIFY(!test::sharedMemoryExists(id));
}

void DemoTest::writeLoadSurvivesRestarts()
{
    auto demo = DemoClusters::start({}, test::tools(), core::silentContext());
    VERIFY_OK(demo);
    const auto rowsOn = [](const postgres::ConnectionSpec& spec) {
        auto connection = open(spec);
        return connection ? postgres::countRows(*connection, QStringLiteral("public"), QStringLiteral("activity_log_later")).value_or(-1) : -1;
    };
    const qint64 before = rowsOn(demo->standbySpec());
    QVERIFY(before >= 0);
    WriteLoad load(demo->primarySpec(), std::chrono::milliseconds(50));
    QTRY_VERIFY_WITH_TIMEOUT(load.beats() >= 5, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(rowsOn(demo->standbySpec()) >= before + 15, 10'000); // three rows a beat, and they arrive

    VERIFY_OK(demo->primary().stop(StopMode::Fast));
    QTest::qWait(300);
    const quint64 atRest = load.beats();
    QTest::qWait(300);
    QCOMPARE(load.beats(), atRest);
    VERIFY_OK(demo->primary().start(core::silentContext()));
    QTRY_VERIFY_WITH_TIMEOUT(load.beats() >= atRest + 5, 15'000);
}

void DemoTest::twoAtOnce()
{
    const QString folder = m_ground->path(QStringLiteral("second, \"chosen\" 潮"));
    std::optional<core::Result<DemoClusters>> chosen;
    std::jthread other([&] { chosen.emplace(DemoClusters::start(folder, test::tools(), core::silentContext())); });
    auto first = DemoClusters::start({}, test::tools(), core::silentContext());
    other.join();
    VERIFY_OK(first);
    VERIFY_OK(*chosen);
    DemoClusters& second = **chosen;
    QCOMPARE(second.folder(), folder);
    QVERIFY(first->primarySpec() != second.primarySpec());
    VERIFY_OK(first->stop());
    // The end of one is not the end of the other.
    QVERIFY(open(second.primarySpec()));
    QVERIFY(open(second.standbySpec()));
}

void DemoTest::cancelledInEveryPhase()
{
    for (int phase = 0; phase < 4; ++phase) {
        for (const int delay : {0, 350}) {
            std::stop_source source;
            std::jthread timer;
            int reported = 0;
            core::RunContext context;
            context.stop = source.get_token();
            context.onProgress = [&](const core::Progress&) {
                if (reported++ == phase) {
                    timer = std::jthread([&source, delay] {
                        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
                        source.request_stop();
                    });
                }
            };
            auto demo = DemoClusters::start({}, test::tools(), context);
            // In the last phase the standby may have caught up before the request comes.
            if (phase < 3) {
                QVERIFY(!demo);
                QCOMPARE(demo.error().kind, core::ErrorKind::Cancelled);
            }
            demo = core::Error{};
            const QStringList left = m_ground->leftovers();
            QVERIFY2(left.isEmpty(), qPrintable(QStringLiteral("phase %1 + %2 ms: %3").arg(phase).arg(delay).arg(left.join(QLatin1Char('\n')))));
        }
    }
}

void DemoTest::exceptionCleansUp()
{
    QString folder;
    try {
        auto demo = DemoClusters::start({}, test::tools(), core::silentContext());
        VERIFY_OK(demo);
        const WriteLoad load(demo->primarySpec());
        folder = demo->folder();
        throw std::runtime_error("as a library might");
    } catch (const std::runtime_error&) {
    }
    QVERIFY(!folder.isEmpty());
    QVERIFY(!QFileInfo::exists(folder));
}

void DemoTest::ownerKilled()
{
    QProcess owner;
    owner.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    owner.start(QStringLiteral(OWNER_PROGRAM), {QStringLiteral("demo"), QString()});
    QVERIFY(owner.waitForReadyRead(90'000));
    QCOMPARE(owner.readAllStandardOutput(), QByteArray("ready\n"));
    owner.kill();
    QVERIFY(owner.waitForFinished());
    QVERIFY(test::processesIn(m_ground->path()).size() > 8);
    QCOMPARE(findOrphans()->size(), 2);
    QCOMPARE(removeOrphans(core::silentContext()).value_or(-1), 2);
}

void DemoTest::keptDemoOutlivesItsProcess()
{
    const QString folder = m_ground->path(QStringLiteral("kept demo"));
    QProcess owner;
    owner.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    owner.start(QStringLiteral(OWNER_PROGRAM), {QStringLiteral("keep"), folder});
    QVERIFY(owner.waitForFinished(90'000));
    QCOMPARE(owner.exitCode(), 0);
    QVERIFY(test::processesIn(folder).size() > 8);
    QCOMPARE(removeOrphans(core::silentContext()).value_or(-1), 0);
    QVERIFY(test::processesIn(folder).size() > 8);
    const auto again = DemoClusters::start(folder, test::tools(), core::silentContext());
    QVERIFY(!again);
    QCOMPARE(again.error().kind, core::ErrorKind::Conflict);
    VERIFY_OK(DemoClusters::stopKept(folder));
    QVERIFY(!QFileInfo::exists(folder));
    const auto twice = DemoClusters::stopKept(folder);
    QVERIFY(!twice);
    QCOMPARE(twice.error().kind, core::ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(DemoTest)
#include "demotest.moc"
