// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartcurves.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace tidemark::ui {

ChartCurves::Curve& ChartCurves::curve(const QString& id)
{
    const auto found = m_curves.find(id);
    if (found != m_curves.end())
        return found->second;
    // The first style that is free, so that the others keep theirs when one goes.
    int style = 0;
    while (std::any_of(m_curves.begin(), m_curves.end(),
                       [style](const auto& entry) { return entry.second.style == style; }))
        ++style;
    Curve& made = m_curves[id];
    made.style = style;
    return made;
}

void ChartCurves::append(const QString& id, qint64 time, std::optional<double> value)
{
    const bool isValue = value && std::isfinite(*value);
    if (!isValue && m_curves.count(id) == 0)
        return;
    if (isValue && !m_outages.empty() && m_outages.back().second == 0)
        m_outages.back().second = time;
    curve(id).data.append(time, value);
}

void ChartCurves::setPast(const QHash<QString, std::vector<ChartPoint>>& past)
{
    for (auto it = past.begin(); it != past.end(); ++it) {
        if (!it->empty())
            curve(it.key()).data.setPast(*it);
    }
    for (auto it = m_curves.begin(); it != m_curves.end();) {
        if (!past.contains(it->first))
            it->second.data.setPast({});
        it = it->second.data.isEmpty() ? m_curves.erase(it) : std::next(it);
    }
}

void ChartCurves::interrupt(qint64 time)
{
    for (auto& [id, one] : m_curves)
        one.data.append(time, std::nullopt);
    if (!m_curves.empty() && (m_outages.empty() || m_outages.back().second != 0))
        m_outages.emplace_back(time, 0);
}

void ChartCurves::forgetBefore(qint64 time)
{
    for (auto it = m_curves.begin(); it != m_curves.end();) {
        it->second.data.forgetBefore(time);
        it = it->second.data.isEmpty() ? m_curves.erase(it) : std::next(it);
    }
    m_outages.erase(std::remove_if(m_outages.begin(), m_outages.end(),
                                   [time](const auto& one) { return one.second != 0 && one.second < time; }),
                    m_outages.end());
}

void ChartCurves::clear()
{
    *this = ChartCurves();
}

void ChartCurves::show(const ChartRange& range, int width, Columns columns)
{
    m_greatest = 0;
    m_shows = false;
    for (auto& [id, one] : m_curves) {
        one.visible = one.data.next(range.from - 1, range.to) != nullptr;
        m_shows = m_shows || one.visible;
        one.columns.clear();
        if (!one.visible || columns == Columns::Leave)
            continue;
        one.columns = one.data.columns(range.from, range.to, width);
        for (const ChartColumn& column : one.columns)
            m_greatest = std::max(m_greatest, column.greatest);
    }
}

qsizetype ChartCurves::pointCount(const QString& id) const
{
    const auto found = m_curves.find(id);
    return found == m_curves.end() ? 0 : static_cast<qsizetype>(found->second.data.size());
}

QStringList ChartCurves::ids() const
{
    QStringList ids;
    for (const auto& [id, one] : m_curves)
        ids.append(id);
    return ids;
}

std::vector<ChartPoint> ChartCurves::between(const QString& id, const ChartRange& range) const
{
    const auto found = m_curves.find(id);
    return found == m_curves.end() ? std::vector<ChartPoint>()
                                   : found->second.data.between(range.from, range.to);
}

std::optional<qint64> ChartCurves::nearest(qint64 time, const ChartRange& range) const
{
    std::optional<qint64> best;
    for (const auto& [id, one] : m_curves) {
        const ChartPoint* point = one.data.nearest(time, range.from, range.to);
        if (point && (!best || std::abs(point->time - time) < std::abs(*best - time)))
            best = point->time;
    }
    return best;
}

std::optional<qint64> ChartCurves::next(qint64 time, int direction, qint64 step,
                                        const ChartRange& range) const
{
    std::optional<qint64> best;
    for (const auto& [id, one] : m_curves) {
        const ChartPoint* point = direction > 0 ? one.data.next(time + step - 1, range.to)
                                                : one.data.previous(time - step + 1, range.from);
        if (point && (!best || std::abs(point->time - time) < std::abs(*best - time)))
            best = point->time;
    }
    return best;
}

QStringList ChartCurves::valuesAt(qint64 time, qint64 tolerance, ChartUnit unit) const
{
    QStringList lines;
    for (const auto& [id, one] : m_curves) {
        if (!one.visible)
            continue;
        const ChartPoint* point = one.data.at(time, tolerance);
        const bool known = point && !point->isGap();
        QString value = valueText(unit, known ? std::optional(point->mean) : std::nullopt);
        if (known && point->greatest > point->least)
            value = QCoreApplication::translate("tidemark::ui::TimeSeriesChart", "%1 (%2 to %3)")
                        .arg(value, valueText(unit, point->least), valueText(unit, point->greatest));
        lines.append(QStringLiteral("%1: %2").arg(name(id), value));
    }
    return lines;
}

QStringList ChartCurves::lastValues(ChartUnit unit) const
{
    QStringList parts;
    for (const auto& [id, one] : m_curves) {
        if (!one.visible)
            continue;
        const ChartPoint& last = one.data.last();
        parts.append(QStringLiteral("%1: %2").arg(
            name(id), valueText(unit, last.isGap() ? std::nullopt : std::optional(last.mean))));
    }
    return parts;
}

} // namespace tidemark::ui
