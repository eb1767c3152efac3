// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupfacts.h"

#include "core/atomicfile.h"

#include <QFileInfo>

namespace tidemark::backup {

namespace {

bool canWriteBelow(const QString& destination)
{
    QFileInfo folder(QFileInfo(destination).absoluteFilePath());
    while (!folder.exists() && !folder.isRoot())
        folder = QFileInfo(folder.absolutePath());
    return folder.isDir() && folder.isWritable();
}

} // namespace

core::Result<BackupFacts> gatherFacts(const BackupDraft& draft, const access::ServerAccess& server,
                                      const process::ToolSet& tools, const core::RunContext& context)
{
    auto connection = server.connect(draft.database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    BackupFacts facts;
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    facts.server = *about;
    auto relations = postgres::listRelations(*connection);
    if (!relations)
        return std::move(relations).error();
    facts.relations = *std::move(relations);
    for (const postgres::Relation& relation : facts.relations)
        facts.tableBytes += relation.size;
    auto obstacles = postgres::readObstacles(*connection);
    if (!obstacles)
        return std::move(obstacles).error();
    facts.obstacles = *std::move(obstacles);
    facts.tools = tools;
    if (!draft.destination.isEmpty()) {
        facts.freeBytes = core::freeBytes(draft.destination);
        facts.destinationWritable = canWriteBelow(draft.destination);
    }
    return facts;
}

} // namespace tidemark::backup
