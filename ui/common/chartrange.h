// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace tidemark::ui {

/// What a chart shows of time. One that follows has its end at the present.
struct ChartRange
{
    qint64 from = 0; // milliseconds since 1970, UTC
    qint64 to = 0;
    bool follows = true;

    qint64 span() const { return to - from; }
    /// The last `span` milliseconds, following.
    static ChartRange upTo(qint64 now, qint64 span) { return {now - span, now, true}; }
    /// As much longer as `factor` says, between 10 s and 90 days; `middle` stays where it is, and nothing
    /// lies after `now`.
    ChartRange zoomed(double factor, qint64 middle, qint64 now) const;
    /// Later by that much, not beyond `now`, nor further back than 90 days.
    ChartRange panned(qint64 milliseconds, qint64 now) const;

    friend bool operator==(const ChartRange&, const ChartRange&) = default;
};

} // namespace tidemark::ui
