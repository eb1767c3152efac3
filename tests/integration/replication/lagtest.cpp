// SPDX-License-Identifier: GPL-3.0-or-later
// The sampler against a real primary and a real standby, which are paused, frozen, killed, restarted and
// promoted.
#include "core/wait.h"
#include "lagwatch.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <mutex>

using namespace tidemark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tidemark::test;

namespace {

/// The hint of the finding about privileges; empty where there is none.
QString privilegeHint(const LagSample& sample)
{
    const auto found =
        std::find_if(sample.findings.begin(), sample.findings.end(),
                     [](const core::Finding& finding) { return finding.id == u"privilege.monitor"; });
    return found == sample.findings.end() ? QString() : found->hint;
}

} // namespace

class LagTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void followsAndIsIdle();
    void replayPaused();
    void receiverFrozen();
    void receiveWalOnly();
    void withoutPrivilege();
    void standbyWithoutPrivilege();
    void oneLook();
    void serverRestarted();
    void stopsWhileTheServerIsFrozen();
    void whatLastsIsNotHammered();
    void standbyKilled();
    void promoted();

private:
    /// WAL of some megabytes.
    void write(int megabytes);

    std::optional<test::TestCluster> m_primary;
    std::optional<test::TestCluster> m_standby;
};

void LagTest::initTestCase()
{
    auto primary = test::TestCluster::start();
    QVERIFY2(primary, qPrintable(primary ? QString() : primary.error().toText()));
    m_primary.emplace(std::move(*primary));
    QVERIFY(m_primary->script(u"postgres"_s, u"CREATE TABLE load (filler text)"_s));
    auto standby = m_primary->makeStandby(
        u"replica"_s, {{u"wal_receiver_status_interval"_s, u"1s"_s}, {u"wal_receiver_timeout"_s, u"4s"_s}});
    QVERIFY2(standby, qPrintable(standby ? QString() : standby.error().toText()));
    m_standby.emplace(std::move(*standby));
    QVERIFY(m_primary->waitForStandby(u"replica"_s));
}

void LagTest::write(int megabytes)
{
    const core::Status written = m_primary->script(
        u"postgres"_s,
        u"INSERT INTO load SELECT repeat(md5(g::text), 32) FROM generate_series(1, %1) AS g"_s.arg(megabytes *
                                                                                                   1000));
    QVERIFY2(written, qPrintable(written ? QString() : written.error().toText()));
}

void LagTest::followsAndIsIdle()
{
    Watch watch(m_primary->spec());
    SEE(watch, watch.seeStandby(u"replica"_s, [](const StandbyLag& lag) {
        return lag.state == u"streaming"_s && lag.replyAge && *lag.replyAge < 5;
    }));
    const auto before = watch.samples().back().lsn;
    write(4);
    // It is level again, with times measured on the way there; after its next report there is nothing to
    // measure any more.
    SEE(watch, watch.seeStandby(u"replica"_s, [](const StandbyLag& lag) {
        return lag.condition == Condition::Idle && lag.bytes.replay <= core::ByteSize(40) &&
               !lag.seconds.replay;
    }));
    const std::vector<LagSample> samples = watch.samples();
    QVERIFY(samples.back().lsn > before);
    QCOMPARE(samples.back().role, replication::ServerRole::Primary);
    QVERIFY(samples.back().findings.isEmpty());
    QVERIFY(std::any_of(samples.begin(), samples.end(), [](const LagSample& sample) {
        return !sample.standbys.isEmpty() && sample.standbys.first().seconds.replay;
    }));
    QVERIFY(std::all_of(samples.begin(), samples.end(), [](const LagSample& sample) {
        return !sample.standbys.isEmpty() && sample.standbys.first().condition != Condition::Stalled &&
               sample.standbys.first().condition != Condition::Silent;
    }));
    const auto& slotLags = samples.back().slotLags;
    QCOMPARE(slotLags.size(), 1);
    QVERIFY(slotLags.first().active);
    QCOMPARE(slotLags.first().walStatus, u"reserved"_s);
    QVERIFY(slotLags.first().retained);

    Watch inside(m_standby->spec());
    SEE(inside, inside.see([](const LagSample& sample) {
        const StandbyLag self = sample.standbys.value(0);
        return sample.role == replication::ServerRole::Standby &&
               self.viewpoint == replication::Viewpoint::Inside && self.condition == Condition::Streaming &&
               self.bytes.replay && self.replyAge;
    }));
}

void LagTest::replayPaused()
{
    QVERIFY(m_standby->sql(u"postgres"_s, u"SELECT pg_wal_replay_pause()"_s));
    Watch outside(m_primary->spec());
    Watch inside(m_standby->spec());
    write(2);
    const auto atLeast = [](qint64 megabytes) {
        return [megabytes](const StandbyLag& lag) {
            return lag.bytes.replay >= core::ByteSize(megabytes << 20);
        };
    };
    SEE(outside, outside.seeStandby(u"replica"_s, atLeast(2)));
    write(3);
    SEE(outside, outside.seeStandby(u"replica"_s, [&](const StandbyLag& lag) {
        return atLeast(5)(lag) && lag.bytes.flush < core::ByteSize(1 << 20);
    }));
    SEE(outside, outside.seeCondition(u"replica"_s, Condition::Stalled));
    SEE(inside, inside.see([&](const LagSample& sample) {
        return sample.standbys.value(0).condition == Condition::Paused && atLeast(5)(sample.standbys.first());
    }));
    // Never was it called idle while it was behind.
    for (const LagSample& sample : outside.samples()) {
        for (const StandbyLag& lag : sample.standbys)
            QVERIFY(lag.condition != Condition::Idle || lag.bytes.replay <= core::ByteSize(40));
    }
    QVERIFY(m_standby->sql(u"postgres"_s, u"SELECT pg_wal_replay_resume()"_s));
    SEE(outside, outside.seeStandby(u"replica"_s, [](const StandbyLag& lag) {
        return lag.condition == Condition::Idle || lag.condition == Condition::Streaming;
    }));
    SEE(inside, inside.see([](const LagSample& sample) {
        return sample.standbys.value(0).condition == Condition::Streaming;
    }));
}

void LagTest::receiverFrozen()
{
    Watch outside(m_primary->spec());
    Watch inside(m_standby->spec());
    SEE(outside, outside.seeStandby(u"replica"_s, [](const StandbyLag&) { return true; }));
    QVERIFY(m_primary->waitForStandby(u"replica"_s));
    const auto receiver = static_cast<pid_t>(
        m_standby->value(u"postgres"_s, u"SELECT pid FROM pg_stat_wal_receiver"_s).toInt());
    QVERIFY(receiver > 0);
    QCOMPARE(::kill(receiver, SIGSTOP), 0);
    const auto thaw = qScopeGuard([receiver] { ::kill(receiver, SIGCONT); });
    write(3);
    // The server reports no times now; the bytes tell.
    SEE(outside, outside.seeStandby(
                     u"replica"_s,
                     [](const StandbyLag& lag) {
                         return lag.condition == Condition::Stalled &&
                                lag.bytes.replay > core::ByteSize(2 << 20);
                     },
                     5s));
    SEE(outside,
        outside.seeStandby(
            u"replica"_s,
            [](const StandbyLag& lag) { return lag.condition == Condition::Silent && lag.replyAge > 4.0; },
            8s));
    QVERIFY(outside.samples().back().standbys.first().bytes.replay > core::ByteSize(2 << 20));
    // It has replayed all it has received: no 0 may be shown, because nothing is known of the primary any
    // more.
    SEE(inside, inside.see(
                    [](const LagSample& sample) {
                        return sample.standbys.value(0).condition == Condition::Silent &&
                               !sample.standbys.first().bytes.replay;
                    },
                    8s));
    ::kill(receiver, SIGCONT);
    SEE(outside, outside.seeStandby(u"replica"_s, [](const StandbyLag& lag) {
        return lag.condition == Condition::Idle || lag.condition == Condition::Streaming;
    }));
    SEE(inside, inside.see([](const LagSample& sample) {
        return sample.standbys.value(0).condition == Condition::Streaming;
    }));
}

void LagTest::receiveWalOnly()
{
    const auto program = test::tools().pick(process::ToolKind::PgReceiveWal, m_primary->local().major());
    QVERIFY(program);
    QTemporaryDir folder;
    process::Command command(
        program->path, {u"--directory"_s, folder.path(), u"--no-loop"_s, u"--status-interval"_s, u"1"_s});
    postgres::ConnectionSpec spec = m_primary->spec();
    spec.more.insert(u"application_name"_s, u"archiver"_s);
    command.addOption(u"--dbname"_s, spec.toConninfo());
    std::jthread archiver([&command](const std::stop_token& stop) {
        core::RunContext context;
        context.stop = stop;
        (void)process::run(command, {}, context); // its end is our stop
    });
    Watch watch(m_primary->spec());
    SEE(watch, watch.seeStandby(u"archiver"_s, [](const StandbyLag& lag) {
        return lag.condition == Condition::ReceiverOnly && !lag.bytes.replay && !lag.seconds.replay &&
               lag.bytes.write;
    }));
}

void LagTest::withoutPrivilege()
{
    QVERIFY(m_primary->script(u"postgres"_s, u"CREATE ROLE \"plain \"\"watcher\" LOGIN"_s));
    postgres::ConnectionSpec spec = m_primary->spec();
    spec.user = u"plain \"watcher"_s;
    Watch watch(spec);
    SEE(watch, watch.seeStandby(u"replica"_s, [](const StandbyLag& lag) {
        return lag.condition == Condition::NoPrivilege && !lag.bytes.sent && !lag.bytes.replay &&
               !lag.seconds.replay && !lag.replyAge;
    }));
    // What the finding says to run, run: that has to be the remedy.
    const QString hint = privilegeHint(watch.samples().back());
    const qsizetype begin = hint.indexOf(u"GRANT"_s);
    QVERIFY2(begin >= 0, qPrintable(hint));
    const core::Status granted = m_primary->script(u"postgres"_s, hint.mid(begin));
    QVERIFY2(granted, qPrintable(hint));
    SEE(watch, watch.see([](const LagSample& sample) {
        return privilegeHint(sample).isEmpty() &&
               sample.standbys.value(0).condition != Condition::NoPrivilege &&
               sample.standbys.value(0).bytes.replay;
    }));
}

void LagTest::standbyWithoutPrivilege()
{
    QVERIFY(m_primary->script(u"postgres"_s, u"CREATE ROLE blind LOGIN"_s));
    QVERIFY(m_primary->waitForStandby(u"replica"_s));
    postgres::ConnectionSpec spec = m_standby->spec();
    spec.user = u"blind"_s;
    Watch watch(spec);
    SEE(watch, watch.see([](const LagSample& sample) {
        return sample.standbys.value(0).condition == Condition::NoPrivilege &&
               !sample.standbys.first().bytes.replay && !privilegeHint(sample).isEmpty();
    }));
}

void LagTest::oneLook()
{
    const auto server = access::ServerAccess::open(targetOf(m_primary->spec()), core::silentContext());
    QVERIFY(server);
    const auto sample = replication::sampleOnce(*server, core::silentContext());
    QVERIFY2(sample, qPrintable(sample ? QString() : sample.error().toText()));
    QCOMPARE(sample->standbys.size(), 1);
    QVERIFY(qAbs(sample->serverTime.msecsTo(QDateTime::currentDateTimeUtc())) < 60'000);
}

void LagTest::serverRestarted()
{
    Watch watch(m_primary->spec());
    SEE(watch, watch.seeStandby(u"replica"_s, [](const StandbyLag&) { return true; }));
    QVERIFY(m_primary->stop());
    SEE(watch, watch.seeError());
    QVERIFY(m_primary->startAgain());
    SEE(watch, watch.seeStandby(
                   u"replica"_s,
                   [](const StandbyLag& lag) {
                       return lag.condition == Condition::Streaming || lag.condition == Condition::Idle;
                   },
                   30s));
}

void LagTest::stopsWhileTheServerIsFrozen()
{
    std::mutex mutex;
    std::condition_variable news;
    int calls = 0;
    auto sampler = std::make_unique<replication::LagSampler>(targetOf(m_primary->spec()), 300ms,
                                                             [&](const core::Result<LagSample>&) {
                                                                 const std::lock_guard lock(mutex);
                                                                 ++calls;
                                                                 news.notify_all();
                                                             });
    {
        std::unique_lock lock(mutex);
        QVERIFY(news.wait_for(lock, 10s, [&] { return calls > 0; }));
    }
    const auto backend = static_cast<pid_t>(
        m_primary
            ->value(u"postgres"_s,
                    u"SELECT pid FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s)
            .toInt());
    QVERIFY(backend > 0);
    // Both: else the postmaster would still take the request to cancel.
    QVERIFY(m_primary->kill(SIGSTOP));
    QCOMPARE(::kill(backend, SIGSTOP), 0);
    const auto thaw = qScopeGuard([&] {
        ::kill(backend, SIGCONT);
        m_primary->kill(SIGCONT);
    });
    core::sleepFor(700ms, {}); // its next look is under way now
    QElapsedTimer clock;
    clock.start();
    sampler->stop();
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    const int before = calls;
    sampler.reset();
    QVERIFY2(clock.elapsed() < 6500, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(calls, before);
}

void LagTest::whatLastsIsNotHammered()
{
    postgres::ConnectionSpec spec = m_primary->spec();
    spec.database = u"no such database"_s;
    std::mutex mutex;
    std::condition_variable news;
    std::vector<std::chrono::milliseconds> waits;
    std::optional<core::Error> error;
    replication::LagOptions options;
    options.interval = 200ms;
    options.onRetry = [&](std::chrono::milliseconds wait) {
        const std::lock_guard lock(mutex);
        waits.push_back(wait);
        news.notify_all();
    };
    const replication::LagSampler sampler(targetOf(spec), options,
                                          [&](const core::Result<LagSample>& sample) {
                                              const std::lock_guard lock(mutex);
                                              if (!sample)
                                                  error = sample.error();
                                          });
    std::unique_lock lock(mutex);
    QVERIFY(news.wait_for(lock, 10s, [&] { return !waits.empty(); }));
    QCOMPARE(error->kind, core::ErrorKind::NotFound);
    QCOMPARE(waits.front(), std::chrono::milliseconds(30'000));
}

void LagTest::standbyKilled()
{
    Watch watch(m_primary->spec());
    for (int look = 0; look < 2; ++look) // one that was met once is not missed
        SEE(watch, watch.seeStandby(u"replica"_s, [](const StandbyLag&) { return true; }));
    QVERIFY(m_standby->kill(SIGKILL));
    SEE(watch, watch.see([](const LagSample& sample) {
        const auto slot =
            std::find_if(sample.slotLags.begin(), sample.slotLags.end(),
                         [](const replication::SlotLag& lag) { return lag.name == u"replica"_s; });
        return sample.standbys.value(0).condition == Condition::Missing && slot != sample.slotLags.end() &&
               !slot->active && slot->retained;
    }));
    QVERIFY(m_standby->startAgain());
    SEE(watch, watch.seeStandby(
                   u"replica"_s,
                   [](const StandbyLag& lag) {
                       return lag.condition == Condition::Streaming || lag.condition == Condition::Idle;
                   },
                   30s));
}

void LagTest::promoted()
{
    Watch watch(m_standby->spec());
    SEE(watch, watch.see([](const LagSample& sample) {
        return sample.role == replication::ServerRole::Standby && sample.standbys.size() == 1;
    }));
    QCOMPARE(m_standby->value(u"postgres"_s, u"SELECT pg_promote()"_s), u"t"_s);
    SEE(watch, watch.see([](const LagSample& sample) {
        return sample.role == replication::ServerRole::Primary && sample.standbys.isEmpty() && sample.lsn;
    }));
}

QTEST_GUILESS_MAIN(LagTest)
#include "lagtest.moc"
