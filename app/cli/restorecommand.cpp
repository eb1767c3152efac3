// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
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

core::Result<restore::RestoreDraft> draftOf(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return usageError(tr("Which backup? Exactly one folder or file is expected."), QStringLiteral("restore"));
    if (!invocation.isSet("into"))
        return usageError(tr("Into which new database? --into NAME is missing."), QStringLiteral("restore"));
    restore::RestoreDraft draft;
    draft.source = invocation.arguments().constFirst();
    draft.targetDatabase = invocation.value("into");
    const QString owner = invocation.isSet("owner") ? invocation.value("owner") : QStringLiteral("me");
    if (owner != QLatin1String("me") && owner != QLatin1String("keep"))
        return usageError(tr("--owner is keep or me, not %1.").arg(owner), QStringLiteral("restore"));
    draft.ownership = owner == QLatin1String("keep") ? restore::Ownership::Keep : restore::Ownership::Me;
    if (invocation.isSet("jobs")) {
        bool ok = false;
        draft.jobs = invocation.value("jobs").toInt(&ok);
        if (!ok || draft.jobs < 1 || draft.jobs > 64)
            return usageError(tr("--jobs is a number from 1 to 64."), QStringLiteral("restore"));
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
        table.addRow({compared.schema + QLatin1Char('.') + compared.name, compared.rows < 0 ? QStringLiteral("?") : core::countText(compared.rows),
                      core::countText(compared.expectedRows), compared.matches ? tr("equal") : tr("different")});
    }
    if (table.isEmpty())
        return;
    for (const QString& line : table.lines())
        printer.line(line);
}

core::Result<Outcome> run(Invocation& invocation)
{
    auto draft = draftOf(invocation);
    if (!draft)
        return std::move(draft).error();
    // The file is looked at first: no server is needed to say that it is no dump.
    if (auto source = restore::openSource(draft->source); !source)
        return std::move(source).error();
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    auto facts = restore::gatherFacts(*draft, server->access, *tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = restore::makePlan(*draft, *facts);
    if (!plan)
        return std::move(plan).error();
    invocation.printer.findings(restore::validate(*draft, *facts));

    auto report = jobs::runRestore(*plan, server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    printTables(*report, invocation.isSet("verbose") ? LogDetail::Verbose : LogDetail::Quiet, invocation.printer);
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    return Outcome{report->verdict, report->toJson()};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "into", tr("Name of the new database. One that exists is never touched."), "NAME");
    addOption(parser, "owner", tr("me: everything belongs to the role that restores (default); keep: as in the backup."), "keep|me");
    addOption(parser, "jobs", tr("Parallel workers for rows and indexes; up to 4 by default."), "N");
    addServerOptions(parser);
}

} // namespace

const Subcommand restoreCommand{"restore", "BACKUP --into NAME [--owner keep|me] [--jobs N]",
                                QT_TRANSLATE_NOOP("cli", "Restores a backup into a new database and compares every table with the backup."), 1, addOptions, run};

} // namespace tidemark::cli
