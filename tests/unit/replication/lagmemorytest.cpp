// SPDX-License-Identifier: GPL-3.0-or-later
// What the model remembers: where the server was when, how fast things move, who was here; and that it stays
// small for days.
#include "replication/lagmodel.h"
#include "support/memoryheld.h"

#include <QtTest>

#include <cmath>

using namespace tidemark;
using namespace Qt::StringLiterals;
using core::ByteSize;
using core::Lsn;
using postgres::ReplicationRows;
using postgres::SlotRow;
using postgres::WalSenderRow;
using replication::Condition;
using replication::LagModel;
using replication::LagSample;
using replication::PositionRing;
using replication::SmoothRate;
using replication::StandbyLag;

namespace {

constexpr quint64 base = 0x3000000;
constexpr quint64 megabyte = 1 << 20;

QDateTime at(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + static_cast<qint64>(seconds * 1000), Qt::UTC);
}

WalSenderRow senderRow(const QString& name, int pid, quint64 replay)
{
    WalSenderRow row;
    row.pid = pid;
    row.applicationName = name;
    row.clientAddress = u"10.0.0.1"_s;
    row.state = u"streaming"_s;
    row.sent = row.write = row.flush = row.replay = Lsn(replay);
    row.replyAgeSeconds = 0.5;
    return row;
}

SlotRow slotFor(const QString& name, int pid)
{
    SlotRow slot;
    slot.name = name;
    slot.type = u"physical"_s;
    slot.active = pid != 0;
    slot.activePid = pid;
    slot.restart = Lsn(base);
    return slot;
}

LagSample look(LagModel& model, double seconds, quint64 current, const QList<WalSenderRow>& senders,
               const QList<SlotRow>& slotRows = {})
{
    ReplicationRows rows;
    rows.serverTime = at(seconds);
    rows.current = Lsn(current);
    rows.senders = senders;
    rows.slotRows = slotRows;
    return model.judge(rows);
}

QStringList idsOf(const LagSample& sample, Condition condition)
{
    QStringList ids;
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.condition == condition)
            ids.append(lag.id);
    }
    return ids;
}

} // namespace

class LagMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ageOfAPosition();
    void theRingStaysSmallAndKnowsOldTimes();
    void theRingBeginsAnew();
    void ofAGapOnlyABoundIsKnown();
    void timeBehindAfterAGapIsABound();
    void ratesAreSmooth();
    void timeBehindGrowsWhileStuck();
    void timeBehindAfterAQuietHour();
    void timeToCatchUp();
    void fallsBehindWhenWrittenFaster();
    void aSurelyStalledOneIsSaidEarly();
    void oneThatDoesNotAnswerToWhatItIsSent();
    void reconnectKeepsTheIdentity();
    void aSlotIsTheIdentity();
    void aSlotGivenLaterIsTheSameStandby();
    void namesakesKeepTheirNumbers();
    void aDeadConnectionIsNoSecondStandby();
    void missingAndBack();
    void passingReceiversAreNotMissed();
    void baseBackupsAreNoStandbys();
    void asleepForHours();
    void aLookAMinute();
    void anotherClusterAtTheAddress();
    void slotConditions();
    void eightHoursInConstantMemory();
};

void LagMemoryTest::ageOfAPosition()
{
    PositionRing ring;
    QVERIFY(!ring.ageOf(Lsn(5), at(0)));
    ring.add(at(0), Lsn(1000));
    ring.add(at(10), Lsn(2000));
    ring.add(at(20), Lsn(2000));
    ring.add(at(30), Lsn(3000));
    QCOMPARE(ring.ageOf(Lsn(3000), at(31))->seconds, 0.0);
    QCOMPARE(ring.ageOf(Lsn(4000), at(31))->seconds, 0.0);
    QCOMPARE(ring.ageOf(Lsn(2500), at(31))->seconds, 6.0);
    QCOMPARE(ring.ageOf(Lsn(2000), at(31))->seconds, 11.0); // until 20 s nothing was behind it
    QCOMPARE(ring.ageOf(Lsn(1500), at(31))->seconds, 26.0);
    QCOMPARE(*ring.ageOf(Lsn(10), at(31)), (replication::TimeBehind{31.0, true}));
}

void LagMemoryTest::theRingStaysSmallAndKnowsOldTimes()
{
    PositionRing ring;
    constexpr int looks = 8 * 3600;
    for (int i = 0; i < looks; ++i)
        ring.add(at(i), Lsn(1000 + static_cast<quint64>(i) * 100));
    QVERIFY(ring.size() <= 4096);
    for (const int age : {3, 60, 600, 3600, 4 * 3600}) {
        const auto known = ring.ageOf(Lsn(1000 + static_cast<quint64>(looks - 1 - age) * 100), at(looks - 1));
        QVERIFY(known && !known->atLeast);
        QVERIFY2(std::abs(known->seconds - age) < 0.01 * age + 0.1,
                 qPrintable(QString::number(known->seconds)));
    }
    PositionRing quiet;
    for (int i = 0; i < looks; ++i)
        quiet.add(at(i), Lsn(1000));
    QVERIFY(quiet.size() <= 2);
}

void LagMemoryTest::theRingBeginsAnew()
{
    PositionRing ring;
    ring.add(at(100), Lsn(1000));
    ring.add(at(110), Lsn(2000));
    ring.add(at(50), Lsn(2100)); // the clock was set back
    QCOMPARE(ring.size(), std::size_t(1));
    ring.add(at(51), Lsn(1500)); // rewound
    QCOMPARE(ring.size(), std::size_t(1));
    QVERIFY(ring.ageOf(Lsn(1000), at(60))->atLeast);
}

void LagMemoryTest::ofAGapOnlyABoundIsKnown()
{
    using replication::TimeBehind;
    PositionRing ring;
    ring.interrupt(); // before the first look there is nothing to be cut off from
    ring.add(at(0), Lsn(1000));
    ring.add(at(2), Lsn(2000));
    ring.interrupt();
    ring.add(at(100), Lsn(5000));
    ring.add(at(102), Lsn(6000));
    QCOMPARE(*ring.ageOf(Lsn(1500), at(103)), (TimeBehind{102, false}));
    QCOMPARE(*ring.ageOf(Lsn(2000), at(103)), (TimeBehind{3, true}));
    QCOMPARE(*ring.ageOf(Lsn(4999), at(103)), (TimeBehind{3, true}));
    QCOMPARE(*ring.ageOf(Lsn(5500), at(103)), (TimeBehind{2, false}));
    // A gap in which nothing was written is none.
    ring.interrupt();
    ring.add(at(500), Lsn(6000));
    ring.add(at(502), Lsn(7000));
    QCOMPARE(*ring.ageOf(Lsn(6000), at(503)), (TimeBehind{3, false}));
    // And it stays one when older points are thinned out.
    for (int i = 0; i < 20'000; ++i)
        ring.add(at(504 + i), Lsn(8000 + static_cast<quint64>(i) * 100));
    const auto old = ring.ageOf(Lsn(3000), at(20'504));
    QVERIFY(old && old->atLeast);
}

void LagMemoryTest::timeBehindAfterAGapIsABound()
{
    LagModel model;
    for (int i = 0; i <= 10; ++i)
        look(model, i, base, {senderRow(u"a"_s, 1, base)});
    // Asleep for a while; somewhere in it 18 MB were written, and the standby does not replay them.
    LagSample sample = look(model, 114, base + 18 * megabyte, {senderRow(u"a"_s, 1, base)});
    QVERIFY(sample.afterGap);
    QCOMPARE(*sample.standbys.first().behind, (replication::TimeBehind{0, true}));
    sample = look(model, 120, base + 18 * megabyte, {senderRow(u"a"_s, 1, base)});
    QCOMPARE(*sample.standbys.first().behind, (replication::TimeBehind{6, true}));
    // The same from inside.
    LagModel inside;
    ReplicationRows rows;
    rows.inRecovery = true;
    rows.receiver = postgres::WalReceiverRow();
    rows.received = rows.replayed = Lsn(base);
    for (int i = 0; i <= 10; ++i) {
        rows.serverTime = at(i);
        inside.judge(rows);
    }
    rows.received = Lsn(base + 18 * megabyte);
    for (const int i : {114, 120}) {
        rows.serverTime = at(i);
        sample = inside.judge(rows);
    }
    QCOMPARE(*sample.standbys.first().behind, (replication::TimeBehind{6, true}));
}

void LagMemoryTest::ratesAreSmooth()
{
    SmoothRate rate;
    QVERIFY(!rate.perSecond());
    rate.add(at(0), Lsn(0));
    QVERIFY(!rate.perSecond());
    for (int i = 1; i <= 60; ++i)
        rate.add(at(i), Lsn(static_cast<quint64>(i) * 1000));
    QVERIFY(std::abs(*rate.perSecond() - 1000) < 1);
    rate.add(at(61), Lsn(60'000));
    QVERIFY(*rate.perSecond() > 850 && *rate.perSecond() < 1000);
    for (int i = 62; i <= 160; ++i)
        rate.add(at(i), Lsn(60'000));
    QVERIFY(*rate.perSecond() < 1);
    rate.interrupt(); // of a gap nothing is measured
    rate.add(at(10'000), Lsn(90'000'000));
    QVERIFY(*rate.perSecond() < 1);
    rate.add(at(5000), Lsn(90'000'001)); // nor of a clock that was set back
    QVERIFY(*rate.perSecond() < 1);
}

void LagMemoryTest::timeBehindGrowsWhileStuck()
{
    LagModel model;
    look(model, 0, base, {senderRow(u"a"_s, 1, base)});
    for (int i = 1; i <= 20; ++i) {
        const LagSample sample =
            look(model, i, base + static_cast<quint64>(i) * megabyte, {senderRow(u"a"_s, 1, base)});
        const auto behind = sample.standbys.first().behind;
        QVERIFY(behind && !behind->atLeast);
        QCOMPARE(behind->seconds, static_cast<double>(i));
        QVERIFY(!sample.standbys.first()
                     .seconds.replay); // the server has measured nothing, and no 0 is made of it
    }
}

void LagMemoryTest::timeBehindAfterAQuietHour()
{
    LagModel model;
    for (int i = 0; i <= 3600; i += 2)
        look(model, i, base, {senderRow(u"a"_s, 1, base)});
    const LagSample sample = look(model, 3602, base + megabyte, {senderRow(u"a"_s, 1, base)});
    QCOMPARE(sample.standbys.first().behind->seconds, 2.0);
}

void LagMemoryTest::timeToCatchUp()
{
    LagModel model;
    LagSample sample;
    for (quint64 i = 0; i <= 60; ++i) // written 1 MB/s, replayed 3 MB/s, 200 MB behind at first
        sample = look(model, static_cast<double>(i), base + (200 + i) * megabyte,
                      {senderRow(u"a"_s, 1, base + 3 * i * megabyte)});
    const StandbyLag& lag = sample.standbys.first();
    QCOMPARE(lag.condition, Condition::CatchingUp);
    QVERIFY(std::abs(*lag.replayRate / static_cast<double>(megabyte) - 3) < 0.01);
    QVERIFY(std::abs(*sample.walRate / static_cast<double>(megabyte) - 1) < 0.01);
    QVERIFY2(std::abs(*lag.catchUpSeconds - 40) < 1,
             qPrintable(QString::number(*lag.catchUpSeconds))); // 80 MB at 2 MB/s
    QVERIFY(!lag.fallsBehind);
}

void LagMemoryTest::fallsBehindWhenWrittenFaster()
{
    LagModel model;
    LagSample sample;
    for (quint64 i = 0; i <= 30; ++i)
        sample = look(model, static_cast<double>(i), base + (10 + 3 * i) * megabyte,
                      {senderRow(u"a"_s, 1, base + i * megabyte)});
    QVERIFY(sample.standbys.first().fallsBehind);
    QVERIFY(!sample.standbys.first().catchUpSeconds);
}

void LagMemoryTest::aSurelyStalledOneIsSaidEarly()
{
    LagModel model;
    look(model, 0, base, {senderRow(u"a"_s, 1, base)});
    QCOMPARE(look(model, 1, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).standbys.first().condition,
             Condition::Behind);
    // It answers at 5 s, and still stands where it stood.
    QCOMPARE(look(model, 5, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).standbys.first().condition,
             Condition::Stalled);
    // One that has not reported since says nothing about now.
    LagModel other;
    WalSenderRow quiet = senderRow(u"a"_s, 1, base);
    look(other, 0, base, {quiet});
    quiet.replyAgeSeconds = 4.9;
    QCOMPARE(look(other, 5, base + 9 * megabyte, {quiet}).standbys.first().condition, Condition::Behind);
}

void LagMemoryTest::oneThatDoesNotAnswerToWhatItIsSent()
{
    LagModel model;
    WalSenderRow frozen = senderRow(u"a"_s, 1, base);
    look(model, 0, base, {frozen});
    frozen.sent = Lsn(base + 9 * megabyte);
    frozen.replyAgeSeconds = 4;
    QCOMPARE(look(model, 4, base + 9 * megabyte, {frozen}).standbys.first().condition, Condition::Stalled);
}

void LagMemoryTest::reconnectKeepsTheIdentity()
{
    LagModel model;
    const QString id = look(model, 0, base, {senderRow(u"a"_s, 1, base)}).standbys.first().id;
    look(model, 2, base, {senderRow(u"a"_s, 1, base)});
    const LagSample gone = look(model, 4, base, {});
    QCOMPARE(idsOf(gone, Condition::Missing), QStringList{id});
    QCOMPARE(gone.standbys.first().lastSeen, at(2));
    QCOMPARE(look(model, 6, base, {senderRow(u"a"_s, 77, base)}).standbys.first().id, id);
}

void LagMemoryTest::aSlotIsTheIdentity()
{
    LagModel model;
    WalSenderRow row = senderRow(u"a"_s, 1, base);
    const QString id = look(model, 0, base, {row}, {slotFor(u"berlin"_s, 1)}).standbys.first().id;
    row.clientAddress = u"10.0.0.99"_s; // another address after a restart
    row.pid = 2;
    const LagSample sample = look(model, 2, base, {row}, {slotFor(u"berlin"_s, 2)});
    QCOMPARE(sample.standbys.size(), 1);
    QCOMPARE(sample.standbys.first().id, id);
    QCOMPARE(sample.standbys.first().slot, u"berlin"_s);
}

void LagMemoryTest::aSlotGivenLaterIsTheSameStandby()
{
    LagModel model;
    look(model, 0, base, {senderRow(u"a"_s, 1, base)});
    look(model, 2, base, {senderRow(u"a"_s, 1, base)});
    look(model, 4, base, {});
    const LagSample sample = look(model, 6, base, {senderRow(u"a"_s, 2, base)}, {slotFor(u"berlin"_s, 2)});
    QCOMPARE(sample.standbys.size(), 1); // nobody is missing
}

void LagMemoryTest::namesakesKeepTheirNumbers()
{
    LagModel model;
    const LagSample first = look(model, 0, base, {senderRow(u"a"_s, 10, base), senderRow(u"a"_s, 20, base)});
    QVERIFY(first.standbys.at(0).id != first.standbys.at(1).id);
    const LagSample swapped =
        look(model, 2, base, {senderRow(u"a"_s, 20, base), senderRow(u"a"_s, 10, base)});
    QCOMPARE(swapped.standbys.at(0).id, first.standbys.at(1).id);
    QCOMPARE(swapped.standbys.at(1).id, first.standbys.at(0).id);
    // The second one reconnects: it is the second one again.
    const LagSample back = look(model, 4, base, {senderRow(u"a"_s, 10, base), senderRow(u"a"_s, 30, base)});
    QCOMPARE(back.standbys.at(1).id, first.standbys.at(1).id);
}

void LagMemoryTest::aDeadConnectionIsNoSecondStandby()
{
    LagModel model;
    for (int i = 0; i < 10; ++i)
        look(model, i, base, {senderRow(u"a"_s, 1, base)});
    for (int i = 10; i < 70; ++i) // the server has not noticed yet that the former connection is dead
        look(model, i, base, {senderRow(u"a"_s, 1, base), senderRow(u"a"_s, 2, base)});
    const LagSample after = look(model, 70, base, {senderRow(u"a"_s, 2, base)});
    QCOMPARE(after.standbys.size(), 1);
    QVERIFY(idsOf(after, Condition::Missing).isEmpty());
}

void LagMemoryTest::missingAndBack()
{
    LagModel model;
    look(model, 0, base, {senderRow(u"a"_s, 1, base), senderRow(u"b"_s, 2, base)});
    look(model, 2, base, {senderRow(u"a"_s, 1, base), senderRow(u"b"_s, 2, base)});
    QCOMPARE(idsOf(look(model, 4, base, {senderRow(u"a"_s, 1, base)}), Condition::Missing).size(), 1);
    QCOMPARE(model.expected().size(), 2);
    model.forget(u"b\n10.0.0.1"_s);
    QVERIFY(idsOf(look(model, 6, base, {senderRow(u"a"_s, 1, base)}), Condition::Missing).isEmpty());
}

void LagMemoryTest::passingReceiversAreNotMissed()
{
    LagModel model;
    WalSenderRow receiver = senderRow(u"pg_receivewal"_s, 1, base);
    receiver.replay.reset();
    for (int i = 0; i < 5; ++i)
        QCOMPARE(look(model, i, base, {receiver}).standbys.first().condition, Condition::ReceiverOnly);
    QVERIFY(look(model, 6, base, {}).standbys.isEmpty());
    for (int i = 7; i < 12; ++i) // with a slot it is an archive that is to run
        look(model, i, base, {receiver}, {slotFor(u"archive"_s, 1)});
    QCOMPARE(idsOf(look(model, 13, base, {}), Condition::Missing).size(), 1);
}

void LagMemoryTest::baseBackupsAreNoStandbys()
{
    LagModel model;
    WalSenderRow data = senderRow(u"tidemark/x"_s, 1, base);
    data.state = u"backup"_s;
    data.sent = data.write = data.flush = data.replay = std::nullopt;
    WalSenderRow wal = senderRow(u"tidemark/x"_s, 2, base);
    wal.replay.reset();
    QVERIFY(look(model, 0, base, {data, wal}).standbys.isEmpty());
    SlotRow temporary = slotFor(u"pg_basebackup_2"_s, 2);
    temporary.temporary = true;
    const LagSample sample = look(model, 2, base, {wal}, {temporary});
    QVERIFY(sample.standbys.isEmpty());
    QVERIFY(sample.slotLags.isEmpty());
    QVERIFY(look(model, 4, base, {senderRow(u"pg_16389_sync_16384_7121"_s, 3, base)}).standbys.isEmpty());
    QCOMPARE(look(model, 6, base, {senderRow(u"a"_s, 4, base)}).standbys.size(), 1);
}

void LagMemoryTest::asleepForHours()
{
    LagModel model;
    for (int i = 0; i < 30; ++i)
        look(model, i, base + static_cast<quint64>(i) * megabyte,
             {senderRow(u"a"_s, 1, base + static_cast<quint64>(i) * megabyte)});
    // Six hours later: much was written, and at this very moment it is a little behind.
    const quint64 now = base + 90'000 * megabyte;
    const LagSample awake = look(model, 6 * 3600, now, {senderRow(u"a"_s, 1, now - 2 * megabyte)});
    QVERIFY(awake.afterGap);
    const StandbyLag& lag = awake.standbys.first();
    QVERIFY(lag.condition != Condition::Stalled);
    QVERIFY(*awake.walRate < 2.0 * megabyte); // the hours are no measurement of now
    const LagSample next = look(model, 6 * 3600 + 2, now, {senderRow(u"a"_s, 1, now)});
    QVERIFY(!next.afterGap);
    // It was level before the gap and stands still behind since some time in it: not stalled at the first
    // look.
    LagModel other;
    look(other, 0, base, {senderRow(u"a"_s, 1, base)});
    QCOMPARE(look(other, 3600, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).standbys.first().condition,
             Condition::Behind);
    // The clock set back is a gap too.
    QVERIFY(look(other, 1800, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).afterGap);
    other.interrupted();
    QVERIFY(look(other, 1801, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).afterGap);
}

void LagMemoryTest::aLookAMinute()
{
    replication::LagThresholds thresholds;
    thresholds.gapAfter = std::chrono::minutes(3);
    LagModel model(thresholds);
    look(model, 0, base, {senderRow(u"a"_s, 1, base)});
    look(model, 60, base, {senderRow(u"a"_s, 1, base)});
    // Level a minute ago, and behind now: since when, nobody knows.
    QCOMPARE(look(model, 120, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).standbys.first().condition,
             Condition::Behind);
    QCOMPARE(look(model, 180, base + 9 * megabyte, {senderRow(u"a"_s, 1, base)}).standbys.first().condition,
             Condition::Stalled);
}

void LagMemoryTest::anotherClusterAtTheAddress()
{
    LagModel model;
    ReplicationRows rows;
    rows.serverTime = at(0);
    rows.current = Lsn(base);
    rows.facts = postgres::ReplicationFacts();
    rows.facts->systemIdentifier = u"1"_s;
    rows.senders = {senderRow(u"a"_s, 1, base)};
    model.judge(rows);
    rows.serverTime = at(1);
    model.judge(rows);
    rows.serverTime = at(2);
    rows.facts->systemIdentifier = u"2"_s;
    rows.senders = {};
    const LagSample sample = model.judge(rows);
    QVERIFY(sample.standbys.isEmpty()); // its standbys are not missing here
    QVERIFY(sample.afterGap);
    QVERIFY(!sample.walRate);
}

void LagMemoryTest::slotConditions()
{
    using replication::SlotCondition;
    LagModel model;
    const auto conditionOf = [&model](const SlotRow& slot, double seconds, quint64 head) {
        return look(model, seconds, head, {}, {slot}).slotLags.first();
    };
    SlotRow slot = slotFor(u"s"_s, 0);
    QCOMPARE(conditionOf(slot, 0, base + megabyte).condition, SlotCondition::Unused);
    QCOMPARE(conditionOf(slot, 1, base + 65 * megabyte).condition, SlotCondition::HoldingWal);
    slot.activePid = 5;
    slot.active = true;
    QCOMPARE(conditionOf(slot, 2, base + 65 * megabyte).condition, SlotCondition::InUse);
    slot.active = false;
    slot.synced = true; // on a standby
    QCOMPARE(conditionOf(slot, 2, base + 65 * megabyte).condition, SlotCondition::InUse);
    slot.synced = false;
    slot.safeWalSize = ByteSize(640 << 20);
    const replication::SlotLag left = conditionOf(slot, 12, base + 129 * megabyte);
    QCOMPARE(left.inactiveSeconds, std::optional(10.0)); // since it was seen in use
    QVERIFY(left.secondsToLoss && *left.secondsToLoss > 10 && *left.secondsToLoss < 120);
    slot.walStatus = u"unreserved"_s;
    QCOMPARE(conditionOf(slot, 14, base + 129 * megabyte).condition, SlotCondition::Endangered);
    slot.walStatus = u"lost"_s;
    slot.restart.reset();
    const replication::SlotLag lost = conditionOf(slot, 16, base + 129 * megabyte);
    QCOMPARE(lost.condition, SlotCondition::Lost);
    QVERIFY(!lost.retained);
}

void LagMemoryTest::eightHoursInConstantMemory()
{
    // Eight hours at 2 s with ten standbys, which reconnect now and then under other process ids and
    // sometimes other names.
    LagModel model;
    qint64 early = 0;
    constexpr int looks = 8 * 1800;
    for (int i = 0; i < looks; ++i) {
        QList<WalSenderRow> senders;
        QList<SlotRow> slotRows;
        const quint64 head = base + static_cast<quint64>(i) * 100'000;
        for (int standby = 0; standby < 10; ++standby) {
            const int pid = 1000 + standby + (i / 600) * 10;
            senders.append(senderRow(u"standby%1"_s.arg(standby), pid, head - 5000));
            if (standby % 2 == 0)
                slotRows.append(slotFor(u"slot%1"_s.arg(standby), pid));
        }
        senders.append(senderRow(u"passing%1"_s.arg(i / 100), 9, head));
        look(model, i * 2, head, senders, slotRows);
        if (i == looks / 4)
            early = test::heldKilobytes();
    }
    QVERIFY(model.expected().size() <= 256);
    const qint64 grown = test::heldKilobytes() - early;
    QVERIFY2(grown < 1024, qPrintable(u"%1 kB more"_s.arg(grown)));
}

QTEST_GUILESS_MAIN(LagMemoryTest)
#include "lagmemorytest.moc"
