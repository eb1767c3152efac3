// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupplan.h"
#include "backup/plankind.h"
#include "cli/backupoptions.h"
#include "cli/basebackupoptions.h"
#include "cli/clusteroptions.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/trialrestores.h"
#include "core/quoting.h"
#include "jobs/backupbatch.h"
#include "jobs/batchspace.h"
#include "jobs/verdictsentence.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::backup", text);
}

/// A plan for each database, with what speaks for and against it, and what is to be expected, said on the way. The first that
/// cannot be made is the error.
core::Result<QList<backup::BackupPlan>> makePlans(const QList<backup::BackupDraft>& drafts, const OpenServer& server, Invocation& invocation)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    QList<backup::BackupPlan> plans;
    QList<jobs::SpaceNeed> needs;
    QList<jobs::BackupEstimate> estimates;
    for (backup::BackupDraft draft : drafts) {
        auto facts = backup::gatherFacts(draft, server.access, *tools, invocation.context);
        if (!facts)
            return std::move(facts).error();
        draft.database = facts->server.database;
        auto plan = backup::makePlan(draft, *facts);
        if (!plan)
            return std::move(plan).error();
        invocation.printer.findings(jobs::withoutSpace(backup::validate(draft, *facts)));
        const auto past = jobs::pastBackups(plan->draft, server.owner, facts->server.systemIdentifier.value_or(QString()));
        const bool hasRows = draft.content.part != backup::Part::Definitions;
        estimates.append(jobs::estimateBackup(draft.database, facts->tableBytes, hasRows, plan->form, past));
        needs.append({plan->draft.destination, facts->freeBytes, plan->form, estimates.constLast()});
        plans.append(*std::move(plan));
    }
    invocation.printer.findings(jobs::checkSpace(needs));
    invocation.printer.say(tr("Expected: %1.").arg(jobs::estimateSentence(estimates)));
    return plans;
}

Outcome showPlans(const QList<backup::BackupPlan>& plans, Invocation& invocation)
{
    QJsonArray all;
    for (const backup::BackupPlan& plan : plans)
        all.append(plan.draft.toJson());
    // What --plan takes, whichever way it is printed.
    if (plans.size() == 1)
        invocation.printer.line(QString::fromUtf8(QJsonDocument(all.first().toObject()).toJson()).trimmed());
    else
        invocation.printer.line(QString::fromUtf8(QJsonDocument(all).toJson()).trimmed());
    return Outcome{core::Verdict::Ok, {{QStringLiteral("verdict"), core::verdictName(core::Verdict::Ok)}, {QStringLiteral("plans"), all}}};
}

Outcome tellReport(const jobs::BatchReport& report, Invocation& invocation)
{
    for (const jobs::BatchItem& item : report.items) {
        if (!item.report) {
            invocation.printer.error(item.report.error().within(tr("%1 is not backed up.").arg(core::singleLine(item.database))));
            continue;
        }
        invocation.printer.findings(item.report->findings);
        if (report.items.size() > 1)
            invocation.printer.line(jobs::verdictSentence(*item.report));
        invocation.printer.line(item.report->setFolder);
    }
    invocation.printer.line(jobs::verdictSentence(report));
    return Outcome{report.verdict(), report.toJson()};
}

core::Result<Outcome> runCluster(Invocation& invocation, backup::cluster::ClusterDumpDraft draft)
{
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    if (draft.serverLabel.isEmpty())
        draft.serverLabel = server->label;
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    auto facts = backup::cluster::gatherFacts(draft, server->access, *tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = backup::cluster::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    invocation.printer.findings(backup::cluster::validate(draft, *facts));
    if (invocation.isSet("print-plan")) {
        const QJsonObject object = plan->draft.toJson();
        invocation.printer.line(QString::fromUtf8(QJsonDocument(object).toJson()).trimmed());
        return Outcome{core::Verdict::Ok, {{QStringLiteral("verdict"), core::verdictName(core::Verdict::Ok)}, {QStringLiteral("plans"), QJsonArray{object}}}};
    }
    auto report = jobs::runClusterDump(*plan, server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    invocation.printer.line(report->setFolder);
    return Outcome{report->verdict, report->toJson()};
}

core::Result<Outcome> backUp(Invocation& invocation)
{
    const auto plan = readPlan(invocation);
    if (!plan)
        return plan.error();
    const auto kind = backup::planKindOf(*plan);
    if (invocation.isSet("physical") || (kind && *kind == backup::PlanKind::BaseBackup))
        return runBaseBackup(invocation, *plan);
    TIDEMARK_TRY(refuseWithoutPhysical(invocation));
    const bool planned = kind && *kind == backup::PlanKind::Cluster;
    if (planned || asksForCluster(invocation)) {
        auto draft = clusterDraftFrom(invocation, *plan);
        return draft ? runCluster(invocation, *std::move(draft)) : core::Result<Outcome>(std::move(draft).error());
    }
    TIDEMARK_TRY(refuseWithoutCluster(invocation));
    auto answers = backupAnswersFrom(invocation, *plan);
    if (!answers)
        return std::move(answers).error();
    if (answers->draft.destination.isEmpty())
        return usageError(tr("Where to? --to DIR is missing."), QStringLiteral("backup"));
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    if (answers->draft.serverLabel.isEmpty())
        answers->draft.serverLabel = server->label;
    QStringList databases = answers->databases;
    if (databases.isEmpty())
        databases.append(QString());
    if (answers->choice == backup::Databases::All) {
        auto all = jobs::databasesToBackUp(server->access, invocation.context);
        if (!all)
            return std::move(all).error();
        databases = *std::move(all);
    }
    auto plans = makePlans(answers->draftsFor(databases), *server, invocation);
    if (!plans)
        return std::move(plans).error();
    if (invocation.isSet("print-plan"))
        return showPlans(*plans, invocation);

    if (plans->size() > 1)
        return tellReport(jobs::runBackups(*plans, server->access, server->owner, invocation.context), invocation);
    auto report = jobs::runBackup(plans->constFirst(), server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    invocation.printer.line(report->setFolder);
    return Outcome{report->verdict, report->toJson()};
}

QStringList setsOf(const QJsonObject& outcome)
{
    QStringList folders;
    const QJsonArray several = outcome.value(u"sets").toArray();
    for (const QJsonValue& set : several)
        folders.append(set.toObject().value(u"set").toString());
    folders.append(outcome.value(u"set").toString());
    folders.removeAll(QString());
    return folders;
}

/// What was backed up is restored on trial. The backup stays what it is; the verdict is the worse of both.
Outcome verified(Outcome outcome, Invocation& invocation)
{
    const auto trial = restoreOnTrial(setsOf(outcome.json), {}, nullptr, invocation);
    QJsonArray drills;
    if (trial) {
        drills = trial->json.contains(u"drills") ? trial->json.value(u"drills").toArray() : QJsonArray{trial->json};
        outcome.verdict = core::worseOf(outcome.verdict, trial->verdict);
    } else {
        invocation.printer.error(
            trial.error().within(tr("The backup is made; restoring it on trial came to no verdict.")));
        drills.append(QJsonObject{{QStringLiteral("error"), trial.error().toJson()}});
        outcome.verdict = core::worseOf(outcome.verdict, core::verdictOf(trial.error()));
    }
    outcome.json.insert(QStringLiteral("drills"), drills);
    outcome.json.insert(QStringLiteral("verdict"), core::verdictName(outcome.verdict));
    return outcome;
}

core::Result<Outcome> run(Invocation& invocation)
{
    for (const char* globals : {"globals-only", "roles-only", "tablespaces-only"}) {
        if (invocation.isSet("verify") && invocation.isSet(globals))
            return usageError(tr("Of roles and tablespaces alone there is nothing to restore on trial: leave out --verify."),
                              QStringLiteral("backup"));
    }
    auto outcome = backUp(invocation);
    const bool isMade =
        outcome && (outcome->verdict == core::Verdict::Ok || outcome->verdict == core::Verdict::Warnings);
    if (!isMade || !invocation.isSet("verify") || setsOf(outcome->json).isEmpty())
        return outcome;
    return verified(*std::move(outcome), invocation);
}

} // namespace

const Subcommand backupCommand{"backup", "--to DIR [--database NAME]... [OPTIONS]\n--to DIR --all-databases [OPTIONS]\n--to DIR --cluster [--exclude-database PATTERN]... [--compress METHOD[:LEVEL]] [OPTIONS]\n--to DIR --globals-only [OPTIONS]\n--to DIR --physical [--format plain|tar] [--compress METHOD[:LEVEL]] [OPTIONS]\n--plan FILE | --preset NAME | --like SET [OPTIONS]",
                               QT_TRANSLATE_NOOP("cli", "Backs up databases, or with --physical a whole server, and reads every byte of the backup back."), 0, addBackupOptions, run,
                               "database table exclude-table exclude-table-data schema exclude-schema option tablespace-mapping exclude-database"};

} // namespace tidemark::cli
