// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartrange.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qint64 shortest = 10'000; // milliseconds
constexpr qint64 longest = qint64(90) * 24 * 3'600'000;

} // namespace

ChartRange ChartRange::zoomed(double factor, qint64 middle, qint64 now) const
{
    const qint64 wanted =
        std::clamp(static_cast<qint64>(static_cast<double>(span()) * factor), shortest, longest);
    const double share =
        static_cast<double>(std::clamp(middle, from, to) - from) / static_cast<double>(span());
    ChartRange range;
    range.from = middle - static_cast<qint64>(share * static_cast<double>(wanted));
    range.to = range.from + wanted;
    // The present stays at the edge where it was there and the middle is near it.
    range.follows = follows && share > 0.9;
    if (range.follows || range.to > now)
        range = {now - wanted, now, range.follows || follows};
    return range;
}

ChartRange ChartRange::panned(qint64 milliseconds, qint64 now) const
{
    const qint64 end = std::clamp(to + milliseconds, now - longest + span(), now);
    return {end - span(), end, end == now};
}

} // namespace tidemark::ui
