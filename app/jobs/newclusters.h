// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/recordedruns.h"
#include "restore/base/newclusterrun.h"

namespace tidemark::jobs {

/// restore::base::run with a row in the history, as a restore.
core::Result<restore::base::NewClusterReport> runNewCluster(const restore::base::NewClusterPlan& plan,
                                                            const process::ToolSet& tools,
                                                            const RunOwner& owner,
                                                            const core::RunContext& context);

/// What it came to, in a sentence for people: "A server of PostgreSQL 15.20 is there: 3 databases, 48 MB,
/// recovered, in 6 s."
QString verdictSentence(const restore::base::NewClusterReport& report);

} // namespace tidemark::jobs
