// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorefacts.h"

#include "archive/rolenames.h"
#include "core/quoting.h"
#include "postgres/queries/roles.h"
#include "restore/archiveneeds.h"
#include "restore/damage.h"
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
        if (role.superuser)
            facts.superusers.insert(role.name);
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

bool isThisMachine(const postgres::ConnectionSpec& spec)
{
    static const QStringList names{QString(), QStringLiteral("localhost"), QStringLiteral("127.0.0.1"),
                                   QStringLiteral("::1")};
    return names.contains(spec.host) || spec.host.startsWith(QLatin1Char('/'));
}

core::Status askPreflight(const RestoreDraft& draft, const access::ServerAccess& server,
                          postgres::Connection& connection, const core::RunContext& context,
                          RestoreFacts& facts)
{
    auto about = postgres::readTargetServer(connection);
    if (!about)
        return std::move(about).error();
    facts.preflight.server = *std::move(about);
    auto offer = postgres::readNewDatabaseOffer(connection, needsOf(facts.source.toc).locales, {});
    if (!offer)
        return std::move(offer).error();
    facts.preflight.missingLocales = std::move(offer->missingLocales);
    if (isThisMachine(server.effectiveSpec()))
        facts.preflight.freeBytes = freeBytesAt(facts.preflight.server.dataDirectory);
    facts.preflight.isKnown = true;
    if (draft.target != TargetKind::ExistingDatabase || !facts.hasDatabase(draft.targetDatabase))
        return {};
    auto inside = server.connect(draft.targetDatabase, {}, context.stop);
    if (!inside)
        return {}; // said elsewhere
    auto use = postgres::readTargetUse(*inside);
    if (!use)
        return std::move(use).error();
    facts.preflight.use = *std::move(use);
    return {};
}

core::Status askForNew(const RestoreDraft& draft, const access::ServerAccess& server,
                       postgres::Connection& connection, const core::RunContext& context, RestoreFacts& facts)
{
    auto offer =
        postgres::readNewDatabaseOffer(connection, wantedLocales(draft, facts.source.toc), draft.encoding);
    if (!offer)
        return std::move(offer).error();
    facts.newDatabase.offer = *std::move(offer);
    const QString& name = draft.templateDatabase;
    if (name.isEmpty() || name == QLatin1String("template0") || !facts.hasDatabase(name))
        return {};
    auto inside = server.connect(name, {}, context.stop);
    const auto objects = inside ? postgres::countOwnObjects(*inside) : core::Result<qint64>(inside.error());
    if (!objects)
        return objects.error().within(
            QCoreApplication::translate("restore::facts",
                                        "What the template %1 holds could not be found out.")
                .arg(core::singleLine(name)));
    facts.newDatabase.templateObjects = *objects;
    return {};
}

core::Status askServer(const RestoreDraft& draft, const access::ServerAccess& server,
                       const core::RunContext& context, RestoreFacts& facts)
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
    TIDEMARK_TRY(askPreflight(draft, server, *connection, context, facts));
    return draft.target == TargetKind::NewDatabase ? askForNew(draft, server, *connection, context, facts)
                                                   : core::Status();
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

Damaged allowedDamage(const RestoreDraft& draft)
{
    return draft.damaged == DamagedTables::LeaveOut ? Damaged::Allow : Damaged::Refuse;
}

core::Result<RestoreFacts> gatherFacts(const RestoreDraft& draft, const access::ServerAccess& server,
                                       const process::ToolSet& tools, const core::RunContext& context)
{
    RestoreFacts facts;
    auto source = openSource(draft.source, draft.sourceDatabase, context, allowedDamage(draft));
    if (!source)
        return std::move(source).error();
    facts.source = *std::move(source);
    facts.archiveRoles = rolesIn(facts.source.toc);
    if (draft.damaged == DamagedTables::LeaveOut) {
        auto damage = findDamage(facts.source, context);
        if (!damage)
            return std::move(damage).error();
        facts.damaged = std::move(damage->tables);
        facts.intact = std::move(damage->intact);
    }
    if (draft.target != TargetKind::SqlFile)
        TIDEMARK_TRY(askServer(draft, server, context, facts));
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
    QSet<int> chosen;
    for (const archive::SelectedEntry& entry : facts.selection.entries)
        chosen.insert(entry.dumpId);
    return leftOutOf(draft, facts.source.toc, rolePlanOf(draft, facts), facts.damaged,
                     chosen.isEmpty() ? nullptr : &chosen);
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
