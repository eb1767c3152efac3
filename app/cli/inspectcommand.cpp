// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackup.h"
#include "archive/dump.h"
#include "archive/recognise.h"
#include "archive/rowcursor.h"
#include "archive/sequencevalues.h"
#include "archive/tabledata.h"
#include "archive/textencoding.h"
#include "catalog/backuppath.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

constexpr qint64 usualRows = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::inspect", text);
}

QString sectionText(archive::Section section)
{
    switch (section) {
    case archive::Section::None:
        return QStringLiteral("none");
    case archive::Section::PreData:
        return QStringLiteral("pre-data");
    case archive::Section::Data:
        return QStringLiteral("data");
    case archive::Section::PostData:
        break;
    }
    return QStringLiteral("post-data");
}

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonArray entriesOf(const archive::DumpContents& contents, const archive::DumpPart& part)
{
    QJsonArray entries;
    for (const archive::TocEntry& entry : part.toc.entries) {
        QJsonArray dependencies;
        for (const int id : entry.dependencies())
            dependencies.append(id);
        QJsonObject object{{QStringLiteral("id"), entry.dumpId()},
                           {QStringLiteral("type"), entry.type()},
                           {QStringLiteral("schema"), orNull(entry.schema())},
                           {QStringLiteral("name"), entry.tag()},
                           {QStringLiteral("owner"), orNull(entry.owner())},
                           {QStringLiteral("section"), sectionText(entry.section())},
                           {QStringLiteral("bytes"), entry.dataBytes() < 0 ? QJsonValue() : QJsonValue(entry.dataBytes())},
                           {QStringLiteral("dependencies"), dependencies}};
        if (contents.parts.size() > 1)
            object.insert(QStringLiteral("database"), orNull(part.toc.database));
        entries.append(object);
    }
    return entries;
}

QJsonArray sequencesOf(const archive::Toc& toc)
{
    QJsonArray sequences;
    for (const archive::SequenceValue& sequence : archive::sequenceValues(toc)) {
        sequences.append(QJsonObject{{QStringLiteral("schema"), sequence.schema},
                                     {QStringLiteral("name"), sequence.name},
                                     {QStringLiteral("value"), sequence.value},
                                     {QStringLiteral("called"), sequence.isCalled}});
    }
    return sequences;
}

QString created(const archive::Toc& toc)
{
    return toc.createdDate.isValid() ? toc.createdDate.toString(Qt::ISODate) + QLatin1Char('T') + toc.createdTime.toString(Qt::ISODate) : QString();
}

/// The facts of the whole dump; of a server's dump those of its first database.
QJsonObject headerOf(const archive::DumpContents& contents)
{
    const archive::DumpPart* first = nullptr;
    QJsonArray databases;
    for (const archive::DumpPart& part : contents.parts) {
        if (part.kind != archive::DumpPart::Kind::Database)
            continue;
        first = first ? first : &part;
        databases.append(part.toc.database);
    }
    const archive::Toc toc = first ? first->toc : archive::Toc();
    const bool isArchive = toc.version.major > 0;
    return {{QStringLiteral("format"), archive::formatText(contents.format)},
            {QStringLiteral("wrapping"), archive::wrappingText(contents.wrapping)},
            {QStringLiteral("archiveVersion"), isArchive ? QJsonValue(toc.version.toText()) : QJsonValue()},
            {QStringLiteral("newerThanKnown"), toc.newerThanKnown},
            {QStringLiteral("compression"), isArchive ? QJsonValue(archive::compressionText(toc.compression)) : QJsonValue()},
            {QStringLiteral("database"), orNull(toc.database)},
            {QStringLiteral("databases"), databases},
            {QStringLiteral("serverVersion"), orNull(toc.serverVersion)},
            {QStringLiteral("dumpVersion"), orNull(toc.dumpVersion)},
            {QStringLiteral("created"), orNull(created(toc))},
            {QStringLiteral("encoding"), orNull(QString::fromLatin1(toc.encoding))},
            {QStringLiteral("bytes"), contents.fileBytes},
            {QStringLiteral("complete"), contents.endsAsItMust ? QJsonValue(*contents.endsAsItMust) : QJsonValue()},
            {QStringLiteral("dependenciesInferred"), contents.dependenciesInferred}};
}

void printHeader(const archive::DumpContents& contents, const QJsonObject& header, Printer& printer)
{
    const auto text = [&header](const char* key) { return header.value(QLatin1String(key)).toString(); };
    const QString wrapped = contents.wrapping == archive::Wrapping::None ? QString() : tr(", in %1").arg(text("wrapping"));
    printer.line(tr("Format:   %1").arg(text("format") + wrapped) + (text("archiveVersion").isEmpty() ? QString() : tr(", archive version %1").arg(text("archiveVersion"))));
    if (!text("serverVersion").isEmpty())
        printer.line(tr("Server:   %1, dumped by pg_dump %2").arg(text("serverVersion"), text("dumpVersion")));
    if (!text("created").isEmpty())
        printer.line(tr("Created:  %1").arg(text("created").replace(QLatin1Char('T'), QLatin1Char(' '))));
    printer.line(tr("Size:     %1").arg(core::ByteSize(contents.fileBytes).toText()));
    if (header.value(QLatin1String("newerThanKnown")).toBool())
        printer.say(tr("warning: this is newer than Tidemark knows; something may be missing here."));
    if (!contents.endsAsItMust.value_or(true))
        printer.say(tr("warning: the dump is cut off; something is missing at its end."));
}

void printEntries(const archive::DumpPart& part, Printer& printer)
{
    printer.line({});
    printer.line(part.kind == archive::DumpPart::Kind::Globals ? tr("Roles, tablespaces and settings of the server:")
                                                                : tr("Database %1:").arg(core::singleLine(part.toc.database)));
    TextTable table;
    table.addColumn(tr("Id"), TextTable::Align::Right);
    table.addColumn(tr("Type"));
    table.addColumn(tr("Schema"));
    table.addColumn(tr("Name"));
    table.addColumn(tr("Owner"));
    table.addColumn(tr("Size"), TextTable::Align::Right);
    for (const archive::TocEntry& entry : part.toc.entries) {
        table.addRow({QString::number(entry.dumpId()), entry.type(), entry.schema(), entry.tag(), entry.owner(),
                      entry.hasData() && entry.dataBytes() >= 0 ? core::ByteSize(entry.dataBytes()).toText() : QString()});
    }
    for (const QString& line : table.lines())
        printer.line(line);
}

core::Result<Outcome> showContents(const archive::DumpContents& contents, const QString& database, Printer& printer)
{
    QJsonObject json = headerOf(contents);
    printHeader(contents, json, printer);
    QJsonArray entries;
    QJsonArray sequences;
    bool found = database.isEmpty();
    for (const archive::DumpPart& part : contents.parts) {
        if (!database.isEmpty() && (part.kind != archive::DumpPart::Kind::Database || part.toc.database != database))
            continue;
        found = true;
        if (printer.isText())
            printEntries(part, printer);
        for (const QJsonValue entry : entriesOf(contents, part))
            entries.append(entry);
        for (const QJsonValue sequence : sequencesOf(part.toc))
            sequences.append(sequence);
    }
    if (!found)
        return core::Error{core::ErrorKind::NotFound, tr("The dump holds no database %1.").arg(database), {}, {}};
    json.insert(QStringLiteral("entries"), entries);
    json.insert(QStringLiteral("sequences"), sequences);
    return Outcome{contents.endsAsItMust.value_or(true) ? core::Verdict::Ok : core::Verdict::Warnings, json};
}

core::Result<Outcome> showRows(const archive::Dump& dump, Invocation& invocation, qint64 mostRows)
{
    const auto place = archive::findTableData(dump.contents(), invocation.value("database"), invocation.value("table"));
    if (!place)
        return place.error();
    auto rows = archive::openRows(dump, place->part, *place->entry, invocation.context);
    if (!rows)
        return std::move(rows).error();
    const archive::Toc& toc = dump.contents().parts.at(place->part).toc;
    const archive::TextEncoding encoding(toc.encoding.isEmpty() ? QByteArray("UTF8") : toc.encoding);
    TextTable table;
    QJsonArray columns;
    for (const QByteArray& name : (*rows)->columns()) {
        table.addColumn(encoding.decode(name));
        columns.append(encoding.decode(name));
    }
    QJsonArray array;
    bool isWhole = false;
    archive::Values values;
    for (qint64 i = 0; i < mostRows; ++i) {
        const core::Result<bool> next = (*rows)->next();
        if (!next)
            return next.error();
        isWhole = !*next;
        if (isWhole)
            break;
        if (!archive::decodeCopyLine((*rows)->copyLine(), (*rows)->columns().size(), values))
            return core::Error{core::ErrorKind::Corrupt, tr("Row %1 cannot be read.").arg(i + 1), {}, {}};
        QJsonArray row;
        QStringList cells;
        for (const archive::Value& value : values) {
            row.append(value ? QJsonValue(encoding.decode(*value)) : QJsonValue());
            cells.append(value ? encoding.decode(*value) : tr("(null)"));
        }
        array.append(row);
        table.addRow(cells);
    }
    if (table.isEmpty())
        invocation.printer.line(tr("The table has no rows."));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{core::Verdict::Ok,
                   {{QStringLiteral("database"), orNull(toc.database)},
                    {QStringLiteral("schema"), place->entry->schema()},
                    {QStringLiteral("table"), place->entry->tag()},
                    {QStringLiteral("columns"), columns},
                    {QStringLiteral("rows"), array}}};
}

core::Result<Outcome> showBaseBackup(const QString& folder, Printer& printer)
{
    const core::Result<archive::BaseBackupFacts> facts = archive::readBaseBackup(folder);
    if (!facts)
        return facts.error();
    QJsonArray ranges;
    printer.line(tr("Base backup: %1 files, %2").arg(facts->files).arg(core::ByteSize(facts->bytes).toText()));
    for (const archive::WalRange& range : facts->walRanges) {
        printer.line(tr("Needs WAL from %1 to %2 on timeline %3").arg(range.start.toText(), range.end.toText()).arg(range.timeline));
        ranges.append(QJsonObject{{QStringLiteral("timeline"), range.timeline}, {QStringLiteral("start"), range.start.toText()}, {QStringLiteral("end"), range.end.toText()}});
    }
    return Outcome{core::Verdict::Ok,
                   {{QStringLiteral("format"), QStringLiteral("base")},
                    {QStringLiteral("manifestVersion"), facts->manifestVersion},
                    {QStringLiteral("systemIdentifier"), orNull(facts->systemIdentifier)},
                    {QStringLiteral("files"), facts->files},
                    {QStringLiteral("bytes"), facts->bytes},
                    {QStringLiteral("checksumAlgorithm"), orNull(facts->checksumAlgorithm)},
                    {QStringLiteral("incremental"), facts->isIncremental},
                    {QStringLiteral("walRanges"), ranges}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return usageError(tr("Which backup? Exactly one folder or file is expected."), QStringLiteral("inspect"));
    qint64 mostRows = usualRows;
    if (invocation.isSet("rows")) {
        bool isNumber = false;
        mostRows = invocation.value("rows").toLongLong(&isNumber);
        if (!isNumber || mostRows < 0)
            return usageError(tr("--rows is a number."), QStringLiteral("inspect"));
        if (!invocation.isSet("table"))
            return usageError(tr("--rows needs --table."), QStringLiteral("inspect"));
    }
    auto backup = catalog::resolveBackup(invocation.arguments().constFirst());
    if (!backup)
        return std::move(backup).error();
    if (archive::recognise(backup->dump).kind == archive::FileKind::BaseBackup && !invocation.isSet("table"))
        return showBaseBackup(backup->dump, invocation.printer);
    auto dump = archive::Dump::open(backup->dump, {store::cacheFolder()}, invocation.context);
    if (!dump)
        return std::move(dump).error();
    if (invocation.isSet("table"))
        return showRows(**dump, invocation, mostRows);
    return showContents((*dump)->contents(), invocation.value("database"), invocation.printer);
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "table", tr("Show rows of this table instead: name or schema.name, quoted as in SQL where it must be."), "TABLE");
    addOption(parser, "rows", tr("How many rows at most; 20 by default."), "N");
    addOption(parser, "database", tr("Of a dump of a whole server: which database."), "NAME");
}

} // namespace

const Subcommand inspectCommand{"inspect", "BACKUP [--database NAME]\nBACKUP --table TABLE [--rows N] [--database NAME]",
                                QT_TRANSLATE_NOOP("cli", "What is in a dump of any format, or rows of one of its tables, without restoring."), 1, addOptions, run};

} // namespace tidemark::cli
