// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartseries.h"
#include "ui/common/timeserieschart.h"
#include "ui/common/timeserieschartlegend.h"
#include "ui/replication/lagtrend.h"

#include <QElapsedTimer>
#include <QImage>
#include <QtTest>

#include <cmath>

using namespace tidemark;
using namespace Qt::StringLiterals;
using ui::ChartUnit;
using ui::TimeSeriesChart;

class ChartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ticksAreReadable_data();
    void ticksAreReadable();
    void axisHoldsTheHighestValue();
    void emptySaysSo();
    void gapsAreOnePointAndNotJoined();
    void memoryIsBounded();
    void clockSetBackReplaces();
    void crosshairByKeys();
    void descriptionHasTheLatestValues();
    void followsThePalette();
    void foreignNamesStayText();
    void appendingIsCheap();
    void pastAndPresentAreOneLine();
    void noPeakIsLost();
    void zoomAndPanByKeysAndWheel();
    void rangeHasLimits();
    void outagesAndThresholdAreDrawn();
    void timeTicksAreWholeTimes_data();
    void timeTicksAreWholeTimes();
    void millionPointsInAFrame();
    void trendNeedsTimeAndDifference();
};

void ChartTest::ticksAreReadable_data()
{
    QTest::addColumn<int>("unit");
    QTest::addColumn<double>("top");
    QTest::addColumn<double>("step");
    QTest::addColumn<QString>("last");
    const QString nbsp(QChar::Nbsp);
    QTest::newRow("bytes") << 0 << 800.0 << 200.0 << u"800"_s + nbsp + u'B';
    QTest::newRow("kilobytes") << 0 << 1000.0 << 200.0 << u"1"_s + nbsp + u"kB"_s;
    QTest::newRow("half megabytes") << 0 << 2.5e6 << 5e5 << u"2.5"_s + nbsp + u"MB"_s;
    QTest::newRow("gigabytes") << 0 << 40e9 << 10e9 << u"40"_s + nbsp + u"GB"_s;
    QTest::newRow("milliseconds") << 1 << 0.05 << 0.01 << u"50"_s + nbsp + u"ms"_s;
    QTest::newRow("one second") << 1 << 1.0 << 0.2 << u"1"_s + nbsp + u's';
    QTest::newRow("half a minute") << 1 << 30.0 << 10.0 << u"30"_s + nbsp + u's';
    QTest::newRow("seconds") << 1 << 75.0 << 15.0 << u"75"_s + nbsp + u's';
    QTest::newRow("minutes") << 1 << 280.0 << 60.0 << u"5"_s + nbsp + u"min"_s;
    QTest::newRow("hours") << 1 << 17000.0 << 3600.0 << u"5"_s + nbsp + u'h';
    QTest::newRow("days") << 1 << 5.0 * 86400 << 86400.0 << u"5"_s + nbsp + u'd';
}

void ChartTest::ticksAreReadable()
{
    QFETCH(int, unit);
    QFETCH(double, top);
    QFETCH(double, step);
    QFETCH(QString, last);
    const auto chartUnit = static_cast<ChartUnit>(unit);
    QCOMPARE(ui::tickStep(chartUnit, top, 5), step);
    QList<double> ticks;
    for (int i = 0; i * step < top + step * 0.99; ++i)
        ticks.append(i * step);
    const QStringList texts = ui::tickTexts(chartUnit, ticks);
    QCOMPARE(texts.size(), ticks.size());
    QCOMPARE(texts.first(), u"0"_s);
    QCOMPARE(texts.last(), last);
    QCOMPARE(QSet<QString>(texts.begin(), texts.end()).size(), texts.size()); // no two ticks say the same
}

void ChartTest::axisHoldsTheHighestValue()
{
    for (double value = 0; value < 1e15; value = value * 1.7 + 1) {
        for (const ChartUnit unit : {ChartUnit::Bytes, ChartUnit::Seconds}) {
            const double top = ui::axisTop(unit, value, 5);
            QVERIFY(top >= value);
            QVERIFY(std::ceil(top / ui::tickStep(unit, top, 5)) <= 6);
        }
    }
    QCOMPARE(ui::axisTop(ChartUnit::Bytes, 0, 5), 1000.0);
}

void ChartTest::emptySaysSo()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.setEmptyText(u"Nothing yet."_s);
    chart.advance(QDateTime::currentDateTimeUtc());
    QVERIFY(!chart.hasVisibleValues());
    QCOMPARE(chart.accessibleDescription(), u"Nothing yet."_s);
    // What is older than the window is not visible.
    chart.append(u"a"_s, QDateTime::currentDateTimeUtc().addSecs(-400), 1.0);
    chart.advance(QDateTime::currentDateTimeUtc());
    QVERIFY(!chart.hasVisibleValues());
    chart.setWindow(std::chrono::seconds(500));
    QVERIFY(chart.hasVisibleValues());
}

void ChartTest::gapsAreOnePointAndNotJoined()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.append(u"a"_s, now.addSecs(-20), std::nullopt); // a series begins with a value
    QCOMPARE(chart.pointCount(u"a"_s), 0);
    chart.append(u"a"_s, now.addSecs(-10), 1e6);
    chart.interrupt(now.addSecs(-8));
    chart.interrupt(now.addSecs(-6));
    chart.append(u"a"_s, now.addSecs(-5), std::nan(""));
    chart.append(u"a"_s, now.addSecs(-4), 1e6);
    QCOMPARE(chart.pointCount(u"a"_s), 3);
}

void ChartTest::memoryIsBounded()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    const QDateTime begin = QDateTime::currentDateTimeUtc().addDays(-1);
    for (int i = 0; i < 60'000; ++i)
        chart.append(u"a"_s, begin.addMSecs(i * 100), i);
    QVERIFY(chart.pointCount(u"a"_s) <= 50'000);
    chart.setMemory(std::chrono::seconds(60));
    chart.advance(begin.addSecs(6000));
    QVERIFY2(chart.pointCount(u"a"_s) <= 601, qPrintable(QString::number(chart.pointCount(u"a"_s))));
    chart.advance(begin.addSecs(7000));
    QCOMPARE(chart.pointCount(u"a"_s), 0);
}

void ChartTest::clockSetBackReplaces()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int i = 0; i < 10; ++i)
        chart.append(u"a"_s, now.addSecs(i), i);
    chart.append(u"a"_s, now.addSecs(4), 99);
    QCOMPARE(chart.pointCount(u"a"_s), 5);
}

void ChartTest::crosshairByKeys()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(600, 300);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.setSeriesName(u"a"_s, u"first"_s);
    chart.setSeriesName(u"b"_s, u"second"_s);
    for (int i = 10; i > 0; --i) {
        chart.append(u"a"_s, now.addSecs(-2 * i), i * 1000.0);
        chart.append(u"b"_s, now.addSecs(-2 * i), i == 2 ? std::nullopt : std::optional(5.0));
    }
    chart.advance(now);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QVERIFY(chart.readout().isEmpty());
    QTest::keyClick(&chart, Qt::Key_End);
    QVERIFY2(chart.readout().contains(u"first: 1.0"_s), qPrintable(chart.readout()));
    QTest::keyClick(&chart, Qt::Key_Left);
    QVERIFY2(chart.readout().contains(u"first: 2.0"_s), qPrintable(chart.readout()));
    QVERIFY2(chart.readout().contains(u"second: –"_s), qPrintable(chart.readout())); // a gap has no value
    QCOMPARE(chart.accessibleDescription(), chart.readout());
    QTest::keyClick(&chart, Qt::Key_Home);
    QVERIFY2(chart.readout().contains(u"first: 10"_s), qPrintable(chart.readout()));
    QTest::keyClick(&chart, Qt::Key_Left); // stays at the first
    QVERIFY2(chart.readout().contains(u"first: 10"_s), qPrintable(chart.readout()));
    QTest::keyClick(&chart, Qt::Key_Right);
    QVERIFY2(chart.readout().contains(u"first: 9.0"_s), qPrintable(chart.readout()));
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(chart.readout().isEmpty());
}

void ChartTest::descriptionHasTheLatestValues()
{
    TimeSeriesChart chart(ChartUnit::Seconds);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.setSeriesName(u"a"_s, u"berlin"_s);
    chart.append(u"a"_s, now.addSecs(-2), 1.0);
    chart.append(u"a"_s, now, 3.4);
    chart.advance(now);
    QCOMPARE(chart.accessibleDescription(), u"berlin: 3.4 s"_s);
    chart.interrupt(now.addSecs(2));
    chart.advance(now.addSecs(2));
    QCOMPARE(chart.accessibleDescription(), u"berlin: –"_s);
}

void ChartTest::followsThePalette()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(400, 240);
    const auto middle = [&chart] { return chart.grab().toImage().pixelColor(200, 60); };
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    chart.setPalette(palette);
    chart.show();
    QTest::qWait(20);
    QVERIFY(middle().lightness() > 200);
    palette.setColor(QPalette::Base, QColor(20, 20, 20));
    palette.setColor(QPalette::Text, Qt::white);
    chart.setPalette(palette);
    QTest::qWait(20);
    QVERIFY(middle().lightness() < 80);
}

void ChartTest::foreignNamesStayText()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.setSeriesName(u"a"_s, u"<b>x</b>%1"_s);
    chart.append(u"a"_s, now, 5000.0);
    chart.advance(now);
    const auto* legend = chart.findChild<ui::TimeSeriesChartLegend*>();
    QVERIFY(legend);
    QCOMPARE(legend->accessibleDescription(), u"<b>x</b>%1"_s);
    QVERIFY(legend->heightForWidth(300) > 0);
}

void ChartTest::appendingIsCheap()
{
    // Ten standbys, 24 h at 2 s: one look more has to cost nothing that a person would notice.
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(900, 300);
    const QDateTime begin = QDateTime::currentDateTimeUtc().addDays(-1);
    const int looks = 43'200;
    for (int i = 0; i < looks; ++i) {
        for (int standby = 0; standby < 10; ++standby)
            chart.append(QString::number(standby), begin.addSecs(2 * i), 1e6 * (standby + i % 100));
    }
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QElapsedTimer clock;
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 20; ++i) {
        clock.start();
        const QDateTime when = begin.addSecs(2 * (looks + i));
        for (int standby = 0; standby < 10; ++standby)
            chart.append(QString::number(standby), when, 5e6);
        chart.advance(when);
        best = std::min(best, clock.nsecsElapsed());
    }
    QVERIFY2(best < 5'000'000, qPrintable(u"%1 µs"_s.arg(best / 1000)));
}

void ChartTest::pastAndPresentAreOneLine()
{
    ui::ChartSeries series;
    series.append(10'000, 5.0);
    series.append(12'000, 6.0);
    // What is measured here counts; what was recorded is what was before it, with a gap between the two.
    series.setPast({ui::ChartPoint::at(1'000, 1), {2'000, 1, 2, 9}, ui::ChartPoint::at(12'000, 77)});
    QCOMPARE(series.size(), std::size_t(5));
    auto columns = series.columns(0, 20'000, 200);
    QCOMPARE(columns.size(), std::size_t(4));
    QVERIFY(columns[1].joined);
    QCOMPARE(columns[1].greatest, 9.0);
    QVERIFY(!columns[2].joined);
    QVERIFY(columns[3].joined);
    series.setPast({ui::ChartPoint::at(3'000, 1)}); // in the place of what was given before
    QCOMPARE(series.columns(0, 20'000, 200).size(), std::size_t(3));
    series.forgetBefore(11'000); // what was forgotten here, the record has: no gap any more
    series.setPast({ui::ChartPoint::at(9'000, 1), ui::ChartPoint::at(10'000, 5)});
    columns = series.columns(0, 20'000, 200);
    QCOMPARE(columns.size(), std::size_t(3));
    QVERIFY(columns[2].joined);
}

void ChartTest::noPeakIsLost()
{
    ui::ChartSeries series;
    std::vector<ui::ChartPoint> past;
    for (int i = 0; i < 200'000; ++i)
        past.push_back(ui::ChartPoint::at(i, i == 123'457 ? 1e9 : 10));
    past[60'000] = ui::ChartPoint::gap(60'000);
    series.setPast(past);
    const auto columns = series.columns(0, 200'000, 500);
    QCOMPARE(columns.size(), std::size_t(500));
    const auto peak = std::max_element(columns.begin(), columns.end(),
                                       [](const auto& a, const auto& b) { return a.greatest < b.greatest; });
    QCOMPARE(peak->greatest, 1e9);
    QCOMPARE(static_cast<int>(peak->x), 123'457 / 400);
    QVERIFY(!columns.front().joined);
    QCOMPARE(std::count_if(columns.begin(), columns.end(), [](const auto& column) { return !column.joined; }),
             2); // the first one, and one after the gap
}

void ChartTest::zoomAndPanByKeysAndWheel()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(600, 300);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.append(u"a"_s, now.addSecs(-100), 1e6);
    chart.append(u"a"_s, now.addSecs(-1), 2e6);
    chart.advance(now);
    chart.show();
    chart.activateWindow();
    chart.setFocus();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QSignalSpy changes(&chart, &TimeSeriesChart::rangeChanged);
    const auto span = [&chart] { return chart.range().to - chart.range().from; };
    QTest::keyClick(&chart, Qt::Key_Plus);
    QCOMPARE(span(), 210'000);
    QVERIFY(chart.range().follows); // the present stays at the edge
    QTest::keyClick(&chart, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(!chart.range().follows);
    QCOMPARE(chart.range().to, now.toMSecsSinceEpoch() - 52'500);
    chart.advance(now.addSecs(30)); // what was chosen stays where it is
    QCOMPARE(chart.range().to, now.toMSecsSinceEpoch() - 52'500);
    QTest::keyClick(&chart, Qt::Key_0);
    QVERIFY(chart.range().follows);
    QCOMPARE(span(), 300'000);
    QTest::keyClick(&chart, Qt::Key_Minus);
    QVERIFY(span() > 400'000);
    QTest::keyClick(&chart, Qt::Key_0);
    QCOMPARE(changes.size(), 5);

    const QPointF middle(300, 120);
    const auto turn = [&](int angle, Qt::KeyboardModifiers modifiers) {
        QWheelEvent wheel(middle, chart.mapToGlobal(middle), {}, {0, angle}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&chart, &wheel);
        return wheel.isAccepted();
    };
    chart.clearFocus();
    QVERIFY(!turn(120, Qt::NoModifier)); // the page scrolls
    QCOMPARE(span(), 300'000);
    QVERIFY(turn(120, Qt::ControlModifier));
    QCOMPARE(span(), 210'000);
    QVERIFY(!chart.range().follows);
    const qint64 to = chart.range().to;
    QTest::mousePress(&chart, Qt::LeftButton, {}, QPoint(200, 100));
    QTest::mouseMove(&chart, QPoint(300, 100));
    QTest::mouseRelease(&chart, Qt::LeftButton, {}, QPoint(300, 100));
    QVERIFY(chart.range().to < to - 20'000); // the past is drawn to the right
    QTest::mouseDClick(&chart, Qt::LeftButton, {}, QPoint(300, 100));
    QVERIFY(chart.range().follows);
}

void ChartTest::rangeHasLimits()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    chart.advance(now);
    for (int i = 0; i < 100; ++i)
        chart.zoom(0.5, chart.range().to);
    QCOMPARE(chart.range().to - chart.range().from, 10'000);
    for (int i = 0; i < 100; ++i)
        chart.zoom(2, chart.range().from);
    QCOMPARE(chart.range().to - chart.range().from, qint64(90) * 86'400'000);
    QVERIFY(chart.range().to <= now.toMSecsSinceEpoch());
    chart.zoom(0.1, chart.range().from + 1000);
    chart.pan(-(qint64(1) << 60) / 4);
    QVERIFY(chart.range().from >= now.toMSecsSinceEpoch() - qint64(90) * 86'400'000);
    chart.pan(qint64(1) << 58);
    QCOMPARE(chart.range().to, now.toMSecsSinceEpoch());
}

void ChartTest::outagesAndThresholdAreDrawn()
{
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(600, 300);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int i = 60; i > 40; --i)
        chart.append(u"a"_s, now.addSecs(-5 * i), 1e6);
    chart.interrupt(now.addSecs(-200));
    chart.append(u"a"_s, now.addSecs(-20), 1e6);
    chart.append(u"a"_s, now, 1e6);
    chart.advance(now);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    const QImage before = chart.toImage();
    // Hatched between the two, and nowhere else: a part of the picture above the lines has more than one
    // colour there.
    const auto coloursIn = [](const QImage& image, const QRect& rect) {
        QSet<QRgb> colours;
        for (int y = rect.top(); y <= rect.bottom(); ++y) {
            for (int x = rect.left(); x <= rect.right(); ++x)
                colours.insert(image.pixel(x, y));
        }
        return colours.size();
    };
    QVERIFY(coloursIn(before, QRect(340, 24, 20, 20)) > 1);
    QCOMPARE(coloursIn(before, QRect(150, 24, 20, 8)), 1);
    chart.setThreshold(1.5e6, u"Alert"_s);
    QVERIFY(chart.toImage() != before);
}

void ChartTest::timeTicksAreWholeTimes_data()
{
    QTest::addColumn<qint64>("span"); // seconds
    QTest::addColumn<qint64>("whole");
    for (const auto& [name, span, whole] : {std::tuple("10 s", 10, 1),
                                            {"5 min", 300, 30},
                                            {"1 h", 3600, 300},
                                            {"24 h", 86400, 3600},
                                            {"7 d", 7 * 86400, 21600}})
        QTest::newRow(name) << qint64(span) << qint64(whole);
}

void ChartTest::timeTicksAreWholeTimes()
{
    QFETCH(qint64, span);
    QFETCH(qint64, whole);
    const qint64 to = QDateTime(QDate(2026, 6, 15), QTime(13, 47, 13, 250)).toMSecsSinceEpoch();
    const auto ticks = ui::timeTicks(to - span * 1000, to, 10);
    QVERIFY(ticks.size() >= 2);
    QVERIFY(ticks.size() <= 11);
    for (const ui::TimeTick& tick : ticks) {
        const QTime time = QDateTime::fromMSecsSinceEpoch(tick.time).time();
        QCOMPARE(time.msecsSinceStartOfDay() % (whole * 1000), 0);
        QVERIFY(!tick.text.isEmpty());
    }
}

void ChartTest::millionPointsInAFrame()
{
    std::vector<ui::ChartPoint> past;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    constexpr int points = 1'000'000;
    const qint64 begin = now.addDays(-7).toMSecsSinceEpoch();
    past.reserve(points);
    for (int i = 0; i < points; ++i) {
        const double value = 1e6 * (2 + std::sin(i / 9000.0)) + (i % 1000 * 7919 % 1000) * 400;
        past.push_back({begin + i * 600, value * 0.9, value, value * 1.1});
    }
    TimeSeriesChart chart(ChartUnit::Bytes);
    chart.resize(1000, 320);
    chart.setPast({{u"a"_s, past}});
    chart.setWindow(std::chrono::hours(24 * 7));
    chart.advance(now);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QPixmap frame(chart.size());
    QElapsedTimer clock;
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 20; ++i) {
        clock.start();
        chart.advance(now.addMSecs(i));
        chart.render(&frame);
        best = std::min(best, clock.nsecsElapsed());
    }
    qInfo("a frame with a million points: %.2f ms", static_cast<double>(best) / 1e6);
    QVERIFY2(best < 16'000'000, qPrintable(u"%1 µs"_s.arg(best / 1000)));
}

void ChartTest::trendNeedsTimeAndDifference()
{
    ui::LagTrend trend;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto add = [&](int second, std::optional<qint64> bytes) {
        trend.add(now.addSecs(second), bytes ? std::optional(core::ByteSize(*bytes)) : std::nullopt);
    };
    add(0, 1'000'000);
    add(2, 9'000'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Unknown); // too early
    for (int second = 4; second <= 30; second += 2)
        add(second, 9'000'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Growing);
    QCOMPARE(trend.toText().replace(QChar(QChar::Nbsp), u' '), u"8.0 MB more than 30 s ago"_s);
    add(32, 9'000'000);
    add(34, 9'010'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Unknown); // noise
    QVERIFY(trend.toText().isEmpty());
    add(36, 2'000'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Shrinking);
    add(38, std::nullopt); // not known: begins anew
    add(40, 20'000'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Unknown);
    add(80, 1'000'000); // so does a long gap
    add(85, 20'000'000);
    QCOMPARE(trend.direction(), ui::LagTrend::Direction::Unknown);
}

QTEST_MAIN(ChartTest)
#include "charttest.moc"
