// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/runid.h"
#include "cli/commandline.h"
#include "jobs/recordedsets.h"
#include "store/folders.h"
#include "store/history.h"
#include "store/preferences.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::import", text);
}

void addImportOptions(QCommandLineParser& parser)
{
    addOption(parser, "to", tr("Folder of backups. Without it the one that the window uses."), "DIR");
    addOption(parser, "server", tr("List it under this server: the name of a profile."), "NAME");
    addOption(parser, "database", tr("The database it is of, where the dump does not say that."), "NAME");
    addOption(
        parser, "link",
        tr("Do not copy: give the file a second name. On the same disk only; who changes one changes both."));
    addOption(parser, "move", tr("Remove the original once the set is whole."));
    addOption(parser, "again", tr("Import it even if the same dump is in a set already."));
}

core::Result<catalog::ImportRequest> requestFrom(const Invocation& invocation)
{
    if (invocation.isSet("link") && invocation.isSet("move"))
        return usageError(tr("Either --link or --move can be meant."), QStringLiteral("import"));
    catalog::ImportRequest request;
    request.server = invocation.value("server");
    request.database = invocation.value("database");
    request.destination = invocation.value("to");
    if (request.destination.isEmpty())
        request.destination = store::Preferences().defaultBackupFolder();
    if (request.destination.isEmpty())
        return usageError(tr("Where to? --to DIR is missing."), QStringLiteral("import"));
    request.destination = QDir(request.destination).absolutePath();
    request.way = invocation.isSet("link")   ? catalog::ImportWay::Link
                  : invocation.isSet("move") ? catalog::ImportWay::Move
                                             : catalog::ImportWay::Copy;
    request.duplicates =
        invocation.isSet("again") ? catalog::Duplicates::Accept : catalog::Duplicates::Refuse;
    request.cacheFolder = store::cacheFolder();
    return request;
}

void print(const catalog::ImportReport& report, Printer& printer)
{
    printer.findings(report.findings);
    printer.line(jobs::verdictSentence(report));
    printer.line(report.setFolder);
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList sources = invocation.arguments();
    if (sources.isEmpty())
        return usageError(tr("Which dump? A file or folder is expected."), QStringLiteral("import"));
    auto request = requestFrom(invocation);
    if (!request)
        return std::move(request).error();
    const jobs::RunOwner owner{{}, request->server, store::History::defaultPath()};
    QJsonArray imported;
    QJsonArray failed;
    core::Verdict verdict = core::Verdict::Ok;
    for (const QString& source : sources) {
        request->source = source;
        auto report = jobs::runImport(*request, catalog::newRunId(QDateTime::currentDateTimeUtc()), owner,
                                      invocation.context);
        if (!report && sources.size() == 1)
            return std::move(report).error();
        if (!report) {
            invocation.printer.error(report.error().within(tr("%1 is not imported.").arg(source)));
            failed.append(QJsonObject{{QStringLiteral("path"), source},
                                      {QStringLiteral("error"), report.error().toJson()}});
            verdict = core::Verdict::Failed;
            if (report.error().kind == core::ErrorKind::Cancelled) {
                verdict = core::Verdict::Cancelled;
                break;
            }
            continue;
        }
        print(*report, invocation.printer);
        if (verdict == core::Verdict::Ok)
            verdict = report->verdict;
        if (sources.size() == 1)
            return Outcome{report->verdict, report->toJson()};
        imported.append(report->toJson());
    }
    return Outcome{verdict, {{QStringLiteral("imported"), imported}, {QStringLiteral("failed"), failed}}};
}

} // namespace

const Subcommand importCommand{
    "import",
    "FILE... [--to DIR] [--server NAME] [--database NAME] [--link | --move] [--again]",
    QT_TRANSLATE_NOOP("cli", "Makes backup sets of dumps from elsewhere, and reads every byte back."),
    1000,
    addImportOptions,
    run};

} // namespace tidemark::cli
