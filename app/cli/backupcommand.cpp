// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupplan.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::backup", text);
}

core::Result<Outcome> run(Invocation& invocation)
{
    if (!invocation.isSet("to"))
        return usageError(tr("Where to? --to DIR is missing."), QStringLiteral("backup"));
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();

    backup::BackupDraft draft;
    draft.serverLabel = server->label;
    draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    draft.database = invocation.value("database");
    draft.globals = invocation.isSet("no-globals") ? backup::Globals::Leave : backup::Globals::Include;
    auto facts = backup::gatherFacts(draft, server->access, *tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    draft.database = facts->server.database;
    auto plan = backup::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    const core::Findings beforehand = backup::validate(draft, *facts);
    invocation.printer.findings(beforehand);

    auto report = jobs::runBackup(*plan, server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    invocation.printer.line(report->setFolder);
    return Outcome{report->verdict, report->toJson()};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "to", tr("Folder that receives the backup set, as SERVER/DATABASE/TIME below it."), "DIR");
    addOption(parser, "database", tr("What to back up; the connection's own database where it is not given."), "NAME");
    addOption(parser, "no-globals", tr("Leave out roles and tablespaces."));
    addServerOptions(parser);
}

} // namespace

const Subcommand backupCommand{"backup", "--to DIR [--database NAME] [--no-globals]",
                               QT_TRANSLATE_NOOP("cli", "Backs up a database and reads every byte of the backup back."), 0, addOptions, run};

} // namespace tidemark::cli
