// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/extract.h"
#include "archive/extractrows.h"
#include "archive/filesink.h"
#include "catalog/backupset.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>

#include <optional>
#include <unistd.h>

namespace tidemark::cli {

namespace {

struct Request
{
    QString path;
    QStringList tables;
    QString target; // empty: standard output
    std::optional<archive::RowForm> rows; // nothing: SQL
    archive::ExtractOptions options;
    bool explain = false;
};

/// The part of the dump and the entries in it that were asked for.
struct Chosen
{
    int part = 0;
    QList<int> dumpIds;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::extract", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("extract"));
}

core::Result<archive::ForeignKeys> foreignKeysOf(const QString& word)
{
    if (word.isEmpty() || word == QLatin1String("skip"))
        return archive::ForeignKeys::Skip;
    if (word == QLatin1String("not-valid"))
        return archive::ForeignKeys::NotValid;
    if (word == QLatin1String("bring"))
        return archive::ForeignKeys::BringParents;
    return wrong(tr("--foreign-keys is skip, not-valid or bring, not %1.").arg(core::singleLine(word)));
}

core::Result<Request> requestOf(const Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return wrong(tr("Which backup? Exactly one folder or file is expected."));
    Request request;
    request.path = invocation.arguments().constFirst();
    request.tables = invocation.values("table");
    request.target = invocation.value("to");
    if (request.tables.isEmpty())
        return wrong(tr("Which table? --table SCHEMA.NAME is missing."));
    if (invocation.isSet("to") && request.target.isEmpty())
        return wrong(tr("--to needs the name of a file."));
    const QString as = invocation.value("as");
    if (as == QLatin1String("csv"))
        request.rows = archive::RowForm::Csv;
    else if (as == QLatin1String("jsonl"))
        request.rows = archive::RowForm::JsonLines;
    else if (!as.isEmpty() && as != QLatin1String("sql"))
        return wrong(tr("--as is sql, csv or jsonl, not %1.").arg(core::singleLine(as)));
    auto keys = foreignKeysOf(invocation.value("foreign-keys"));
    if (!keys)
        return std::move(keys).error();
    request.options.selection.foreignKeys = *keys;
    if (invocation.isSet("data-only") || request.rows)
        request.options.content = archive::ExtractContent::DataOnly;
    if (invocation.isSet("no-owner"))
        request.options.sql.ownership = archive::Ownership::None;
    if (invocation.isSet("no-privileges"))
        request.options.sql.privileges = archive::Privileges::None;
    if (invocation.isSet("no-tablespaces"))
        request.options.sql.tablespaces = archive::Tablespaces::None;
    request.explain = invocation.isSet("explain") || (invocation.isSet("json") && request.target.isEmpty());
    if (request.explain && !request.target.isEmpty())
        return wrong(tr("--explain writes nothing, so --to cannot be meant."));
    return request;
}

core::Result<QString> dumpPathOf(const QString& path)
{
    if (!QFileInfo::exists(path + QLatin1Char('/') + QLatin1String(catalog::manifestFileName)))
        return path;
    auto set = catalog::readSet(path);
    if (!set)
        return std::move(set).error();
    return set->dumpPath();
}

core::Result<int> partOf(const archive::Dump& dump, const QString& database)
{
    QStringList names;
    int found = -1;
    const QList<archive::DumpPart>& parts = dump.contents().parts;
    for (int i = 0; i < parts.size(); ++i) {
        if (parts.at(i).kind != archive::DumpPart::Kind::Database)
            continue;
        names.append(core::singleLine(parts.at(i).toc.database));
        if (database.isEmpty() || parts.at(i).toc.database == database)
            found = found < 0 ? i : -2;
    }
    if (found >= 0)
        return found;
    if (found == -2)
        return core::Error{core::ErrorKind::InvalidInput, tr("The dump holds several databases: %1.").arg(names.join(QLatin1String(", "))), {},
                           tr("Name the one that is meant with --database.")};
    return core::Error{core::ErrorKind::NotFound, tr("The dump holds no database %1.").arg(core::singleLine(database)), {},
                       names.isEmpty() ? QString() : tr("It has %1.").arg(names.join(QLatin1String(", ")))};
}

core::Result<Chosen> choose(const archive::Dump& dump, const QStringList& tables, const QString& database)
{
    const auto part = partOf(dump, database);
    if (!part)
        return part.error();
    Chosen chosen{*part, {}};
    for (const QString& table : tables) {
        const auto found = archive::findRelation(dump.contents().parts.at(*part).toc, table);
        if (!found)
            return found.error();
        chosen.dumpIds.append(*found);
    }
    return chosen;
}

/// Entries of a selection in their table of contents, which has all of them.
class Lookup
{
public:
    explicit Lookup(const archive::Toc& toc) : m_toc(toc)
    {
        for (qsizetype i = 0; i < toc.entries.size(); ++i)
            m_places.insert(toc.entries.at(i).dumpId(), i);
    }
    const archive::TocEntry& at(int dumpId) const { return m_toc.entries.at(m_places.value(dumpId)); }

private:
    const archive::Toc& m_toc;
    QHash<int, qsizetype> m_places;
};

QJsonObject toJson(const archive::TocEntry& entry, const QString& reason)
{
    return {{QStringLiteral("id"), entry.dumpId()},
            {QStringLiteral("type"), entry.type()},
            {QStringLiteral("schema"), entry.schema()},
            {QStringLiteral("name"), entry.tag()},
            {QStringLiteral("reason"), reason}};
}

QJsonObject toJson(const archive::Selection& selection, const archive::Toc& toc)
{
    const Lookup byId(toc);
    QJsonArray entries;
    for (const archive::SelectedEntry& selected : selection.entries) {
        QJsonObject object = toJson(byId.at(selected.dumpId), selected.reason);
        object.insert(QStringLiteral("because"), selected.because);
        object.insert(QStringLiteral("chosen"), selected.chosen);
        object.insert(QStringLiteral("guess"), selected.isGuess);
        object.insert(QStringLiteral("notValid"), selected.makeNotValid);
        entries.append(object);
    }
    QJsonArray skipped;
    for (const archive::SkippedEntry& entry : selection.skipped)
        skipped.append(toJson(byId.at(entry.dumpId), entry.reason));
    return {{QStringLiteral("entries"), entries},
            {QStringLiteral("skipped"), skipped},
            {QStringLiteral("findings"), core::toJson(selection.findings)},
            {QStringLiteral("roles"), QJsonArray::fromStringList(selection.roles)},
            {QStringLiteral("tablespaces"), QJsonArray::fromStringList(selection.tablespaces)}};
}

void printEntries(const archive::Selection& selection, const archive::Toc& toc, Printer& printer)
{
    const Lookup byId(toc);
    TextTable table;
    table.addColumn(tr("Kind"));
    table.addColumn(tr("Name"));
    table.addColumn(tr("Why"));
    const auto addRow = [&](int dumpId, const QString& reason) {
        const archive::TocEntry& entry = byId.at(dumpId);
        table.addRow({entry.type(), core::singleLine(entry.schema().isEmpty() ? entry.tag() : entry.schema() + QLatin1Char('.') + entry.tag()), reason});
    };
    for (const archive::SelectedEntry& entry : selection.entries)
        addRow(entry.dumpId, entry.reason);
    for (const archive::SkippedEntry& entry : selection.skipped)
        addRow(entry.dumpId, tr("left out: %1").arg(entry.reason));
    for (const QString& line : table.lines())
        printer.line(line);
}

/// What the text needs of the server that runs it, and what was left out: for people, beside the text.
void sayMore(const archive::Selection& selection, const archive::ExtractOptions& options, Printer& printer)
{
    printer.findings(selection.findings);
    if (!selection.roles.isEmpty() && options.sql.ownership == archive::Ownership::Keep)
        printer.say(tr("Needs the roles %1; --no-owner and --no-privileges do without.").arg(core::singleLine(selection.roles.join(QLatin1String(", ")))));
    if (!selection.tablespaces.isEmpty() && options.sql.tablespaces == archive::Tablespaces::Keep)
        printer.say(tr("Needs the tablespaces %1; --no-tablespaces does without.").arg(core::singleLine(selection.tablespaces.join(QLatin1String(", ")))));
    for (const archive::SkippedEntry& skipped : selection.skipped)
        printer.say(tr("Left out: %1.").arg(skipped.reason));
}

core::Result<archive::ExtractReport> writeSql(const archive::Dump& dump, const Chosen& chosen, const Request& request, const core::RunContext& context)
{
    if (request.target.isEmpty()) {
        archive::DescriptorSink sink(STDOUT_FILENO, tr("standard output"));
        return archive::extractSql(dump, chosen.part, chosen.dumpIds, request.options, sink, context);
    }
    auto file = core::PartialFile::create(request.target, core::FileMode::Private);
    if (!file)
        return std::move(file).error();
    archive::FileSink sink(*file);
    auto report = archive::extractSql(dump, chosen.part, chosen.dumpIds, request.options, sink, context);
    if (report)
        TIDEMARK_TRY(file->commit());
    return report;
}

/// One table: a file or standard output. Several: a folder.
core::Result<QList<archive::ExtractedRows>> writeRows(const archive::Dump& dump, const Chosen& chosen, const Request& request, const core::RunContext& context)
{
    auto selection = archive::selectForExtract(dump, chosen.part, chosen.dumpIds, request.options);
    if (!selection)
        return std::move(selection).error();
    const QList<const archive::TocEntry*> entries = archive::dataEntries(dump.contents().parts.at(chosen.part).toc, *selection);
    if (entries.isEmpty())
        return core::Error{core::ErrorKind::NotFound, tr("The dump holds no rows of that."), {}, tr("Views have none of their own; a dump of the structure alone has none at all.")};
    if (entries.size() > 1 && request.target.isEmpty())
        return wrong(tr("These are the rows of %1 tables: --to names a folder for them.").arg(entries.size()));
    if (entries.size() > 1)
        return archive::extractRowsToFolder(dump, chosen.part, entries, *request.rows, request.target, context);
    archive::DescriptorSink output(STDOUT_FILENO, tr("standard output"));
    auto rows = request.target.isEmpty() ? archive::extractRows(dump, chosen.part, *entries.constFirst(), *request.rows, output, context)
                                         : archive::extractRowsToFile(dump, chosen.part, *entries.constFirst(), *request.rows, request.target, context);
    if (!rows)
        return std::move(rows).error();
    return QList<archive::ExtractedRows>{*rows};
}

core::Result<Outcome> runRows(const archive::Dump& dump, const Chosen& chosen, const Request& request, Invocation& invocation)
{
    const auto written = writeRows(dump, chosen, request, invocation.context);
    if (!written)
        return written.error();
    const Lookup byId(dump.contents().parts.at(chosen.part).toc);
    QJsonArray tables;
    for (const archive::ExtractedRows& rows : *written) {
        const archive::TocEntry& entry = byId.at(rows.dumpId);
        tables.append(QJsonObject{{QStringLiteral("schema"), entry.schema()},
                                  {QStringLiteral("name"), entry.tag()},
                                  {QStringLiteral("rows"), rows.result.rows},
                                  {QStringLiteral("bytes"), rows.result.bytes},
                                  {QStringLiteral("file"), rows.file}});
    }
    return Outcome{core::Verdict::Ok, {{QStringLiteral("file"), request.target}, {QStringLiteral("tables"), tables}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const auto request = requestOf(invocation);
    if (!request)
        return request.error();
    const auto path = dumpPathOf(request->path);
    if (!path)
        return path.error();
    const auto dump = archive::Dump::open(*path, {store::cacheFolder()}, invocation.context);
    if (!dump)
        return dump.error();
    const auto chosen = choose(**dump, request->tables, invocation.value("database"));
    if (!chosen)
        return chosen.error();
    const archive::Toc& toc = (*dump)->contents().parts.at(chosen->part).toc;
    if (request->explain) {
        const auto selection = archive::selectForExtract(**dump, chosen->part, chosen->dumpIds, request->options);
        if (!selection)
            return selection.error();
        printEntries(*selection, toc, invocation.printer);
        sayMore(*selection, request->options, invocation.printer);
        return Outcome{core::Verdict::Ok, toJson(*selection, toc)};
    }
    if (request->rows)
        return runRows(**dump, *chosen, *request, invocation);
    const auto report = writeSql(**dump, *chosen, *request, invocation.context);
    if (!report)
        return report.error();
    sayMore(report->selection, request->options, invocation.printer);
    QJsonObject json = toJson(report->selection, toc);
    json.insert(QStringLiteral("file"), request->target);
    json.insert(QStringLiteral("bytes"), report->bytes);
    return Outcome{core::Verdict::Ok, json};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "table", tr("A table, view or sequence; may be given several times. Capital letters need double quotes, as in SQL."), "SCHEMA.NAME");
    addOption(parser, "to", tr("The new file to write; without it, standard output."), "FILE");
    addOption(parser, "as", tr("sql: all that the tables need (default). csv, jsonl: their rows; of several tables a file each, in the folder that --to names."), "sql|csv|jsonl");
    addOption(parser, "data-only", tr("Rows without the table."));
    addOption(parser, "foreign-keys",
              tr("Foreign keys to tables that are not chosen: skip (default), not-valid (for a database that has these tables), "
                 "or bring these tables along."),
              "skip|not-valid|bring");
    addOption(parser, "no-owner", tr("Everything belongs to the role that runs the text."));
    addOption(parser, "no-privileges", tr("Leave out grants."));
    addOption(parser, "no-tablespaces", tr("Everything goes to the default tablespace."));
    addOption(parser, "database", tr("Which one, in a dump of a whole server."), "NAME");
    addOption(parser, "explain", tr("Only list what would be written, each entry with its reason."));
}

} // namespace

const Subcommand extractCommand{"extract", "BACKUP --table SCHEMA.NAME … [--to FILE] [--as sql|csv|jsonl] [--data-only]\nBACKUP --table SCHEMA.NAME … --explain",
                                QT_TRANSLATE_NOOP("cli", "Takes tables with all that they need out of a dump of any format, as SQL, CSV or JSON lines."), 1, addOptions, run, "table"};

} // namespace tidemark::cli
