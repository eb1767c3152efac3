// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/contenttables.h"

#include "archive/copystatement.h"

namespace tidemark::catalog {

QList<ManifestTable> contentTables(const archive::ReadBack& content)
{
    QList<ManifestTable> tables;
    tables.reserve(content.tables.size());
    for (const archive::TableReadBack& table : content.tables) {
        ManifestTable row{table.schema, table.name, {}, 0, 0, {}};
        const archive::TocEntry* entry = content.toc.byDumpId(table.dumpId);
        if (const auto statement = entry ? archive::CopyStatement::parse(entry->copyStatement) : std::nullopt) {
            for (const QByteArray& column : statement->columnNames)
                row.columns.append(QString::fromUtf8(column));
        }
        if (table.content) {
            row.rows = table.content->rows;
            row.bytes = table.content->bytes;
            row.digest = table.content->digest.toHex();
        }
        tables.append(row);
    }
    return tables;
}

} // namespace tidemark::catalog
