// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/secondsbehind.h"

#include <algorithm>

namespace tidemark::replication {

std::optional<double> secondsBehind(const StandbyLag& lag)
{
    if (lag.behind && !lag.behind->atLeast)
        return lag.behind->seconds;
    if (!lag.behind || lag.behind->seconds <= 0) // "at least nothing" says nothing
        return lag.seconds.replay;
    return std::max(lag.behind->seconds, lag.seconds.replay.value_or(0));
}

} // namespace tidemark::replication
