// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/lagtrend.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdlib>

namespace tidemark::ui {

namespace {
constexpr qint64 reach = 30'000; // milliseconds
constexpr qint64 least = 10'000;
constexpr qint64 longestGap = 15'000;
constexpr qint64 noise = 64 * 1024; // bytes
} // namespace

void LagTrend::add(const QDateTime& when, std::optional<core::ByteSize> distance)
{
    const qint64 step = m_points.isEmpty() ? 0 : m_points.last().when.msecsTo(when);
    if (!distance || step < 0 || step > longestGap)
        m_points.clear();
    if (!distance)
        return;
    m_points.append({when, *distance});
    while (m_points.first().when.msecsTo(when) > reach)
        m_points.removeFirst();
}

std::optional<core::ByteSize> LagTrend::difference() const
{
    if (m_points.isEmpty() || m_points.first().when.msecsTo(m_points.last().when) < least)
        return std::nullopt;
    const core::ByteSize before = m_points.first().distance;
    const core::ByteSize after = m_points.last().distance;
    const qint64 worthAWord = std::max(noise, std::max(before, after).bytes() / 20);
    if (std::abs((after - before).bytes()) < worthAWord)
        return std::nullopt;
    return after - before;
}

LagTrend::Direction LagTrend::direction() const
{
    const std::optional<core::ByteSize> change = difference();
    if (!change)
        return Direction::Unknown;
    return change->bytes() > 0 ? Direction::Growing : Direction::Shrinking;
}

QString LagTrend::toText() const
{
    const std::optional<core::ByteSize> change = difference();
    if (!change)
        return {};
    const auto seconds = static_cast<int>(m_points.first().when.msecsTo(m_points.last().when) / 1000);
    const QString size = core::ByteSize(std::abs(change->bytes())).toText();
    return change->bytes() > 0 ? QCoreApplication::translate("ui::LagTrend", "%1 more than %2 s ago").arg(size).arg(seconds)
                               : QCoreApplication::translate("ui::LagTrend", "%1 less than %2 s ago").arg(size).arg(seconds);
}

} // namespace tidemark::ui
