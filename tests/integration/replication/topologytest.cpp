// SPDX-License-Identifier: GPL-3.0-or-later
// A primary with two standbys, a cascade and a logical subscriber, to which everything happens that does;
// with the thresholds that people use. How soon a state is seen with an interval that people use: see
// detectiontest.cpp.
#include "core/quoting.h"
#include "lagwatch.h"
#include "replication/lagrecorder.h"
#include "support/linkproxy.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <future>

using namespace tidemark;
using namespace tidemark::test;
using replication::SlotCondition;
using replication::SlotLag;
using replication::StreamKind;
using replication::Viewpoint;

namespace {

constexpr std::chrono::seconds limit{5};

bool isWell(const StandbyLag& lag)
{
    return lag.condition == Condition::Streaming || lag.condition == Condition::Idle;
}

bool hasFinding(const LagSample& sample, const char* id)
{
    return std::any_of(sample.findings.begin(), sample.findings.end(),
                       [id](const core::Finding& finding) { return finding.id == QLatin1String(id); });
}

SlotCondition slotOf(const LagSample& sample, const QString& name)
{
    const auto found = std::find_if(sample.slotLags.begin(), sample.slotLags.end(),
                                    [&name](const SlotLag& slot) { return slot.name == name; });
    return found == sample.slotLags.end() ? SlotCondition::InUse : found->condition;
}

/// The default thresholds, and looks that come quickly.
struct Defaults : Watch
{
    explicit Defaults(const postgres::ConnectionSpec& spec)
        : Watch(spec, {}, 200ms)
    {
    }
};

} // namespace

class TopologyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everybodyIsSeen();
    void aBaseBackupIsNoStandby();
    void poolerInBetween();
    void commitsWaitForNobody();
    void archiverFails();
    void delayedBySetting();
    void recordedAndExpected();
    void disabledSubscription();
    void subscriptionsWithoutTheirIds();
    void killedStandbyIsMissing();
    void lostSlotHasItsRemedy(); // and maybe that of the subscriber, which lags by its nature
    void promotion();

private:
    void write(int megabytes);
    void set(TestCluster& cluster, const QString& setting, const QString& value);

    std::optional<TestCluster> m_primary;
    std::optional<TestCluster> m_berlin;
    std::optional<TestCluster> m_paris;
    std::optional<TestCluster> m_cascade;
    std::optional<TestCluster> m_subscriber;
};

void TopologyTest::initTestCase()
{
    const auto take = [](std::optional<TestCluster>& place, core::Result<TestCluster> made) {
        if (!made)
            qWarning("%s", qPrintable(made.error().toText()));
        else
            place.emplace(*std::move(made));
        return place.has_value();
    };
    auto subscriber = std::async(std::launch::async, [] {
        return TestCluster::start({{u"wal_level"_s, u"logical"_s}});
    });
    QVERIFY(take(m_primary, TestCluster::start({{u"wal_level"_s, u"logical"_s},
                                                {u"archive_mode"_s, u"on"_s},
                                                {u"archive_command"_s, u"true"_s},
                                                {u"full_page_writes"_s, u"on"_s}})));
    QVERIFY(m_primary->script(
        u"postgres"_s,
        u"CREATE TABLE load (filler text); CREATE TABLE orders (id int PRIMARY KEY); CREATE PUBLICATION everything FOR TABLE orders"_s));
    QVERIFY(take(m_berlin, m_primary->makeStandby(u"berlin"_s)));
    QVERIFY(take(m_paris, m_primary->makeStandby(u"paris"_s)));
    QVERIFY(take(m_cascade, m_paris->makeStandby(u"cascade"_s)));
    QVERIFY(take(m_subscriber, subscriber.get()));
    QVERIFY(m_subscriber->script(u"postgres"_s, u"CREATE TABLE orders (id int PRIMARY KEY)"_s));
    const auto subscribed =
        m_subscriber->sql(u"postgres"_s, u"CREATE SUBSCRIPTION \"shop's\" CONNECTION "_s +
                                             core::quoteLiteral(m_primary->spec().toConninfo()) +
                                             u" PUBLICATION everything WITH (slot_name = 'shop')"_s);
    QVERIFY2(subscribed, qPrintable(subscribed ? QString() : subscribed.error().toText()));
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
    QVERIFY(m_primary->waitForStandby(u"paris"_s));
}

void TopologyTest::write(int megabytes)
{
    const core::Status written = m_primary->script(
        u"postgres"_s,
        u"INSERT INTO load SELECT repeat(md5(g::text), 32) FROM generate_series(1, %1) AS g"_s.arg(megabytes *
                                                                                                   1000));
    QVERIFY2(written, qPrintable(written ? QString() : written.error().toText()));
}

void TopologyTest::set(TestCluster& cluster, const QString& setting, const QString& value)
{
    const auto altered =
        cluster.sql(u"postgres"_s, value.isNull() ? u"ALTER SYSTEM RESET %1"_s.arg(setting)
                                                  : u"ALTER SYSTEM SET %1 = '%2'"_s.arg(setting, value));
    QVERIFY2(altered, qPrintable(altered ? QString() : altered.error().toText()));
    QVERIFY(cluster.sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s));
}

void TopologyTest::everybodyIsSeen()
{
    Defaults primary(m_primary->spec());
    Defaults paris(m_paris->spec());
    Defaults subscriber(m_subscriber->spec());
    SEE(primary, primary.see(
                     [](const LagSample& sample) {
                         return sample.standbys.size() == 3 &&
                                std::all_of(sample.standbys.begin(), sample.standbys.end(), isWell);
                     },
                     limit));
    const LagSample sample = primary.samples().back();
    QCOMPARE(sample.standbys.at(0).slot, u"berlin"_s);
    QCOMPARE(sample.standbys.at(2).slot, u"shop"_s);
    QCOMPARE(sample.standbys.at(2).kind, StreamKind::Logical);
    QCOMPARE(sample.standbys.at(0).kind, StreamKind::Physical);
    QVERIFY(sample.standbys.at(0).behind && sample.standbys.at(0).behind->seconds == 0);
    QCOMPARE(sample.timeline, std::optional<quint32>(1));
    QVERIFY(!sample.systemIdentifier.isEmpty());
    QVERIFY(sample.measuredAt.isValid() && sample.roundTrip < 1s);
    SEE(paris, paris.seeStandby(u"cascade"_s, isWell, limit));
    QCOMPARE(paris.samples().back().role, replication::ServerRole::Standby);
    QCOMPARE(paris.samples().back().timeline, std::optional<quint32>(1));
    SEE(subscriber, subscriber.seeStandby(
                        u"shop's"_s,
                        [](const StandbyLag& lag) {
                            return lag.viewpoint == Viewpoint::Subscription &&
                                   lag.condition == Condition::Streaming;
                        },
                        limit));
    // Rates: what is written shows.
    write(5);
    SEE(primary,
        primary.see([](const LagSample& look) { return look.walRate.value_or(0) > 100'000; }, limit));
}

void TopologyTest::aBaseBackupIsNoStandby()
{
    Watch watch(m_primary->spec(), {}, 100ms);
    SEE(watch, watch.see([](const LagSample& sample) { return sample.standbys.size() == 3; }));
    QTemporaryDir folder;
    const auto program = tools().pick(process::ToolKind::PgBaseBackup, m_primary->local().major());
    QVERIFY(program);
    process::Command command(program->path, {u"--pgdata"_s, folder.filePath(u"base"_s),
                                             u"--checkpoint=fast"_s, u"--max-rate=60M"_s, u"--no-sync"_s});
    postgres::ConnectionSpec spec = m_primary->spec();
    spec.more.insert(u"application_name"_s, u"tidemark/run 1"_s);
    command.addOption(u"--dbname"_s, spec.toConninfo());
    const auto finished = process::run(command, {}, core::silentContext());
    QVERIFY(finished && finished->succeeded());
    SEE(watch, watch.see([](const LagSample&) { return true; }));
    QVERIFY(watch.samples().size() > 4); // of the time in which it ran
    // Before its first command a connection is a walsender like any other: nobody can tell what it is for.
    for (const LagSample& sample : watch.samples())
        QCOMPARE(std::count_if(sample.standbys.begin(), sample.standbys.end(),
                               [](const StandbyLag& lag) { return lag.condition != Condition::Starting; }),
                 3);
}

void TopologyTest::poolerInBetween()
{
    Defaults direct(m_primary->spec());
    SEE(direct,
        direct.see([](const LagSample& sample) { return !hasFinding(sample, "connection.pooler"); }, limit));
    LinkProxy pooler(m_primary->spec());
    pooler.setMode(LinkProxy::Mode::Pooler);
    Defaults watch(pooler.spec());
    SEE(watch, watch.see(
                   [](const LagSample& sample) {
                       return hasFinding(sample, "connection.pooler") && !sample.standbys.isEmpty();
                   },
                   limit));
}

void TopologyTest::commitsWaitForNobody()
{
    Defaults watch(m_primary->spec());
    SEE(watch, watch.see([](const LagSample& sample) { return !hasFinding(sample, "sync.nobody"); }, limit));
    set(*m_primary, u"synchronous_standby_names"_s, u"nobody"_s);
    SEE(watch, watch.see([](const LagSample& sample) { return hasFinding(sample, "sync.nobody"); }, limit));
    set(*m_primary, u"synchronous_standby_names"_s, u"berlin"_s);
    SEE(watch, watch.see([](const LagSample& sample) { return !hasFinding(sample, "sync.nobody"); }, limit));
    set(*m_primary, u"synchronous_standby_names"_s, u"ANY 2 (berlin, nobody)"_s);
    SEE(watch, watch.see([](const LagSample& sample) { return hasFinding(sample, "sync.tooFew"); }, limit));
    set(*m_primary, u"synchronous_standby_names"_s, {});
}

void TopologyTest::archiverFails()
{
    set(*m_primary, u"archive_command"_s, u"false"_s);
    QVERIFY(
        m_primary->script(u"postgres"_s, u"CREATE TABLE switched AS SELECT 1 AS a; DROP TABLE switched"_s));
    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_switch_wal()"_s));
    const auto server = access::ServerAccess::open(targetOf(m_primary->spec()), core::silentContext());
    QVERIFY(server);
    QTRY_VERIFY_WITH_TIMEOUT(
        hasFinding(replication::sampleOnce(*server, core::silentContext()).value_or(LagSample()),
                   "archiver.failing"),
        10'000);
    set(*m_primary, u"archive_command"_s, u"true"_s);
}

void TopologyTest::delayedBySetting()
{
    set(*m_berlin, u"recovery_min_apply_delay"_s, u"20s"_s);
    Defaults watch(m_berlin->spec());
    write(2);
    SEE(watch,
        watch.see(
            [](const LagSample& sample) { return sample.standbys.value(0).condition == Condition::Delayed; },
            limit));
    set(*m_berlin, u"recovery_min_apply_delay"_s, {});
    SEE(watch, watch.see([](const LagSample& sample) {
        return sample.standbys.value(0).condition == Condition::Streaming;
    }));
}

void TopologyTest::recordedAndExpected()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"lag.sqlite"_s);
    replication::LagRecorder recorder(u"server"_s, path);
    const auto target = targetOf(m_primary->spec());
    const auto server = access::ServerAccess::open(target, core::silentContext());
    QVERIFY(server);
    auto sample = replication::sampleOnce(*server, core::silentContext());
    QVERIFY(sample);
    // Two hours of this look.
    const QDateTime begin = sample->measuredAt.addSecs(-7200);
    for (int i = 0; i < 720; ++i) {
        sample->measuredAt = begin.addSecs(i * 10);
        recorder.record(*sample);
    }
    QVERIFY2(!recorder.problem(), qPrintable(recorder.problem() ? recorder.problem()->toText() : QString()));
    const auto expected = replication::LagRecorder::expectedOf(u"server"_s, path);
    QCOMPARE(expected.size(), 3);
    const auto history = store::LagHistory::open(path);
    QVERIFY(history);
    const auto points =
        history->series(u"server"_s, store::LagSubjectKind::Standby, sample->standbys.first().id,
                        store::LagQuantity::ReplayBytes, begin, begin.addSecs(7200), 1000);
    QVERIFY(points);
    QCOMPARE(points->size(), 720);

    // One that was seen by an earlier run, and is not here: missing from the first look on.
    replication::LagModel model;
    auto all = expected;
    all.append({u"slot\ngone"_s, u"gone"_s, {}, u"gone"_s, StreamKind::Physical, begin});
    model.expect(all);
    auto connection = m_primary->connect();
    QVERIFY(connection);
    const auto rows = postgres::readReplication(*connection, 5s);
    QVERIFY(rows);
    const LagSample judged = model.judge(*rows);
    QCOMPARE(judged.standbys.size(), 4);
    QCOMPARE(judged.standbys.last().condition, Condition::Missing);
    model.forget(u"slot\ngone"_s);
    QCOMPARE(model.judge(*rows).standbys.size(), 3);
}

void TopologyTest::disabledSubscription()
{
    Defaults subscriber(m_subscriber->spec());
    Defaults primary(m_primary->spec());
    for (int look = 0; look < 2; ++look) // one that was met once is not missed
        SEE(primary, primary.see([](const LagSample& sample) { return sample.standbys.size() == 3; }));
    QVERIFY(m_subscriber->sql(u"postgres"_s, u"ALTER SUBSCRIPTION \"shop's\" DISABLE"_s));
    SEE(subscriber, subscriber.seeCondition(u"shop's"_s, Condition::Disabled, limit));
    SEE(primary, primary.seeCondition(u"shop's"_s, Condition::Missing, limit));
    QVERIFY(m_subscriber->sql(u"postgres"_s, u"ALTER SUBSCRIPTION \"shop's\" ENABLE"_s));
    SEE(subscriber, subscriber.seeCondition(u"shop's"_s, Condition::Streaming, 10s));
}

void TopologyTest::subscriptionsWithoutTheirIds()
{
    const auto run = [this](const QString& statement) {
        const auto done = m_subscriber->sql(u"postgres"_s, statement);
        return done ? QString() : done.error().toText();
    };
    QCOMPARE(run(u"CREATE ROLE reader LOGIN"_s), QString());
    QCOMPARE(run(u"GRANT pg_monitor TO reader"_s), QString());
    postgres::ConnectionSpec spec = m_subscriber->spec();
    spec.user = u"reader"_s;
    const auto isThere = [](const LagSample& sample) {
        return sample.standbys.size() == 1 && sample.standbys.first().name == u"shop's"_s &&
               sample.standbys.first().condition == Condition::Streaming;
    };
    {
        Defaults watch(spec);
        SEE(watch, watch.see(isThere, limit));
    }
    QCOMPARE(run(u"REVOKE SELECT (oid) ON pg_subscription FROM public"_s),
             QString()); // as before PostgreSQL 14
    {
        Defaults watch(spec);
        SEE(watch, watch.see(isThere, limit));
    }
    QCOMPARE(run(u"REVOKE SELECT (subname) ON pg_subscription FROM public"_s), QString());
    {
        Defaults watch(spec);
        SEE(watch, watch.see(
                       [](const LagSample& sample) {
                           return sample.standbys.isEmpty() && hasFinding(sample, "privilege.subscriptions");
                       },
                       limit));
    }
    QCOMPARE(run(u"GRANT SELECT (oid, subname) ON pg_subscription TO public"_s), QString());
}

void TopologyTest::lostSlotHasItsRemedy()
{
    QVERIFY(m_primary->sql(u"postgres"_s, u"CHECKPOINT"_s)); // it holds what came since
    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_create_physical_replication_slot('left', true)"_s));
    set(*m_primary, u"max_slot_wal_keep_size"_s, u"32MB"_s);
    Defaults watch(m_primary->spec());
    SEE(watch,
        watch.see([](const LagSample& sample) { return slotOf(sample, u"left"_s) == SlotCondition::Unused; },
                  limit));
    bool endangered = false;
    for (int i = 0; i < 8 && !endangered; ++i) {
        QVERIFY(m_primary->script(u"postgres"_s,
                                  u"CREATE TABLE switched AS SELECT 1 AS a; DROP TABLE switched"_s));
        QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_switch_wal()"_s));
        endangered =
            m_primary->value(u"postgres"_s,
                             u"SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'left'"_s) ==
            u"unreserved";
    }
    QVERIFY(endangered);
    SEE(watch, watch.see(
                   [](const LagSample& sample) {
                       return slotOf(sample, u"left"_s) == SlotCondition::Endangered &&
                              hasFinding(sample, "slot.endangered");
                   },
                   limit));
    QVERIFY(m_primary->sql(u"postgres"_s, u"CHECKPOINT"_s));
    SEE(watch, watch.see(
                   [](const LagSample& sample) {
                       return slotOf(sample, u"left"_s) == SlotCondition::Lost &&
                              hasFinding(sample, "slot.lost");
                   },
                   limit));
    // The remedy that is named works.
    const core::Findings findings = watch.samples().back().findings;
    const auto lost = std::find_if(findings.begin(), findings.end(),
                                   [](const core::Finding& finding) { return finding.id == u"slot.lost"; });
    const qsizetype begin = lost->hint.indexOf(u"SELECT"_s);
    QVERIFY(m_primary->sql(u"postgres"_s, lost->hint.mid(begin, lost->hint.indexOf(u';', begin) - begin)));
    set(*m_primary, u"max_slot_wal_keep_size"_s, {});
}

void TopologyTest::killedStandbyIsMissing()
{
    Defaults primary(m_primary->spec());
    Defaults cascade(m_cascade->spec());
    SEE(primary, primary.see([](const LagSample& sample) {
        return std::all_of(sample.standbys.begin(), sample.standbys.end(), isWell);
    }));
    SEE(primary, primary.seeStandby(u"paris"_s, isWell));
    QVERIFY(m_paris->kill(SIGKILL));
    SEE(primary, primary.seeStandby(
                     u"paris"_s,
                     [](const StandbyLag& lag) {
                         return lag.condition == Condition::Missing && !lag.bytes.replay &&
                                lag.slot == u"paris";
                     },
                     limit));
    SEE(cascade, cascade.see(
                     [](const LagSample& sample) {
                         return sample.standbys.value(0).condition == Condition::Disconnected;
                     },
                     limit));
    QVERIFY(m_paris->startAgain());
    // The same one, under another process id and another connection.
    SEE(primary, primary.see(
                     [](const LagSample& sample) {
                         return sample.standbys.size() == 3 &&
                                std::all_of(sample.standbys.begin(), sample.standbys.end(), isWell);
                     },
                     20s));
}

void TopologyTest::promotion()
{
    Defaults watch(m_paris->spec());
    SEE(watch, watch.seeStandby(u"cascade"_s, isWell));
    QCOMPARE(m_paris->value(u"postgres"_s, u"SELECT pg_promote()"_s), u"t"_s);
    SEE(watch, watch.see(
                   [](const LagSample& sample) {
                       return sample.role == replication::ServerRole::Primary && sample.timeline == 2U;
                   },
                   limit));
    // Those below it go over to the new timeline.
    SEE(watch, watch.seeStandby(u"cascade"_s, isWell));
}

QTEST_GUILESS_MAIN(TopologyTest)
#include "topologytest.moc"
