// SPDX-License-Identifier: GPL-3.0-or-later
// Trial restores, with their history: for window, command line and timer alike.
#pragma once

#include "jobs/recordedruns.h"
#include "restore/drill/drillrun.h"

namespace tidemark::jobs {

/// restore::drill::run with a row in the history, as a check. `runId` as catalog::newRunId makes it.
core::Result<restore::drill::DrillReport> runDrill(const restore::drill::DrillDraft& draft,
                                                   const QString& runId, const process::ToolSet& tools,
                                                   const access::ServerAccess* chosen, const RunOwner& owner,
                                                   const core::RunContext& context);

/// What a drill came to, in a sentence for people.
QString verdictSentence(const restore::drill::DrillReport& report);

} // namespace tidemark::jobs
