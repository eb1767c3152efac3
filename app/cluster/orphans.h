// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/clusterregistry.h"
#include "core/runcontext.h"

namespace tidemark::cluster {

/// This user's clusters whose owner has ended without removing them, because it was killed or the machine went down.
/// Those that were kept on purpose are none, and neither are those of a process that we cannot see (another container).
core::Result<QList<ClusterRecord>> findOrphans();

/// Stops and removes them; for the start of every program that starts clusters. Returns how many went. One that cannot be
/// removed is logged as a warning and tried again next time. When another process is at it already, 0.
core::Result<int> removeOrphans(const core::RunContext& context);

} // namespace tidemark::cluster
