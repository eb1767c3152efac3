// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard asks the server before a restore, on a worker thread.
#include "archive/entryname.h"
#include "archive/tocgraph.h"
#include "backup/backupplan.h"
#include "core/quoting.h"
#include "core/text.h"
#include "postgres/queries/relations.h"
#include "process/command.h"
#include "ui/restore/restorestate.h"

#include <QCoreApplication>
#include <QHash>
#include <QThreadPool>

#include <algorithm>

namespace tidemark::ui {

namespace {

const QString confirmFinding = QStringLiteral("target.confirm");

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::restore", text);
}

using RelationsByName = QHash<postgres::RelationName, postgres::Relation>;

core::Result<RelationsByName> relationsOf(const QString& database, const access::ServerAccess& server,
                                          const core::RunContext& context)
{
    auto connection = server.connect(database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto relations = postgres::listRelations(*connection);
    if (!relations)
        return std::move(relations).error();
    RelationsByName byName;
    for (const postgres::Relation& relation : std::as_const(*relations))
        byName.insert({relation.schema, relation.name}, relation);
    return byName;
}

LostTable tableOf(const QString& schema, const QString& name, const RelationsByName& live)
{
    const auto found = live.constFind({schema, name});
    if (found == live.constEnd())
        return {schema, name, -1, {}};
    return {schema, name, found->rowEstimate, found->size};
}

QList<LostTable> lostTables(const restore::RestorePlan& plan, const RelationsByName& live)
{
    QList<LostTable> lost;
    for (const int dumpId : plan.scope.dropped) {
        const archive::TocEntry* entry = plan.target.toc.byDumpId(dumpId);
        if (entry && entry->type() == QLatin1String("TABLE"))
            lost.append(tableOf(entry->schema(), entry->tag(), live));
    }
    for (const archive::Relation& table : plan.scope.emptied)
        lost.append(tableOf(table.schema, table.name, live));
    return lost;
}

/// A failure to plan it is a finding: the restore itself does not depend on it.
void planSafety(const restore::RestoreDraft& draft, const store::Profile& profile, const QString& folder,
                const process::ToolSet& tools, const access::ServerAccess& server,
                const core::RunContext& context, RestoreReview& review)
{
    backup::BackupDraft safety;
    safety.serverLabel = profile.name;
    safety.database = draft.targetDatabase;
    safety.destination = folder;
    const auto facts = backup::gatherFacts(safety, server, tools, context);
    if (!facts) {
        review.safetyFindings.append({core::Severity::Warning,
                                      QStringLiteral("safety.impossible"),
                                      facts.error().message,
                                      facts.error().hint,
                                      {}});
        return;
    }
    review.safetyFindings = backup::validate(safety, *facts);
    if (core::hasBlocker(review.safetyFindings))
        return;
    auto plan = backup::makePlan(safety, *facts);
    if (plan)
        review.safety = *std::move(plan);
    else
        review.safetyFindings.append({core::Severity::Warning,
                                      QStringLiteral("safety.impossible"),
                                      plan.error().message,
                                      plan.error().hint,
                                      {}});
}

/// Buttons for what the wizard itself can put right.
void addActions(core::Findings& findings)
{
    for (core::Finding& finding : findings) {
        if (!finding.actionId.isEmpty())
            continue;
        if (finding.id == QLatin1String("target.conflicts"))
            finding.actionId = QStringLiteral("decide");
        else if (finding.id == QLatin1String("foreignKeys.notValid"))
            finding.actionId = QStringLiteral("skipKeys");
        else if (finding.id == QLatin1String("roles.missing") && finding.severity == core::Severity::Blocker)
            finding.actionId = QStringLiteral("ownAll");
    }
}

core::Status planRestore(restore::RestoreDraft draft, const access::ServerAccess& server,
                         RestoreReview& review)
{
    if (review.asksForName)
        draft.confirmed = draft.targetDatabase; // for the plan to be shown; the page lets nobody run it
                                                // before the name was typed
    auto plan = restore::makePlan(draft, review.facts);
    if (!plan)
        return std::move(plan).error();
    plan->draft.confirmed.clear();
    if (draft.target == restore::TargetKind::SqlFile) {
        review.plan = *std::move(plan);
        return {};
    }
    const auto access = server.forTool(draft.targetDatabase, plan->applicationName());
    if (!access)
        return access.error();
    review.commands = restore::shownCommands(*plan, access->conninfo);
    review.openCommand = process::Command(QStringLiteral("psql"), {access->conninfo}).toShell();
    review.plan = *std::move(plan);
    return {};
}

using restore::drill::KeptSandbox;

// Its last owner may be the window, which cannot wait until a server has stopped and its files are removed.
void removeInBackground(KeptSandbox* sandbox)
{
    QThreadPool::globalInstance()->start([sandbox] { delete sandbox; });
}

} // namespace

QString wordsOf(const LostTable& table)
{
    const QString name = core::singleLine(table.schema + QLatin1Char('.') + table.name);
    if (table.rows < 0)
        return table.size.bytes() > 0 ? tr("%1 (%2)").arg(name, table.size.toText()) : name;
    return tr("%1 (about %2 rows, %3)").arg(name, core::countText(table.rows), table.size.toText());
}

core::Result<RestoreReview> reviewRestore(const restore::RestoreDraft& draft, const store::Profile& profile,
                                          const QString& backupFolder, const ToolSource& toolSource,
                                          const access::ServerAccess& server, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto facts = restore::gatherFacts(draft, server, *tools, context);
    if (!facts)
        return std::move(facts).error();
    RestoreReview review;
    review.facts = *std::move(facts);
    review.findings = restore::validate(draft, review.facts);
    review.asksForName = review.findings.removeIf(
                             [](const core::Finding& finding) { return finding.id == confirmFinding; }) > 0;
    addActions(review.findings);
    if (core::hasBlocker(review.findings))
        return review;
    TIDEMARK_TRY(planRestore(draft, server, review));
    if (draft.target != restore::TargetKind::ExistingDatabase)
        return review;
    const auto live = relationsOf(draft.targetDatabase, server, context);
    if (!live)
        return live.error();
    review.lost = lostTables(*review.plan, *live);
    planSafety(draft, profile, backupFolder, *tools, server, context, review);
    return review;
}

core::Result<RestoreReview> reviewInSandbox(restore::RestoreDraft draft, restore::drill::Trust trust,
                                            const ToolSource& toolSource, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto prepared = restore::drill::KeptSandbox::prepare(draft, trust, *tools, context);
    if (!prepared)
        return std::move(prepared).error();
    std::shared_ptr<KeptSandbox> sandbox(new KeptSandbox(*std::move(prepared)), removeInBackground);
    auto review = reviewRestore(draft, {}, {}, toolSource, sandbox->server(), context);
    if (!review)
        return sandbox->explained(review.error());
    review->sandbox = std::move(sandbox);
    return review;
}

core::Result<TargetLook> lookAtTarget(const restore::RestoreDraft& draft, const ToolSource& toolSource,
                                      const access::ServerAccess& server, const core::RunContext& context)
{
    const auto tools = toolSource.tools(context);
    if (!tools)
        return tools.error();
    auto facts = restore::gatherFacts(draft, server, *tools, context);
    if (!facts)
        return std::move(facts).error();
    TargetLook look;
    look.facts = *std::move(facts);
    if (!look.facts.hasDatabase(draft.targetDatabase) || look.facts.selection.entries.isEmpty())
        return look;
    const auto live = relationsOf(draft.targetDatabase, server, context);
    if (!live)
        return live.error();
    const archive::TocGraph graph(look.facts.source.toc);
    for (const int dumpId : restore::scopeOf(draft, look.facts).present) {
        const int index = graph.indexOf(dumpId);
        const archive::TocEntry& entry = graph.entry(index);
        if (archive::isRelation(graph.kind(index)) && graph.kind(index) != archive::EntryKind::Sequence)
            look.present.append(tableOf(entry.schema(), entry.tag(), *live));
        else
            look.otherPresent.append(archive::entryText(graph, index));
    }
    return look;
}

} // namespace tidemark::ui
