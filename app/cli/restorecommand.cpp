// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/dump.h"
#include "backup/backupplan.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/findingoptions.h"
#include "cli/newclusteroptions.h"
#include "cli/restoreoptions.h"
#include "cli/sanitytable.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/answeredrestore.h"
#include "jobs/verdictsentence.h"
#include "restore/base/basesource.h"
#include "restore/drill/keptsandbox.h"
#include "restore/restoreplan.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::restore", text);
}

/// Those that differ, or all: thousands of lines that say "equal" would hide the one that does not.
void printTables(const restore::RestoreReport& report, LogDetail detail, Printer& printer)
{
    TextTable table;
    table.addColumn(tr("Table"));
    table.addColumn(tr("Rows"), TextTable::Align::Right);
    table.addColumn(tr("In the backup"), TextTable::Align::Right);
    table.addColumn(tr("Content"));
    for (const restore::TableComparison& compared : report.tables) {
        if (compared.matches && detail == LogDetail::Quiet)
            continue;
        table.addRow({compared.schema + QLatin1Char('.') + compared.name,
                      compared.rows < 0 ? QStringLiteral("?") : core::countText(compared.rows),
                      core::countText(compared.expectedRows),
                      restore::contentWord(compared)});
    }
    if (table.isEmpty())
        return;
    for (const QString& line : table.lines())
        printer.line(line);
}

core::Result<restore::RestorePlan> planOf(const restore::RestoreDraft& draft,
                                          const access::ServerAccess& server, const process::ToolSet& tools,
                                          Invocation& invocation)
{
    auto facts = restore::gatherFacts(draft, server, tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    const core::Findings findings = restore::validate(draft, *facts);
    invocation.printer.findings(withRestoreOptions(findings));
    auto plan = restore::makePlan(draft, *facts);
    if (!plan)
        return withRestoreOptions(std::move(plan).error(), findings);
    for (const archive::SkippedEntry& skipped : std::as_const(plan->scope.selection.skipped))
        invocation.printer.say(tr("Left out: %1.").arg(skipped.reason));
    for (const postgres::OtherName& name : std::as_const(plan->newNames))
        invocation.printer.say(
            tr("%1 will be called %2.")
                .arg(core::singleLine(name.from.first + QLatin1Char('.') + name.from.second),
                     core::singleLine(name.to)));
    return plan;
}

/// Of the database that is going to be changed.
core::Result<backup::BackupPlan> planBackup(const QString& database, const OpenServer& server,
                                            const process::ToolSet& tools, Invocation& invocation)
{
    backup::BackupDraft draft;
    draft.serverLabel = server.label;
    draft.database = database;
    draft.destination = QFileInfo(invocation.value("backup-first")).absoluteFilePath();
    auto facts = backup::gatherFacts(draft, server.access, tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    invocation.printer.findings(backup::validate(draft, *facts));
    return backup::makePlan(draft, *facts);
}

core::Result<QList<core::SanityQuery>> queriesFor(const restore::RestorePlan& plan, const OpenServer* server,
                                                  const Invocation& invocation)
{
    if (invocation.isSet("no-sanity"))
        return QList<core::SanityQuery>();
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    QString here;
    if (server)
        here = server->owner.profileId.isEmpty() ? server->label : server->owner.profileId;
    return jobs::sanityQueriesFor(plan, here, store::SanityStore(), profiles);
}

core::Result<jobs::AnsweredRestore> runPlan(const restore::RestorePlan& plan, const OpenServer& server,
                                            const process::ToolSet& tools, Invocation& invocation)
{
    const auto queries = queriesFor(plan, &server, invocation);
    if (!queries)
        return queries.error();
    std::optional<backup::BackupPlan> before;
    if (invocation.isSet("backup-first")) {
        auto planned = planBackup(plan.draft.targetDatabase, server, tools, invocation);
        if (!planned)
            return std::move(planned).error();
        before = *std::move(planned);
    }
    return jobs::runAnsweredRestore(before, plan, *queries, server.access, server.owner, invocation.context);
}

void print(const jobs::AnsweredRestore& answered, Invocation& invocation)
{
    printTables(answered.report, invocation.isSet("verbose") ? LogDetail::Verbose : LogDetail::Quiet,
                invocation.printer);
    printSanityResults(answered.sanity, answered.live.isEmpty() ? tr("At the backup") : tr("Source"),
                       tr("Restored"), invocation.printer);
    invocation.printer.findings(answered.report.findings);
    invocation.printer.line(jobs::verdictSentence(answered.report));
}

/// No server takes part.
core::Result<Outcome> writeFile(const restore::RestoreDraft& draft, Invocation& invocation)
{
    const auto nowhere = access::ServerAccess::open({}, invocation.context);
    if (!nowhere)
        return nowhere.error();
    auto plan = planOf(draft, *nowhere, {}, invocation);
    if (!plan)
        return std::move(plan).error();
    auto report = restore::run(*plan, *nowhere, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.line(jobs::verdictSentence(*report));
    return Outcome{report->verdict, report->toJson()};
}

/// A server of its own, which runs on.
core::Result<Outcome> intoSandbox(restore::RestoreDraft draft, Invocation& invocation)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    const auto trust =
        invocation.isSet("trusted") ? restore::drill::Trust::Superuser : restore::drill::Trust::BySource;
    auto kept = restore::drill::KeptSandbox::prepare(draft, trust, *tools, invocation.context);
    if (!kept)
        return std::move(kept).error();
    auto plan = planOf(draft, kept->server(), *tools, invocation);
    if (!plan)
        return kept->explained(plan.error());
    const auto queries = queriesFor(*plan, nullptr, invocation);
    if (!queries)
        return queries.error();
    const jobs::RunOwner owner{{}, tr("Sandbox"), store::History::defaultPath()};
    auto answered =
        jobs::runAnsweredRestore(std::nullopt, *plan, *queries, kept->server(), owner, invocation.context);
    if (!answered)
        return kept->explained(answered.error());
    kept->explain(answered->report);
    print(*answered, invocation);
    const auto spec = kept->keep(answered->report.database);
    if (!spec)
        return spec.error();
    invocation.printer.line(tr("It runs in a sandbox, which is for trying things: a crash of this machine "
                               "may damage it.\nConnect with: psql \"%1\"\n"
                               "Stop or remove it with: tidemarkctl sandbox stop|remove %2")
                                .arg(spec->toConninfo(), kept->name()));
    QJsonObject json = answered->toJson();
    json.insert(QStringLiteral("conninfo"), spec->toConninfo());
    json.insert(QStringLiteral("sandbox"), kept->name());
    return Outcome{answered->report.verdict, json};
}

/// Of a backup that cannot be opened as it was asked for.
core::Error withOptions(core::Error error, const restore::RestoreDraft& draft, const Invocation& invocation)
{
    if (!restore::base::baseFolderOf(draft.source).isEmpty()) {
        error.hint = tr("A base backup is restored as a server of its own: tidemarkctl restore BACKUP "
                        "--into-cluster DIR");
        return error;
    }
    QString option;
    if (error.kind == core::ErrorKind::Corrupt && draft.damaged == restore::DamagedTables::Stop)
        option = tr("What can still be read is restored with --intact-only.");
    if (error.kind == core::ErrorKind::InvalidInput && draft.sourceDatabase.isEmpty()) {
        const auto dump = archive::Dump::open(draft.source, {}, invocation.context);
        const auto isDatabase = [](const archive::DumpPart& part) {
            return part.kind == archive::DumpPart::Kind::Database;
        };
        if (dump && std::count_if((*dump)->contents().parts.cbegin(), (*dump)->contents().parts.cend(),
                                  isDatabase) > 1)
            option = tr("--database NAME names it.");
    }
    if (!option.isEmpty())
        error.hint = error.hint.isEmpty() ? option : error.hint + QLatin1Char('\n') + option;
    return error;
}

core::Result<Outcome> run(Invocation& invocation)
{
    if (invocation.isSet("into-cluster"))
        return runNewCluster(invocation);
    TIDEMARK_TRY(refuseWithoutNewCluster(invocation));
    auto draft = restoreDraftFrom(invocation);
    if (!draft)
        return std::move(draft).error();
    // The file is looked at first: no server is needed to say that it is no dump.
    if (auto source = restore::openSource(draft->source, draft->sourceDatabase, invocation.context,
                                          restore::allowedDamage(*draft));
        !source)
        return withOptions(std::move(source).error(), *draft, invocation);
    if (invocation.isSet("into-sandbox"))
        return intoSandbox(*draft, invocation);
    if (draft->target == restore::TargetKind::SqlFile)
        return writeFile(*draft, invocation);
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    draft->isProduction = server->environment == store::EnvironmentTag::Production;
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    auto plan = planOf(*draft, server->access, *tools, invocation);
    if (!plan)
        return std::move(plan).error();
    const auto answered = runPlan(*plan, *server, *tools, invocation);
    if (!answered)
        return answered.error();
    print(*answered, invocation);
    return Outcome{answered->report.verdict, answered->toJson()};
}

void addOptions(QCommandLineParser& parser)
{
    addRestoreOptions(parser);
    addNewClusterOptions(parser);
    addServerOptions(parser);
}

} // namespace

const Subcommand restoreCommand{
    "restore",
    "BACKUP --into NAME [--table SCHEMA.NAME … | --schema NAME …] [--foreign-keys skip|not-valid|bring] "
    "[--owner keep|me|ROLE] [--create-roles] [--map-role OLD=NEW …] [--skip-role NAME …] [--schema-only | "
    "--section NAME …] [--jobs N]\n"
    "BACKUP --into NAME --existing [--on-conflict stop|keep|replace|empty|append] [--confirm NAME] "
    "[--backup-first DIR] [--table SCHEMA.NAME … | --schema NAME …] [--data-only | --schema-only | --section "
    "NAME …]\n"
    "BACKUP --into NAME --existing [--into-schema NAME] [--as [TABLE=]NAME …] --table SCHEMA.NAME … "
    "[--foreign-keys skip|not-valid|bring]\n"
    "BACKUP --into-sandbox [--into NAME] [--trusted] [--table SCHEMA.NAME … | --schema NAME …] [--owner "
    "keep|me]\n"
    "BASEBACKUP --into-cluster DIR [--tablespace-mapping OLD=NEW …] [--port N] [--start]\n"
    "BACKUP --to FILE.sql[.gz|.zst|.lz4] [--table SCHEMA.NAME … | --schema NAME …]",
    QT_TRANSLATE_NOOP("cli", "Restores a backup or a part of it into a new or an existing database, or as "
                             "SQL, and compares every table with the backup; a base backup into a server of "
                             "its own."),
    1,
    addOptions,
    run,
    "table as schema map-role skip-role section pg-restore-option tablespace-mapping"};

} // namespace tidemark::cli
