// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"

namespace tidemark::cli {

/// `lag --history FROM..TO`: what was recorded, as CSV on standard output (JSON with --json).
core::Result<Outcome> printLagHistory(Invocation& invocation);
/// `lag --forget STANDBY`: one that was recorded and will not come back is not missed any more. NotFound names
/// those that are.
core::Result<Outcome> forgetStandby(Invocation& invocation);

} // namespace tidemark::cli
