// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes from a trouble on real servers until a look shows its state: three intervals or 5 s,
// whichever is more; with the thresholds and an interval that people use, and servers as they come.
#include "lagwatch.h"
#include "support/linkproxy.h"
#include "support/testcluster.h"

#include <QtTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;
using replication::SlotCondition;
using replication::SlotLag;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds interval{1000};
constexpr std::chrono::milliseconds limit = std::max(3 * interval, std::chrono::milliseconds(5000));

/// As a person has it: the default thresholds, a look each second.
struct Defaults : Watch
{
    explicit Defaults(const postgres::ConnectionSpec& spec)
        : Watch(spec, {}, interval)
    {
    }
};

bool isWell(const StandbyLag& lag)
{
    return lag.condition == Condition::Streaming || lag.condition == Condition::Idle;
}

/// That the standby of this name is seen in this condition.
Watch::Test standbyIs(const QString& name, Condition condition)
{
    return [name, condition](const LagSample& sample) {
        return std::any_of(sample.standbys.begin(), sample.standbys.end(), [&](const StandbyLag& lag) {
            return lag.name == name && lag.condition == condition;
        });
    };
}

/// That a standby sees itself so.
Watch::Test itselfIs(Condition condition)
{
    return [condition](const LagSample& sample) { return sample.standbys.value(0).condition == condition; };
}

Watch::Test slotIs(const QString& name, SlotCondition condition)
{
    return [name, condition](const LagSample& sample) {
        return std::any_of(sample.slotLags.begin(), sample.slotLags.end(), [&](const SlotLag& slot) {
            return slot.name == name && slot.condition == condition;
        });
    };
}

/// A state that has to be seen, and how long that took.
struct Expected
{
    const char* what;
    std::function<std::optional<std::chrono::milliseconds>()> seen;
    std::optional<std::chrono::milliseconds> after = {};
};

} // namespace

class DetectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void pausedFrozenAndCutOff();
    void killedCutAndLost();
    void promoted();

private:
    core::Status write(int kilobytes);
    void set(TestCluster& cluster, const QString& setting, const QString& value);
    /// Somebody goes on writing, as on every server that matters, until all is seen or it is too late.
    void awaitAll(QList<Expected> expected);
    /// Until the standbys that are here follow again; their replies come with what is written.
    bool isWellAgain(Watch& watch, int standbys);

    std::optional<TestCluster> m_primary;
    std::optional<TestCluster> m_berlin;
    std::optional<TestCluster> m_paris;
};

void DetectionTest::initTestCase()
{
    auto primary = TestCluster::start();
    QVERIFY2(primary, qPrintable(primary ? QString() : primary.error().toText()));
    m_primary.emplace(*std::move(primary));
    QVERIFY(m_primary->script(u"postgres"_s, u"CREATE TABLE load (filler text)"_s));
    auto berlin = m_primary->makeStandby(u"berlin"_s);
    QVERIFY2(berlin, qPrintable(berlin ? QString() : berlin.error().toText()));
    auto paris = m_primary->makeStandby(u"paris"_s);
    QVERIFY2(paris, qPrintable(paris ? QString() : paris.error().toText()));
    m_berlin.emplace(*std::move(berlin));
    m_paris.emplace(*std::move(paris));
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
    QVERIFY(m_primary->waitForStandby(u"paris"_s));
}

core::Status DetectionTest::write(int kilobytes)
{
    return m_primary->script(
        u"postgres"_s,
        u"INSERT INTO load SELECT repeat(md5(g::text), 32) FROM generate_series(1, %1) AS g"_s.arg(
            kilobytes));
}

void DetectionTest::set(TestCluster& cluster, const QString& setting, const QString& value)
{
    const auto altered =
        cluster.sql(u"postgres"_s, value.isNull() ? u"ALTER SYSTEM RESET %1"_s.arg(setting)
                                                  : u"ALTER SYSTEM SET %1 = '%2'"_s.arg(setting, value));
    QVERIFY2(altered, qPrintable(altered ? QString() : altered.error().toText()));
    QVERIFY(cluster.sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s));
}

void DetectionTest::awaitAll(QList<Expected> expected)
{
    const auto deadline = Clock::now() + limit + interval;
    const auto isMissed = [](const Expected& one) { return !one.after; };
    while (Clock::now() < deadline && std::any_of(expected.begin(), expected.end(), isMissed)) {
        QVERIFY(write(300));
        for (Expected& one : expected) {
            if (!one.after)
                one.after = one.seen();
        }
        QTest::qSleep(50);
    }
    for (const Expected& one : std::as_const(expected)) {
        QVERIFY2(one.after, one.what);
        qInfo("%s: seen after %lld ms", one.what, static_cast<long long>(one.after->count()));
        QVERIFY2(*one.after <= limit, one.what);
    }
}

bool DetectionTest::isWellAgain(Watch& watch, int standbys)
{
    const auto began = Clock::now();
    for (int i = 0; i < 100; ++i) {
        if (!write(10))
            return false;
        const auto samples = watch.samples();
        if (!samples.empty() && samples.back().measured > began) {
            const QList<StandbyLag>& seen = samples.back().standbys;
            if (seen.size() == standbys && std::all_of(seen.begin(), seen.end(), isWell))
                return true;
        }
        QTest::qSleep(100);
    }
    return false;
}

/// One standby does not replay, the receiver of the other one does not get on, and between Tidemark and the
/// primary there is a link that was cut without a word.
void DetectionTest::pausedFrozenAndCutOff()
{
    LinkProxy link(m_primary->spec());
    QVERIFY(link.isOpen());
    Defaults primary(m_primary->spec());
    Defaults berlin(m_berlin->spec());
    Defaults paris(m_paris->spec());
    Defaults distant(link.spec());
    SEE(primary, isWellAgain(primary, 2));
    SEE(distant, isWellAgain(distant, 2));
    SEE(berlin, berlin.see([](const LagSample&) { return true; }));
    const auto receiver =
        static_cast<pid_t>(m_paris->value(u"postgres"_s, u"SELECT pid FROM pg_stat_wal_receiver"_s).toInt());
    QVERIFY(receiver > 0);

    const auto began = Clock::now();
    link.setMode(LinkProxy::Mode::Hold);
    QCOMPARE(::kill(receiver, SIGSTOP), 0);
    const auto thaw = qScopeGuard([receiver] { ::kill(receiver, SIGCONT); });
    QVERIFY(m_berlin->sql(u"postgres"_s, u"SELECT pg_wal_replay_pause()"_s));
    const auto stalled = standbyIs(u"berlin"_s, Condition::Stalled);
    awaitAll({
        {"network cut without a reset", [&] { return distant.firstErrorAfter(began); }},
        {"replay paused, by the standby",
         [&] { return berlin.firstAfter(began, itselfIs(Condition::Paused)); }},
        {"replay paused, by the primary",
         [&] {
             return primary.firstAfter(began, [&](const LagSample& sample) {
                 return stalled(sample) && std::any_of(sample.standbys.begin(), sample.standbys.end(),
                                                       [](const StandbyLag& lag) {
                                                           return lag.name == u"berlin"_s && lag.behind &&
                                                                  lag.behind->seconds > 1;
                                                       });
             });
         }},
        {"receiver frozen, by the primary",
         [&] { return primary.firstAfter(began, standbyIs(u"paris"_s, Condition::Stalled)); }},
    });

    link.setMode(LinkProxy::Mode::Forward);
    ::kill(receiver, SIGCONT);
    QVERIFY(m_berlin->sql(u"postgres"_s, u"SELECT pg_wal_replay_resume()"_s));
    SEE(primary, isWellAgain(primary, 2));
    SEE(distant, distant.see([](const LagSample& sample) { return !sample.afterGap; }));
    const auto looks = distant.samples();
    QVERIFY(std::any_of(looks.begin(), looks.end(), [began](const LagSample& sample) {
        return sample.measured > began && sample.afterGap; // no line is drawn over it
    }));
}

/// One standby is killed, the link of the other to the primary is cut without a word, and a slot that was
/// left behind is lost.
void DetectionTest::killedCutAndLost()
{
    LinkProxy link(m_primary->spec());
    QVERIFY(link.isOpen());
    const postgres::ConnectionSpec through = link.spec();
    const QString direct = m_berlin->value(u"postgres"_s, u"SHOW primary_conninfo"_s);
    set(*m_berlin, u"primary_conninfo"_s,
        u"host=%1 port=%2 user=%3 application_name=berlin sslmode=disable gssencmode=disable"_s.arg(
            through.host, through.port, through.user));
    // Not before it streams that way: a slot that nobody reads from would be lost below, too.
    QTRY_COMPARE_WITH_TIMEOUT(
        m_berlin->value(u"postgres"_s,
                        u"SELECT sender_host FROM pg_stat_wal_receiver WHERE status = 'streaming'"_s),
        through.host, 15'000);
    QVERIFY(m_primary->sql(u"postgres"_s, u"CHECKPOINT"_s)); // a slot begins with the last one
    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_create_physical_replication_slot('left', true)"_s));
    set(*m_primary, u"max_slot_wal_keep_size"_s, u"16MB"_s);
    Defaults primary(m_primary->spec());
    Defaults berlin(m_berlin->spec());
    SEE(primary, primary.see(slotIs(u"left"_s, SlotCondition::Unused)));
    SEE(primary, isWellAgain(primary, 2));
    SEE(berlin, berlin.see(itselfIs(Condition::Streaming)));
    for (int i = 0; i < 4; ++i)
        QVERIFY(write(10) && m_primary->sql(u"postgres"_s, u"SELECT pg_switch_wal()"_s));
    SEE(primary, isWellAgain(primary, 2));
    QVERIFY(m_primary->sql(u"postgres"_s, u"CHECKPOINT"_s));

    const auto lost = Clock::now();                   // with this checkpoint, whose end we have waited for
    set(*m_primary, u"max_slot_wal_keep_size"_s, {}); // the slots of those that are cut off stay
    link.setMode(LinkProxy::Mode::Hold);
    const auto cut = Clock::now();
    QVERIFY(m_paris->kill(SIGKILL));
    const auto killed = Clock::now();
    awaitAll({
        {"slot left behind until lost",
         [&] { return primary.firstAfter(lost, slotIs(u"left"_s, SlotCondition::Lost)); }},
        {"network cut between primary and standby",
         [&] { return primary.firstAfter(cut, standbyIs(u"berlin"_s, Condition::Stalled)); }},
        {"standby killed",
         [&] { return primary.firstAfter(killed, standbyIs(u"paris"_s, Condition::Missing)); }},
    });

    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_drop_replication_slot('left')"_s));
    link.setMode(LinkProxy::Mode::Forward);
    // Its receiver loses the server it streams from: cut off, and not on its way back.
    const auto ended = Clock::now();
    set(*m_berlin, u"primary_conninfo"_s, u"host=/nonexistent"_s);
    awaitAll({
        {"receiver gone, by the standby",
         [&] { return berlin.firstAfter(ended, itselfIs(Condition::Disconnected)); }},
        {"receiver gone, by the primary",
         [&] { return primary.firstAfter(ended, standbyIs(u"berlin"_s, Condition::Missing)); }},
    });
    set(*m_berlin, u"primary_conninfo"_s, QString(direct).replace(u'\'', u"''"_s));
    SEE(primary, primary.seeStandby(u"berlin"_s, isWell));
}

void DetectionTest::promoted()
{
    Defaults primary(m_primary->spec());
    Defaults berlin(m_berlin->spec());
    for (int look = 0; look < 2; ++look) // one that was met once is not missed
        SEE(primary, primary.seeStandby(u"berlin"_s, [](const StandbyLag&) { return true; }));
    SEE(berlin, berlin.see(itselfIs(Condition::Streaming)));
    QCOMPARE(m_berlin->value(u"postgres"_s, u"SELECT pg_promote()"_s), u"t"_s);
    const auto promoted = Clock::now(); // it waits for the end of recovery
    awaitAll({
        {"promoted, by itself",
         [&] {
             return berlin.firstAfter(promoted, [](const LagSample& sample) {
                 return sample.role == replication::ServerRole::Primary && sample.timeline == 2U;
             });
         }},
        {"promoted, by its former primary",
         [&] { return primary.firstAfter(promoted, standbyIs(u"berlin"_s, Condition::Missing)); }},
    });
}

QTEST_GUILESS_MAIN(DetectionTest)
#include "detectiontest.moc"
