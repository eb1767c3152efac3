// SPDX-License-Identifier: GPL-3.0-or-later
// Limits as people write them, and what they and the states come to.
#include "cli/lagthresholds.h"

#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using cli::LagLevel;
using cli::LagLimit;
using core::ByteSize;
using replication::Condition;
using replication::LagSample;
using replication::StandbyLag;

namespace {

StandbyLag standby(const QString& name, Condition condition, std::optional<qint64> bytes,
                   std::optional<double> seconds = {})
{
    StandbyLag lag;
    lag.name = name;
    lag.condition = condition;
    if (bytes)
        lag.bytes.replay = ByteSize(*bytes);
    if (seconds)
        lag.behind = replication::TimeBehind{*seconds, false};
    return lag;
}

LagSample sampleOf(const QList<StandbyLag>& standbys)
{
    LagSample sample;
    sample.standbys = standbys;
    return sample;
}

const LagLimit warn{ByteSize(1000), 10.0};
const LagLimit critical{ByteSize(5000), 60.0};

LagLevel level(const StandbyLag& lag)
{
    return cli::judgeLimits(sampleOf({lag}), warn, critical).level;
}

} // namespace

class LagLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void limitsAreRead();
    void whatIsNoLimit_data();
    void whatIsNoLimit();
    void distances();
    void unknownTimesAreNotZero();
    void whatHasNoRow();
    void howManyAreConnected();
    void criticalOutweighsUnknown();
    void namesakesHaveLabelsOfTheirOwn();
    void pausedAndDisconnected();
    void health();
    void theLineForNagios();
};

void LagLimitsTest::limitsAreRead()
{
    const auto both = cli::parseLagLimit({u"64MB,1.5min"_s}, u"warn"_s);
    QVERIFY(both);
    QCOMPARE(both->bytes, std::optional(ByteSize(64 << 20)));
    QCOMPARE(both->seconds, std::optional(90.0));
    QVERIFY(!cli::parseLagLimit({}, u"warn"_s)->isSet());
    QCOMPARE(cli::parseLagLimit({u"250ms"_s, u"1 TB"_s}, u"warn"_s)->seconds, std::optional(0.25));
}

void LagLimitsTest::whatIsNoLimit_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "64", "MB", "64 parsecs", "-5s", "nan s", "1e400B", "99999999999999TB", "5s,", "5mb"})
        QTest::newRow(text[0] ? text : "empty") << QString::fromLatin1(text);
}

void LagLimitsTest::whatIsNoLimit()
{
    QFETCH(QString, text);
    const auto limit = cli::parseLagLimit({text}, u"warn"_s);
    QVERIFY(!limit);
    QCOMPARE(limit.error().kind, core::ErrorKind::InvalidInput);
}

void LagLimitsTest::distances()
{
    QCOMPARE(level(standby(u"a"_s, Condition::Streaming, 999, 9.9)), LagLevel::Ok);
    QCOMPARE(level(standby(u"a"_s, Condition::Streaming, 1000, 0)), LagLevel::Warning);
    QCOMPARE(level(standby(u"a"_s, Condition::Streaming, 0, 10)), LagLevel::Warning);
    QCOMPARE(level(standby(u"a"_s, Condition::Streaming, 5000)), LagLevel::Critical);
    QCOMPARE(level(standby(u"a"_s, Condition::Streaming, 0, 61)), LagLevel::Critical);
    QCOMPARE(level(standby(u"a"_s, Condition::Missing, std::nullopt)),
             LagLevel::Critical); // unknown is not 0
    QCOMPARE(level(standby(u"a"_s, Condition::NoPrivilege, std::nullopt)), LagLevel::Unknown);
    QCOMPARE(level(standby(u"a"_s, Condition::Unheard, std::nullopt)), LagLevel::Unknown);
    QCOMPARE(cli::judgeLimits(sampleOf({standby(u"a"_s, Condition::Silent, 0)}), warn, {}).level,
             LagLevel::Warning);
    // A receiver has flushed whole files only.
    StandbyLag receiver = standby(u"r"_s, Condition::ReceiverOnly, {});
    receiver.bytes.write = ByteSize(10);
    receiver.bytes.flush = ByteSize(16 << 20);
    QCOMPARE(level(receiver), LagLevel::Ok);
    receiver.bytes.write = ByteSize(1000);
    QCOMPARE(level(receiver), LagLevel::Warning);
    // In a single look our own record says "at least"; then the server's measurement counts.
    StandbyLag lag = standby(u"a"_s, Condition::Behind, 10);
    lag.behind = replication::TimeBehind{0.1, true};
    lag.seconds.replay = 30;
    QCOMPARE(level(lag), LagLevel::Warning);
}

void LagLimitsTest::unknownTimesAreNotZero()
{
    const LagLimit seconds{{}, 30.0};
    const auto of = [&seconds](const StandbyLag& lag) {
        return cli::judgeLimits(sampleOf({lag}), {}, seconds).level;
    };
    StandbyLag lag = standby(u"a"_s, Condition::Paused, 5000);
    lag.behind = replication::TimeBehind{0, true}; // as a single look has it
    QVERIFY(!cli::countedSeconds(lag));
    QCOMPARE(of(lag), LagLevel::Unknown);
    lag.lastReplayedCommitAge = 31;
    QCOMPARE(of(lag), LagLevel::Unknown);
    lag.lastReplayedCommitAge = 29; // it cannot be more
    QCOMPARE(of(lag), LagLevel::Ok);
    lag.lastReplayedCommitAge.reset();
    lag.condition = Condition::Streaming;
    QCOMPARE(of(lag), LagLevel::Ok); // closely behind
    lag.bytes.replay = ByteSize(2 << 20);
    QCOMPARE(of(lag), LagLevel::Unknown);
    lag.behind->seconds = 3;
    QCOMPARE(cli::countedSeconds(lag), std::optional(3.0));
    QCOMPARE(of(lag), LagLevel::Ok);
}

void LagLimitsTest::whatHasNoRow()
{
    const auto of = [](const LagSample& sample) { return cli::judgeLimits(sample, warn, critical).level; };
    QCOMPARE(of(sampleOf({})), LagLevel::Warning);
    QCOMPARE(cli::judgeLimits(sampleOf({}), {}, {}).level, LagLevel::Ok);

    LagSample sample = sampleOf({standby(u"a"_s, Condition::Idle, 0)});
    replication::SlotLag slot;
    slot.name = u"berlin"_s;
    slot.condition = replication::SlotCondition::Unused;
    slot.retained = ByteSize(999);
    sample.slotLags = {slot};
    QCOMPARE(of(sample), LagLevel::Ok);
    sample.slotLags[0].retained = ByteSize(1000);
    QCOMPARE(of(sample), LagLevel::Warning);
    QVERIFY(cli::judgeLimits(sample, warn, critical).reasons.first().contains(u"berlin"));
    sample.slotLags[0].condition = replication::SlotCondition::HoldingWal;
    sample.slotLags[0].retained = ByteSize(5000);
    QCOMPARE(of(sample), LagLevel::Critical);
    sample.slotLags[0].condition = replication::SlotCondition::InUse; // its reader has a row
    QCOMPARE(of(sample), LagLevel::Ok);
    sample.slotLags[0].condition = replication::SlotCondition::Lost;
    sample.slotLags[0].retained.reset();
    QCOMPARE(of(sample), LagLevel::Critical);
    QCOMPARE(cli::judgeLimits(sample, warn, {}).level, LagLevel::Warning);

    sample.slotLags.clear();
    sample.findings = {{core::Severity::Blocker, u"sync.nobody"_s, u"They wait."_s, {}, {}}};
    QCOMPARE(of(sample), LagLevel::Critical);
    sample.findings = {{core::Severity::Warning, u"archiver.failing"_s, u"It fails."_s, {}, {}}};
    QCOMPARE(of(sample), LagLevel::Ok);
    QCOMPARE(cli::judgeHealth(sample, {}, {}).level, LagLevel::Warning);
}

void LagLimitsTest::howManyAreConnected()
{
    LagSample sample =
        sampleOf({standby(u"a"_s, Condition::Idle, 0), standby(u"b"_s, Condition::Missing, {}),
                  standby(u"c"_s, Condition::ReceiverOnly, {}),
                  standby(u"d"_s, Condition::CatchingUp, 1 << 30), standby(u"e"_s, Condition::Silent, {})});
    sample.standbys.append(standby(u"this standby"_s, Condition::Streaming, 0));
    sample.standbys.last().viewpoint = replication::Viewpoint::Inside;
    QCOMPARE(cli::connectedStandbys(sample), 2);
    cli::LagJudgement judgement;
    cli::judgeCount(sample, 2, judgement);
    QCOMPARE(judgement.level, LagLevel::Ok);
    cli::judgeCount(sample, 3, judgement);
    QCOMPARE(judgement.level, LagLevel::Critical);
    QCOMPARE(judgement.reasons, QStringList(u"standbys that are connected: 2 of 3"_s));
}

void LagLimitsTest::pausedAndDisconnected()
{
    LagSample sample;
    sample.standbys = {standby(u"a"_s, Condition::Disconnected, 5)};
    sample.standbys[0].replayPaused = true;
    const cli::LagJudgement judgement = cli::judgeHealth(sample, {}, {});
    QCOMPARE(judgement.level, LagLevel::Critical);
    QCOMPARE(judgement.reasons, (QStringList{u"a: Disconnected"_s, u"a: Paused"_s}));
}

void LagLimitsTest::namesakesHaveLabelsOfTheirOwn()
{
    const auto named = [](const QString& id, const QString& name, const QString& address,
                          const QString& slot) {
        StandbyLag lag = standby(name, Condition::Streaming, 5);
        lag.id = id;
        lag.address = address;
        lag.slot = slot;
        return lag;
    };
    LagSample sample;
    sample.standbys = {named(u"s1\n10.0.0.1\n2"_s, u"s1"_s, u"10.0.0.1"_s, {}),
                       named(u"s1\n10.0.0.1"_s, u"s1"_s, u"10.0.0.1"_s, {}),
                       named(u"slot\nx"_s, u"s1"_s, u"10.0.0.1"_s, u"x"_s),
                       named(u"s1\n10.0.0.2"_s, u"s1"_s, u"10.0.0.2"_s, {}),
                       named(u"s2\n"_s, u"s2"_s, {}, {}),
                       named(u"s3\n"_s, u"s3"_s, {}, {}),
                       named(u"s3\n\n2"_s, u"s3"_s, {}, {})};
    const QString line = cli::nagiosLine(sample, {}, {}, {});
    for (const QString& label :
         {u"'s1 10.0.0.1 #1 bytes'="_s, u"'s1 10.0.0.1 #2 bytes'="_s, u"'s1 x bytes'="_s,
          u"'s1 10.0.0.2 bytes'="_s, u"'s2 bytes'="_s, u"'s3 #1 bytes'="_s, u"'s3 #2 bytes'="_s})
        QVERIFY2(line.count(label) == 1, qPrintable(label + u" in "_s + line));
}

void LagLimitsTest::criticalOutweighsUnknown()
{
    const auto judgement = cli::judgeLimits(
        sampleOf({standby(u"a"_s, Condition::NoPrivilege, {}), standby(u"b"_s, Condition::Streaming, 9000)}),
        warn, critical);
    QCOMPARE(judgement.level, LagLevel::Critical);
    QVERIFY(judgement.reasons.first().contains(u"b"));
}

void LagLimitsTest::health()
{
    const auto of = [](const LagSample& sample) { return cli::judgeHealth(sample, {}, {}).level; };
    QCOMPARE(of(sampleOf({standby(u"a"_s, Condition::Idle, 0)})), LagLevel::Ok);
    QCOMPARE(of(sampleOf({standby(u"a"_s, Condition::Paused, 0)})), LagLevel::Warning);
    QCOMPARE(of(sampleOf({standby(u"a"_s, Condition::Silent, 0)})), LagLevel::Critical);
    QCOMPARE(of(sampleOf({})), LagLevel::Warning);
    LagSample sample = sampleOf({standby(u"a"_s, Condition::Idle, 0)});
    replication::SlotLag slot;
    slot.condition = replication::SlotCondition::HoldingWal;
    sample.slotLags = {slot};
    QCOMPARE(of(sample), LagLevel::Warning);
    sample.slotLags[0].condition = replication::SlotCondition::Lost;
    QCOMPARE(of(sample), LagLevel::Critical);
    sample.slotLags.clear();
    sample.findings = {{core::Severity::Blocker, u"sync.nobody"_s, u"They wait."_s, {}, {}}};
    QCOMPARE(of(sample), LagLevel::Critical);
}

void LagLimitsTest::theLineForNagios()
{
    LagSample sample = sampleOf({standby(u"it's|a=b"_s, Condition::Streaming, 1500, 2.5)});
    const auto judgement = cli::judgeHealth(sample, warn, critical);
    const QString line = cli::nagiosLine(sample, judgement, warn, critical);
    QVERIFY2(line.startsWith(u"LAG WARNING - "), qPrintable(line));
    QCOMPARE(line.count(u'|'), 1);
    QVERIFY2(line.endsWith(u"| 'it''s_a_b bytes'=1500B;1000;5000;0 'it''s_a_b seconds'=2.500s;10;60;0"_s),
             qPrintable(line));
}

QTEST_GUILESS_MAIN(LagLimitsTest)
#include "laglimitstest.moc"
