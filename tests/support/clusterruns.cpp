// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/clusterruns.h"

namespace tidemark::test {

using namespace backup::cluster;

ClusterDumpDraft clusterDraft(const QString& destination)
{
    ClusterDumpDraft draft;
    draft.serverLabel = QStringLiteral("test server");
    draft.destination = destination;
    draft.lockWait = std::chrono::seconds(2);
    return draft;
}

core::Result<ClusterDumpPlan> planServer(const access::ServerAccess& server, const ClusterDumpDraft& draft,
                                         const process::ToolSet& toolSet)
{
    auto facts = gatherFacts(draft, server, toolSet, {});
    if (!facts)
        return std::move(facts).error();
    return makePlan(draft, *facts);
}

core::Result<ClusterDumpReport> backUpServer(const access::ServerAccess& server,
                                             const ClusterDumpDraft& draft, const core::RunContext& context,
                                             const process::ToolSet& toolSet)
{
    auto plan = planServer(server, draft, toolSet);
    if (!plan)
        return std::move(plan).error();
    return run(*plan, server, context);
}

} // namespace tidemark::test
