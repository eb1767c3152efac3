// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tablecolumns.h"

#include "archive/sqlnames.h"
#include "archive/tabledefinition.h"
#include "archive/textencoding.h"

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr int deepest = 32; // generations of parents; a ring of them must end, too

bool isTable(const TocEntry& entry)
{
    return entry.type() == QLatin1String("TABLE") || entry.type() == QLatin1String("FOREIGN TABLE");
}

const TocEntry* tableNamed(const Toc& toc, const QString& schema, const QString& name)
{
    const auto found = std::find_if(toc.entries.cbegin(), toc.entries.cend(), [&](const TocEntry& entry) {
        return isTable(entry) && entry.tag() == name && entry.schema() == schema;
    });
    return found == toc.entries.cend() ? nullptr : &*found;
}

// CREATE TYPE name AS (a integer, …): the same list as that of a table.
QList<TableColumn> typeColumns(const Toc& toc, const QString& schema, const QString& name)
{
    QList<TableColumn> columns;
    for (const TocEntry& entry : toc.entries) {
        if (entry.type() != QLatin1String("TYPE") || entry.tag() != name || entry.schema() != schema)
            continue;
        const qsizetype list = entry.definition().indexOf(" AS (");
        const auto definition = readTableDefinition(QByteArray("CREATE TABLE t ") +
                                                    entry.definition().mid(std::max<qsizetype>(list, 0) + 4));
        if (list < 0 || !definition)
            continue;
        for (const ColumnDefinition& column : definition->columns)
            columns.append({column.name, column.type, false});
    }
    return columns;
}

void merge(QList<TableColumn>& columns, const TableColumn& added)
{
    const auto known = std::find_if(columns.begin(), columns.end(), [&added](const TableColumn& column) {
        return column.name == added.name;
    });
    if (known == columns.end()) {
        columns.append(added);
        return;
    }
    if (!added.type.isEmpty())
        known->type = added.type;
    known->isGenerated = known->isGenerated || added.isGenerated;
}

QList<TableColumn> columnsOf(const Toc& toc, const TocEntry& table, int depth)
{
    const TextEncoding encoding(toc.encoding.isEmpty() ? QByteArray("UTF8") : toc.encoding);
    const auto definition = readTableDefinition(table.definition());
    if (!definition || depth > deepest)
        return {};
    QList<TableColumn> columns;
    if (definition->ofType) {
        columns = typeColumns(toc, encoding.decode(definition->ofType->schema()),
                              encoding.decode(definition->ofType->name()));
    }
    QList<SqlName> parents = definition->inherits;
    if (definition->partitionOf)
        parents.append(*definition->partitionOf);
    for (const SqlName& parent : std::as_const(parents)) {
        const TocEntry* entry =
            tableNamed(toc, encoding.decode(parent.schema()), encoding.decode(parent.name()));
        if (entry == nullptr)
            return {};
        const QList<TableColumn> inherited = columnsOf(toc, *entry, depth + 1);
        for (const TableColumn& column : inherited)
            merge(columns, column);
    }
    for (const ColumnDefinition& column : definition->columns)
        merge(columns, {column.name, column.type, column.generated != ColumnDefinition::Generated::No});
    return columns;
}

} // namespace

QList<TableColumn> tableColumns(const Toc& toc, const TocEntry& entry)
{
    if (isTable(entry))
        return columnsOf(toc, entry, 0);
    const TocEntry* table = tableNamed(toc, entry.schema(), entry.tag());
    return table == nullptr ? QList<TableColumn>() : columnsOf(toc, *table, 0);
}

} // namespace tidemark::archive
