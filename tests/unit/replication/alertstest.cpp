// SPDX-License-Identifier: GPL-3.0-or-later
// When alerts are raised and end, what is logged of them, and how they reach a program and a webhook.
#include "replication/alertcommandline.h"
#include "replication/alertwatch.h"
#include "replication/lagmodel.h"
#include "replication/lagrecorder.h"
#include "store/sqlitefile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::ByteSize;
using replication::AlertCause;
using replication::AlertEvent;
using replication::AlertPolicy;
using replication::AlertRules;
using replication::Condition;
using replication::LagSample;
using replication::StandbyLag;

namespace {

QDateTime at(qint64 seconds)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + seconds * 1000, Qt::UTC);
}

StandbyLag standby(const QString& name, Condition condition, qint64 behind)
{
    StandbyLag lag;
    lag.id = u"slot\n"_s + name;
    lag.name = name;
    lag.condition = condition;
    lag.bytes.replay = ByteSize(behind);
    return lag;
}

LagSample sampleOf(const QList<StandbyLag>& standbys)
{
    LagSample sample;
    sample.standbys = standbys;
    return sample;
}

constexpr qint64 gigabyte = qint64(1) << 30;

/// "raised standbyStuck berlin; ended …" of looks from `from` to `to` seconds, one each second.
QStringList feed(AlertPolicy& policy, const core::Result<LagSample>& look, qint64 from, qint64 to)
{
    QStringList said;
    for (qint64 t = from; t <= to; ++t) {
        for (const AlertEvent& event : policy.feed(look, at(t)))
            said.append(QStringList{event.kind == AlertEvent::Kind::Raised ? u"raised"_s : u"ended"_s,
                                    replication::alertCauseName(event.alert.cause), event.alert.subjectName,
                                    QString::number(t)}
                            .join(u' '));
    }
    return said;
}

/// A web server that takes one request and answers with a status line.
class Hook : public QTcpServer
{
public:
    explicit Hook(QByteArray answer)
        : m_answer(std::move(answer))
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                received += socket->readAll();
                const qsizetype body = received.indexOf("\r\n\r\n");
                if (body >= 0 && received.endsWith('}')) {
                    socket->write(m_answer);
                    socket->disconnectFromHost();
                }
            });
        });
        listen(QHostAddress::LocalHost);
    }
    QString address() const { return u"http://127.0.0.1:%1/secret/path"_s.arg(serverPort()); }
    QByteArray received;

private:
    QByteArray m_answer;
};

AlertEvent anEvent()
{
    AlertEvent event;
    event.when = at(60);
    event.alert.cause = AlertCause::StandbyStuck;
    event.alert.subjectName = u"ber\"lin; $(rm -rf /)"_s;
    event.alert.sentence = u"über 'all' \\ things"_s;
    event.alert.bytes = ByteSize(12345);
    event.alert.since = at(30);
    return event;
}

} // namespace

class AlertsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lastsBeforeItIsRaised();
    void aShortOneIsNoAlert();
    void hysteresis();
    void oneCauseNotThree();
    void noStandbyIsLeft();
    void aGraverOneEndsNothing();
    void slotsAndArchiver();
    void commitsThatWaitForMore();
    void aBlindWatchIsSaid();
    void anErrorEndsNothing();
    void sleepIsNoDuration();
    void switchedOff();
    void rulesTravelAsJson();
    void rulesAreChecked();
    void commandLinesKeepTheirWords();
    void aRestartDoesNotRaiseAgain();
    void aRestartKnowsWhoIsMissing();
    void aForgottenStandbyIsNotExpected();
    void anOlderLogIsTakenOver();
    void theCommandGetsValuesAsTheyAre();
    void aFailingCommandIsSaid();
    void theWebhookGetsJson();
    void whatIsRaisedIsDeliveredBeforeTheEnd();
    void whatFailsIsTriedAgain();
    void bothOutcomesAreKept();
    void oneWatcherDelivers();
    void aRefusingWebhookIsSaidWithoutItsSecret();
};

void AlertsTest::lastsBeforeItIsRaised()
{
    AlertPolicy policy;
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    QCOMPARE(feed(policy, stuck, 0, 100), QStringList{u"raised standbyStuck berlin 30"_s});
    QCOMPARE(policy.lasting().size(), 1);
    QCOMPARE(policy.lasting().first().since, at(0));
    QCOMPARE(feed(policy, sampleOf({standby(u"berlin"_s, Condition::Streaming, 0)}), 101, 200),
             QStringList{u"ended standbyStuck berlin 131"_s});
    QVERIFY(policy.lasting().isEmpty());
}

void AlertsTest::aShortOneIsNoAlert()
{
    AlertPolicy policy;
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    const auto well = sampleOf({standby(u"berlin"_s, Condition::Streaming, 0)});
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(feed(policy, stuck, i * 60, i * 60 + 29), QStringList());
        QCOMPARE(feed(policy, well, i * 60 + 30, i * 60 + 59), QStringList());
    }
    // A short relief does not end one.
    QCOMPARE(feed(policy, stuck, 1000, 1100).size(), 1);
    QCOMPARE(feed(policy, well, 1101, 1120), QStringList());
    QCOMPARE(feed(policy, stuck, 1121, 1200), QStringList());
    QCOMPARE(policy.lasting().size(), 1);
}

void AlertsTest::hysteresis()
{
    AlertPolicy policy;
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, gigabyte - 1)}), 0, 100),
             QStringList());
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, gigabyte)}), 101, 200),
             QStringList{u"raised standbyBehind a 131"_s});
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, gigabyte * 9 / 10)}), 201, 400),
             QStringList());
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, gigabyte * 7 / 10)}), 401, 500),
             QStringList{u"ended standbyBehind a 431"_s});
}

void AlertsTest::oneCauseNotThree()
{
    AlertRules rules;
    rules.behindTime = 10s;
    AlertPolicy policy(rules);
    StandbyLag lag = standby(u"a"_s, Condition::Paused, 2 * gigabyte);
    lag.behind = replication::TimeBehind{500, false};
    QCOMPARE(feed(policy, sampleOf({lag}), 0, 100), QStringList{u"raised standbyStuck a 30"_s});
    AlertPolicy delayed(rules);
    lag.condition = Condition::Delayed; // on purpose
    lag.bytes.replay = ByteSize(5000);
    QCOMPARE(feed(delayed, sampleOf({lag}), 0, 100), QStringList());
    lag.condition = Condition::CatchingUp;
    QCOMPARE(feed(delayed, sampleOf({lag}), 101, 200), QStringList{u"raised standbyBehind a 131"_s});
}

void AlertsTest::noStandbyIsLeft()
{
    AlertPolicy policy;
    const StandbyLag gone = standby(u"a"_s, Condition::Missing, 0);
    QCOMPARE(feed(policy, sampleOf({standby(u"b"_s, Condition::Streaming, 0), gone}), 0, 60),
             QStringList{u"raised standbyMissing a 30"_s});
    // The second one goes too: one alert for it, and the first one is still gone.
    const StandbyLag bGone = standby(u"b"_s, Condition::Missing, 0);
    QCOMPARE(feed(policy, sampleOf({bGone, gone}), 61, 160), QStringList{u"raised noStandby  91"_s});
    QCOMPARE(policy.lasting().size(), 2);
    QVERIFY(policy.lasting().first().sentence.contains(u"a"));
    // One comes back, then the other.
    const StandbyLag b = standby(u"b"_s, Condition::Streaming, 0);
    QCOMPARE(feed(policy, sampleOf({b, gone}), 161, 260), QStringList{u"ended noStandby  191"_s});
    QCOMPARE(feed(policy, sampleOf({b, standby(u"a"_s, Condition::Streaming, 0)}), 261, 360),
             QStringList{u"ended standbyMissing a 291"_s});
    // One that will not come back is forgotten: that ends it, too.
    QCOMPARE(feed(policy, sampleOf({bGone, gone}), 361, 460), QStringList{u"raised noStandby  391"_s});
    QCOMPARE(feed(policy, sampleOf({}), 461, 560), QStringList{u"ended noStandby  491"_s});
}

void AlertsTest::aGraverOneEndsNothing()
{
    AlertPolicy policy;
    const StandbyLag other = standby(u"b"_s, Condition::Streaming, 0);
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, 2 * gigabyte), other}), 0, 60),
             QStringList{u"raised standbyBehind a 30"_s});
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::Stalled, 2 * gigabyte), other}), 61, 160),
             QStringList{u"raised standbyStuck a 91"_s});
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::NoPrivilege, 0), other}), 161, 260),
             QStringList());
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::Missing, 0), other}), 261, 360),
             QStringList{u"raised standbyMissing a 291"_s});
    QCOMPARE(policy.lasting().size(), 3);
    QStringList said = feed(policy, sampleOf({standby(u"a"_s, Condition::Streaming, 0), other}), 361, 460);
    said.sort();
    QCOMPARE(said, (QStringList{u"ended standbyBehind a 391"_s, u"ended standbyMissing a 391"_s,
                                u"ended standbyStuck a 391"_s}));
    // That it gets on again is news, also while it is far behind.
    QCOMPARE(
        feed(policy, sampleOf({standby(u"a"_s, Condition::Stalled, 2 * gigabyte), other}), 461, 560).size(),
        1);
    said = feed(policy, sampleOf({standby(u"a"_s, Condition::CatchingUp, 2 * gigabyte), other}), 561, 660);
    said.sort();
    QCOMPARE(said, (QStringList{u"ended standbyStuck a 591"_s, u"raised standbyBehind a 591"_s}));
    // What is not watched any more holds nothing open.
    AlertRules rules;
    rules.behindBytes.reset();
    policy.setRules(rules);
    QCOMPARE(feed(policy, sampleOf({standby(u"a"_s, Condition::Missing, 0), other}), 661, 691),
             (QStringList{u"raised standbyMissing a 691"_s, u"ended standbyBehind a 691"_s}));
}

void AlertsTest::slotsAndArchiver()
{
    AlertPolicy policy;
    LagSample sample;
    replication::SlotLag slot;
    slot.name = u"left"_s;
    slot.retained = ByteSize(6 * gigabyte);
    slot.condition = replication::SlotCondition::HoldingWal;
    sample.slotLags = {slot};
    QCOMPARE(feed(policy, sample, 0, 60), QStringList{u"raised slotHoldsWal left 30"_s});
    QVERIFY(policy.lasting().first().hint.startsWith(u"Nobody reads"));
    sample.slotLags[0].condition = replication::SlotCondition::InUse; // by a slow reader
    QCOMPARE(feed(policy, sample, 60, 61), QStringList());
    QVERIFY(policy.lasting().first().hint.startsWith(u"Its reader is connected"));
    sample.slotLags[0].unconfirmed = ByteSize(5000); // the reader of a logical one has all that was committed
    QCOMPARE(feed(policy, sample, 61, 61), QStringList());
    QVERIFY2(policy.lasting().first().hint.contains(u"pg_prepared_xacts"),
             qPrintable(policy.lasting().first().hint));
    sample.slotLags[0].condition = replication::SlotCondition::Lost;
    sample.slotLags[0].retained.reset();
    sample.slotLags[0].unconfirmed.reset();
    sample.findings = {{core::Severity::Warning, u"archiver.failing"_s, u"It fails."_s, u"Look."_s, {}},
                       {core::Severity::Blocker, u"sync.nobody"_s, u"They wait."_s, u"Bring it back."_s, {}}};
    QStringList said = feed(policy, sample, 61, 160);
    said.sort();
    QCOMPARE(said, (QStringList{u"raised archiverFailing  91"_s, u"raised commitsWait  91"_s,
                                u"raised slotLost left 91"_s}));
    said = feed(policy, LagSample(), 161, 260); // the slot is dropped
    said.sort();
    QCOMPARE(said, (QStringList{u"ended archiverFailing  191"_s, u"ended commitsWait  191"_s,
                                u"ended slotHoldsWal left 191"_s, u"ended slotLost left 191"_s}));
}

void AlertsTest::commitsThatWaitForMore()
{
    AlertPolicy policy;
    LagSample sample;
    sample.findings = {{core::Severity::Blocker, u"sync.tooFew"_s, u"They wait."_s, u"Bring it back."_s, {}}};
    QCOMPARE(feed(policy, sample, 0, 60), QStringList{u"raised commitsWait  30"_s});
    sample.findings[0].id = u"sync.nobody"_s; // the other goes, too: the same alert
    QCOMPARE(feed(policy, sample, 61, 160), QStringList());
}

void AlertsTest::aBlindWatchIsSaid()
{
    AlertPolicy policy;
    const LagSample seen = sampleOf({standby(u"a"_s, Condition::Stalled, 20 << 20)});
    QCOMPARE(feed(policy, seen, 0, 60).size(), 1);
    LagSample hidden = sampleOf({standby(u"a"_s, Condition::NoPrivilege, 0)});
    hidden.findings = {
        {core::Severity::Warning, u"privilege.monitor"_s, u"May not see."_s, u"GRANT …"_s, {}}};
    QCOMPARE(feed(policy, hidden, 61, 160), QStringList{u"raised noPrivilege  91"_s});
    QCOMPARE(policy.lasting().size(), 2); // that it gets on again was not seen
    QCOMPARE(feed(policy, seen, 161, 260), QStringList{u"ended noPrivilege  191"_s});
}

void AlertsTest::anErrorEndsNothing()
{
    AlertPolicy policy;
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    QCOMPARE(feed(policy, stuck, 0, 60).size(), 1);
    const core::Error gone{core::ErrorKind::ConnectionFailed, u"It is gone."_s, {}, {}};
    QCOMPARE(feed(policy, gone, 61, 200), QStringList{u"raised serverUnreachable  91"_s});
    QCOMPARE(policy.lasting().size(), 2);
    QCOMPARE(feed(policy, stuck, 201, 300), QStringList{u"ended serverUnreachable  231"_s});
    QCOMPARE(policy.lasting().size(), 1);
    QCOMPARE(feed(policy, core::cancelledError(), 301, 400), QStringList());
}

void AlertsTest::sleepIsNoDuration()
{
    AlertPolicy policy;
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    QCOMPARE(feed(policy, stuck, 0, 5), QStringList());
    QCOMPARE(feed(policy, stuck, 36'000, 36'029), QStringList()); // ten hours asleep
    QCOMPARE(feed(policy, stuck, 36'030, 36'060).size(), 1);
    QCOMPARE(feed(policy, stuck, 10, 100), QStringList()); // and with the clock set back
    QCOMPARE(policy.lasting().size(), 1);
}

void AlertsTest::switchedOff()
{
    AlertPolicy policy;
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    QCOMPARE(feed(policy, stuck, 0, 60).size(), 1);
    AlertRules off;
    off.enabled = false;
    policy.setRules(off);
    QCOMPARE(feed(policy, stuck, 61, 62), QStringList{u"ended standbyStuck berlin 61"_s});
    AlertRules none;
    none.stuckBytes.reset();
    AlertPolicy other(none);
    QCOMPARE(feed(other, stuck, 0, 60), QStringList());
}

void AlertsTest::rulesTravelAsJson()
{
    AlertRules rules;
    rules.stuckBytes.reset();
    rules.behindTime = 90s;
    rules.slotBytes = ByteSize(123456789012);
    rules.minimumDuration = 5s;
    rules.command = {u"/usr/local/bin/al ert"_s, u"-x"_s};
    rules.webhook = u"https://example.org/hook"_s;
    QCOMPARE(AlertRules::fromJson(rules.toJson()), rules);
    QCOMPARE(AlertRules::fromJson({}), AlertRules());
    QCOMPARE(AlertRules::fromJson({{u"stuckBytes"_s, u"many"_s},
                                   {u"clearBelow"_s, 7},
                                   {u"minimumSeconds"_s, -5},
                                   {u"behindSeconds"_s, -1}}),
             AlertRules());
}

void AlertsTest::rulesAreChecked()
{
    AlertRules rules;
    QVERIFY(replication::validate(rules).isEmpty());
    rules.command = {u"alert.sh"_s};
    rules.webhook = u"ftp://example.org"_s;
    QCOMPARE(replication::validate(rules).size(), 2);
    rules.webhook = u"https:///nowhere"_s;
    QCOMPARE(replication::validate(rules).size(), 2);
}

void AlertsTest::commandLinesKeepTheirWords()
{
    const QList<QStringList> commands{{},
                                      {u"/bin/true"_s},
                                      {u"/opt/on alert"_s, u"a b"_s, {}, u"--x=\"y\""_s},
                                      {u"/bin/x"_s, u"\""_s, u"\"\""_s, u"a\tb\nc"_s, u"über $(x)"_s, {}}};
    for (const QStringList& words : commands)
        QCOMPARE(replication::alertCommandWords(replication::alertCommandLine(words)), words);
    QCOMPARE(replication::alertCommandWords(u"  /bin/x   one \"two  three\" "_s),
             (QStringList{u"/bin/x"_s, u"one"_s, u"two  three"_s}));
    QCOMPARE(replication::alertCommandLine({u"/bin/x"_s, u"one"_s}), u"/bin/x one"_s);
}

void AlertsTest::aRestartDoesNotRaiseAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, 20 << 20)});
    const auto well = sampleOf({standby(u"berlin"_s, Condition::Streaming, 0)});
    int raised = 0;
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
        for (qint64 t = 0; t < 60; ++t)
            raised += static_cast<int>(watch.feed(stuck, at(t)).size());
        QVERIFY2(!watch.problem(), qPrintable(watch.problem() ? watch.problem()->toText() : QString()));
    }
    QCOMPARE(raised, 1);
    replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
    QCOMPARE(watch.feed(stuck, at(100)).size(), 0);
    QCOMPARE(watch.lasting().size(), 1);
    for (qint64 t = 101; t < 160; ++t) {
        for (const AlertEvent& event : watch.feed(well, at(t)))
            QCOMPARE(event.kind, AlertEvent::Kind::Ended);
    }
    const auto log = store::AlertLog::open(path);
    QVERIFY(log);
    const auto logged = log->recent({}, 10);
    QVERIFY(logged);
    QCOMPARE(logged->size(), 1);
    QCOMPARE(logged->first().cause, u"standbyStuck"_s);
    QCOMPARE(logged->first().raised, at(30));
    QCOMPARE(logged->first().ended, at(131));
    QVERIFY(log->lasting(u"server"_s)->isEmpty());
    QVERIFY(log->recent(u"other"_s, 10)->isEmpty());
}

void AlertsTest::aRestartKnowsWhoIsMissing()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    const QString history = folder.filePath(u"lag.sqlite"_s);
    const auto feedAll = [](replication::AlertWatch& watch, const LagSample& sample, qint64 from, qint64 to) {
        qsizetype events = 0;
        for (qint64 t = from; t < to; ++t)
            events += watch.feed(sample, at(t)).size();
        return events;
    };
    QVERIFY(replication::expectedStandbys(u"server"_s, history, path).isEmpty());
    QVERIFY(!QFile::exists(path) && !QFile::exists(history)); // asking writes nothing
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
        const auto gone =
            sampleOf({standby(u"a"_s, Condition::Missing, 0), standby(u"b"_s, Condition::Missing, 0)});
        QCOMPARE(feedAll(watch, gone, 0, 60), 1);
    }
    const auto expected = replication::expectedStandbys(u"server"_s, history, path);
    QCOMPARE(expected.size(), 2);
    QVERIFY(replication::expectedStandbys(u"another"_s, history, path).isEmpty());
    // The same server as a new run sees it: nobody is connected.
    replication::LagModel model;
    model.expect(expected);
    postgres::ReplicationRows rows;
    rows.serverTime = at(100);
    rows.current = core::Lsn(0x3000000);
    const LagSample sample = model.judge(rows);
    QCOMPARE(sample.standbys.size(), 2);
    replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
    QCOMPARE(feedAll(watch, sample, 100, 200), 0);
    QCOMPARE(watch.lasting().size(), 1);
}

void AlertsTest::aForgottenStandbyIsNotExpected()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    const QString history = folder.filePath(u"lag.sqlite"_s);
    StandbyLag lag = standby(u"a"_s, Condition::Streaming, 0);
    {
        replication::LagRecorder recorder(u"server"_s, history);
        recorder.record(sampleOf({lag}));
        QVERIFY(!recorder.problem());
        lag.condition = Condition::Missing;
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
        for (qint64 t = 0; t < 60; ++t)
            watch.feed(sampleOf({lag}), at(t));
    }
    QCOMPARE(replication::expectedStandbys(u"server"_s, history, path).size(), 1);
    QVERIFY(store::LagHistory::open(history)->forget(u"server"_s, lag.id));
    QVERIFY(replication::expectedStandbys(u"server"_s, history, path).isEmpty());
}

void AlertsTest::anOlderLogIsTakenOver()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    {
        store::SqliteFile file;
        QVERIFY(file.open(path));
        for (const char* statement :
             {"CREATE TABLE alerts (id INTEGER PRIMARY KEY AUTOINCREMENT, server TEXT NOT NULL, server_name "
              "TEXT NOT NULL, cause TEXT NOT NULL, subject TEXT NOT NULL, subject_name TEXT NOT NULL, "
              "severity TEXT NOT NULL, sentence TEXT NOT NULL, raised INTEGER NOT NULL, ended INTEGER, "
              "delivery TEXT NOT NULL)",
              "INSERT INTO alerts VALUES (1, 'server', 'Shop', 'noStandby', '', '', 'critical', 'Gone.', 5, "
              "NULL, '')",
              "PRAGMA user_version = 1"})
            QVERIFY(file.run(QLatin1String(statement), {}, {}));
    }
    auto log = store::AlertLog::open(path);
    QVERIFY2(log, qPrintable(log ? QString() : log.error().toText()));
    QCOMPARE(log->lasting(u"server"_s)->size(), 1);
    QVERIFY(log->lasting(u"server"_s)->first().standbys.isEmpty());
    QVERIFY(log->setStandbys(1, replication::toJson({{u"a\n"_s, u"a"_s, {}, {}, {}, at(0)}})));
    QCOMPARE(replication::expectedStandbys(u"server"_s, folder.filePath(u"none"_s), path).value(0).name,
             u"a"_s);
}

void AlertsTest::theCommandGetsValuesAsTheyAre()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath(u"out"_s);
    QFile script(folder.filePath(u"al ert"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\nprintf '%s\\n' \"$TIDEMARK_ALERT\" \"$TIDEMARK_ALERT_SUBJECT\" "
                 "\"$TIDEMARK_ALERT_SENTENCE\" \"$TIDEMARK_ALERT_BYTES\" \"$TIDEMARK_ALERT_SERVER\" \"$2\" > "
                 "\"$1\"\n");
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const auto done = replication::runAlertCommand({script.fileName(), out, u"$HOME"_s}, anEvent(),
                                                   u"sh`op"_s, core::silentContext());
    QVERIFY2(done, qPrintable(done ? QString() : done.error().toText()));
    QFile file(out);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()),
             u"raised\nber\"lin; $(rm -rf /)\nüber 'all' \\ things\n12345\nsh`op\n$HOME\n"_s);
}

void AlertsTest::aFailingCommandIsSaid()
{
    const auto failed =
        replication::runAlertCommand({u"/bin/false"_s}, anEvent(), u"shop"_s, core::silentContext());
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, core::ErrorKind::ToolFailed);
    const auto absent =
        replication::runAlertCommand({u"/nonexistent/alert"_s}, anEvent(), u"shop"_s, core::silentContext());
    QVERIFY(!absent);
}

void AlertsTest::theWebhookGetsJson()
{
    Hook hook("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    // Through the delivery, on its own thread, as it is used.
    std::atomic<int> outcome = -1;
    replication::AlertDelivery delivery(
        [&outcome](const AlertEvent&, const core::Status& done) { outcome = done ? 1 : 0; });
    AlertRules rules;
    rules.webhook = hook.address();
    delivery.deliver(anEvent(), u"shop"_s, rules);
    QTRY_COMPARE_WITH_TIMEOUT(outcome.load(), 1, 10'000);
    const QJsonObject json =
        QJsonDocument::fromJson(hook.received.mid(hook.received.indexOf("\r\n\r\n") + 4)).object();
    QCOMPARE(json.value(u"cause").toString(), u"standbyStuck"_s);
    QCOMPARE(json.value(u"subject").toString(), anEvent().alert.subjectName);
    QCOMPARE(json.value(u"bytes").toInteger(), 12345);
    QVERIFY(hook.received.startsWith("POST /secret/path "));
}

void AlertsTest::whatIsRaisedIsDeliveredBeforeTheEnd()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    AlertRules rules;
    rules.command = {u"/bin/sh"_s, u"-c"_s, u"sleep 0.5; echo $TIDEMARK_ALERT_CAUSE >> \"$0\""_s,
                     folder.filePath(u"out"_s)};
    const auto told = [&folder] {
        QFile file(folder.filePath(u"out"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const auto feedAll = [](replication::AlertWatch& watch) {
        qsizetype raised = 0;
        for (qint64 t = 0; t < 120; ++t)
            raised +=
                watch.feed(sampleOf({standby(u"berlin"_s, Condition::Stalled, gigabyte)}), at(t)).size();
        return raised;
    };
    // Nobody is to be told at first.
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, {}, path);
        QCOMPARE(feedAll(watch), 1);
    }
    QCOMPARE(told(), QString());
    // It lasts, and nobody knows: told once, by a watch that ends at once.
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, rules, path);
        QCOMPARE(feedAll(watch), 0);
    }
    QCOMPARE(told(), u"standbyStuck\n"_s);
    // And not again.
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, rules, path);
        QCOMPARE(feedAll(watch), 0);
    }
    QCOMPARE(told(), u"standbyStuck\n"_s);
}

void AlertsTest::whatFailsIsTriedAgain()
{
    const QTemporaryDir folder;
    // Fails twice; says each time what it was called for.
    AlertRules rules;
    rules.command = {u"/bin/sh"_s, u"-c"_s, u"echo $TIDEMARK_ALERT >> \"$0\"; test $(wc -l < \"$0\") -gt 2"_s,
                     folder.filePath(u"out"_s)};
    std::atomic<int> failed = 0;
    std::atomic<int> delivered = 0;
    const auto done = [&](const AlertEvent&, const core::Status& status) { ++(status ? delivered : failed); };
    const auto told = [&folder] {
        QFile file(folder.filePath(u"out"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    {
        replication::AlertDelivery delivery(done, {20ms, 20ms, 20ms});
        AlertEvent event = anEvent();
        delivery.deliver(event, u"shop"_s, rules);
        event.kind = AlertEvent::Kind::Ended; // waits for its turn
        delivery.deliver(event, u"shop"_s, rules);
        QTRY_COMPARE_WITH_TIMEOUT(delivered.load(), 2, 10'000);
    }
    QCOMPARE(failed.load(), 0);
    QCOMPARE(told(), u"raised\nraised\nraised\nended\n"_s);
    // Not for ever; and an end does not wait for what failed already.
    rules.command = {u"/bin/false"_s};
    {
        replication::AlertDelivery delivery(done, {20ms});
        delivery.deliver(anEvent(), u"shop"_s, rules);
        QTRY_COMPARE_WITH_TIMEOUT(failed.load(), 1, 10'000);
    }
    QElapsedTimer clock;
    clock.start();
    {
        replication::AlertDelivery delivery(done, {std::chrono::hours(1)});
        delivery.deliver(anEvent(), u"shop"_s, rules);
    }
    QVERIFY(clock.elapsed() < 3000);
    QCOMPARE(failed.load(), 1);
}

void AlertsTest::bothOutcomesAreKept()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    AlertRules rules;
    rules.command = {u"/bin/true"_s};
    {
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, rules, path);
        for (qint64 t = 0; t < 60; ++t)
            watch.feed(sampleOf({standby(u"berlin"_s, Condition::Stalled, gigabyte)}), at(t));
    }
    {
        auto log = store::AlertLog::open(path);
        QVERIFY(log && log->setDelivery(1, u"It failed."_s));
        replication::AlertWatch watch(u"server"_s, u"Shop"_s, rules, path);
        for (qint64 t = 60; t < 120; ++t)
            watch.feed(sampleOf({standby(u"berlin"_s, Condition::Streaming, 0)}), at(t));
    }
    const auto logged = store::AlertLog::open(path)->recent({}, 10);
    QCOMPARE(logged->size(), 1);
    QCOMPARE(logged->first().delivery, u"It failed."_s);
    QCOMPARE(logged->first().endDelivery, u"delivered"_s);
}

void AlertsTest::oneWatcherDelivers()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"alerts.sqlite"_s);
    AlertRules rules;
    rules.command = {u"/bin/sh"_s, u"-c"_s, u"echo $TIDEMARK_ALERT >> \"$0\""_s, folder.filePath(u"out"_s)};
    const auto stuck = sampleOf({standby(u"berlin"_s, Condition::Stalled, gigabyte)});
    const auto told = [&folder] {
        QFile file(folder.filePath(u"out"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    auto first = std::make_unique<replication::AlertWatch>(u"server"_s, u"Shop"_s, rules, path);
    replication::AlertWatch second(u"server"_s, u"Shop"_s, rules, path);
    replication::AlertWatch other(u"elsewhere"_s, u"Blog"_s, {}, path);
    qsizetype raised = 0;
    for (qint64 t = 0; t < 60; ++t) {
        raised += first->feed(stuck, at(t)).size() + second.feed(stuck, at(t)).size();
        other.feed(stuck, at(t));
    }
    QCOMPARE(raised, 2); // both say so to whom they show it
    QVERIFY(!first->problem() && !other.problem());
    QVERIFY(second.problem() && second.problem()->kind == core::ErrorKind::Conflict);
    first.reset();
    QCOMPARE(told(), u"raised\n"_s);
    QCOMPARE(store::AlertLog::open(path)->recent(u"server"_s, 10)->size(), 1);
    // It takes over: what lasts is known, the end is logged and delivered once.
    for (qint64 t = 60; t < 70; ++t)
        second.feed(stuck, at(t));
    QVERIFY(!second.problem());
    for (qint64 t = 70; t < 120; ++t)
        second.feed(sampleOf({standby(u"berlin"_s, Condition::Streaming, 0)}), at(t));
    QTRY_COMPARE_WITH_TIMEOUT(told(), u"raised\nended\n"_s, 10'000);
    QVERIFY(store::AlertLog::open(path)->lasting(u"server"_s)->isEmpty());
}

void AlertsTest::aRefusingWebhookIsSaidWithoutItsSecret()
{
    Hook hook("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    const auto failed = replication::callWebhook(hook.address(), anEvent(), u"shop"_s, core::silentContext());
    QVERIFY(!failed);
    QVERIFY(failed.error().detail.contains(u"403"));
    QVERIFY2(!failed.error().toText().contains(u"secret"), qPrintable(failed.error().toText()));
    const auto nobody =
        replication::callWebhook(u"http://127.0.0.1:1/secret"_s, anEvent(), u"shop"_s, core::silentContext());
    QVERIFY(!nobody);
    QVERIFY2(!nobody.error().toText().contains(u"secret"), qPrintable(nobody.error().toText()));
}

QTEST_GUILESS_MAIN(AlertsTest)
#include "alertstest.moc"
