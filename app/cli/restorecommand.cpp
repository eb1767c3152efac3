// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"
#include "restore/restoreplan.h"

#include <QCoreApplication>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::restore", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("restore"));
}

/// One of the words, in the order of the values.
template <typename Value>
core::Status choose(const Invocation& invocation, const char* option,
                    const QList<std::pair<const char*, Value>>& words, Value& into)
{
    if (!invocation.isSet(option))
        return {};
    QStringList names;
    for (const auto& [word, value] : words) {
        if (invocation.value(option) == QLatin1String(word)) {
            into = value;
            return {};
        }
        names.append(QLatin1String(word));
    }
    return wrong(tr("--%1 is one of %2, not %3.")
                     .arg(QLatin1String(option), names.join(QLatin1String(", ")),
                          core::singleLine(invocation.value(option))));
}

core::Status readTarget(const Invocation& invocation, restore::RestoreDraft& draft)
{
    draft.targetDatabase = invocation.value("into");
    draft.file = invocation.value("to");
    draft.confirmed = invocation.value("confirm");
    draft.intoSchema = invocation.value("into-schema");
    if (invocation.isSet("into") == invocation.isSet("to"))
        return wrong(tr("Where to? Either --into NAME for a database, or --to FILE for an SQL file."));
    if (invocation.isSet("to"))
        draft.target = restore::TargetKind::SqlFile;
    else if (invocation.isSet("existing"))
        draft.target = restore::TargetKind::ExistingDatabase;
    TIDEMARK_TRY(choose<restore::ExistingObjects>(invocation, "on-conflict",
                                                  {{"stop", restore::ExistingObjects::Stop},
                                                   {"keep", restore::ExistingObjects::Keep},
                                                   {"replace", restore::ExistingObjects::Replace},
                                                   {"empty", restore::ExistingObjects::EmptyAndLoad},
                                                   {"append", restore::ExistingObjects::Append}},
                                                  draft.existing));
    if (invocation.isSet("clean")) {
        if (invocation.isSet("on-conflict"))
            return wrong(tr("--clean is --on-conflict=replace; only one of the two can be given."));
        draft.existing = restore::ExistingObjects::Replace;
    }
    if (draft.target != restore::TargetKind::ExistingDatabase && !draft.intoSchema.isEmpty())
        return wrong(tr("--into-schema is for an existing database: --existing is missing."));
    if (draft.target != restore::TargetKind::ExistingDatabase &&
        draft.existing != restore::ExistingObjects::Stop)
        return wrong(tr("--on-conflict and --clean are for an existing database: --existing is missing."));
    return {};
}

core::Result<restore::RestoreDraft> draftOf(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return wrong(tr("Which backup? Exactly one folder or file is expected."));
    restore::RestoreDraft draft;
    draft.source = invocation.arguments().constFirst();
    draft.sourceDatabase = invocation.value("database");
    draft.tables = invocation.values("table");
    draft.schemas = invocation.values("schema");
    TIDEMARK_TRY(readTarget(invocation, draft));
    TIDEMARK_TRY(choose<restore::Ownership>(
        invocation, "owner", {{"keep", restore::Ownership::Keep}, {"me", restore::Ownership::Me}},
        draft.ownership));
    TIDEMARK_TRY(choose<archive::ForeignKeys>(invocation, "foreign-keys",
                                              {{"skip", archive::ForeignKeys::Skip},
                                               {"not-valid", archive::ForeignKeys::NotValid},
                                               {"bring", archive::ForeignKeys::BringParents}},
                                              draft.foreignKeys));
    if (invocation.isSet("jobs")) {
        bool ok = false;
        draft.jobs = invocation.value("jobs").toInt(&ok);
        if (!ok || draft.jobs < 1 || draft.jobs > 64)
            return wrong(tr("--jobs is a number from 1 to 64."));
    }
    return draft;
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
                      compared.matches ? tr("equal") : tr("different")});
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
    invocation.printer.findings(restore::validate(draft, *facts));
    auto plan = restore::makePlan(draft, *facts);
    if (plan) {
        for (const archive::SkippedEntry& skipped : std::as_const(plan->scope.selection.skipped))
            invocation.printer.say(tr("Left out: %1.").arg(skipped.reason));
    }
    return plan;
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

core::Result<Outcome> run(Invocation& invocation)
{
    auto draft = draftOf(invocation);
    if (!draft)
        return std::move(draft).error();
    // The file is looked at first: no server is needed to say that it is no dump.
    if (auto source = restore::openSource(draft->source, draft->sourceDatabase, invocation.context); !source)
        return std::move(source).error();
    if (draft->target == restore::TargetKind::SqlFile)
        return writeFile(*draft, invocation);
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    auto plan = planOf(*draft, server->access, *tools, invocation);
    if (!plan)
        return std::move(plan).error();
    auto report = jobs::runRestore(*plan, server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    printTables(*report, invocation.isSet("verbose") ? LogDetail::Verbose : LogDetail::Quiet,
                invocation.printer);
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    return Outcome{report->verdict, report->toJson()};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "into",
              tr("Name of the database: a new one, and one that exists is never touched, unless --existing "
                 "is given."),
              "NAME");
    addOption(parser, "existing",
              tr("The database exists. All is done in one transaction: everything, or nothing has changed."));
    addOption(parser, "on-conflict",
              tr("What happens to objects that an existing database has already: stop (default), keep them "
                 "and their rows, replace them; "
                 "or load only rows, after emptying the tables, or beside the rows that are there."),
              "stop|keep|replace|empty|append");
    addOption(parser, "clean", tr("The same as --on-conflict=replace."));
    addOption(parser, "confirm", tr("Name of the database again, where rows of it will be lost."), "NAME");
    addOption(parser, "into-schema",
              tr("Chosen tables of an existing database beside their originals, in this schema, which is "
                 "made where it is absent."),
              "NAME");
    addOption(parser, "to",
              tr("A new SQL file for psql instead of a database; .gz, .zst and .lz4 are compressed. No "
                 "server is asked."),
              "FILE");
    addOption(parser, "table",
              tr("Only this table, view or sequence with all that it needs; may be given several times. "
                 "Capital letters need double quotes, as in SQL."),
              "SCHEMA.NAME");
    addOption(parser, "schema",
              tr("Only this schema with all that it needs; may be given several times. The exact name, "
                 "without quotes."),
              "NAME");
    addOption(parser, "foreign-keys",
              tr("Foreign keys to tables that are not chosen: skip (default), not-valid (for an existing "
                 "database that has these tables), "
                 "or bring these tables along."),
              "skip|not-valid|bring");
    addOption(parser, "database", tr("Which one, in a dump of a whole server."), "NAME");
    addOption(parser, "owner",
              tr("me: everything belongs to the role that restores (default); keep: as in the backup."),
              "keep|me");
    addOption(parser, "jobs",
              tr("Parallel workers for rows and indexes of a new database; up to 4 by default."), "N");
    addServerOptions(parser);
}

} // namespace

const Subcommand restoreCommand{
    "restore",
    "BACKUP --into NAME [--table SCHEMA.NAME … | --schema NAME …] [--foreign-keys skip|not-valid|bring] "
    "[--owner keep|me] [--jobs N]\n"
    "BACKUP --into NAME --existing [--on-conflict stop|keep|replace|empty|append] [--confirm NAME] [--table "
    "SCHEMA.NAME … | --schema NAME …]\n"
    "BACKUP --into NAME --existing --into-schema NAME --table SCHEMA.NAME … [--foreign-keys skip|bring]\n"
    "BACKUP --to FILE.sql[.gz|.zst|.lz4] [--table SCHEMA.NAME … | --schema NAME …]",
    QT_TRANSLATE_NOOP("cli", "Restores a backup or a part of it into a new or an existing database, or as "
                             "SQL, and compares every table with the backup."),
    1,
    addOptions,
    run,
    "table schema"};

} // namespace tidemark::cli
