// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/runclock.h"

#include <QTest>

using namespace tidemark;
using namespace std::chrono_literals;

namespace {
const QDateTime start(QDate(2026, 11, 22), QTime(2, 0), Qt::UTC);
}

class RunClockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatTheClocksTell_data()
    {
        QTest::addColumn<QDateTime>("now");
        QTest::addColumn<QDateTime>("previous");
        QTest::addColumn<QStringList>("codes");
        const QDateTime end = start.addSecs(3600);
        const QDateTime none;
        const QString jumped = QStringLiteral("clock.jumped");
        const QString behind = QStringLiteral("clock.behind");
        QTest::newRow("as it should be") << end << start.addDays(-1) << QStringList();
        QTest::newRow("first of all") << end << none << QStringList();
        QTest::newRow("corrected by NTP") << end.addSecs(-30) << start.addSecs(60) << QStringList();
        QTest::newRow("set back to before the start") << start.addDays(-1) << none << QStringList{jumped};
        QTest::newRow("set forward") << end.addSecs(3600) << none << QStringList{jumped};
        QTest::newRow("a backup of the future") << end << start.addYears(1) << QStringList{behind};
        QTest::newRow("both") << end.addDays(-2) << start.addDays(1) << QStringList{jumped, behind};
    }

    void saysWhatTheClocksTell()
    {
        QFETCH(QDateTime, now);
        QFETCH(QDateTime, previous);
        QFETCH(QStringList, codes);
        QStringList found;
        for (const core::Finding& finding : backup::clockFindings(start, 1h, now, previous)) {
            found.append(finding.id);
            QCOMPARE(finding.severity, core::Severity::Warning);
        }
        QCOMPARE(found, codes);
    }

    void endsAfterItsStart()
    {
        const backup::RunClock clock;
        QTest::qWait(20);
        QVERIFY(clock.elapsed() >= 20ms);
        QVERIFY(clock.ended() >= clock.started().addMSecs(20));
        QVERIFY(clock.findings({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(RunClockTest)
#include "runclocktest.moc"
