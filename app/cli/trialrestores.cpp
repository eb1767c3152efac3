// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/trialrestores.h"

#include "catalog/runid.h"
#include "cli/sanitytable.h"
#include "cli/texttable.h"
#include "core/text.h"
#include "jobs/drills.h"
#include "jobs/sanityqueries.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::verify", text);
}

core::Result<restore::drill::DrillDraft> draftOf(const QString& source, const TrialOptions& options)
{
    restore::drill::DrillDraft draft;
    draft.source = source;
    draft.sourceDatabase = options.database;
    draft.trust = options.trust;
    draft.jobs = options.jobs;
    if (options.sanity == TrialSanity::Leave)
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
                              core::countText(compared.expectedRows), restore::contentWord(compared)};
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

} // namespace

core::Result<Outcome> restoreOnTrial(const QStringList& sources, const TrialOptions& options,
                                     const OpenServer* chosen, Invocation& invocation)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    const jobs::RunOwner owner =
        chosen ? chosen->owner : jobs::RunOwner{{}, {}, store::History::defaultPath()};
    core::Verdict verdict = core::Verdict::Ok;
    QJsonArray drills;
    QJsonObject single;
    for (const QString& source : sources) {
        auto draft = draftOf(source, options);
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
            verdict = core::worseOf(verdict, report->verdict);
        } else {
            invocation.printer.error(report.error());
            verdict = core::worseOf(verdict, core::verdictOf(report.error()));
            single = {{QStringLiteral("path"), source},
                      {QStringLiteral("verdict"), core::verdictName(core::verdictOf(report.error()))},
                      {QStringLiteral("error"), report.error().toJson()}};
        }
        drills.append(single);
    }
    return Outcome{verdict, sources.size() == 1 ? single : QJsonObject{{QStringLiteral("drills"), drills}}};
}

} // namespace tidemark::cli
