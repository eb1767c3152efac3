// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clusterdumpstate.h"

#include "catalog/setwriter.h"

namespace tidemark::ui {

namespace cluster = backup::cluster;

ClusterDumpState::ClusterDumpState(Services& allServices, const store::Profile& ofProfile)
    : services(allServices)
    , profile(ofProfile)
{
    if (auto former = cluster::ClusterDumpDraft::fromJson(
            services.preferences.backupAnswers(profile.id).value(u"clusterDraft").toObject()))
        draft = *std::move(former);
    draft.serverLabel = profile.name;
    draft.destination = defaultBackupFolder(services, profile);
}

cluster::ClusterDumpDraft ClusterDumpState::effective() const
{
    cluster::ClusterDumpDraft one = draft;
    if (one.content != cluster::Content::Everything) {
        one.excludedDatabases.clear();
        one.part = backup::Part::Everything;
    }
    return one;
}

void ClusterDumpState::takeDraft(const backup::cluster::ClusterDumpDraft& former)
{
    draft = former;
    draft.serverLabel = profile.name;
}

void ClusterDumpState::remember() const
{
    QJsonObject answers =
        services.preferences.backupAnswers(profile.id); // with those of other kinds of backup
    answers.insert(QStringLiteral("clusterDraft"), draft.toJson());
    services.preferences.setBackupAnswers(profile.id, answers);
}

QString setsFolder(const cluster::ClusterDumpDraft& draft)
{
    return catalog::SetPlace{draft.destination, draft.serverLabel, {}, catalog::SetKind::Cluster}.folder();
}

core::Result<ClusterSource> readClusterSource(const ToolSource& toolSource,
                                              const access::ServerAccess& server,
                                              const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    const core::ServerVersion version = connection->serverVersion();
    ClusterSource source{
        *std::move(databases), version, tools->pick(process::ToolKind::PgDumpAll, version.major()), {}};
    if (source.tool) {
        auto options = process::readToolHelp(*source.tool, context);
        if (!options)
            return std::move(options).error();
        source.options = backup::freeOptions(*options, backup::OptionsOf::PgDumpAll);
    }
    return source;
}

core::Result<ClusterReview> reviewClusterDump(const cluster::ClusterDumpDraft& draft,
                                              const ToolSource& toolSource, const jobs::RunOwner& owner,
                                              const access::ServerAccess& server,
                                              const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    const auto facts = cluster::gatherFacts(draft, server, *tools, context);
    if (!facts)
        return facts.error();
    ClusterReview review;
    review.findings = cluster::validate(draft, *facts);
    review.tables = facts->look.tableBytes();
    review.passwords = cluster::passwordsOf(draft, *facts);
    for (const cluster::DatabaseLook& database : facts->look.databases)
        review.databases.append(database.name);
    review.precedent = findPrecedent(owner, backup::PlanKind::Cluster, cluster::contentName(draft.content));
    if (core::hasBlocker(review.findings))
        return review;
    auto plan = cluster::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    const auto access = server.forTool({}, plan->applicationName());
    if (!access)
        return access.error();
    review.commands = cluster::shownCommands(*plan, access->conninfo);
    review.plan = *std::move(plan);
    return review;
}

} // namespace tidemark::ui
