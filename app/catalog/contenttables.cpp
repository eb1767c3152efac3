// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/contenttables.h"

namespace tidemark::catalog {

QList<ManifestTable> contentTables(const archive::ReadBack& content)
{
    QList<ManifestTable> tables;
    tables.reserve(content.tables.size());
    for (const archive::TableReadBack& table : content.tables) {
        ManifestTable row{table.schema, table.name, table.columnNames, table.rows, 0, {}, table.database};
        if (table.content) {
            row.bytes = table.content->bytes;
            row.digest = table.content->digest.toHex();
        }
        tables.append(row);
    }
    return tables;
}

} // namespace tidemark::catalog
