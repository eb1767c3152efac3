// SPDX-License-Identifier: GPL-3.0-or-later
// The seam through which code asks for the time, so that tests can turn it.
#pragma once

#include <QDateTime>

#include <functional>

namespace tidemark::core {

/// Wall-clock time in UTC. Durations are measured with std::chrono::steady_clock instead.
using WallClock = std::function<QDateTime()>;

inline WallClock systemClock()
{
    return [] { return QDateTime::currentDateTimeUtc(); };
}

} // namespace tidemark::core
