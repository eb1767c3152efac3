// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/positionring.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidemark::replication {

namespace {
constexpr std::size_t mostPoints = 4096;
constexpr double smoothingSeconds = 10;
} // namespace

void PositionRing::add(const QDateTime& time, core::Lsn position)
{
    const qint64 now = time.toMSecsSinceEpoch();
    if (!m_points.empty() && (now < m_points.back().time || position < m_points.back().position))
        m_points.clear();
    // Where nothing was written meanwhile, nothing is unknown.
    const bool afterGap =
        std::exchange(m_interrupted, false) && !m_points.empty() && m_points.back().position != position;
    // Of a time without writes only the begin and the end say something.
    const std::size_t count = m_points.size();
    if (count >= 2 && m_points[count - 1].position == position && m_points[count - 2].position == position) {
        m_points.back().time = now;
        return;
    }
    m_points.push_back({now, position, afterGap});
    if (m_points.size() > mostPoints)
        thin();
}

void PositionRing::thin()
{
    // Every second one of the older half: what is long ago need not be exact to the second.
    const auto middle = m_points.begin() + static_cast<std::ptrdiff_t>(m_points.size() / 2);
    for (std::size_t i = 1; i < m_points.size() / 2; i += 2)
        m_points[i + 1].afterGap = m_points[i + 1].afterGap || m_points[i].afterGap;
    std::size_t index = 0;
    const auto kept =
        std::remove_if(m_points.begin(), middle, [&index](const Point&) { return index++ % 2 == 1; });
    m_points.erase(kept, middle);
}

std::optional<TimeBehind> PositionRing::ageOf(core::Lsn position, const QDateTime& now) const
{
    if (m_points.empty())
        return std::nullopt;
    if (position >= m_points.back().position)
        return TimeBehind{};
    const qint64 reference = now.toMSecsSinceEpoch();
    const auto since = [reference](double time) {
        return std::max(0.0, (static_cast<double>(reference) - time) / 1000);
    };
    const auto next = std::upper_bound(m_points.begin(), m_points.end(), position,
                                       [](core::Lsn at, const Point& point) { return at < point.position; });
    if (next == m_points.begin() || next->afterGap)
        return TimeBehind{since(static_cast<double>(next->time)), true};
    const Point& before = *std::prev(next);
    const auto whole = static_cast<double>((next->position - before.position).bytes());
    const auto part = static_cast<double>((position - before.position).bytes());
    return TimeBehind{since(static_cast<double>(before.time) +
                            part / whole * static_cast<double>(next->time - before.time)),
                      false};
}

void SmoothRate::add(const QDateTime& time, core::Lsn position)
{
    if (m_time.isValid() && position >= m_position) {
        const double seconds = static_cast<double>(m_time.msecsTo(time)) / 1000;
        if (seconds <= 0 && m_time != time) { // the clock was set back
            m_time = time;
            return;
        }
        if (seconds <= 0)
            return;
        const double share = 1 - std::exp(-seconds / smoothingSeconds);
        m_rate += share * (static_cast<double>((position - m_position).bytes()) / seconds - m_rate);
        m_weight += share * (1 - m_weight);
    }
    m_time = time;
    m_position = position;
}

std::optional<double> SmoothRate::perSecond() const
{
    if (m_weight <= 0)
        return std::nullopt;
    return m_rate / m_weight; // so that the first looks are not smoothed towards 0
}

} // namespace tidemark::replication
