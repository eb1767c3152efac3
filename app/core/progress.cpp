// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/progress.h"

#include <cmath>

namespace tidemark::core {

QJsonObject Progress::toJson() const
{
    QJsonObject object{{QStringLiteral("phase"), phase}, {QStringLiteral("bytesDone"), bytesDone}};
    if (!item.isEmpty())
        object.insert(QStringLiteral("item"), item);
    if (!notice.isEmpty())
        object.insert(QStringLiteral("notice"), notice);
    if (fraction)
        object.insert(QStringLiteral("fraction"), *fraction);
    if (bytesTotal)
        object.insert(QStringLiteral("bytesTotal"), *bytesTotal);
    if (bytesPerSecond)
        object.insert(QStringLiteral("bytesPerSecond"), std::round(*bytesPerSecond));
    if (left)
        object.insert(QStringLiteral("secondsLeft"), static_cast<qint64>(left->count()));
    return object;
}

void RateMeter::record(Instant when, qint64 bytesDone)
{
    if (!m_last) {
        m_last = when;
        m_lastBytes = bytesDone;
        return;
    }
    const double seconds = std::chrono::duration<double>(when - *m_last).count();
    if (seconds < 0.25) // too short to say anything but noise
        return;
    const double rate = static_cast<double>(bytesDone - m_lastBytes) / seconds;
    // Exponential smoothing over about five seconds, whatever the sampling interval is.
    const double weight = 1.0 - std::exp(-seconds / 5.0);
    m_rate = m_rate ? *m_rate + weight * (rate - *m_rate) : rate;
    m_last = when;
    m_lastBytes = bytesDone;
}

std::optional<std::chrono::seconds> RateMeter::timeLeft(qint64 bytesRemaining) const
{
    if (!m_rate || *m_rate <= 1.0 || bytesRemaining < 0)
        return std::nullopt;
    return std::chrono::seconds(std::llround(static_cast<double>(bytesRemaining) / *m_rate));
}

} // namespace tidemark::core
