// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorestate.h"

#include "process/command.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype longestName = 63; // bytes

QString cutTo(QString name, qsizetype bytes)
{
    while (name.toUtf8().size() > bytes)
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return name;
}

} // namespace

RestoreState::RestoreState(Services& allServices, const store::Profile& ofProfile, const QString& fromSource)
    : services(allServices)
    , profile(ofProfile)
{
    draft.source = fromSource;
}

QString suggestedName(const QString& database, const restore::RestoreFacts& facts)
{
    const auto taken = [&facts](const QString& name) {
        return std::any_of(facts.databases.begin(), facts.databases.end(),
                           [&name](const postgres::Database& other) { return other.name.compare(name, Qt::CaseInsensitive) == 0; });
    };
    QString suffix = QStringLiteral("_restored");
    QString name = cutTo(database, longestName - suffix.size()) + suffix;
    for (int number = 2; taken(name); ++number) {
        suffix = QStringLiteral("_restored_%1").arg(number);
        name = cutTo(database, longestName - suffix.size()) + suffix;
    }
    return name;
}

core::Result<RestoreReview> reviewRestore(const restore::RestoreDraft& draft, const ToolSource& toolSource, const access::ServerAccess& server,
                                          const core::RunContext& context)
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
    if (core::hasBlocker(review.findings))
        return review;
    auto plan = restore::makePlan(draft, review.facts);
    if (!plan)
        return std::move(plan).error();
    const auto access = server.forTool(draft.targetDatabase, plan->applicationName());
    if (!access)
        return access.error();
    review.commands = restore::shownCommands(*plan, access->conninfo);
    review.openCommand = process::Command(QStringLiteral("psql"), {access->conninfo}).toShell();
    review.plan = *std::move(plan);
    return review;
}

} // namespace tidemark::ui
