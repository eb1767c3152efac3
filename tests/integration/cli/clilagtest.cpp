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
    void historyOfNothing();

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
    const auto standbys = std::count_if(
        rows.begin(), rows.end(), [](const QByteArray& row) { return row.contains(",standby,berlin,"); });
    QVERIFY2(standbys >= 3, history.output.constData());
    QVERIFY(history.output.contains(",slot,berlin,"));
    const Ran json = run({u"--json"_s, u"--connection"_s, server(), u"lag"_s, u"--history"_s, u".."_s});
    QVERIFY(json.json().value(u"curves").toArray().size() >= 3);
}

void CliLagTest::historyOfNothing()
{
    const Ran ran = run({u"--connection"_s, u"host=never.watched"_s, u"lag"_s, u"--history"_s, u".."_s});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY(ran.errors.contains("never.watched"));
}

QTEST_GUILESS_MAIN(CliLagTest)
#include "clilagtest.moc"
