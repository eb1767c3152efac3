// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupfacts.h"

#include "core/atomicfile.h"
#include "core/writable.h"
#include "postgres/queries/roles.h"

#include <QThread>

#include <algorithm>

namespace tidemark::backup {

namespace {

core::Status lookAtServer(const BackupDraft& draft, postgres::Connection& connection, BackupFacts& facts)
{
    auto about = postgres::readServerFacts(connection);
    if (!about)
        return std::move(about).error();
    facts.server = *about;
    if (const QString role = valueOf(draft.options, "role"); !role.isEmpty())
        TIDEMARK_TRY(postgres::setRole(connection, role));
    auto relations = postgres::listRelations(connection);
    if (!relations)
        return std::move(relations).error();
    auto expected = expectedRelations(draft.content, draft.options, *relations, connection);
    if (!expected)
        return std::move(expected).error();
    facts.relations = *std::move(expected);
    for (const ExpectedRelation& one : facts.relations) {
        if (one.rows)
            facts.tableBytes += one.relation.size;
    }
    auto empty = patternsWithoutMatch(draft.content, connection);
    if (!empty)
        return std::move(empty).error();
    facts.emptyPatterns = *std::move(empty);
    auto obstacles = postgres::readObstacles(connection);
    if (!obstacles)
        return std::move(obstacles).error();
    facts.obstacles = *std::move(obstacles);
    return {};
}

} // namespace

core::Result<BackupFacts> gatherFacts(const BackupDraft& draft, const access::ServerAccess& server,
                                      const process::ToolSet& tools, const core::RunContext& context)
{
    auto connection = server.connect(draft.database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    BackupFacts facts;
    TIDEMARK_TRY(lookAtServer(draft, *connection, facts));
    facts.tools = tools;
    facts.cores = std::max(1, QThread::idealThreadCount());
    const auto pgDump = tools.pick(process::ToolKind::PgDump, facts.server.version.major());
    if (pgDump && !draft.options.isEmpty()) {
        auto options = process::readToolHelp(*pgDump, context);
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

} // namespace tidemark::backup
