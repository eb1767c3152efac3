// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace tidemark::core {

/// Where a run stands. Values a step does not know stay empty; nothing is guessed to fill them.
struct Progress
{
    QString phase;                             // a short sentence: "Dumping blog_db"
    QString item;                              // what is worked on, "public.posts"
    QString notice;                            // why it does not move, as a sentence; mostly empty
    std::optional<double> fraction;            // of the whole run, 0…1, never falling
    qint64 bytesDone = 0;                      // of the phase
    std::optional<qint64> bytesTotal;          // of the phase; an estimate where `fraction` is
    std::optional<double> bytesPerSecond;      // smoothed
    std::optional<std::chrono::seconds> left;  // at the present rate

    QJsonObject toJson() const;
};

/// Turns "bytes done so far" into a smoothed rate and a time left. One per phase, one thread.
class RateMeter
{
public:
    using Instant = std::chrono::steady_clock::time_point;

    void record(Instant when, qint64 bytesDone);
    std::optional<double> bytesPerSecond() const { return m_rate; }
    std::optional<std::chrono::seconds> timeLeft(qint64 bytesRemaining) const;

private:
    std::optional<Instant> m_last;
    qint64 m_lastBytes = 0;
    std::optional<double> m_rate;
};

} // namespace tidemark::core
