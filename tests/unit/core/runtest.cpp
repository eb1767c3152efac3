// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runcontext.h"
#include "core/wait.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace tidemark;
using namespace std::chrono_literals;
using core::RateMeter;

class RunTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contexts()
    {
        std::stop_source source;
        core::RunContext context;
        context.stop = source.get_token();
        QVERIFY(context.checkpoint());
        QStringList lines;
        context.onLog = [&](const core::LogLine& line) { lines.append(line.text); };
        context.log(core::LogLevel::Info, QStringLiteral("a"));
        core::silentContext().log(core::LogLevel::Info, QStringLiteral("unheard"));
        core::silentContext().report({});
        QCOMPARE(lines, QStringList{QStringLiteral("a")});
        source.request_stop();
        QCOMPARE(context.checkpoint().error().kind, core::ErrorKind::Cancelled);
        QVERIFY(!core::silentContext().stopRequested());
    }

    void rates()
    {
        RateMeter meter;
        const RateMeter::Instant start;
        QVERIFY(!meter.bytesPerSecond());
        meter.record(start, 1000);
        QVERIFY(!meter.bytesPerSecond()); // one point makes no rate
        meter.record(start + 100ms, 9000);
        QVERIFY(!meter.bytesPerSecond()); // nor do two that are too near
        meter.record(start + 1s, 2000);
        QCOMPARE(*meter.bytesPerSecond(), 1000.0);
        QCOMPARE(meter.timeLeft(5000)->count(), 5);
        QVERIFY(!meter.timeLeft(-1));

        // A steady rate stays, and a new one is reached within a few times the smoothing time, from below.
        for (int second = 2; second <= 5; ++second)
            meter.record(start + second * 1s, second * 1000 + 1000 - 1000 + 1000);
        double last = *meter.bytesPerSecond();
        QVERIFY(last > 900 && last < 1100);
        for (int second = 6; second <= 40; ++second) {
            meter.record(start + second * 1s, 6000 + (second - 5) * 3000);
            QVERIFY(*meter.bytesPerSecond() >= last);
            QVERIFY(*meter.bytesPerSecond() <= 3000);
            last = *meter.bytesPerSecond();
        }
        QVERIFY(last > 2990);
    }

    void noTimeLeftWhenNothingMoves()
    {
        RateMeter meter;
        const RateMeter::Instant start;
        meter.record(start, 10);
        meter.record(start + 1s, 10);
        QVERIFY(!meter.timeLeft(100));
    }

    void progressJson()
    {
        core::Progress progress;
        progress.phase = QStringLiteral("p");
        QCOMPARE(progress.toJson().keys(), (QStringList{QStringLiteral("bytesDone"), QStringLiteral("phase")}));
        progress.fraction = 0.5;
        progress.left = 7s;
        QCOMPARE(progress.toJson().value(u"fraction").toDouble(), 0.5);
        QCOMPARE(progress.toJson().value(u"secondsLeft").toInt(), 7);
    }

    void sleepEndsWithStop()
    {
        QElapsedTimer timer;
        timer.start();
        core::sleepFor(50ms, {});
        QVERIFY(timer.elapsed() >= 49);
        std::stop_source source;
        std::jthread other([&] {
            std::this_thread::sleep_for(50ms);
            source.request_stop();
        });
        timer.start();
        core::sleepFor(20s, source.get_token());
        QVERIFY(timer.elapsed() < 2000);
        timer.start();
        core::sleepFor(20s, source.get_token()); // already requested
        QVERIFY(timer.elapsed() < 500);
    }
};

QTEST_GUILESS_MAIN(RunTest)
#include "runtest.moc"
