// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/localcluster.h"

namespace tidemark::restore::base {

/// Why the server did not come up on the files of a base backup: a full disk, or its own words. Cancelled
/// stays what it is.
core::Error startFailure(const cluster::LocalCluster& cluster, const core::Error& error);

} // namespace tidemark::restore::base
