// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/extractrows.h"

#include "archive/filesink.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QScopeGuard>

#include <cerrno>

namespace tidemark::archive {

core::Result<ExtractedRows> extractRows(const Dump& dump, int part, const TocEntry& entry, RowForm form,
                                        ByteSink& sink, const core::RunContext& context)
{
    const Toc& toc = dump.contents().parts.at(part).toc;
    auto rows = openRows(dump, part, entry, context);
    if (!rows)
        return std::move(rows).error();
    RowExportOptions options;
    options.form = form;
    options.encoding = toc.encoding;
    options.types = tableColumns(toc, entry);
    auto result = exportRows(**rows, options, sink, context);
    if (!result)
        return std::move(result).error();
    return ExtractedRows{entry.dumpId(), {}, *result};
}

core::Result<ExtractedRows> extractRowsToFile(const Dump& dump, int part, const TocEntry& entry, RowForm form,
                                              const QString& file, const core::RunContext& context)
{
    auto target = core::PartialFile::create(file, core::FileMode::Private);
    if (!target)
        return std::move(target).error();
    FileSink sink(*target);
    auto rows = extractRows(dump, part, entry, form, sink, context);
    if (!rows)
        return rows;
    TIDEMARK_TRY(target->commit());
    rows->file = file;
    return rows;
}

core::Result<QList<ExtractedRows>> extractRowsToFolder(const Dump& dump, int part,
                                                       const QList<const TocEntry*>& entries, RowForm form,
                                                       const QString& folder, const core::RunContext& context)
{
    const auto failed = [&folder](int number) {
        return core::systemError(
            number, QCoreApplication::translate("archive", "Cannot make the folder %1.").arg(folder));
    };
    if (QFileInfo::exists(folder))
        return failed(EEXIST);
    const QString partial = QDir::cleanPath(folder) + QLatin1String(".partial-") +
                            QString::number(QRandomGenerator::system()->generate(), 36);
    if (!QDir().mkdir(partial))
        return failed(errno);
    auto cleanUp = qScopeGuard([&partial] { QDir(partial).removeRecursively(); });
    QList<ExtractedRows> all;
    for (const TocEntry* entry : entries) {
        const QString name = core::percentEncodeFileName(entry->schema()) + QLatin1Char('.') +
                             core::percentEncodeFileName(entry->tag()) +
                             (form == RowForm::Csv ? QLatin1String(".csv") : QLatin1String(".jsonl"));
        auto rows = extractRowsToFile(dump, part, *entry, form, partial + QLatin1Char('/') + name, context);
        if (!rows)
            return std::move(rows).error();
        rows->file = name;
        all.append(*rows);
    }
    TIDEMARK_TRY(core::renameDurably(partial, folder));
    cleanUp.dismiss();
    return all;
}

} // namespace tidemark::archive
