// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/runid.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/text.h"
#include "jobs/recordedsets.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::check", text);
}

void printTables(const catalog::CheckReport& report, Printer& printer)
{
    TextTable table;
    if (!report.databases.isEmpty())
        table.addColumn(tr("Database"));
    table.addColumn(tr("Table"));
    table.addColumn(tr("Rows"), TextTable::Align::Right);
    table.addColumn(tr("Content"));
    for (qsizetype i = 0; i < report.tables.size(); ++i) {
        const catalog::ManifestTable& found = report.tables.at(i);
        QStringList cells = {found.schema + QLatin1Char('.') + found.name, core::countText(found.rows), found.digest};
        if (!report.databases.isEmpty())
            cells.prepend(report.databases.at(i));
        table.addRow(cells);
    }
    if (table.isEmpty())
        return;
    for (const QString& line : table.lines())
        printer.line(line);
}

void print(const catalog::CheckReport& report, Invocation& invocation)
{
    if (invocation.isSet("verbose"))
        printTables(report, invocation.printer);
    invocation.printer.findings(report.findings);
    invocation.printer.line(jobs::verdictSentence(report));
}

core::Result<Outcome> checkSeveral(Invocation& invocation, const jobs::RunOwner& owner)
{
    const jobs::CheckBatch batch = jobs::runChecks(invocation.arguments(), catalog::newRunId(QDateTime::currentDateTimeUtc()), owner, invocation.context);
    QJsonArray checks;
    for (const jobs::CheckItem& item : batch.items) {
        invocation.printer.line(tr("%1:").arg(item.path));
        QJsonObject object;
        if (item.report) {
            print(*item.report, invocation);
            object = item.report->toJson();
            object.insert(QStringLiteral("verdict"), core::verdictName(item.report->verdict));
        } else {
            invocation.printer.error(item.report.error());
            object = {{QStringLiteral("path"), item.path},
                      {QStringLiteral("verdict"), core::verdictName(core::verdictOf(item.report.error()))},
                      {QStringLiteral("error"), item.report.error().toJson()}};
        }
        checks.append(object);
    }
    invocation.printer.line(jobs::verdictSentence(batch));
    return Outcome{batch.verdict(), {{QStringLiteral("checks"), checks}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList paths = invocation.arguments();
    if (paths.isEmpty())
        return usageError(tr("Which backup? A folder or file is expected."), QStringLiteral("check"));
    const jobs::RunOwner owner{{}, {}, store::History::defaultPath()};
    if (paths.size() > 1)
        return checkSeveral(invocation, owner);
    auto report = jobs::runCheck(paths.constFirst(), catalog::newRunId(QDateTime::currentDateTimeUtc()), owner, invocation.context);
    if (!report)
        return std::move(report).error();
    print(*report, invocation);
    return Outcome{report->verdict, report->toJson()};
}

} // namespace

const Subcommand checkCommand{"check", "BACKUP...", QT_TRANSLATE_NOOP("cli", "Reads every byte of a backup, and compares it with what the backup's manifest says."), 1000, nullptr, run};

} // namespace tidemark::cli
