// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/dump.h"
#include "catalog/backuppath.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/foundtable.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/foundrows.h"
#include "restore/tablediff.h"
#include "store/folders.h"

#include <QCoreApplication>

namespace tidemark::cli {

namespace {

constexpr qint64 shownByDefault = 20;
constexpr qsizetype longestShown = 60; // characters of a value on a terminal

struct Request
{
    QString path;
    QString table;
    restore::TableDiffOptions options;
    qint64 limit = shownByDefault;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::diff", text);
}

core::Result<Request> requestOf(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return usageError(tr("Which backup? Exactly one folder or file is expected."),
                          QStringLiteral("diff"));
    if (!invocation.isSet("table"))
        return usageError(tr("Which table? --table SCHEMA.NAME is missing."), QStringLiteral("diff"));
    Request request;
    request.path = invocation.arguments().constFirst();
    request.table = invocation.value("table");
    if (invocation.isSet("key")) {
        auto key = columnList(invocation.value("key"), QStringLiteral("--key"), QStringLiteral("diff"));
        if (!key)
            return std::move(key).error();
        request.options.key = *std::move(key);
    }
    if (invocation.isSet("live"))
        TIDEMARK_TRY(readLiveName(invocation.value("live"), QStringLiteral("diff"), request.options));
    if (invocation.isSet("limit")) {
        bool ok = false;
        request.limit = invocation.value("limit").toLongLong(&ok);
        if (!ok || request.limit < 0 || request.limit > 1'000'000)
            return usageError(tr("--limit is a number from 0 to 1000000."), QStringLiteral("diff"));
    }
    return request;
}

QString valueText(const restore::ShownValue& value)
{
    if (!value)
        return QStringLiteral("NULL");
    const QString line = core::singleLine(*value);
    return QLatin1Char('\'') + (line.size() > longestShown ? line.left(longestShown) + QChar(0x2026) : line) +
           QLatin1Char('\'');
}

QString rowText(const restore::FoundRow& row)
{
    QStringList cells;
    for (const restore::FoundRow::Cell& cell : row.identity)
        cells.append(core::singleLine(cell.column) + QStringLiteral(" = ") + valueText(cell.value));
    QString text = cells.join(QStringLiteral(", "));
    QStringList changes;
    for (const restore::FoundRow::Change& change : row.changes)
        changes.append(
            QStringLiteral("%1 %2 → %3")
                .arg(core::singleLine(change.column), valueText(change.backup), valueText(change.live)));
    if (!changes.isEmpty())
        text += QStringLiteral(": ") + changes.join(QStringLiteral("; "));
    if (row.times > 1)
        text += QStringLiteral("  (× %1)").arg(row.times);
    return text;
}

/// One kind after the other, with a line for those that are not shown.
void printRows(const QList<restore::FoundRow>& rows, const restore::DiffReport& report, Printer& printer)
{
    struct Group
    {
        restore::FoundRow::Kind kind;
        QString title;
        qint64 count;
    };
    const Group groups[] = {
        {restore::FoundRow::Kind::Missing, tr("Missing, only in the backup:"), report.rows.missing},
        {restore::FoundRow::Kind::Changed, tr("Changed, backup → now:"), report.rows.changed},
        {restore::FoundRow::Kind::Extra, tr("Extra, only in the live table:"), report.rows.extra}};
    for (const Group& group : groups) {
        qint64 shown = 0;
        for (const restore::FoundRow& row : rows) {
            if (row.kind != group.kind)
                continue;
            if (shown == 0)
                printer.line(group.title);
            printer.line(QStringLiteral("  ") + rowText(row));
            shown += row.times;
        }
        if (shown > 0 && shown < group.count)
            printer.line(QStringLiteral("  ") +
                         tr("… and %1 more (--limit shows more)").arg(core::countText(group.count - shown)));
    }
}

void printReport(const restore::DiffReport& report, const QList<restore::FoundRow>& rows, Printer& printer)
{
    printer.line(tr("%1: %2 rows in the backup, %3 now.")
                     .arg(report.liveTable.toText(), core::countText(report.rows.dumpRows),
                          core::countText(report.rows.liveRows)));
    printer.line(tr("%1 equal, %2 missing, %3 changed, %4 extra.")
                     .arg(core::countText(report.rows.equal), core::countText(report.rows.missing),
                          core::countText(report.rows.changed), core::countText(report.rows.extra)));
    printRows(rows, report, printer);
}

core::Result<Outcome> run(Invocation& invocation)
{
    auto request = requestOf(invocation);
    if (!request)
        return std::move(request).error();
    auto path = catalog::resolveBackup(request->path);
    if (!path)
        return std::move(path).error();
    auto dump = archive::Dump::open(path->dump, {store::cacheFolder()}, invocation.context);
    if (!dump)
        return std::move(dump).error();
    auto found = findTable(**dump, request->table, invocation.value("database"));
    if (!found)
        return std::move(found).error();
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto connection = server->access.connect(invocation.value("database"), {}, invocation.context.stop);
    if (!connection)
        return std::move(connection).error();

    QList<restore::FoundRow> rows;
    const auto makeSink = [&](const restore::TableDiffFacts& facts) {
        return std::make_unique<restore::FoundRows>(facts, request->limit, rows);
    };
    auto report = restore::diffTable(**dump, found->part, found->dumpId, *connection, request->options,
                                     makeSink, invocation.context);
    if (!report)
        return std::move(report).error();
    printReport(*report, rows, invocation.printer);
    invocation.printer.findings(report->findings);
    QJsonArray keys;
    for (const restore::FoundRow& row : std::as_const(rows))
        keys.append(row.toJson());
    QJsonObject json = report->toJson();
    json.insert(QStringLiteral("keys"), keys);
    json.insert(QStringLiteral("database"), connection->databaseName());
    return Outcome{report->verdict(), json};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "table",
              tr("The table in the backup: SCHEMA.NAME, or NAME where only one schema has it."), "TABLE");
    addOption(parser, "key",
              tr("Columns that identify a row, separated by commas; the primary key where it is not given."),
              "COLUMNS");
    addOption(parser, "live",
              tr("Compare with this table; where it is not given, with the one of the same name."), "TABLE");
    addOption(parser, "database",
              tr("The live table's database; the connection's own where it is not given."), "NAME");
    addOption(parser, "limit", tr("How many rows of each kind are shown, 20 where it is not given."), "N");
    addServerOptions(parser);
}

} // namespace

const Subcommand diffCommand{
    "diff",
    "BACKUP --table TABLE [--key COLUMNS] [--live TABLE] [--database NAME] [--limit N]",
    QT_TRANSLATE_NOOP("cli", "Compares a table of a backup with the live one: rows missing, changed, extra."),
    1,
    addOptions,
    run};

} // namespace tidemark::cli
