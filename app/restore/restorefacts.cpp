// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorefacts.h"

#include "postgres/queries/roles.h"

#include <QSet>

#include <algorithm>

namespace tidemark::restore {

bool RestoreFacts::hasDatabase(const QString& name) const
{
    return std::any_of(databases.begin(), databases.end(), [&name](const postgres::Database& d) { return d.name == name; });
}

core::Result<RestoreFacts> gatherFacts(const RestoreDraft& draft, const access::ServerAccess& server,
                                       const process::ToolSet& tools, const core::RunContext& context)
{
    RestoreFacts facts;
    auto source = openSource(draft.source);
    if (!source)
        return std::move(source).error();
    facts.source = *std::move(source);
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    facts.server = *about;
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    facts.databases = *std::move(databases);
    auto roles = postgres::listRoleNames(*connection);
    if (!roles)
        return std::move(roles).error();

    const QSet<QString> present(roles->begin(), roles->end());
    QSet<QString> missing;
    for (const archive::TocEntry& entry : facts.source.toc.entries) {
        if (!entry.owner().isEmpty() && !present.contains(entry.owner()))
            missing.insert(entry.owner());
    }
    facts.missingRoles = QStringList(missing.begin(), missing.end());
    facts.missingRoles.sort();
    facts.tools = tools;
    return facts;
}

core::Result<process::Tool> pickPgRestore(const RestoreFacts& facts)
{
    const auto writer = core::ServerVersion::parse(facts.source.toc.dumpVersion);
    const int writerMajor = writer ? writer->major() : 0;
    return facts.tools.pick(process::ToolKind::PgRestore, std::max(writerMajor, facts.server.version.major()));
}

} // namespace tidemark::restore
