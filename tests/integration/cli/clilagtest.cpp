// SPDX-License-Identifier: GPL-3.0-or-later
// `tidemarkctl lag` as cron, monitoring and people call it.
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

struct Ran
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
};

} // namespace

class CliLagTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void limits();
    void nagios();
    void wrongUse();
    void watchedAndRecorded();
    void alertsOutliveTheWatcher();
    void aWatchThatNobodyReadsEnds();
    void standbysThatAreGone();
    void historyOfNothing();
    void rulesOfAProfile();
    void alertsAreLogged();

private:
    QProcessEnvironment environment() const;
    Ran run(const QStringList& arguments) const;
    QString server() const { return m_primary->spec().toConninfo(); }

    std::optional<TestCluster> m_primary;
    std::optional<TestCluster> m_standby;
    QTemporaryDir m_home;
};

void CliLagTest::initTestCase()
{
    auto primary = TestCluster::start();
    QVERIFY2(primary, qPrintable(primary ? QString() : primary.error().toText()));
    m_primary.emplace(*std::move(primary));
    auto standby = m_primary->makeStandby(u"berlin"_s);
    QVERIFY2(standby, qPrintable(standby ? QString() : standby.error().toText()));
    m_standby.emplace(*std::move(standby));
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
}

QProcessEnvironment CliLagTest::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TIDEMARK_CONFIG_DIR"_s, m_home.filePath(u"config"_s));
    environment.insert(u"TIDEMARK_DATA_DIR"_s, m_home.filePath(u"data"_s));
    return environment;
}

Ran CliLagTest::run(const QStringList& arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL), arguments);
    if (!process.waitForFinished(30'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void CliLagTest::limits()
{
    const Ran well = run({u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--warn"_s, u"1GB,1h"_s});
    QVERIFY2(well.exitCode == 0, well.errors.constData());
    QCOMPARE(well.json().value(u"level").toString(), u"ok"_s);
    QCOMPARE(well.json().value(u"verdict").toString(), u"ok"_s);
    QVERIFY(well.json().value(u"settings").toObject().contains(u"max_slot_wal_keep_size"_s));
    const QJsonObject standby = well.json().value(u"standbys").toArray().at(0).toObject();
    QCOMPARE(standby.value(u"slot").toString(), u"berlin"_s);
    QVERIFY(!standby.value(u"behind").isNull());

    QVERIFY(m_primary->script(u"postgres"_s, u"CREATE TABLE replayed ()"_s));
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
    QVERIFY(m_standby->sql(u"postgres"_s, u"SELECT pg_wal_replay_pause()"_s));
    QVERIFY(m_primary->script(
        u"postgres"_s,
        u"CREATE TABLE load AS SELECT repeat(md5(g::text), 32) FROM generate_series(1, 5000) AS g"_s));
    QTRY_COMPARE_WITH_TIMEOUT(
        run({u"--connection"_s, server(), u"lag"_s, u"--critical"_s, u"1MB"_s}).exitCode, 4, 10'000);
    const Ran past = run({u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--warn"_s, u"1kB"_s,
                          u"--critical"_s, u"1TB"_s});
    QCOMPARE(past.exitCode, 4);
    QCOMPARE(past.json().value(u"level").toString(), u"warning"_s);
    QCOMPARE(past.json().value(u"verdict").toString(), u"differences"_s);
    const Ran said = run({u"--connection"_s, server(), u"lag"_s, u"--warn"_s, u"1kB"_s});
    QVERIFY2(said.output.contains("WARNING: berlin is "), said.output.constData());

    // On the standby itself nothing has measured for how long it is behind: that is not 0 s.
    const QString inside = m_standby->spec().toConninfo();
    const Ran look = run({u"--connection"_s, inside, u"lag"_s});
    QVERIFY2(look.output.contains("Paused") && !look.output.contains("0.0 s"), look.output.constData());
    QTest::qWait(1100);
    const Ran open = run({u"--json"_s, u"--connection"_s, inside, u"lag"_s, u"--warn"_s, u"1s"_s});
    QCOMPARE(open.exitCode, 4);
    QCOMPARE(open.json().value(u"level").toString(), u"unknown"_s);
    QCOMPARE(run({u"--connection"_s, inside, u"lag"_s, u"--nagios"_s, u"--warn"_s, u"1h"_s}).exitCode,
             1); // paused, and the last commit it has is not an hour old
}

void CliLagTest::nagios()
{
    // Still paused.
    const Ran primary =
        run({u"--connection"_s, server(), u"lag"_s, u"--nagios"_s, u"--critical"_s, u"1MB"_s});
    QCOMPARE(primary.exitCode, 2);
    QVERIFY2(primary.output.startsWith("LAG CRITICAL - berlin"), primary.output.constData());
    QVERIFY(primary.output.contains("'berlin bytes'="));
    QCOMPARE(primary.output.count('\n'), 1);
    const Ran standby = run({u"--connection"_s, m_standby->spec().toConninfo(), u"lag"_s, u"--nagios"_s});
    QCOMPARE(standby.exitCode, 1);
    QVERIFY2(standby.output.contains("Paused"), standby.output.constData());
    QVERIFY(m_standby->sql(u"postgres"_s, u"SELECT pg_wal_replay_resume()"_s));
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
    const Ran well = run({u"--connection"_s, server(), u"lag"_s, u"--nagios"_s, u"--critical"_s, u"1MB"_s});
    QVERIFY2(well.exitCode == 0 && well.output.startsWith("LAG OK - "), well.output.constData());
    const Ran gone = run({u"--connection"_s, u"host=/nonexistent"_s, u"lag"_s, u"--nagios"_s});
    QCOMPARE(gone.exitCode, 3);
    QVERIFY(gone.output.startsWith("LAG UNKNOWN - "));
}

void CliLagTest::wrongUse()
{
    for (const QStringList& options :
         {QStringList{u"--warn"_s, u"64"_s}, QStringList{u"--nagios"_s, u"--watch"_s},
          QStringList{u"--record"_s}, QStringList{u"--history"_s, u"yesterday"_s},
          QStringList{u"--history"_s, u"2026-01-02..2026-01-01"_s},
          QStringList{u"--history"_s, u".."_s, u"--warn"_s, u"1s"_s}}) {
        const Ran ran = run(QStringList{u"--connection"_s, server(), u"lag"_s} + options);
        QVERIFY2(ran.exitCode == 2, qPrintable(options.join(u' ') + QString::fromUtf8(ran.errors)));
    }
}

void CliLagTest::watchedAndRecorded()
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL),
                  {u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--watch"_s, u"--interval"_s, u"1"_s,
                   u"--record"_s, u"--alerts"_s, u"--warn"_s, u"1GB"_s});
    QVERIFY(process.waitForStarted());
    QByteArray lines;
    QTRY_VERIFY_WITH_TIMEOUT((lines += process.readAllStandardOutput()).count('\n') >= 4, 15'000);
    // Killed, not stopped: what was seen is recorded all the same.
    process.kill();
    process.waitForFinished();
    for (const QByteArray& line : lines.trimmed().split('\n'))
        QCOMPARE(QJsonDocument::fromJson(line).object().value(u"level").toString(), u"ok"_s);
    const Ran history = run({u"--connection"_s, server(), u"lag"_s, u"--history"_s, u"-1h.."_s});
    QVERIFY2(history.exitCode == 0, history.errors.constData());
    const QList<QByteArray> rows = history.output.trimmed().split('\n');
    QVERIFY(rows.first().startsWith("time,kind,name,address,sent,write,flush,replay,"));
    QVERIFY(rows.first().endsWith(",retained_least,retained_greatest,after_gap"));
    for (const QByteArray& row : rows)
        QCOMPARE(row.count(','), rows.first().count(','));
    const auto first = std::find_if(rows.begin(), rows.end(),
                                    [](const QByteArray& row) { return row.contains(",standby,berlin,"); });
    QVERIFY(first != rows.end() && first->endsWith(",1") &&
            !(first + 1)->endsWith(",1")); // nobody watched before
    const auto standbys = std::count_if(
        rows.begin(), rows.end(), [](const QByteArray& row) { return row.contains(",standby,berlin,"); });
    QVERIFY2(standbys >= 3, history.output.constData());
    QVERIFY(history.output.contains(",slot,berlin,"));
    const Ran json = run({u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--history"_s, u".."_s});
    QVERIFY(json.json().value(u"curves").toArray().size() >= 3);
    const QStringList forget{u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--forget"_s};
    const Ran unknown = run(forget + QStringList{u"madrid"_s});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.output.contains("berlin"), unknown.output.constData());
    QCOMPARE(run(forget + QStringList{u"berlin"_s}).exitCode, 0);
    QCOMPARE(run(forget + QStringList{u"berlin"_s}).exitCode, 1); // nobody misses it
    QCOMPARE(run(forget + QStringList{u"berlin"_s, u"--watch"_s}).exitCode, 2);
}

void CliLagTest::alertsOutliveTheWatcher()
{
    const QString name = u"Restarted"_s;
    QCOMPARE(run({u"--connection"_s, server(), u"profiles"_s, u"add"_s, name}).exitCode, 0);
    QCOMPARE(run({u"--profile"_s, name, u"alerts"_s, u"set"_s, u"--lasting"_s, u"1s"_s}).exitCode, 0);
    const auto watch = [&](QProcess& process) {
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(TIDEMARKCTL), {u"--json"_s, u"--profile"_s, name, u"lag"_s, u"--watch"_s,
                                                    u"--interval"_s, u"1"_s, u"--alerts"_s});
    };
    QByteArray lines;
    QProcess first;
    watch(first);
    QTRY_VERIFY_WITH_TIMEOUT((lines += first.readAllStandardOutput()).count('\n') >= 3, 10'000);
    QVERIFY(m_standby->stop());
    QTRY_VERIFY_WITH_TIMEOUT((lines += first.readAllStandardOutput()).contains("\"alert\":\"raised\""),
                             10'000);
    first.kill();
    first.waitForFinished();
    // The next one misses it as well, and says nothing of an end, though nothing was recorded.
    QProcess second;
    watch(second);
    lines.clear();
    QTRY_VERIFY_WITH_TIMEOUT((lines += second.readAllStandardOutput()).count('\n') >= 5, 15'000);
    QVERIFY2(!lines.contains("\"alert\""), lines.constData());
    QVERIFY2(lines.contains("\"missing\""), lines.constData());
    // A single look does so, too.
    const Ran check = run({u"--profile"_s, name, u"lag"_s, u"--nagios"_s, u"--warn"_s, u"1GB"_s});
    QCOMPARE(check.exitCode, 2);
    QVERIFY2(check.output.contains("berlin: Missing"), check.output.constData());
    QVERIFY(m_standby->startAgain());
    QTRY_VERIFY_WITH_TIMEOUT((lines += second.readAllStandardOutput()).contains("\"alert\":\"ended\""),
                             20'000);
    second.terminate();
    second.waitForFinished();
    QVERIFY(m_primary->waitForStandby(u"berlin"_s));
}

void CliLagTest::aWatchThatNobodyReadsEnds()
{
    const auto outcome = [this](const QString& shell, const QStringList& style) {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(u"/bin/bash"_s, QStringList{u"-c"_s, u"set -o pipefail; \"$@\" "_s + shell, u"bash"_s,
                                                  QStringLiteral(TIDEMARKCTL)} +
                                          style +
                                          QStringList{u"--connection"_s, server(), u"lag"_s, u"--watch"_s,
                                                      u"--interval"_s, u"1"_s});
        const bool ended = process.waitForFinished(10'000);
        return Ran{ended ? process.exitCode() : -1, process.readAllStandardOutput(),
                   process.readAllStandardError()};
    };
    for (const QStringList& style : {QStringList{u"--json"_s}, QStringList{}}) {
        const Ran head = outcome(u"| head -n 1"_s, style);
        QCOMPARE(head.exitCode, 0);
        QCOMPARE(head.output.count('\n'), 1);
        QVERIFY2(!head.errors.contains("written"), head.errors.constData());
    }
    const Ran full = outcome(u"> /dev/full"_s, {u"--json"_s});
    QCOMPARE(full.exitCode, 1);
    QVERIFY2(full.errors.contains("could not be written"), full.errors.constData());
}

void CliLagTest::standbysThatAreGone()
{
    const auto code = [this](const QStringList& limits) {
        return run(QStringList{u"--connection"_s, server(), u"lag"_s} + limits).exitCode;
    };
    QCOMPARE(code({u"--standbys"_s, u"1"_s}), 0);
    QCOMPARE(code({u"--standbys"_s, u"2"_s}), 4);
    QCOMPARE(code({u"--standbys"_s, u"2"_s, u"--nagios"_s}), 2);
    QCOMPARE(code({u"--standbys"_s, u"0"_s}), 2);
    QVERIFY(m_standby->stop());
    QTRY_COMPARE_WITH_TIMEOUT(code({u"--warn"_s, u"1GB"_s}), 4, 10'000); // none is left
    QCOMPARE(code({}), 0);
    QVERIFY(m_primary->script(
        u"postgres"_s,
        u"CREATE TABLE more AS SELECT repeat(md5(g::text), 32) FROM generate_series(1, 5000) AS g"_s));
    const Ran ran = run({u"--connection"_s, server(), u"lag"_s, u"--critical"_s, u"1MB"_s, u"--nagios"_s});
    QCOMPARE(ran.exitCode, 2);
    QVERIFY2(ran.output.contains("nobody reads from the slot berlin"), ran.output.constData());
}

void CliLagTest::historyOfNothing()
{
    const Ran ran = run({u"--connection"_s, u"host=never.watched"_s, u"lag"_s, u"--history"_s, u".."_s});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY(ran.errors.contains("never.watched"));
}

void CliLagTest::rulesOfAProfile()
{
    const QString name = u"Blog \"x\""_s;
    const auto alerts = [&](const QStringList& arguments) {
        return run(QStringList{u"--json"_s, u"--profile"_s, name, u"alerts"_s} + arguments);
    };
    const auto rule = [](const Ran& ran, const char* key) {
        return ran.json().value(u"rules").toObject().value(QLatin1String(key));
    };
    QCOMPARE(run({u"--connection"_s, server(), u"profiles"_s, u"add"_s, name}).exitCode, 0);
    const Ran before = alerts({});
    QCOMPARE(before.exitCode, 0);
    QCOMPARE(rule(before, "stuckBytes").toInteger(), 16 << 20);
    const Ran changed = alerts({u"set"_s, u"--stuck"_s, u"1MB"_s, u"--behind"_s, u"off"_s, u"--behind-time"_s,
                                u"5min"_s, u"--lasting"_s, u"0s"_s, u"--archiving"_s, u"off"_s, u"--run"_s,
                                u"/bin/echo \"a b\""_s, u"--webhook"_s, u"https://example.org/x"_s});
    QVERIFY2(changed.exitCode == 0, changed.errors.constData());
    const Ran after = alerts({u"show"_s});
    QCOMPARE(after.json(), changed.json());
    QCOMPARE(rule(after, "stuckBytes").toInteger(), 1 << 20);
    QVERIFY(rule(after, "behindBytes").isNull());
    QCOMPARE(rule(after, "behindSeconds").toInteger(), 300);
    QCOMPARE(rule(after, "minimumSeconds").toInteger(), 0);
    QCOMPARE(rule(after, "slotBytes").toInteger(), qint64(5) << 30);
    QVERIFY(!rule(after, "archiveFailures").toBool() && rule(after, "missingStandbys").toBool());
    QCOMPARE(rule(after, "command").toArray(), (QJsonArray{u"/bin/echo"_s, u"a b"_s}));
    const QByteArray text = run({u"--profile"_s, name, u"alerts"_s}).output;
    QVERIFY2(text.contains("1MB") && text.contains("300s") && text.contains("/bin/echo \"a b\""),
             text.constData());

    for (const QStringList& wrong :
         {QStringList{u"--stuck"_s, u"0B"_s}, QStringList{u"--stuck"_s, u"5s"_s},
          QStringList{u"--slot"_s, u"1MB,5s"_s}, QStringList{u"--behind-time"_s, u"100ms"_s},
          QStringList{u"--raise"_s, u"yes"_s}, QStringList{u"--run"_s, u"echo"_s},
          QStringList{u"--webhook"_s, u"ftp://x"_s}, QStringList{u"--lasting"_s, u"2h"_s},
          QStringList{u"--look-every"_s, u"61s"_s}, QStringList{u"--look-every"_s, u"1MB"_s},
          QStringList{u"--in-background"_s, u"yes"_s}}) {
        const Ran ran = alerts(QStringList{u"set"_s} + wrong);
        QVERIFY2(ran.exitCode == 2, qPrintable(wrong.join(u' ')));
    }
    QCOMPARE(alerts({}).json(), changed.json()); // nothing of that was taken
    QCOMPARE(run({u"--connection"_s, server(), u"alerts"_s, u"set"_s, u"--stuck"_s, u"1MB"_s}).exitCode, 2);
    QCOMPARE(run({u"--profile"_s, u"nobody"_s, u"alerts"_s}).exitCode, 1);
    QCOMPARE(alerts({u"set"_s, u"--defaults"_s}).json(), before.json());

    // How the window watches is kept where the window keeps it.
    const Ran watching = alerts({u"set"_s, u"--look-every"_s, u"5s"_s, u"--in-background"_s, u"on"_s});
    QVERIFY2(watching.exitCode == 0, watching.errors.constData());
    const QJsonObject expected{{u"seconds"_s, 5}, {u"inBackground"_s, true}};
    QCOMPARE(alerts({}).json().value(u"watching").toObject(), expected);
    QCOMPARE(rule(watching, "stuckBytes"), rule(before, "stuckBytes"));
    QFile kept(m_home.filePath(u"config/preferences.ini"_s));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains("inBackground"));
}

void CliLagTest::alertsAreLogged()
{
    const QString name = u"Watched"_s;
    QCOMPARE(run({u"--connection"_s, server(), u"profiles"_s, u"add"_s, name}).exitCode, 0);
    QVERIFY(run({u"--profile"_s, name, u"alerts"_s, u"log"_s}).output.startsWith("No alert"));
    QCOMPARE(run({u"--profile"_s, name, u"alerts"_s, u"set"_s, u"--lasting"_s, u"0s"_s}).exitCode, 0);
    QVERIFY(m_primary->sql(u"postgres"_s, u"ALTER SYSTEM SET synchronous_standby_names = 'nobody'"_s));
    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s));
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(TIDEMARKCTL), {u"--json"_s, u"--profile"_s, name, u"lag"_s, u"--watch"_s,
                                                u"--interval"_s, u"1"_s, u"--alerts"_s});
    QByteArray lines;
    QTRY_VERIFY_WITH_TIMEOUT((lines += process.readAllStandardOutput()).contains("\"alert\":\"raised\""),
                             10'000);
    // Nobody wants to know any more; who watches already goes by that, too.
    QCOMPARE(run({u"--profile"_s, name, u"alerts"_s, u"set"_s, u"--commits"_s, u"off"_s}).exitCode, 0);
    QTRY_VERIFY_WITH_TIMEOUT((lines += process.readAllStandardOutput()).contains("\"alert\":\"ended\""),
                             10'000);
    process.terminate();
    process.waitForFinished();
    QVERIFY(m_primary->sql(u"postgres"_s, u"ALTER SYSTEM RESET synchronous_standby_names"_s));
    QVERIFY(m_primary->sql(u"postgres"_s, u"SELECT pg_reload_conf()"_s));
    const Ran log = run({u"--json"_s, u"--profile"_s, name, u"alerts"_s, u"log"_s});
    QVERIFY2(log.exitCode == 0, log.errors.constData());
    const QJsonArray logged = log.json().value(u"alerts").toArray();
    QCOMPARE(logged.size(), 1);
    QCOMPARE(logged.at(0).toObject().value(u"cause").toString(), u"commitsWait"_s);
    QVERIFY(logged.at(0).toObject().value(u"ended").isString());
    QCOMPARE(run({u"--json"_s, u"alerts"_s, u"log"_s, u"--limit"_s, u"1"_s}).json().value(u"alerts"),
             QJsonValue(logged));
    QVERIFY(run({u"--profile"_s, name, u"alerts"_s, u"log"_s}).output.contains("Commits wait for a standby"));
}

QTEST_GUILESS_MAIN(CliLagTest)
#include "clilagtest.moc"
