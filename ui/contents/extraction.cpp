// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/extraction.h"

#include "archive/extractrows.h"
#include "archive/filesink.h"
#include "core/partialfile.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

namespace tidemark::ui {

namespace {

constexpr qsizetype longestName = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::Extraction", text);
}

QString suffixOf(ExtractForm form)
{
    switch (form) {
    case ExtractForm::Csv:
        return QStringLiteral(".csv");
    case ExtractForm::JsonLines:
        return QStringLiteral(".jsonl");
    case ExtractForm::Sql:
        break;
    }
    return QStringLiteral(".sql");
}

int partOf(const ExtractRequest& request)
{
    return request.dump->index->object(request.objects.constFirst()).part;
}

QList<int> chosenIn(const ExtractRequest& request)
{
    QList<int> chosen;
    for (const int object : request.objects)
        chosen.append(request.dump->index->entry(request.dump->index->object(object)).dumpId());
    return chosen;
}

core::Result<ExtractOutcome> extractSql(const ExtractRequest& request, const core::RunContext& context)
{
    auto file = core::PartialFile::create(request.target, core::FileMode::Private);
    if (!file)
        return std::move(file).error();
    archive::FileSink sink(*file);
    const auto report = archive::extractSql(*request.dump->dump, partOf(request), chosenIn(request), request.options, sink, context);
    if (!report)
        return report.error();
    TIDEMARK_TRY(file->commit());
    return ExtractOutcome{1, report->bytes, -1, report->selection.findings};
}

core::Result<ExtractOutcome> extractRows(const ExtractRequest& request, const core::RunContext& context)
{
    const archive::Dump& dump = *request.dump->dump;
    const int part = partOf(request);
    QList<const archive::TocEntry*> entries;
    for (const int id : request.dataIds)
        entries.append(request.dump->index->toc(part).byDumpId(id));
    if (entries.isEmpty())
        return core::Error{core::ErrorKind::NotFound, tr("Nothing that is ticked has rows in this dump."), {},
                           tr("Views have none of their own, and a dump of the structure alone has none at all. Definitions are extracted as SQL.")};
    const archive::RowForm form = request.form == ExtractForm::Csv ? archive::RowForm::Csv : archive::RowForm::JsonLines;
    QList<archive::ExtractedRows> written;
    if (request.needsFolder()) {
        auto all = archive::extractRowsToFolder(dump, part, entries, form, request.target, context);
        if (!all)
            return std::move(all).error();
        written = *std::move(all);
    } else {
        auto one = archive::extractRowsToFile(dump, part, *entries.constFirst(), form, request.target, context);
        if (!one)
            return std::move(one).error();
        written.append(*one);
    }
    ExtractOutcome outcome{static_cast<int>(written.size()), 0, 0, {}};
    qint64 replaced = 0;
    for (const archive::ExtractedRows& rows : std::as_const(written)) {
        outcome.bytes += rows.result.bytes;
        outcome.rows += rows.result.rows;
        replaced += rows.result.replacedValues;
    }
    if (replaced > 0)
        outcome.findings.append({core::Severity::Warning, QStringLiteral("extract.replacedValues"),
                                 tr("Some values are not text in the encoding of the dump; what cannot be read became U+FFFD."),
                                 tr("Extract as SQL to keep every byte."), {}});
    return outcome;
}

QString foreignKeyWord(archive::ForeignKeys keys)
{
    return keys == archive::ForeignKeys::NotValid ? QStringLiteral("not-valid") : QStringLiteral("bring");
}

QString sqlOptions(const archive::ExtractOptions& options)
{
    if (options.content == archive::ExtractContent::DataOnly)
        return QStringLiteral(" --data-only");
    QString text;
    if (options.selection.foreignKeys != archive::ForeignKeys::Skip)
        text += QStringLiteral(" --foreign-keys ") + foreignKeyWord(options.selection.foreignKeys);
    if (options.sql.ownership == archive::Ownership::None)
        text += QStringLiteral(" --no-owner");
    if (options.sql.privileges == archive::Privileges::None)
        text += QStringLiteral(" --no-privileges");
    if (options.sql.tablespaces == archive::Tablespaces::None)
        text += QStringLiteral(" --no-tablespaces");
    return text;
}

} // namespace

core::Result<QList<int>> rowsOf(const ExtractRequest& request)
{
    archive::ExtractOptions options;
    options.content = archive::ExtractContent::DataOnly;
    const auto selection = archive::selectForExtract(*request.dump->dump, partOf(request), chosenIn(request), options);
    if (!selection)
        return selection.error();
    QList<int> ids;
    const auto entries = archive::dataEntries(request.dump->index->toc(partOf(request)), *selection);
    for (const archive::TocEntry* entry : entries)
        ids.append(entry->dumpId());
    return ids;
}

core::Result<ExtractOutcome> extract(const ExtractRequest& request, const core::RunContext& context)
{
    return request.form == ExtractForm::Sql ? extractSql(request, context) : extractRows(request, context);
}

QString extractCommand(const ExtractRequest& request)
{
    const ContentIndex& index = *request.dump->index;
    QString command = QStringLiteral("tidemarkctl extract ") + core::quoteShell(QDir::toNativeSeparators(request.dump->path));
    if (index.hasParts())
        command += QStringLiteral(" --database ") + core::quoteShell(index.toc(partOf(request)).database);
    for (const int object : request.objects)
        command += QStringLiteral(" --table ") + core::quoteShell(index.commandName(object));
    if (request.form == ExtractForm::Sql)
        command += sqlOptions(request.options);
    else
        command += request.form == ExtractForm::Csv ? QStringLiteral(" --as csv") : QStringLiteral(" --as jsonl");
    return command + QStringLiteral(" --to ") + core::quoteShell(request.target);
}

QString suggestedFileName(const OpenedDump& dump, int object, ExtractForm form)
{
    const archive::TocEntry& entry = dump.index->entry(dump.index->object(object));
    QString name = core::percentEncodeFileName(entry.tag());
    if (!entry.schema().isEmpty())
        name = core::percentEncodeFileName(entry.schema()) + QLatin1Char('.') + name;
    return name.left(longestName) + suffixOf(form);
}

} // namespace tidemark::ui
