// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/runid.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/sanitytable.h"
#include "cli/texttable.h"
#include "core/bytesize.h"
#include "core/text.h"
#include "jobs/drills.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::verify", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("verify"));
}

core::Result<restore::drill::DrillDraft> draftOf(Invocation& invocation, const QString& source)
{
    restore::drill::DrillDraft draft;
    draft.source = source;
    draft.sourceDatabase = invocation.value("database");
    if (invocation.isSet("trusted"))
        draft.trust = restore::drill::Trust::Superuser;
    if (invocation.isSet("jobs")) {
        bool ok = false;
        draft.jobs = invocation.value("jobs").toInt(&ok);
        if (!ok || draft.jobs < 1 || draft.jobs > 64)
            return wrong(tr("--jobs is a number from 1 to 64."));
    }
    if (invocation.isSet("no-sanity"))
        return draft;
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    auto queries = jobs::sanityQueriesFor(source, store::SanityStore(), profiles);
    if (!queries)
        return std::move(queries).error();
    draft.queries = *std::move(queries);
    return draft;
}

void printTables(const restore::drill::DrillReport& report, bool all, Printer& printer)
{
    constexpr qsizetype shown = 50;
    const bool several = report.databases.size() > 1;
    const bool everything = all || report.tables() <= shown;
    TextTable table;
    if (several)
        table.addColumn(tr("Database"));
    table.addColumn(tr("Table"));
    table.addColumn(tr("Rows"), TextTable::Align::Right);
    table.addColumn(tr("In the backup"), TextTable::Align::Right);
    table.addColumn(tr("Content"));
    for (const restore::drill::DrilledDatabase& database : report.databases) {
        for (const restore::TableComparison& compared : database.tables) {
            if (compared.matches && !everything)
                continue; // thousands of lines that say "equal" would hide the one that does not
            QStringList cells{compared.schema + QLatin1Char('.') + compared.name,
                              compared.rows < 0 ? QStringLiteral("?") : core::countText(compared.rows),
                              core::countText(compared.expectedRows),
                              compared.matches ? tr("equal") : tr("different")};
            if (several)
                cells.prepend(database.name);
            table.addRow(cells);
        }
    }
    if (table.isEmpty())
        return;
    for (const QString& line : table.lines())
        printer.line(line);
}

void print(const restore::drill::DrillReport& report, Invocation& invocation)
{
    printTables(report, invocation.isSet("verbose"), invocation.printer);
    for (const restore::drill::DrilledDatabase& database : report.databases)
        printSanityResults(database.sanity, tr("At the backup"), tr("Restored"), invocation.printer);
    invocation.printer.findings(report.allFindings());
    invocation.printer.line(jobs::verdictSentence(report));
}

core::Verdict worst(core::Verdict a, core::Verdict b)
{
    const auto rank = [](core::Verdict verdict) {
        return verdict == core::Verdict::Ok          ? 0
               : verdict == core::Verdict::Warnings  ? 1
               : verdict == core::Verdict::Cancelled ? 2
                                                     : 3;
    };
    return rank(a) < rank(b) ? b : a;
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList sources = invocation.arguments();
    if (sources.isEmpty())
        return wrong(tr("Which backup? A folder or file is expected."));
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    std::optional<OpenServer> chosen;
    if (invocation.isSet("profile") || invocation.isSet("connection")) {
        auto server = openServer(invocation);
        if (!server)
            return std::move(server).error();
        chosen.emplace(*std::move(server));
    }
    const jobs::RunOwner owner =
        chosen ? chosen->owner : jobs::RunOwner{{}, {}, store::History::defaultPath()};
    core::Verdict verdict = core::Verdict::Ok;
    QJsonArray drills;
    QJsonObject single;
    for (const QString& source : sources) {
        auto draft = draftOf(invocation, source);
        if (!draft)
            return std::move(draft).error();
        auto report = jobs::runDrill(*draft, catalog::newRunId(QDateTime::currentDateTimeUtc()), *tools,
                                     chosen ? &chosen->access : nullptr, owner, invocation.context);
        if (!report && (sources.size() == 1 || report.error().kind == core::ErrorKind::Cancelled))
            return std::move(report).error();
        if (sources.size() > 1)
            invocation.printer.line(tr("%1:").arg(source));
        if (report) {
            print(*report, invocation);
            single = report->toJson();
            verdict = worst(verdict, report->verdict);
        } else {
            invocation.printer.error(report.error());
            verdict = worst(verdict, core::verdictOf(report.error()));
            single = {{QStringLiteral("path"), source},
                      {QStringLiteral("verdict"), core::verdictName(core::verdictOf(report.error()))},
                      {QStringLiteral("error"), report.error().toJson()}};
        }
        drills.append(single);
    }
    return Outcome{verdict, sources.size() == 1 ? single : QJsonObject{{QStringLiteral("drills"), drills}}};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "database", tr("Only this one, of a dump of a whole server."), "NAME");
    addOption(parser, "trusted",
              tr("Restore a dump that Tidemark did not make as a superuser of the sandbox: it may run "
                 "anything there."));
    addOption(parser, "no-sanity", tr("Do not ask the sanity queries."));
    addOption(parser, "jobs", tr("Parallel workers; up to 4 by default."), "N");
    addServerOptions(parser);
}

} // namespace

const Subcommand verifyCommand{
    "verify",
    "BACKUP... [--database NAME] [--trusted] [--no-sanity] [--jobs N]\n"
    "BACKUP... --profile NAME | --connection CONNINFO",
    QT_TRANSLATE_NOOP("cli", "Restores a backup on trial, into a server that is started for it or, where one "
                             "is named, into a database there that is "
                             "dropped again; compares everything, and notes the result beside the backup."),
    1000,
    addOptions,
    run};

} // namespace tidemark::cli
