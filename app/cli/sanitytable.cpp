// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sanitytable.h"

#include "cli/texttable.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::sanity", text);
}

QString outcomeText(core::SanityOutcome outcome)
{
    switch (outcome) {
    case core::SanityOutcome::Equal:
        return tr("equal");
    case core::SanityOutcome::Different:
        return tr("different");
    case core::SanityOutcome::Unmet:
        return tr("NOT as it must be");
    case core::SanityOutcome::Failed:
        return tr("failed");
    case core::SanityOutcome::NotCompared:
        break;
    }
    return tr("answered");
}

void printRows(const QString& title, const core::SanityAnswer& answer, Printer& printer)
{
    constexpr qsizetype mostRows = 10;
    constexpr qsizetype longest = 40;
    printer.line(QStringLiteral("  ") + title);
    if (answer.isFailed() || answer.rows.isEmpty()) {
        printer.line(QStringLiteral("    ") +
                     (answer.isFailed() ? core::singleLine(answer.problem) : answer.summary()));
        return;
    }
    TextTable table;
    for (const QString& column : answer.columns)
        table.addColumn(column);
    for (qsizetype row = 0; row < std::min(mostRows, answer.rows.size()); ++row) {
        QStringList cells;
        for (const auto& cell : answer.rows.at(row)) {
            const QString text = core::singleLine(cell.value_or(tr("NULL")));
            cells.append(text.size() > longest ? text.left(longest) + QStringLiteral("…") : text);
        }
        table.addRow(cells);
    }
    for (const QString& line : table.lines())
        printer.line(QStringLiteral("    ") + line);
    if (answer.rows.size() > mostRows || answer.isCut)
        printer.line(QStringLiteral("    …"));
}

} // namespace

void printSanityResults(const QList<core::SanityResult>& results, const QString& sourceTitle,
                        const QString& targetTitle, Printer& printer)
{
    if (results.isEmpty())
        return;
    const bool hasSource = std::any_of(results.begin(), results.end(), [](const core::SanityResult& result) {
        return result.source.has_value();
    });
    TextTable table;
    table.addColumn(tr("Sanity query"));
    if (hasSource)
        table.addColumn(sourceTitle);
    table.addColumn(targetTitle);
    table.addColumn(tr("Result"));
    table.addColumn(tr("Time"), TextTable::Align::Right);
    for (const core::SanityResult& result : results) {
        QStringList cells{result.query.name};
        if (hasSource)
            cells.append(result.source ? result.source->summary() : QStringLiteral("–"));
        cells << result.target.summary() << outcomeText(result.outcome)
              << core::durationText(result.target.duration);
        table.addRow(cells);
    }
    for (const QString& line : table.lines())
        printer.line(line);
    for (const core::SanityResult& result : results) {
        const bool isSmall = result.target.rows.size() == 1 && result.target.columns.size() == 1;
        const bool isTold =
            result.outcome == core::SanityOutcome::Equal || (isSmall && !result.target.isFailed());
        if (isTold)
            continue;
        printer.line(QLatin1Char('\n') + core::singleLine(result.query.name));
        if (result.source)
            printRows(sourceTitle, *result.source, printer);
        printRows(targetTitle, result.target, printer);
    }
}

} // namespace tidemark::cli
