// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences of rows as servers give them, written by hand, and what has to be made of them.
#include "replication/lagmodel.h"

#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using core::ByteSize;
using core::Lsn;
using postgres::ReplicationRows;
using postgres::WalSenderRow;
using replication::Condition;
using replication::LagModel;
using replication::LagSample;
using replication::StandbyLag;

namespace {

constexpr quint64 base = 0x3000000;
constexpr quint64 megabyte = 1 << 20;

QDateTime at(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + static_cast<qint64>(seconds * 1000), Qt::UTC);
}

ReplicationRows primaryAt(double seconds, quint64 current)
{
    ReplicationRows rows;
    rows.serverTime = at(seconds);
    rows.user = u"watcher"_s;
    rows.current = Lsn(current);
    return rows;
}

WalSenderRow reporting(quint64 replay, std::optional<double> replayLag = 0.01,
                       std::optional<double> replyAge = 0.5)
{
    WalSenderRow row;
    row.pid = 100;
    row.applicationName = u"standby1"_s;
    row.state = u"streaming"_s;
    row.syncState = u"async"_s;
    row.sent = row.write = row.flush = row.replay = Lsn(replay);
    row.writeLagSeconds = row.flushLagSeconds = row.replayLagSeconds = replayLag;
    row.replyAgeSeconds = replyAge;
    return row;
}

postgres::SlotRow slotRow(const QString& name, std::optional<Lsn> restart)
{
    postgres::SlotRow row;
    row.name = name;
    row.type = u"physical"_s;
    row.restart = restart;
    return row;
}

/// The rule for those that do not report: without the one for those that do.
replication::LagThresholds patient()
{
    replication::LagThresholds thresholds;
    thresholds.surelyAfter = std::chrono::hours(1);
    return thresholds;
}

/// One look at a primary with these senders.
LagSample look(LagModel& model, double seconds, quint64 current, const QList<WalSenderRow>& senders)
{
    ReplicationRows rows = primaryAt(seconds, current);
    rows.senders = senders;
    return model.judge(rows);
}

/// The only standby's condition.
Condition one(LagModel& model, double seconds, quint64 current, const WalSenderRow& row)
{
    const LagSample sample = look(model, seconds, current, {row});
    return sample.standbys.value(0).condition;
}

ReplicationRows standbyAt(double seconds, quint64 received, quint64 replayed)
{
    ReplicationRows rows;
    rows.serverTime = at(seconds);
    rows.user = u"watcher"_s;
    rows.inRecovery = true;
    rows.received = Lsn(received);
    rows.replayed = Lsn(replayed);
    rows.lastReplayedCommitAgeSeconds = 31;
    postgres::WalReceiverRow receiver;
    receiver.status = u"streaming"_s;
    receiver.senderHost = u"primary.example"_s;
    receiver.lastMessageAgeSeconds = 0.4;
    receiver.written = Lsn(received);
    receiver.senderEnd = Lsn(received);
    receiver.timeout = std::chrono::minutes(1);
    rows.receiver = receiver;
    return rows;
}

} // namespace

namespace QTest {
template <> char* toString(const Condition& condition)
{
    return qstrdup(qPrintable(replication::conditionName(condition)));
}
} // namespace QTest

class LagModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void levelWithTimesIsStreaming();
    void levelWithoutTimesIsIdle();
    void closeIsStreaming();
    void theFirstLookDoesNotClaimMotion();
    void movingIsCatchingUp();
    void notMovingIsStalled();
    void aLittleBehindForLongIsStalledToo();
    void aPageHeaderIsNoDistance();
    void aBurstAfterAQuietTimeIsNoStall();
    void motionEndsAStall();
    void oldReplyIsSilentWhateverTheDistance();
    void withoutReplyTimesAFrozenStandbyStalls();
    void nothingReportedYetIsStarting();
    void startingForLongIsSilent();
    void theFirstReportIsNoMove();
    void receiverOnlyHasNoReplayTime();
    void aSilentReceiverIsSilent();
    void withoutPrivilegeNothingIsZero();
    void theGrantNamesTheQuotedRole();
    void twinsAreToldApart();
    void aReturningStandbyStartsAnew();
    void promotionForgetsTheInsideView();
    void aClockSetBackMeasuresNothing();
    void positionsAheadOfTheHeadAreNotNegative();
    void thresholdsAreTaken();
    void slotsKeepWhatIsUnknownUnknown();
    void slotsHoldWalNearTheirLimitToo();
    void insideStreaming();
    void insidePaused();
    void insidePausedAndCutOff();
    void insideWithoutReceiverIsDisconnectedAndNotZero();
    void insideWithoutReceiverSaysWhatWaits();
    void insideSilentSaysNoZero();
    void insideIdleSenderIsAskedLate();
    void aSubscriberMayApplyForLong();
    void insideFedFromAnArchive();
    void insideDelayedBySetting();
    void insideWithoutPrivilege();
    void insideStallsAndMoves();
    void insideMeasuresAgainstTheSendersEnd();
    void insideNothingKnownIsStarting();
    void aCascadeMeasuresFromWhatItHas();
    void everyConditionHasItsWords();
};

void LagModelTest::levelWithTimesIsStreaming()
{
    LagModel model;
    QCOMPARE(one(model, 0, base, reporting(base, 0.002)), Condition::Streaming);
}

void LagModelTest::levelWithoutTimesIsIdle()
{
    LagModel model;
    const LagSample sample = look(model, 0, base, {reporting(base, std::nullopt)});
    const StandbyLag& lag = sample.standbys.first();
    QCOMPARE(lag.condition, Condition::Idle);
    QCOMPARE(lag.bytes.replay, std::optional(ByteSize(0)));
    QVERIFY(!lag.seconds.replay);
    // Idle for an hour is idle, not stalled.
    QCOMPARE(one(model, 3600, base, reporting(base, std::nullopt)), Condition::Idle);
}

void LagModelTest::closeIsStreaming()
{
    LagModel model;
    const LagSample sample = look(model, 0, base + 500'000, {reporting(base)});
    QCOMPARE(sample.standbys.first().condition, Condition::Streaming);
    QCOMPARE(sample.standbys.first().bytes.replay, std::optional(ByteSize(500'000)));
}

void LagModelTest::theFirstLookDoesNotClaimMotion()
{
    LagModel model;
    QCOMPARE(one(model, 0, base + 5 * megabyte, reporting(base)), Condition::Behind);
    QCOMPARE(one(model, 2, base + 5 * megabyte, reporting(base)), Condition::Behind);
}

void LagModelTest::movingIsCatchingUp()
{
    LagModel model(patient());
    one(model, 0, base + 50 * megabyte, reporting(base));
    QCOMPARE(one(model, 2, base + 50 * megabyte, reporting(base + megabyte)), Condition::CatchingUp);
    QCOMPARE(one(model, 12, base + 50 * megabyte, reporting(base + megabyte)), Condition::CatchingUp);
    QCOMPARE(one(model, 14.5, base + 50 * megabyte, reporting(base + megabyte)), Condition::Stalled);
}

void LagModelTest::notMovingIsStalled()
{
    LagModel model(patient());
    quint64 current = base + 2 * megabyte;
    for (double t = 0; t <= 12; t += 2, current += megabyte)
        QCOMPARE(one(model, t, current, reporting(base)), Condition::Behind);
    QCOMPARE(one(model, 14, current, reporting(base)), Condition::Stalled);
}

void LagModelTest::aLittleBehindForLongIsStalledToo()
{
    LagModel model;
    QCOMPARE(one(model, 0, base + 100, reporting(base, std::nullopt)), Condition::Streaming);
    QCOMPARE(one(model, 13, base + 100, reporting(base, std::nullopt)), Condition::Stalled);
}

void LagModelTest::aPageHeaderIsNoDistance()
{
    LagModel model;
    one(model, 0, base + 40, reporting(base, std::nullopt));
    QCOMPARE(one(model, 60, base + 40, reporting(base, std::nullopt)), Condition::Idle);
}

void LagModelTest::aBurstAfterAQuietTimeIsNoStall()
{
    LagModel model;
    one(model, -2, base, reporting(base - megabyte));
    one(model, 0, base,
        reporting(base, std::nullopt)); // that it moved then says nothing about ten minutes later
    one(model, 600, base, reporting(base, std::nullopt));
    QCOMPARE(one(model, 602, base + 50 * megabyte, reporting(base, std::nullopt)), Condition::Behind);
    QCOMPARE(one(model, 614, base + 50 * megabyte, reporting(base, std::nullopt)), Condition::Stalled);
}

void LagModelTest::motionEndsAStall()
{
    LagModel model;
    one(model, 0, base + 9 * megabyte, reporting(base));
    QCOMPARE(one(model, 20, base + 9 * megabyte, reporting(base)), Condition::Stalled);
    QCOMPARE(one(model, 22, base + 9 * megabyte, reporting(base + megabyte)), Condition::CatchingUp);
    QCOMPARE(one(model, 24, base + 9 * megabyte, reporting(base + 9 * megabyte)), Condition::Streaming);
}

void LagModelTest::oldReplyIsSilentWhateverTheDistance()
{
    LagModel model;
    QCOMPARE(one(model, 0, base, reporting(base, std::nullopt, 34.9)), Condition::Idle);
    QCOMPARE(one(model, 1, base, reporting(base, std::nullopt, 35.9)), Condition::Silent);
    QCOMPARE(one(model, 2, base + 9 * megabyte, reporting(base, std::nullopt, 36.9)), Condition::Silent);
    QCOMPARE(one(model, 3, base + 9 * megabyte, reporting(base, 3.0, 0.1)), Condition::Behind);
}

void LagModelTest::withoutReplyTimesAFrozenStandbyStalls()
{
    LagModel model; // PostgreSQL 10 and 11 have no reply_time
    one(model, 0, base + 9 * megabyte, reporting(base, std::nullopt, std::nullopt));
    QCOMPARE(one(model, 100, base + 9 * megabyte, reporting(base, std::nullopt, std::nullopt)),
             Condition::Stalled);
}

void LagModelTest::nothingReportedYetIsStarting()
{
    LagModel model;
    WalSenderRow row = reporting(base, std::nullopt, std::nullopt);
    row.state = u"startup"_s;
    row.sent = row.write = row.flush = row.replay = std::nullopt;
    const LagSample sample = look(model, 0, base, {row});
    QCOMPARE(sample.standbys.first().condition, Condition::Starting);
    QVERIFY(!sample.standbys.first().bytes.sent);
    QVERIFY(!sample.standbys.first().bytes.replay);
}

void LagModelTest::startingForLongIsSilent()
{
    LagModel model;
    WalSenderRow row = reporting(base, std::nullopt, std::nullopt);
    row.write = row.flush = row.replay = std::nullopt;
    QCOMPARE(one(model, 0, base, row), Condition::Starting);
    QCOMPARE(one(model, 34, base, row), Condition::Starting);
    QCOMPARE(one(model, 36, base, row), Condition::Silent);
}

void LagModelTest::theFirstReportIsNoMove()
{
    LagModel model;
    WalSenderRow row = reporting(base);
    row.write = row.flush = row.replay = std::nullopt;
    one(model, 0, base + 9 * megabyte, row);
    QCOMPARE(one(model, 2, base + 9 * megabyte, reporting(base)), Condition::Behind);
}

void LagModelTest::receiverOnlyHasNoReplayTime()
{
    LagModel model;
    WalSenderRow row = reporting(base, 19.4);
    row.replay = std::nullopt;
    const LagSample sample = look(model, 0, base + 100, {row});
    const StandbyLag& lag = sample.standbys.first();
    QCOMPARE(lag.condition, Condition::ReceiverOnly);
    QVERIFY(!lag.bytes.replay);
    QVERIFY(!lag.seconds.replay);
    QCOMPARE(lag.bytes.write, std::optional(ByteSize(100)));
}

void LagModelTest::aSilentReceiverIsSilent()
{
    LagModel model;
    WalSenderRow row = reporting(base, 19.4, 60);
    row.replay = std::nullopt;
    QCOMPARE(one(model, 0, base, row), Condition::Silent);
}

void LagModelTest::withoutPrivilegeNothingIsZero()
{
    LagModel model;
    WalSenderRow row;
    row.applicationName = u"standby1"_s;
    row.visible = false;
    const LagSample sample = look(model, 0, base, {row});
    const StandbyLag& lag = sample.standbys.first();
    QCOMPARE(lag.condition, Condition::NoPrivilege);
    QVERIFY(!lag.bytes.sent && !lag.bytes.write && !lag.bytes.flush && !lag.bytes.replay);
    QVERIFY(!lag.seconds.write && !lag.seconds.flush && !lag.seconds.replay && !lag.replyAge);
    QCOMPARE(sample.findings.size(), 1);
    // And with it, nothing is complained of.
    QVERIFY(look(model, 2, base, {reporting(base)}).findings.isEmpty());
}

void LagModelTest::theGrantNamesTheQuotedRole()
{
    LagModel model;
    ReplicationRows rows = primaryAt(0, base);
    rows.user = u"odd \"name"_s;
    WalSenderRow row;
    row.visible = false;
    rows.senders = {row};
    const core::Finding finding = model.judge(rows).findings.value(0);
    QCOMPARE(finding.id, u"privilege.monitor"_s);
    QVERIFY2(finding.hint.contains(u"GRANT pg_monitor TO \"odd \"\"name\";"_s), qPrintable(finding.hint));
}

void LagModelTest::twinsAreToldApart()
{
    LagModel model;
    // Two with one name: the first frozen, the second well. They must not lend each other their motion.
    for (double t = 0; t <= 14; t += 2) {
        const quint64 current = base + 9 * megabyte + static_cast<quint64>(t) * megabyte;
        WalSenderRow frozen = reporting(base);
        WalSenderRow well = reporting(current);
        well.pid = 200;
        const LagSample sample = look(model, t, current, {frozen, well});
        QVERIFY(sample.standbys.at(0).id != sample.standbys.at(1).id);
        QCOMPARE(sample.standbys.at(1).condition, Condition::Streaming);
        if (t >= 14)
            QCOMPARE(sample.standbys.at(0).condition, Condition::Stalled);
    }
}

void LagModelTest::aReturningStandbyStartsAnew()
{
    LagModel model;
    one(model, 0, base + 9 * megabyte, reporting(base));
    QCOMPARE(look(model, 2, base + 9 * megabyte, {}).standbys.size(), 0); // seen once: in passing
    QCOMPARE(one(model, 600, base + 99 * megabyte, reporting(base)), Condition::Behind);
}

void LagModelTest::promotionForgetsTheInsideView()
{
    LagModel model;
    const LagSample before = model.judge(standbyAt(0, base, base));
    QCOMPARE(before.role, replication::ServerRole::Standby);
    QCOMPARE(before.standbys.size(), 1);
    const LagSample after = model.judge(primaryAt(2, base + 100));
    QCOMPARE(after.role, replication::ServerRole::Primary);
    QVERIFY(after.standbys.isEmpty());
    QCOMPARE(after.lsn, std::optional(Lsn(base + 100)));
}

void LagModelTest::aClockSetBackMeasuresNothing()
{
    LagModel model(patient());
    one(model, 1000, base + 9 * megabyte, reporting(base));
    QCOMPARE(one(model, 10, base + 9 * megabyte, reporting(base)), Condition::Behind);
    QCOMPARE(one(model, 21, base + 9 * megabyte, reporting(base)), Condition::Behind);
    QCOMPARE(one(model, 23, base + 9 * megabyte, reporting(base)), Condition::Stalled);
}

void LagModelTest::positionsAheadOfTheHeadAreNotNegative()
{
    LagModel model;
    const LagSample sample = look(model, 0, base, {reporting(base + 4096)});
    QCOMPARE(sample.standbys.first().bytes.replay, std::optional(ByteSize(0)));
    QCOMPARE(sample.standbys.first().condition, Condition::Streaming);
}

void LagModelTest::thresholdsAreTaken()
{
    replication::LagThresholds thresholds;
    thresholds.stalledAfter = std::chrono::seconds(1);
    thresholds.silentAfter = std::chrono::seconds(3);
    LagModel model(thresholds);
    one(model, 0, base + 9 * megabyte, reporting(base));
    QCOMPARE(one(model, 2, base + 9 * megabyte, reporting(base, {}, 2.0)), Condition::Stalled);
    QCOMPARE(one(model, 3, base + 9 * megabyte, reporting(base, {}, 3.5)), Condition::Silent);
}

void LagModelTest::slotsKeepWhatIsUnknownUnknown()
{
    LagModel model;
    ReplicationRows rows = primaryAt(0, base + 1000);
    rows.slotRows = {slotRow(u"used"_s, Lsn(base)), slotRow(u"fresh"_s, std::nullopt)};
    rows.slotRows[0].active = true;
    rows.slotRows[0].safeWalSize = ByteSize(5000);
    rows.slotRows[0].confirmed = Lsn(base + 900);
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.slotLags.at(0).retained, std::optional(ByteSize(1000)));
    QCOMPARE(sample.slotLags.at(0).safeWalSize, std::optional(ByteSize(5000)));
    QCOMPARE(sample.slotLags.at(0).unconfirmed, std::optional(ByteSize(100)));
    QVERIFY(!sample.slotLags.at(1).retained && !sample.slotLags.at(1).unconfirmed);
    QVERIFY(!sample.slotLags.at(1).safeWalSize);
}

void LagModelTest::slotsHoldWalNearTheirLimitToo()
{
    constexpr qint64 size = 1 << 20;
    const auto of = [](qint64 retained, std::optional<ByteSize> safe) {
        LagModel model;
        ReplicationRows rows = primaryAt(0, base + static_cast<quint64>(retained));
        rows.slotRows = {slotRow(u"left"_s, Lsn(base))};
        rows.slotRows[0].safeWalSize = safe;
        return model.judge(rows).slotLags.at(0).condition;
    };
    QCOMPARE(of(30 * size, {}), replication::SlotCondition::Unused);
    QCOMPARE(of(65 * size, {}), replication::SlotCondition::HoldingWal);
    // max_slot_wal_keep_size = 40MB: far below 64 MiB, and soon lost
    QCOMPARE(of(30 * size, ByteSize(10 * size)), replication::SlotCondition::HoldingWal);
    QCOMPARE(of(10 * size, ByteSize(30 * size)), replication::SlotCondition::Unused);
}

void LagModelTest::insideStreaming()
{
    LagModel model;
    const LagSample sample = model.judge(standbyAt(0, base, base));
    const StandbyLag& self = sample.standbys.first();
    QCOMPARE(self.viewpoint, replication::Viewpoint::Inside);
    QCOMPARE(self.condition, Condition::Streaming);
    QCOMPARE(self.address, u"primary.example"_s);
    QCOMPARE(self.bytes.replay, std::optional(ByteSize(0)));
    QVERIFY(!self.seconds.replay); // the age of the last commit is not a lag
    QCOMPARE(self.lastReplayedCommitAge, std::optional(31.0));
    QVERIFY(sample.findings.isEmpty());
}

void LagModelTest::insidePausedAndCutOff()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base + 9 * megabyte, base);
    rows.replayPaused = true;
    rows.receiver->lastMessageAgeSeconds = 36;
    LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Silent);
    QVERIFY(sample.standbys.first().replayPaused);
    rows.receiver.reset();
    sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Disconnected);
    QCOMPARE(sample.findings.value(0).id, u"standby.paused"_s);
    QVERIFY(sample.findings.value(0).hint.contains(u"pg_wal_replay_resume"_s));
    // Where the receiver is hidden, that replay is paused is known all the same.
    rows.receiver = postgres::WalReceiverRow();
    rows.receiver->visible = false;
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Paused);
}

void LagModelTest::insidePaused()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base + 9 * megabyte, base);
    rows.replayPaused = true;
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Paused);
    QCOMPARE(sample.standbys.first().bytes.replay,
             std::optional(ByteSize(static_cast<qint64>(9 * megabyte))));
}

void LagModelTest::insideWithoutReceiverIsDisconnectedAndNotZero()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver.reset();
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Disconnected);
    QVERIFY(!sample.standbys.first().bytes.replay);
}

void LagModelTest::insideWithoutReceiverSaysWhatWaits()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base + megabyte, base);
    rows.receiver.reset();
    QCOMPARE(model.judge(rows).standbys.first().bytes.replay,
             std::optional(ByteSize(static_cast<qint64>(megabyte))));
}

void LagModelTest::insideSilentSaysNoZero()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver->lastMessageAgeSeconds = 36;
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Silent);
    QVERIFY(!sample.standbys.first().bytes.replay);
}

void LagModelTest::insideIdleSenderIsAskedLate()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver->lastMessageAgeSeconds = 100;
    rows.receiver->timeout = std::chrono::minutes(5);
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Streaming);
    rows.receiver->lastMessageAgeSeconds = 156;
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Silent);
    // Off: never asked, and an idle sender looks like one that is cut off. Nothing is level then.
    rows.receiver->timeout.reset();
    rows.receiver->lastMessageAgeSeconds = 36;
    const StandbyLag unheard = model.judge(rows).standbys.first();
    QCOMPARE(unheard.condition, Condition::Unheard);
    QVERIFY(!unheard.bytes.replay && !unheard.behind);
    rows.receiver->lastMessageAgeSeconds = 34;
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Streaming);
    // What has arrived and waits is behind all the same.
    rows.receiver->lastMessageAgeSeconds = 132;
    rows.received = Lsn(base + 9 * megabyte);
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Behind);
}

void LagModelTest::aSubscriberMayApplyForLong()
{
    LagModel model;
    // One transaction that takes 100 s to apply: it neither moves nor answers.
    const auto conditionAt = [&model](double seconds, quint64 replayed, double replyAge) {
        ReplicationRows rows = primaryAt(seconds, base + 9 * megabyte);
        WalSenderRow row = reporting(replayed, std::nullopt, replyAge);
        row.sent = Lsn(base + 9 * megabyte);
        rows.senders = {row};
        rows.slotRows = {slotRow(u"shop"_s, Lsn(base))};
        rows.slotRows[0].type = u"logical"_s;
        rows.slotRows[0].active = true;
        rows.slotRows[0].activePid = row.pid;
        return model.judge(rows).standbys.first().condition;
    };
    for (int t = 0; t < 100; t += 2)
        QCOMPARE(conditionAt(t, base, t), Condition::Behind);
    QCOMPARE(conditionAt(100, base + 9 * megabyte, 0), Condition::Idle);
    // And one that does not end.
    LagModel other;
    std::swap(model, other);
    for (int t = 200; t <= 320; t += 2)
        QCOMPARE(conditionAt(t, base, 5), Condition::Behind);
    QCOMPARE(conditionAt(322, base, 5), Condition::Stalled);
    QCOMPARE(conditionAt(324, base, 121), Condition::Silent);
    // From inside.
    ReplicationRows rows = primaryAt(0, base);
    rows.subscriptions = {{u"shop"_s, true, true, Lsn(base), Lsn(base), 100.0}};
    QCOMPARE(LagModel().judge(rows).standbys.first().condition, Condition::Streaming);
    rows.subscriptions[0].lastMessageAgeSeconds = 121;
    QCOMPARE(LagModel().judge(rows).standbys.first().condition, Condition::Silent);
    rows.facts = postgres::ReplicationFacts();
    rows.facts->settings = {{u"wal_receiver_timeout"_s, u"0"_s, 0}};
    QCOMPARE(LagModel().judge(rows).standbys.first().condition, Condition::Unheard);
}

void LagModelTest::insideFedFromAnArchive()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver.reset();
    rows.received.reset();
    rows.facts = postgres::ReplicationFacts();
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Disconnected); // nobody knows
    rows.facts->restoresAlone = false;
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Disconnected);
    rows.facts->restoresAlone = true;
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::FromArchive);
    QVERIFY(!sample.standbys.first().bytes.replay); // how far the primary is, is not known
    QVERIFY(sample.findings.isEmpty());
    rows.replayPaused = true;
    QCOMPARE(model.judge(rows).standbys.first().condition, Condition::Paused);
}

void LagModelTest::insideDelayedBySetting()
{
    LagModel model;
    const auto conditionAt = [&model](double seconds, quint64 received, quint64 replayed, double commitAge) {
        ReplicationRows rows = standbyAt(seconds, received, replayed);
        rows.lastReplayedCommitAgeSeconds = commitAge;
        rows.facts = postgres::ReplicationFacts();
        rows.facts->settings = {{u"recovery_min_apply_delay"_s, u"40s"_s, 40'000}};
        return model.judge(rows).standbys.first().condition;
    };
    // Two quiet minutes, then one transaction.
    for (int t = 0; t < 120; t += 2)
        QCOMPARE(conditionAt(t, base, base, 200 + t), Condition::Streaming);
    for (int t = 120; t < 160; t += 2)
        QCOMPARE(conditionAt(t, base + 5000, base, 200 + t), Condition::Delayed);
    QCOMPARE(conditionAt(160, base + 5000, base + 5000, 40), Condition::Streaming);
    // And one that is not replayed when it is time.
    for (int t = 162; t < 260; t += 2)
        QCOMPARE(conditionAt(t, base + 9000, base + 5000, t - 120), Condition::Delayed);
    QCOMPARE(conditionAt(264, base + 9000, base + 5000, 144), Condition::Stalled);
}

void LagModelTest::insideWithoutPrivilege()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver = postgres::WalReceiverRow();
    rows.receiver->visible = false;
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::NoPrivilege);
    QVERIFY(!sample.standbys.first().bytes.replay);
    QCOMPARE(sample.findings.size(), 1);
    QVERIFY(sample.findings.first().hint.contains(u"GRANT pg_monitor TO \"watcher\";"_s));
    QVERIFY(sample.findings.first().hint.contains(u"primary"_s)); // a standby takes no grants
}

void LagModelTest::insideStallsAndMoves()
{
    LagModel model;
    model.judge(standbyAt(0, base + 9 * megabyte, base));
    QCOMPARE(model.judge(standbyAt(13, base + 9 * megabyte, base)).standbys.first().condition,
             Condition::Stalled);
    QCOMPARE(model.judge(standbyAt(15, base + 9 * megabyte, base + 2 * megabyte)).standbys.first().condition,
             Condition::CatchingUp);
}

void LagModelTest::insideMeasuresAgainstTheSendersEnd()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.receiver->senderEnd = Lsn(base + 5 * megabyte);
    rows.receiver->written = Lsn(base + megabyte);
    const LagSample sample = model.judge(rows);
    const StandbyLag& self = sample.standbys.first();
    QCOMPARE(self.bytes.write, std::optional(ByteSize(static_cast<qint64>(4 * megabyte))));
    QCOMPARE(self.bytes.flush, std::optional(ByteSize(static_cast<qint64>(5 * megabyte))));
    QCOMPARE(self.bytes.replay, std::optional(ByteSize(static_cast<qint64>(5 * megabyte))));
    QCOMPARE(self.condition, Condition::Behind);
}

void LagModelTest::insideNothingKnownIsStarting()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base, base);
    rows.received.reset();
    rows.replayed.reset();
    rows.receiver->senderEnd.reset();
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.first().condition, Condition::Starting);
    QVERIFY(!sample.standbys.first().bytes.replay);
}

void LagModelTest::aCascadeMeasuresFromWhatItHas()
{
    LagModel model;
    ReplicationRows rows = standbyAt(0, base + 1000, base);
    rows.senders = {reporting(base)};
    LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.size(), 2);
    QCOMPARE(sample.standbys.at(1).bytes.replay, std::optional(ByteSize(1000)));
    // Fed from an archive: nothing was received, yet what was replayed can be sent on.
    rows.received.reset();
    rows.replayed = Lsn(base + 2000);
    sample = model.judge(rows);
    QCOMPARE(sample.standbys.at(1).bytes.replay, std::optional(ByteSize(2000)));
    // And without any head there is no distance, not a distance of zero.
    rows.replayed.reset();
    sample = model.judge(rows);
    QVERIFY(!sample.standbys.at(1).bytes.replay);
}

void LagModelTest::everyConditionHasItsWords()
{
    QSet<QString> names;
    for (const Condition condition : replication::allConditions()) {
        names.insert(replication::conditionName(condition));
        QVERIFY(!replication::conditionTitle(condition).isEmpty());
        QVERIFY(replication::conditionSentence(condition).endsWith(u'.') ||
                replication::conditionSentence(condition).endsWith(u';'));
        QVERIFY(replication::conditionRule(condition).endsWith(u'.'));
    }
    QCOMPARE(names.size(), static_cast<int>(Condition::Disabled) + 1);
}

QTEST_GUILESS_MAIN(LagModelTest)
#include "lagmodeltest.moc"
