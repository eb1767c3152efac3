// SPDX-License-Identifier: GPL-3.0-or-later
// Dumps of whole servers as window and command line make them, for tests.
#pragma once

#include "backup/cluster/clusterdumprun.h"
#include "support/runs.h"

namespace tidemark::test {

/// Nothing chosen but what every test needs.
backup::cluster::ClusterDumpDraft clusterDraft(const QString& destination);
core::Result<backup::cluster::ClusterDumpPlan> planServer(const access::ServerAccess& server,
                                                          const backup::cluster::ClusterDumpDraft& draft,
                                                          const process::ToolSet& toolSet = tools());
core::Result<backup::cluster::ClusterDumpReport> backUpServer(const access::ServerAccess& server,
                                                              const backup::cluster::ClusterDumpDraft& draft,
                                                              const core::RunContext& context = {},
                                                              const process::ToolSet& toolSet = tools());

} // namespace tidemark::test
