// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorefacts.h"

#include "archive/rolenames.h"
#include "postgres/queries/roles.h"
#include "restore/psqlrun.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace tidemark::restore {

bool RestoreFacts::hasDatabase(const QString& name) const
{
    return std::any_of(databases.begin(), databases.end(),
                       [&name](const postgres::Database& d) { return d.name == name; });
}

namespace {

QStringList rolesIn(const archive::Toc& toc)
{
    const archive::TocGraph graph(toc);
    QSet<QString> roles;
    for (int i = 0; i < graph.size(); ++i)
        archive::addRolesOf(graph, i, roles);
    QStringList sorted(roles.begin(), roles.end());
    sorted.sort();
    return sorted;
}

core::Status askRoles(postgres::Connection& connection, RestoreFacts& facts)
{
    const auto roles = postgres::listRoles(connection);
    if (!roles)
        return roles.error();
    for (const postgres::Role& role : *roles) {
        facts.serverRoles.insert(role.name);
        if (role.actsFor)
            facts.actsFor.insert(role.name);
    }
    QSet<QString> missing;
    for (const archive::TocEntry& entry : facts.source.toc.entries) {
        if (facts.archiveRoles.contains(entry.owner()) && !facts.serverRoles.contains(entry.owner()))
            missing.insert(entry.owner());
    }
    facts.absentRoles = facts.archiveRoles;
    facts.absentRoles.removeIf([&facts](const QString& role) { return facts.serverRoles.contains(role); });
    facts.missingRoles = QStringList(missing.begin(), missing.end());
    facts.missingRoles.sort();
    return {};
}

core::Status askServer(const access::ServerAccess& server, const core::RunContext& context,
                       RestoreFacts& facts)
{
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
    TIDEMARK_TRY(askRoles(*connection, facts));
    return {};
}

/// What only some ways of restoring need.
core::Status lookCloser(const RestoreDraft& draft, const access::ServerAccess& server,
                        const core::RunContext& context, RestoreFacts& facts)
{
    facts.target = TargetContents::empty(draft.targetDatabase);
    if (draft.isWhole() && goesThroughPgRestore(draft, facts.source))
        return {};
    auto selection = selectFor(draft, facts.source.toc);
    if (!selection)
        return std::move(selection).error();
    facts.selection = *std::move(selection);
    if (draft.target != TargetKind::ExistingDatabase || !facts.hasDatabase(draft.targetDatabase))
        return {};
    const auto pgDump = facts.tools.pick(process::ToolKind::PgDump, facts.server.version.major());
    if (!pgDump)
        return pgDump.error();
    auto target = readTargetContents(draft.targetDatabase, server, *pgDump, context);
    if (!target)
        return std::move(target).error();
    facts.target = *std::move(target);
    return {};
}

} // namespace

core::Result<RestoreFacts> gatherFacts(const RestoreDraft& draft, const access::ServerAccess& server,
                                       const process::ToolSet& tools, const core::RunContext& context)
{
    RestoreFacts facts;
    auto source = openSource(draft.source, draft.sourceDatabase, context);
    if (!source)
        return std::move(source).error();
    facts.source = *std::move(source);
    facts.archiveRoles = rolesIn(facts.source.toc);
    if (draft.target != TargetKind::SqlFile)
        TIDEMARK_TRY(askServer(server, context, facts));
    facts.tools = tools;
    if (draft.target == TargetKind::SqlFile ? !facts.archiveRoles.isEmpty() : !facts.absentRoles.isEmpty())
        facts.globalRoles = globalRoles(facts.source, context);
    if (!draft.options.isEmpty() && goesThroughPgRestore(draft, facts.source)) {
        if (const auto tool = pickPgRestore(facts); tool) {
            auto options = process::readToolHelp(*tool, context);
            if (!options)
                return std::move(options).error();
            facts.toolOptions = *std::move(options);
        }
    }
    TIDEMARK_TRY(lookCloser(draft, server, context, facts));
    return facts;
}

RestoreScope scopeOf(const RestoreDraft& draft, const RestoreFacts& facts)
{
    RestoreScope scope = scopeOf(draft, facts.source.toc, facts.selection, facts.target);
    const QSet<int> ids = scope.dumpIds();
    const LeftOut left = leftOutOf(draft, facts.source.toc, rolePlanOf(draft, facts), facts.damaged, &ids);
    scope.leaveOut(left.dumpIds, facts.source.toc);
    scope.findings += left.findings;
    return scope;
}

LeftOut leftOutOf(const RestoreDraft& draft, const RestoreFacts& facts)
{
    return leftOutOf(draft, facts.source.toc, rolePlanOf(draft, facts), facts.damaged);
}

bool goesThroughPgRestore(const RestoreDraft& draft, const RestoreSource& source)
{
    return draft.target == TargetKind::NewDatabase && source.isForPgRestore;
}

core::Result<process::Tool> pickPsql(const RestoreFacts& facts)
{
    auto psql = facts.tools.pick(process::ToolKind::Psql, facts.server.version.major());
    if (psql && !refusesMetaCommands(psql->version)) {
        return core::Error{
            core::ErrorKind::ToolTooOld,
            QCoreApplication::translate(
                "restore::validate",
                "%1 is of version %2, which would run commands that a dump brings along.")
                .arg(psql->path, psql->version.toText()),
            {},
            QCoreApplication::translate("restore::validate", "Install the newest minor version of it.")};
    }
    return psql;
}

core::Result<process::Tool> pickPgRestore(const RestoreFacts& facts)
{
    const auto writer = core::ServerVersion::parse(facts.source.toc.dumpVersion);
    const int writerMajor = writer ? writer->major() : 0;
    return facts.tools.pick(process::ToolKind::PgRestore,
                            std::max(writerMajor, facts.server.version.major()));
}

} // namespace tidemark::restore
