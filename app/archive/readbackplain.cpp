// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readbackparts.h"
#include "archive/rowcursor.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

core::Status readTable(const Dump& dump, int part, const TocEntry& entry, TableReadBack& table,
                       const core::RunContext& context)
{
    core::Result<std::unique_ptr<DataReader>> data = dump.openData(part, entry, context);
    if (!data)
        return std::move(data).error();
    if (entry.copyStatement().isEmpty())
        return countInserts(std::move(*data), dump.contents().parts.at(part).toc, table);
    TableDigest digest;
    std::vector<char> buffer(256UL * 1024);
    for (;;) {
        const core::Result<std::size_t> count = (*data)->read(buffer);
        if (!count)
            return count.error();
        if (*count == 0)
            break;
        digest.addBytes({buffer.data(), qsizetype(*count)});
    }
    table.content = digest.finish();
    table.rows = table.content->rows;
    table.dataBytes = table.content->bytes;
    return {};
}

core::Error cutOff(const QString& path)
{
    return {
        core::ErrorKind::Corrupt,
        QCoreApplication::translate("archive", "“%1” is cut off: its last line is missing.").arg(path),
        QCoreApplication::translate("archive", "A whole dump ends with “PostgreSQL database dump complete”."),
        QCoreApplication::translate("archive", "Do not rely on this file. Make a new backup, or use "
                                               "another one that passes the check.")};
}

} // namespace

core::Result<ReadBack> readBackPlain(const Dump& dump, const core::RunContext& context)
{
    const DumpContents& contents = dump.contents();
    if (!contents.endsAsItMust.value_or(true))
        return cutOff(dump.path());
    ReadBack result;
    if (contents.format == DumpFormat::PlainCluster)
        result.parts = contents.parts;
    bool hasDatabase = false;
    for (int part = 0; part < int(contents.parts.size()); ++part) {
        const Toc& toc = contents.parts.at(part).toc;
        const TextEncoding encoding(toc.encoding.isEmpty() ? QByteArray("UTF8") : toc.encoding);
        if (!hasDatabase && contents.parts.at(part).kind == DumpPart::Kind::Database) {
            result.toc = toc;
            hasDatabase = true;
        }
        for (const TocEntry& entry : toc.entries) {
            if (!entry.hasData() || entry.isLargeObjects())
                continue;
            TIDEMARK_TRY(context.checkpoint());
            std::optional<TableReadBack> table = describeTable(entry, encoding);
            if (!table) {
                return core::Error{
                    core::ErrorKind::Corrupt,
                    QCoreApplication::translate("archive", "“%1” is damaged.").arg(dump.path()),
                    QCoreApplication::translate("archive", "The COPY statement of entry %1 cannot be read.")
                        .arg(entry.dumpId()),
                    {}};
            }
            if (contents.format == DumpFormat::PlainCluster)
                table->database = toc.database;
            TIDEMARK_TRY(readTable(dump, part, entry, *table, context));
            result.tables.append(std::move(*table));
        }
    }
    return result;
}

} // namespace tidemark::archive
