// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowcursor.h"

#include "archive/copystatement.h"
#include "archive/insertrows.h"
#include "archive/tablecolumns.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

Backslash backslashOf(const Toc& toc)
{
    for (const TocEntry& entry : toc.entries) {
        if (entry.type() == QLatin1String("STDSTRINGS"))
            return entry.definition().contains("'off'") ? Backslash::Escapes : Backslash::IsItself;
    }
    return Backslash::IsItself;
}

} // namespace

core::Result<std::unique_ptr<RowCursor>> openRows(const Dump& dump, int part, const TocEntry& entry,
                                                  const core::RunContext& context)
{
    const std::optional<CopyStatement> copy = CopyStatement::parse(entry.copyStatement());
    if (!copy && !entry.copyStatement().isEmpty()) {
        return core::Error{
            core::ErrorKind::Corrupt,
            QCoreApplication::translate("archive", "“%1” is damaged.").arg(dump.path()),
            QCoreApplication::translate("archive", "The COPY statement of entry %1 cannot be read.")
                .arg(entry.dumpId()),
            QCoreApplication::translate("archive", "Make a new backup, or use another one that passes the "
                                                   "check.")};
    }
    core::Result<std::unique_ptr<DataReader>> data = dump.openData(part, entry, context);
    if (!data)
        return std::move(data).error();
    if (copy)
        return copyRows(std::move(*data), copy->columnNames);
    return insertRows(std::move(*data), dump.contents().parts.at(part).toc, &entry);
}

core::Result<std::unique_ptr<RowCursor>> insertRows(std::unique_ptr<DataReader> data, const Toc& toc,
                                                    const TocEntry* entry)
{
    QList<InsertColumn> columns;
    if (entry != nullptr) {
        for (const TableColumn& column : tableColumns(toc, *entry))
            columns.append({column.name, column.isGenerated});
    }
    return InsertRows::open(std::move(data), columns, backslashOf(toc));
}

} // namespace tidemark::archive
