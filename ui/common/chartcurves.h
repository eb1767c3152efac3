// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chartrange.h"
#include "ui/common/chartseries.h"
#include "ui/common/timeserieschartticks.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace tidemark::ui {

/// What a chart knows: its lines with their names, when nobody looked, and what of all that a range shows.
class ChartCurves
{
public:
    struct Curve
    {
        ChartSeries data;
        std::vector<ChartColumn> columns; // of the range, as it was shown last
        int style = 0;                    // stays the same while the line is there
        bool visible = false;             // has a value in the range
    };
    using Outages = std::vector<std::pair<qint64, qint64>>; // from, to; the last one lasts where its end is 0

    void setName(const QString& id, const QString& name) { m_names.insert(id, name); }
    QString name(const QString& id) const { return m_names.value(id, id); }
    /// A line begins with its first value; no value, or one that is not finite, is a gap.
    void append(const QString& id, qint64 time, std::optional<double> value);
    void setPast(const QHash<QString, std::vector<ChartPoint>>& past);
    void setPastOutages(Outages outages) { m_pastOutages = std::move(outages); }
    /// A gap in every line until the next value.
    void interrupt(qint64 time);
    void forgetBefore(qint64 time);
    void clear();

    enum class Columns
    {
        Leave, // the chart is hidden
        Make,
    };
    /// Makes out what is seen of the range in `width` pixels.
    void show(const ChartRange& range, int width, Columns columns);
    bool hasVisibleValues() const { return m_shows; }
    double greatest() const { return m_greatest; } // of the columns

    const std::map<QString, Curve>& all() const { return m_curves; } // in the order of the ids
    const Outages& pastOutages() const { return m_pastOutages; }
    const Outages& outages() const { return m_outages; }
    qsizetype pointCount(const QString& id) const;
    QStringList ids() const;
    std::vector<ChartPoint> between(const QString& id, const ChartRange& range) const;
    /// The time of the value that is nearest, or of the next one in a direction (1, -1) that is `step` away
    /// at least; within the range.
    std::optional<qint64> nearest(qint64 time, const ChartRange& range) const;
    std::optional<qint64> next(qint64 time, int direction, qint64 step, const ChartRange& range) const;
    /// "berlin: 12 MB" for each line that is seen: what it has at the time or `tolerance` from it, or last.
    QStringList valuesAt(qint64 time, qint64 tolerance, ChartUnit unit) const;
    QStringList lastValues(ChartUnit unit) const;

private:
    Curve& curve(const QString& id);

    std::map<QString, Curve> m_curves;
    QHash<QString, QString> m_names;
    Outages m_pastOutages;
    Outages m_outages;
    double m_greatest = 0;
    bool m_shows = false;
};

} // namespace tidemark::ui
