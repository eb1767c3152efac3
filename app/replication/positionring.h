// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsn.h"
#include "replication/lagsample.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace tidemark::replication {

/// Where a server's WAL ended when, as far back as 4096 points go; older ones are thinned out, so that hours
/// of looks fit.
class PositionRing
{
public:
    /// A time or a position before the last one begins anew.
    void add(const QDateTime& time, core::Lsn position);
    /// Nobody looked until the next add(): when a position between the two was passed is not known.
    void interrupt() { m_interrupted = true; }
    void clear() { m_points.clear(); }
    bool isEmpty() const { return m_points.empty(); }
    std::size_t size() const { return m_points.size(); }
    /// How long ago the server passed this position; nothing where the ring is empty. A position at or past
    /// the end is 0. Within an interruption it is at least as long as that has been over.
    std::optional<TimeBehind> ageOf(core::Lsn position, const QDateTime& now) const;

private:
    struct Point
    {
        qint64 time; // milliseconds
        core::Lsn position;
        bool afterGap = false; // nothing is known of the way from the point before
    };
    void thin();
    std::vector<Point> m_points;
    bool m_interrupted = false;
};

/// Bytes per second, smoothed over some ten seconds, so that the rhythm of reports does not show.
class SmoothRate
{
public:
    void add(const QDateTime& time, core::Lsn position);
    /// What was measured holds; the time until the next add() is not measured.
    void interrupt() { m_time = {}; }
    void clear() { *this = {}; }
    std::optional<double> perSecond() const;

private:
    QDateTime m_time;
    core::Lsn m_position;
    double m_rate = 0;
    double m_weight = 0; // of what was measured so far: 0 … 1
};

} // namespace tidemark::replication
