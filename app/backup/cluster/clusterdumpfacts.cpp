// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumpfacts.h"

#include "core/atomicfile.h"
#include "core/writable.h"

namespace tidemark::backup::cluster {

core::Result<ClusterDumpFacts> gatherFacts(const ClusterDumpDraft& draft, const access::ServerAccess& server,
                                           const process::ToolSet& tools, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    ClusterDumpFacts facts;
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    facts.server = *std::move(about);
    auto look = lookAtServer(draft, *connection, server, Obstacles::Read, context);
    if (!look)
        return std::move(look).error();
    facts.look = *std::move(look);
    facts.tools = tools;
    if (const auto tool = tools.pick(process::ToolKind::PgDumpAll, facts.server.version.major())) {
        auto options = process::readToolHelp(*tool, context);
        if (!options)
            return std::move(options).error();
        facts.toolOptions = *std::move(options);
    }
    if (!draft.destination.isEmpty()) {
        facts.freeBytes = core::freeBytes(draft.destination);
        facts.destinationWritable = core::canWriteBelow(draft.destination);
        facts.place = core::lookAtFolder(draft.destination);
    }
    return facts;
}

RolePasswords passwordsOf(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts)
{
    return facts.look.readsRolePasswords ? draft.rolePasswords : RolePasswords::Leave;
}

} // namespace tidemark::backup::cluster
