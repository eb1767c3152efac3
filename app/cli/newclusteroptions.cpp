// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/newclusteroptions.h"

#include "backup/base/basebackupdraft.h"
#include "cli/texttable.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/newclusters.h"
#include "process/command.h"
#include "store/history.h"

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

core::Result<restore::base::NewClusterDraft> draftFrom(const Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return wrong(tr("Which backup? Exactly one folder is expected."));
    static const QStringList allowed{QStringLiteral("into-cluster"), QStringLiteral("tablespace-mapping"),
                                     QStringLiteral("port"),         QStringLiteral("start"),
                                     QStringLiteral("json"),         QStringLiteral("verbose")};
    const QStringList given = invocation.parser.optionNames();
    for (const QString& option : given) {
        if (!allowed.contains(option))
            return wrong(tr("--into-cluster restores a base backup as a whole, into a server of its own: "
                            "--%1 does not go with it.")
                             .arg(option));
    }
    restore::base::NewClusterDraft draft;
    draft.source = invocation.arguments().constFirst();
    draft.folder = invocation.value("into-cluster");
    for (const QString& text : invocation.values("tablespace-mapping")) {
        const auto mapping = backup::base::mappingFromText(text);
        if (!mapping)
            return wrong(tr("--tablespace-mapping wants OLD=NEW, with \\= for a = within a path, not %1.")
                             .arg(core::singleLine(text)));
        draft.tablespaces.append({mapping->from, mapping->to});
    }
    if (invocation.isSet("port")) {
        bool isNumber = false;
        const int port = invocation.value("port").toInt(&isNumber);
        if (!isNumber || port < 1 || port > 65535)
            return wrong(tr("--port is a number from 1 to 65535."));
        draft.port = static_cast<quint16>(port);
    }
    if (invocation.isSet("start"))
        draft.after = restore::base::AfterCheck::LetRun;
    return draft;
}

void print(const restore::base::NewClusterReport& report, Printer& printer)
{
    TextTable table;
    table.addColumn(tr("Database"));
    table.addColumn(tr("Size"), TextTable::Align::Right);
    table.addColumn(tr("Tables, views, sequences"), TextTable::Align::Right);
    for (const restore::base::FoundDatabase& database : report.databases)
        table.addRow(
            {database.name, core::ByteSize(database.bytes).toText(), core::countText(database.objects)});
    for (const QString& line : table.lines())
        printer.line(line);
    printer.findings(report.findings);
    printer.line(jobs::verdictSentence(report));
    printer.line(tr("Data directory: %1").arg(report.dataFolder));
    for (const auto& [name, folder] : report.tablespaces)
        printer.line(tr("Tablespace %1: %2").arg(core::singleLine(name), folder));
    if (!report.serverUser.isEmpty())
        printer.line(tr("The server runs as the user %1, because PostgreSQL does not run as root.")
                         .arg(report.serverUser));
    if (!report.isRunning)
        printer.line(tr("Start it with: tidemarkctl sandbox start %1").arg(core::quoteShell(report.name)));
    printer.line(tr("Connect with: %1")
                     .arg(process::Command(QStringLiteral("psql"), {report.spec.toConninfo()}).toShell()));
    printer.line(
        tr("Stop or remove it with: tidemarkctl sandbox stop|remove %1").arg(core::quoteShell(report.name)));
}

} // namespace

void addNewClusterOptions(QCommandLineParser& parser)
{
    addOption(parser, "into-cluster",
              tr("A base backup becomes a server of this machine that stays, in this folder, which is new or "
                 "empty: DIR/data is its data "
                 "directory. It is started until it has recovered and answers; see tidemarkctl sandbox."),
              "DIR");
    addOption(parser, "tablespace-mapping",
              tr("With --into-cluster: put the tablespace OLD (its folder on the server, its name or its "
                 "OID) into NEW, a new or empty folder. "
                 "May be given several times; the others go into DIR/tablespace-OID."),
              "OLD=NEW");
    addOption(parser, "port",
              tr("With --into-cluster: the number of the server's socket; a free one by default."), "N");
    addOption(
        parser, "start",
        tr("With --into-cluster: let the server run on; without it, it is stopped once it has answered."));
}

core::Status refuseWithoutNewCluster(const Invocation& invocation)
{
    for (const char* option : {"tablespace-mapping", "port", "start"}) {
        if (invocation.isSet(option))
            return wrong(tr("--%1 is for base backups: it needs --into-cluster.").arg(QLatin1String(option)));
    }
    return {};
}

core::Result<Outcome> runNewCluster(Invocation& invocation)
{
    const auto draft = draftFrom(invocation);
    if (!draft)
        return draft.error();
    const auto tools = invocation.tools();
    if (!tools)
        return tools.error();
    const auto facts = restore::base::gatherFacts(*draft, *tools, invocation.context);
    if (!facts)
        return facts.error();
    const auto plan = restore::base::makePlan(*draft, *facts);
    if (!plan)
        return plan.error();
    const auto report =
        jobs::runNewCluster(*plan, *tools, {{}, {}, store::History::defaultPath()}, invocation.context);
    if (!report)
        return report.error();
    print(*report, invocation.printer);
    return Outcome{report->verdict, report->toJson()};
}

} // namespace tidemark::cli
