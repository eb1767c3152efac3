// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"

#include <optional>

namespace tidemark::replication {

/// For how long it has been behind, as far as is known: by our own record, or where that is too short by what
/// the server has measured, whichever is more. Absent where nothing is known: never 0 for that.
std::optional<double> secondsBehind(const StandbyLag& lag);

} // namespace tidemark::replication
