// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagjson.h"

#include "replication/lagrecorder.h"

#include <QJsonArray>
#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;

class LagJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unknownIsNullAndZeroIsZero();
    void unknownTimesAreNotRecorded();
};

void LagJsonTest::unknownIsNullAndZeroIsZero()
{
    replication::LagSample sample;
    sample.serverTime = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    sample.lsn = core::Lsn(0x3000060);
    replication::StandbyLag lag;
    lag.name = u"standby1"_s;
    lag.condition = replication::Condition::ReceiverOnly;
    lag.bytes.write = core::ByteSize(0);
    lag.seconds.write = 0.25;
    sample.standbys.append(lag);
    replication::SlotLag kept;
    kept.name = u"kept"_s;
    kept.walStatus = u"lost"_s;
    sample.slotLags.append(kept);

    const QJsonObject object = replication::toJson(sample);
    QCOMPARE(object.value(u"role"_s).toString(), u"primary"_s);
    QCOMPARE(object.value(u"lsn"_s).toString(), u"0/3000060"_s);
    const QJsonObject standby = object.value(u"standbys"_s).toArray().at(0).toObject();
    QCOMPARE(standby.value(u"condition"_s).toString(), u"receiverOnly"_s);
    const QJsonObject bytes = standby.value(u"bytes"_s).toObject();
    QCOMPARE(bytes.value(u"write"_s), QJsonValue(0));
    QVERIFY(bytes.value(u"replay"_s).isNull());
    QVERIFY(bytes.value(u"sent"_s).isNull());
    QCOMPARE(standby.value(u"seconds"_s).toObject().value(u"write"_s).toDouble(), 0.25);
    QVERIFY(standby.value(u"seconds"_s).toObject().value(u"replay"_s).isNull());
    QVERIFY(standby.value(u"replyAge"_s).isNull());
    const QJsonObject slot = object.value(u"slots"_s).toArray().at(0).toObject();
    QVERIFY(slot.value(u"retainedBytes"_s).isNull());
    QCOMPARE(slot.value(u"active"_s), QJsonValue(false));
    QCOMPARE(slot.value(u"walStatus"_s).toString(), u"lost"_s);
    QVERIFY(object.value(u"findings"_s).toArray().isEmpty());
}

void LagJsonTest::unknownTimesAreNotRecorded()
{
    const auto recorded = [](std::optional<replication::TimeBehind> behind, std::optional<double> measured) {
        replication::LagSample sample;
        replication::StandbyLag lag;
        lag.bytes.replay = core::ByteSize(10 << 20);
        lag.behind = behind;
        lag.seconds.replay = measured;
        sample.standbys.append(lag);
        const auto quantity = static_cast<std::size_t>(store::LagQuantity::SecondsBehind);
        return replication::historyRows(sample).at(1).values.at(quantity);
    };
    using replication::TimeBehind;
    // The first look at a standby that is behind has no earlier one to compare with.
    QVERIFY(!recorded(TimeBehind{0, true}, {}));
    QVERIFY(!recorded({}, {}));
    QCOMPARE(recorded(TimeBehind{0, true}, 7.0), std::optional(7.0));
    QCOMPARE(recorded(TimeBehind{9, true}, 7.0), std::optional(9.0));
    QCOMPARE(recorded(TimeBehind{0, false}, 7.0), std::optional(0.0)); // level
}

QTEST_GUILESS_MAIN(LagJsonTest)
#include "lagjsontest.moc"
