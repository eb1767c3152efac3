// SPDX-License-Identifier: GPL-3.0-or-later
// The computer's clock is set while a backup runs, and between two of them. libfaketime shows tidemarkctl
// alone another time.
#include "catalog/backupset.h"
#include "support/dumphold.h"
#include "support/runs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void setWhileItRuns_data();
    void setWhileItRuns();
    void setBackBetweenTwo();

private:
    void start(QProcess& run, const QString& destination) const;
    void show(const QString& offset) const;
    static QStringList codes(const QByteArray& json);

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_offset = m_folder.filePath(QStringLiteral("offset"));
};

void TestClock::initTestCase()
{
    if (!QFileInfo::exists(QStringLiteral(FAKETIME)))
        QSKIP("libfaketime is not installed");
    QVERIFY(m_cluster.createDatabase(QStringLiteral("clock")));
    QVERIFY(m_cluster.script(QStringLiteral("clock"),
                             QStringLiteral("CREATE TABLE t AS SELECT generate_series(1, 1000) i")));
}

void TestClock::show(const QString& offset) const
{
    QFile file(m_offset);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(offset.toLatin1() + '\n');
}

void TestClock::start(QProcess& run, const QString& destination) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TIDEMARK_DATA_DIR"), m_folder.path());
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(FAKETIME));
    environment.insert(QStringLiteral("FAKETIME_TIMESTAMP_FILE"), m_offset);
    environment.insert(QStringLiteral("FAKETIME_NO_CACHE"), QStringLiteral("1"));
    environment.insert(QStringLiteral("DONT_FAKE_MONOTONIC"), QStringLiteral("1")); // nobody can set that one
    run.setProcessEnvironment(environment);
    run.start(QStringLiteral(TIDEMARKCTL), {QStringLiteral("--json"), QStringLiteral("--connection"),
                                            m_cluster.spec(QStringLiteral("clock")).toConninfo(),
                                            QStringLiteral("backup"), QStringLiteral("--to"), destination});
    QVERIFY(run.waitForStarted());
}

QStringList TestClock::codes(const QByteArray& json)
{
    QStringList found;
    for (const QJsonValue& finding : QJsonDocument::fromJson(json).object().value(u"findings").toArray())
        found.append(finding.toObject().value(u"id").toString());
    return found;
}

void TestClock::setWhileItRuns_data()
{
    QTest::addColumn<QString>("offset");
    QTest::newRow("back") << QStringLiteral("-2d");
    QTest::newRow("forward") << QStringLiteral("+3h");
}

void TestClock::setWhileItRuns()
{
    QFETCH(QString, offset);
    QTemporaryDir folder;
    show(QStringLiteral("+0"));
    auto hold = DumpHold::take(m_cluster, QStringLiteral("clock"));
    QVERIFY(hold);
    QProcess run;
    start(run, folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(hold->reached(), 30'000);
    show(offset);
    hold->release();
    QVERIFY(run.waitForFinished(60'000));
    const QByteArray output = run.readAllStandardOutput();
    QVERIFY2(codes(output).contains(QStringLiteral("clock.jumped")),
             (output + run.readAllStandardError()).constData());
    const auto scan = catalog::scanFolder(folder.path(), {});
    QVERIFY(scan && scan->sets.size() == 1);
    const catalog::Manifest& manifest = scan->sets.first().manifest;
    const qint64 seconds = manifest.started.secsTo(manifest.ended);
    QVERIFY2(seconds >= 0 && seconds < 60, qPrintable(QString::number(seconds)));
    QVERIFY(QJsonDocument::fromJson(output).object().value(u"seconds").toDouble() < 60);
}

void TestClock::setBackBetweenTwo()
{
    QTemporaryDir folder;
    for (const char* offset : {"+0", "-400d"}) {
        show(QLatin1String(offset));
        QProcess run;
        start(run, folder.path());
        QVERIFY(run.waitForFinished(60'000));
        const QByteArray output = run.readAllStandardOutput();
        QCOMPARE(codes(output),
                 offset[0] == '-' ? QStringList{QStringLiteral("clock.behind")} : QStringList());
    }
    QCOMPARE(catalog::scanFolder(folder.path(), {})->sets.size(), 2);
}

QTEST_GUILESS_MAIN(TestClock)
#include "clocktest.moc"
