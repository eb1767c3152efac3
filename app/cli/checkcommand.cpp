// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupcheck.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/text.h"

#include <QCoreApplication>

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

QString baseSummary(const catalog::CheckReport& report)
{
    const catalog::CheckedBase& base = *report.base;
    const QString counts = tr("%1 files with %2, WAL from %3 to %4, %5 on disk, in %6")
                               .arg(core::countText(base.files), core::ByteSize(base.unpackedBytes).toText(), base.start.toText(), base.end.toText(),
                                    core::ByteSize(report.bytes).toText(), core::durationText(report.duration));
    if (report.verdict == core::Verdict::Differences)
        return tr("Every byte can be read, but the base backup is not what it was: %1.").arg(counts);
    if (base.checksumAlgorithm.isEmpty())
        return tr("Every byte was read: %1. The base backup has no checksums of its own to compare with.").arg(counts);
    return tr("Every byte was read, and %1 files equal their %2 in the base backup's manifest: %3.").arg(core::countText(base.checkedFiles), base.checksumAlgorithm, counts);
}

QString summary(const catalog::CheckReport& report)
{
    if (report.base)
        return baseSummary(report);
    qint64 rows = 0;
    for (const catalog::ManifestTable& table : report.tables)
        rows += table.rows;
    const QString counts = tr("%1 tables with %2 rows, %3, in %4")
                               .arg(core::countText(report.tables.size()), core::countText(rows),
                                    core::ByteSize(report.bytes).toText(), core::durationText(report.duration));
    if (report.verdict == core::Verdict::Differences)
        return tr("Every byte can be read, but the backup is not what it was: %1.").arg(counts);
    if (report.setFolder.isEmpty())
        return tr("Every byte was read, and the dump is whole: %1.").arg(counts);
    return tr("Every byte was read, and equals what the backup's manifest says: %1.").arg(counts);
}

core::Result<Outcome> run(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return usageError(tr("Which backup? Exactly one folder or file is expected."), QStringLiteral("check"));
    auto report = catalog::checkBackup(invocation.arguments().constFirst(), invocation.context);
    if (!report)
        return std::move(report).error();
    if (invocation.isSet("verbose"))
        printTables(*report, invocation.printer);
    invocation.printer.findings(report->findings);
    invocation.printer.line(summary(*report));
    return Outcome{report->verdict, report->toJson()};
}

} // namespace

const Subcommand checkCommand{"check", "BACKUP", QT_TRANSLATE_NOOP("cli", "Reads every byte of a backup, and compares it with what the backup's manifest says."), 1, nullptr, run};

} // namespace tidemark::cli
