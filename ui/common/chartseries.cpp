// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartseries.h"

#include <algorithm>
#include <limits>

namespace tidemark::ui {

namespace {

bool isBefore(const ChartPoint& point, qint64 time)
{
    return point.time < time;
}

} // namespace

ChartSeries::Points::const_iterator ChartSeries::lower(qint64 time) const
{
    return std::lower_bound(m_points.begin(), m_points.end(), time, isBefore);
}

void ChartSeries::append(qint64 time, std::optional<double> value)
{
    const bool isGap = !value || !std::isfinite(*value);
    if (!m_points.empty() && time <= m_points.back().time)
        m_points.erase(std::lower_bound(m_points.begin(), m_points.end(), time, isBefore), m_points.end());
    else if (isGap && !m_points.empty() && m_points.back().isGap())
        return; // one gap is one point
    if (!m_hasLive || time < m_liveFrom) {
        m_hasLive = true;
        m_liveFrom = time;
    }
    m_points.push_back(isGap ? ChartPoint::gap(time) : ChartPoint::at(time, *value));
    // In pieces: each erasure moves all the others.
    if (m_points.size() > mostPoints + m_pastCount)
        m_points.erase(m_points.begin(), m_points.begin() + static_cast<std::ptrdiff_t>(mostPoints / 10));
}

void ChartSeries::setPast(const std::vector<ChartPoint>& past)
{
    const qint64 end = m_hasLive ? m_liveFrom : std::numeric_limits<qint64>::max();
    const auto firstLive = std::lower_bound(m_points.begin(), m_points.end(), end, isBefore);
    Points joined(past.begin(), std::lower_bound(past.begin(), past.end(), end, isBefore));
    m_pastCount = joined.size();
    const bool apart = m_pastCount > 0 && m_hasLive && m_startsApart && !joined.back().isGap() &&
                       end - joined.back().time > 1;
    if (apart)
        joined.push_back(ChartPoint::gap(joined.back().time + 1));
    joined.insert(joined.end(), firstLive, m_points.end());
    m_points = std::move(joined);
}

void ChartSeries::forgetBefore(qint64 time)
{
    if (!m_hasLive || time <= m_liveFrom)
        return;
    const auto begin = std::lower_bound(m_points.begin(), m_points.end(), time, isBefore);
    if (m_pastCount == 0)
        m_points.erase(m_points.begin(), begin);
    m_liveFrom = time;
    m_startsApart = false;
}

const ChartPoint* ChartSeries::next(qint64 after, qint64 to) const
{
    for (auto it = lower(after + 1); it != m_points.end() && it->time <= to; ++it) {
        if (!it->isGap())
            return &*it;
    }
    return nullptr;
}

const ChartPoint* ChartSeries::previous(qint64 before, qint64 from) const
{
    for (auto it = lower(before); it != m_points.begin();) {
        --it;
        if (it->time < from)
            return nullptr;
        if (!it->isGap())
            return &*it;
    }
    return nullptr;
}

const ChartPoint* ChartSeries::nearest(qint64 time, qint64 from, qint64 to) const
{
    const ChartPoint* after = next(time - 1, to);
    const ChartPoint* before = previous(time, from);
    if (after && after->time < from)
        after = next(from - 1, to);
    if (before && before->time > to)
        before = previous(to + 1, from);
    if (!after || !before)
        return after ? after : before;
    return after->time - time < time - before->time ? after : before;
}

const ChartPoint* ChartSeries::at(qint64 time, qint64 tolerance) const
{
    const ChartPoint* best = nullptr;
    for (auto it = lower(time - tolerance); it != m_points.end() && it->time <= time + tolerance; ++it) {
        if (!best || std::abs(it->time - time) < std::abs(best->time - time))
            best = &*it;
    }
    return best;
}

std::vector<ChartPoint> ChartSeries::between(qint64 from, qint64 to) const
{
    return {lower(from), lower(to + 1)};
}

std::vector<ChartColumn> ChartSeries::columns(qint64 from, qint64 to, int width) const
{
    if (m_points.empty() || width <= 0 || to <= from)
        return {};
    auto begin = lower(from);
    auto end = lower(to + 1);
    // The neighbours at either side, so that lines leave the picture at its edges.
    if (begin != m_points.begin())
        --begin;
    if (end != m_points.end())
        ++end;
    if (end - begin <= 2 * static_cast<std::ptrdiff_t>(width))
        return single(begin, end, from, width / static_cast<double>(to - from));
    return joined(begin, end, from, to, width);
}

std::vector<ChartColumn> ChartSeries::single(Points::const_iterator begin, Points::const_iterator end,
                                             qint64 from, double scale) const
{
    std::vector<ChartColumn> columns;
    columns.reserve(static_cast<std::size_t>(end - begin));
    bool joins = false;
    for (auto it = begin; it != end; ++it) {
        if (!it->isGap())
            columns.push_back(
                {static_cast<double>(it->time - from) * scale, it->least, it->mean, it->greatest, joins});
        joins = !it->isGap();
    }
    return columns;
}

std::vector<ChartColumn> ChartSeries::joined(Points::const_iterator begin, Points::const_iterator end,
                                             qint64 from, qint64 to, int width) const
{
    std::vector<ChartColumn> columns;
    columns.reserve(static_cast<std::size_t>(width));
    const double step = static_cast<double>(to - from) / width;
    bool joins = false;
    auto it = begin;
    for (int x = 0; x < width && it != end; ++x) {
        const auto limit = from + static_cast<qint64>((x + 1) * step);
        const auto stop = x + 1 == width ? end : std::lower_bound(it, end, limit, isBefore);
        double least = std::numeric_limits<double>::infinity();
        double greatest = -least;
        double sum = 0;
        std::ptrdiff_t gaps = 0;
        const auto first = it;
        for (; it != stop; ++it) {
            if (it->isGap()) {
                ++gaps;
                continue;
            }
            least = std::min(least, it->least);
            greatest = std::max(greatest, it->greatest);
            sum += it->mean;
        }
        const std::ptrdiff_t count = stop - first - gaps;
        if (count > 0)
            columns.push_back(
                {x + 0.5, least, sum / static_cast<double>(count), greatest, joins && !first->isGap()});
        if (stop != first)
            joins = !std::prev(stop)->isGap();
    }
    return columns;
}

} // namespace tidemark::ui
