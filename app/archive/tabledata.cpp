// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tabledata.h"

#include "archive/selection.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

QString fullName(const TocEntry& entry)
{
    return entry.schema().isEmpty() ? entry.tag() : entry.schema() + QLatin1Char('.') + entry.tag();
}

// A partitioned table has its rows in its partitions: their names.
QStringList partitionsOf(const Toc& toc, int dumpId)
{
    QStringList names;
    for (const TocEntry& entry : toc.entries) {
        const std::span<const int> tables = entry.dependencies();
        if (entry.type() != QLatin1String("TABLE ATTACH") || tables.size() < 2 || tables[1] != dumpId)
            continue;
        if (const TocEntry* partition = toc.byDumpId(tables[0]))
            names.append(fullName(*partition));
    }
    return names;
}

core::Error noRows(const Toc& toc, const TocEntry& relation)
{
    const QStringList partitions = partitionsOf(toc, relation.dumpId());
    return {core::ErrorKind::NotFound, tr("The dump holds no rows of %1.").arg(fullName(relation)),
            partitions.isEmpty() ? QString() : tr("Its rows are in its partitions."),
            partitions.isEmpty() ? QString() : partitions.join(QLatin1String(", "))};
}

// A dump of rows alone does not define its tables: then their rows are all there is to go by.
core::Result<const TocEntry*> findByRows(const Toc& toc, const QString& table, const core::Error& otherwise)
{
    QList<const TocEntry*> found;
    for (const TocEntry* entry : toc.tableData()) {
        if (fullName(*entry) == table || entry->tag() == table)
            found.append(entry);
    }
    if (found.isEmpty())
        return otherwise;
    if (found.size() == 1)
        return found.constFirst();
    QStringList names;
    for (const TocEntry* entry : std::as_const(found))
        names.append(fullName(*entry));
    return core::Error{core::ErrorKind::InvalidInput, tr("Several tables are called %1.").arg(table),
                       names.join(QLatin1String(", ")), tr("Name the schema, too.")};
}

core::Result<const TocEntry*> findInDatabase(const Toc& toc, const QString& table)
{
    const core::Result<int> relation = findRelation(toc, table);
    if (!relation && relation.error().kind == core::ErrorKind::NotFound)
        return findByRows(toc, table, relation.error());
    if (!relation)
        return relation.error();
    const TocEntry* definition = toc.byDumpId(*relation);
    const auto data = std::find_if(toc.entries.cbegin(), toc.entries.cend(), [&](const TocEntry& entry) {
        return entry.isTableData() && definition != nullptr && entry.schema() == definition->schema() &&
               entry.tag() == definition->tag();
    });
    if (data != toc.entries.cend())
        return &*data;
    return definition == nullptr ? core::Error{} : noRows(toc, *definition);
}

} // namespace

core::Result<TableDataPlace> findTableData(const DumpContents& contents, const QString& database,
                                           const QString& table)
{
    QList<TableDataPlace> found;
    QStringList databases;
    std::optional<core::Error> problem;
    for (int part = 0; part < int(contents.parts.size()); ++part) {
        const DumpPart& candidate = contents.parts.at(part);
        if (candidate.kind != DumpPart::Kind::Database ||
            (!database.isEmpty() && candidate.toc.database != database))
            continue;
        databases.append(candidate.toc.database);
        const core::Result<const TocEntry*> entry = findInDatabase(candidate.toc, table);
        if (entry)
            found.append({part, *entry});
        else if (!problem || entry.error().kind == core::ErrorKind::InvalidInput)
            problem = entry.error();
    }
    if (databases.isEmpty()) {
        return core::Error{
            core::ErrorKind::NotFound, tr("The dump holds no database %1.").arg(database), {}, {}};
    }
    if (found.isEmpty())
        return *problem;
    if (found.size() > 1) {
        return core::Error{core::ErrorKind::InvalidInput, tr("Several databases have a table %1.").arg(table),
                           databases.join(QLatin1String(", ")), tr("Name the database, too.")};
    }
    return found.constFirst();
}

} // namespace tidemark::archive
