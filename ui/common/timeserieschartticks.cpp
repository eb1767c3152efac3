// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/timeserieschartticks.h"

#include "core/bytesize.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace tidemark::ui {

namespace {

/// 1, 2 or 5 times a power of ten, not below `wanted`.
double decimalStep(double wanted)
{
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= wanted * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

struct Scale
{
    double size;
    const char* text;
};

constexpr std::array<Scale, 6> byteScales{
    {{1e15, "PB"}, {1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1, "B"}}};
constexpr std::array<Scale, 5> timeScales{{{86400, QT_TRANSLATE_NOOP("ui::Chart", "d")},
                                           {3600, QT_TRANSLATE_NOOP("ui::Chart", "h")},
                                           {60, QT_TRANSLATE_NOOP("ui::Chart", "min")},
                                           {1, QT_TRANSLATE_NOOP("ui::Chart", "s")},
                                           {1e-3, QT_TRANSLATE_NOOP("ui::Chart", "ms")}}};

Scale scaleFor(ChartUnit unit, double top, double step)
{
    if (unit == ChartUnit::Bytes) {
        const auto* fit = std::find_if(byteScales.begin(), byteScales.end(),
                                       [top](const Scale& scale) { return top >= scale.size; });
        return fit == byteScales.end() ? byteScales.back() : *fit;
    }
    // Whole steps only: 1.5 min is harder to read than 90 s.
    const auto* fit = std::find_if(timeScales.begin(), timeScales.end(),
                                   [step](const Scale& scale) { return step >= scale.size * (1 - 1e-9); });
    if (fit == timeScales.end())
        return timeScales.back();
    return top < 1 || fit->size >= 1 ? *fit : timeScales[3];
}

} // namespace

double tickStep(ChartUnit unit, double top, int most)
{
    const double wanted = std::max(top, 1e-3) / std::max(most, 1);
    if (unit == ChartUnit::Seconds && wanted > 10) {
        for (const double step : {15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
                                  10800.0, 21600.0, 43200.0}) {
            if (step >= wanted)
                return step;
        }
        return 86400 * std::max(1.0, decimalStep(wanted / 86400));
    }
    return unit == ChartUnit::Bytes ? std::max(1.0, decimalStep(wanted)) : decimalStep(wanted);
}

double axisTop(ChartUnit unit, double highest, int most)
{
    const double least = unit == ChartUnit::Bytes ? 1000 : 1;
    const double wanted = std::max(highest * 1.05, least);
    const double step = tickStep(unit, wanted, most);
    return std::ceil(wanted / step - 1e-9) * step;
}

QStringList tickTexts(ChartUnit unit, const QList<double>& ticks)
{
    QStringList texts;
    if (ticks.isEmpty())
        return texts;
    const double top = *std::max_element(ticks.begin(), ticks.end());
    const double step = ticks.size() > 1 ? std::abs(ticks.at(1) - ticks.at(0)) : top;
    const Scale scale = scaleFor(unit, top, step);
    for (const double tick : ticks) {
        if (std::abs(tick) < step / 1000) {
            texts.append(QLocale().toString(0));
            continue;
        }
        const QString number = QLocale().toString(tick / scale.size, 'g', 6);
        texts.append(number + QChar(QChar::Nbsp) + QCoreApplication::translate("ui::Chart", scale.text));
    }
    return texts;
}

QList<TimeTick> timeTicks(qint64 from, qint64 to, int most)
{
    QList<TimeTick> ticks;
    if (to <= from || most < 1)
        return ticks;
    constexpr std::array<qint64, 20> steps{1,     2,     5,     10,    15,     30,    60,
                                           120,   300,   600,   900,   1800,   3600,  7200,
                                           10800, 21600, 43200, 86400, 172800, 604800}; // seconds
    const qint64 wanted = (to - from) / 1000 / most + 1;
    const auto* fit =
        std::find_if(steps.begin(), steps.end(), [wanted](qint64 step) { return step >= wanted; });
    const qint64 step = fit == steps.end() ? (wanted / 604800 + 1) * 604800 : *fit;
    const QLocale locale;
    const QDateTime first = QDateTime::fromMSecsSinceEpoch(from).toLocalTime();
    // Counted from local midnight, so that ticks are at whole hours of the day where the person is.
    QDateTime tick =
        step >= 86400
            ? first.date().startOfDay()
            : first.date().startOfDay().addSecs(first.time().msecsSinceStartOfDay() / 1000 / step * step);
    for (int guard = 0; guard < 4 * most + 8 && tick.toMSecsSinceEpoch() <= to; ++guard) {
        if (tick.toMSecsSinceEpoch() >= from) {
            QString text;
            if (step >= 86400)
                text = locale.toString(tick.date(), QStringLiteral("d MMM"));
            else if (tick.time() == QTime(0, 0) && to - from > 86'400'000)
                text = locale.toString(tick.date(), QStringLiteral("ddd d"));
            else
                text = step < 60 ? tick.time().toString(QStringLiteral("HH:mm:ss"))
                                 : locale.toString(tick.time(), QLocale::ShortFormat);
            ticks.append({tick.toMSecsSinceEpoch(), text});
        }
        tick = step >= 86400 ? tick.addDays(step / 86400) : tick.addSecs(step);
    }
    return ticks;
}

QString valueText(ChartUnit unit, const std::optional<double>& value)
{
    if (!value || !std::isfinite(*value))
        return QStringLiteral("–");
    if (unit == ChartUnit::Bytes)
        return core::ByteSize(std::llround(*value)).toText();
    return core::durationText(std::chrono::milliseconds(std::llround(*value * 1000)));
}

} // namespace tidemark::ui
