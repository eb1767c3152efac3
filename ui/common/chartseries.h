// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cmath>
#include <optional>
#include <vector>

namespace tidemark::ui {

/// A value at a time, or the least, mean and greatest of a span of time that begins there. NaN is a gap.
struct ChartPoint
{
    qint64 time = 0; // milliseconds since 1970, UTC
    double least = 0;
    double mean = 0;
    double greatest = 0;

    static ChartPoint at(qint64 time, double value) { return {time, value, value, value}; }
    static ChartPoint gap(qint64 time) { return at(time, std::nan("")); }
    bool isGap() const { return std::isnan(mean); }
};

/// What a column of pixels shows.
struct ChartColumn
{
    double x = 0; // pixels from the left
    double least = 0;
    double mean = 0;
    double greatest = 0;
    bool joined = false; // with the column before
};

/// One line of a chart: what was recorded in the past, then what is measured now. Times only grow.
class ChartSeries
{
public:
    static constexpr std::size_t mostPoints = 50'000; // measured ones; the past comes as it is given

    /// No value, or one that is not finite, is a gap. A time that is not after the last one replaces what
    /// came after it.
    void append(qint64 time, std::optional<double> value);
    /// What was recorded before the first point that was measured here; takes the place of the past given
    /// before.
    void setPast(const std::vector<ChartPoint>& past);
    /// Points before this are the past's business.
    void forgetBefore(qint64 time);

    bool isEmpty() const { return m_points.empty(); }
    std::size_t size() const { return m_points.size(); }
    const ChartPoint& last() const { return m_points.back(); }
    /// Within [from, to]; no gaps.
    const ChartPoint* nearest(qint64 time, qint64 from, qint64 to) const;
    const ChartPoint* next(qint64 after, qint64 to) const;
    const ChartPoint* previous(qint64 before, qint64 from) const;
    /// The point, gaps too, at this time or at most `tolerance` milliseconds from it.
    const ChartPoint* at(qint64 time, qint64 tolerance) const;
    /// In the order of time, gaps too, those in [from, to].
    std::vector<ChartPoint> between(qint64 from, qint64 to) const;

    /// What is seen of [from, to] in `width` pixels: one column per point where there are few, else one per
    /// pixel with the least and the greatest of its time, so that no peak is lost.
    std::vector<ChartColumn> columns(qint64 from, qint64 to, int width) const;

private:
    using Points = std::vector<ChartPoint>;
    Points::const_iterator lower(qint64 time) const;
    std::vector<ChartColumn> single(Points::const_iterator begin, Points::const_iterator end, qint64 from,
                                    double scale) const;
    std::vector<ChartColumn> joined(Points::const_iterator begin, Points::const_iterator end, qint64 from,
                                    qint64 to, int width) const;

    Points m_points;
    qint64 m_liveFrom = 0; // of the first that was measured here
    bool m_hasLive = false;
    std::size_t m_pastCount = 0; // of those given
    bool m_startsApart = true; // nothing is known of the time right before m_liveFrom but what the past says
};

} // namespace tidemark::ui
