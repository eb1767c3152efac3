// SPDX-License-Identifier: GPL-3.0-or-later
// Where a chart of bytes or seconds puts its ticks, and what they say.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace tidemark::ui {

enum class ChartUnit
{
    Bytes,
    Seconds,
};

/// The step between two ticks, the smallest pleasant one that needs no more than `most` of them to reach
/// `top`.
double tickStep(ChartUnit unit, double top, int most);
/// Where an axis from 0 ends so that `highest` fits below it, at a tick. Never so small that noise fills the
/// chart.
double axisTop(ChartUnit unit, double highest, int most);
/// One text per tick, all in the unit that fits the largest one: "0", "0.5 MB", "1 MB".
QStringList tickTexts(ChartUnit unit, const QList<double>& ticks);
struct TimeTick
{
    qint64 time = 0; // milliseconds since 1970, UTC
    QString
        text; // local time in the person's locale: a time of day, or a date where the step is a day or more
};
/// At most `most` ticks in [from, to], at whole local times.
QList<TimeTick> timeTicks(qint64 from, qint64 to, int most);
/// A value as it is read out: "1.2 MB", "3.4 s"; "–" where there is none.
QString valueText(ChartUnit unit, const std::optional<double>& value);

} // namespace tidemark::ui
