// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/contentcheck.h"

#include "archive/tabledigest.h"
#include "postgres/queries/tablecontent.h"

#include <QCoreApplication>
#include <QHash>
#include <QPair>
#include <QSet>

#include <algorithm>

namespace tidemark::restore {

QList<catalog::ManifestTable> mergedByTable(const QList<catalog::ManifestTable>& tables)
{
    QList<catalog::ManifestTable> merged;
    QHash<QPair<QString, QString>, qsizetype> places;
    for (const catalog::ManifestTable& table : tables) {
        const QPair<QString, QString> key(table.schema, table.name);
        const auto place = places.constFind(key);
        if (place == places.constEnd()) {
            places.insert(key, merged.size());
            merged.append(table);
            continue;
        }
        catalog::ManifestTable& first = merged[*place];
        auto sum = archive::ContentDigest::fromHex(first.digest);
        const auto digest = archive::ContentDigest::fromHex(table.digest);
        // The same columns in another order are other lines.
        const bool canAdd = sum && digest && first.columns == table.columns;
        first.digest = canAdd ? (*sum += *digest).toHex() : QString();
        first.rows += table.rows;
        first.bytes += table.bytes;
    }
    return merged;
}

TableResult TableComparison::result() const
{
    if (isHidden)
        return TableResult::Hidden;
    if (!problem.isEmpty() || rows < 0)
        return TableResult::Unreadable;
    if (rows != expectedRows)
        return TableResult::RowsDiffer;
    if (matches)
        return TableResult::Equal;
    return comparable ? TableResult::ContentDiffers : TableResult::RowsOnly;
}

qsizetype countOf(const QList<TableComparison>& tables, TableResult result)
{
    return std::count_if(tables.begin(), tables.end(),
                         [result](const TableComparison& table) { return table.result() == result; });
}

TableComparison expectationOf(const catalog::ManifestTable& table)
{
    return {table.schema, table.name, table.rows, -1, {}, !table.digest.isEmpty(), false, {}};
}

QString contentWord(const TableComparison& table)
{
    switch (table.result()) {
    case TableResult::Hidden:
    case TableResult::Unreadable:
        return QCoreApplication::translate("restore::contentCheck", "not readable");
    case TableResult::RowsDiffer:
    case TableResult::ContentDiffers:
        return QCoreApplication::translate("restore::contentCheck", "different");
    case TableResult::RowsOnly:
        return QCoreApplication::translate("restore::contentCheck", "rows only");
    case TableResult::Equal:
        break;
    }
    return QCoreApplication::translate("restore::contentCheck", "equal");
}

void judgeContent(TableComparison& result, const catalog::ManifestTable& table,
                  const archive::TableContent& content)
{
    result.rows = content.rows;
    result.digest = content.digest.toHex();
    result.matches = result.comparable && content.rows == table.rows && result.digest == table.digest;
}

namespace {

core::Result<TableComparison> compareTable(postgres::Connection& connection,
                                           const catalog::ManifestTable& table, const QString& encoding,
                                           const core::RunContext& context)
{
    TableComparison result = expectationOf(table);
    archive::TableDigest digest;
    const auto sink = [&digest](QByteArrayView row) -> core::Status {
        digest.addBytes(row);
        return {};
    };
    const core::Status status =
        postgres::copyTable(connection, table.schema, table.name, table.columns, sink, encoding);
    TIDEMARK_TRY(context.checkpoint());
    if (!status) {
        if (!connection.isUsable())
            return status.error();
        result.problem = status.error().detail;
        result.isHidden = status.error().kind == core::ErrorKind::PermissionDenied;
        return result;
    }
    judgeContent(result, table, digest.finish());
    return result;
}

} // namespace

core::Result<QList<TableComparison>> compareContent(postgres::Connection& connection,
                                                    const QList<catalog::ManifestTable>& expected,
                                                    const QByteArray& encoding,
                                                    const core::RunContext& context)
{
    TIDEMARK_TRY(postgres::demandAllRows(connection));
    qint64 total = 1;
    for (const catalog::ManifestTable& table : expected)
        total += table.bytes;
    QList<TableComparison> results;
    core::Progress progress;
    progress.phase =
        QCoreApplication::translate("restore::contentCheck", "Comparing the content with the backup");
    progress.bytesTotal = total;
    for (const catalog::ManifestTable& table : expected) {
        TIDEMARK_TRY(context.checkpoint());
        progress.item = table.schema + QLatin1Char('.') + table.name;
        progress.fraction = static_cast<double>(progress.bytesDone) / static_cast<double>(total);
        context.report(progress);
        auto compared = compareTable(connection, table, QString::fromLatin1(encoding), context);
        if (!compared)
            return std::move(compared).error();
        results.append(*compared);
        progress.bytesDone += table.bytes;
    }
    return results;
}

namespace {

/// By the statement that loads them, which names the root: for each its tables, as indexes of `expected`.
QHash<QByteArray, QList<qsizetype>> loadedThroughRoots(const QList<catalog::ManifestTable>& expected,
                                                       const archive::Toc& source)
{
    QHash<QPair<QString, QString>, qsizetype> places;
    for (qsizetype i = 0; i < expected.size(); ++i)
        places.insert({expected.at(i).schema, expected.at(i).name}, i);
    QHash<QByteArray, QList<qsizetype>> groups;
    const QList<const archive::TocEntry*> data = source.tableData();
    for (const archive::TocEntry* entry : data) {
        const qsizetype place = places.value({entry->schema(), entry->tag()}, -1);
        if (place >= 0 && !entry->copyStatement().isEmpty())
            groups[entry->copyStatement().trimmed()].append(place);
    }
    groups.removeIf([](const auto& group) { return group.value().size() < 2; });
    return groups;
}

} // namespace

core::Status addPresentRows(postgres::Connection& connection, QList<catalog::ManifestTable>& expected,
                            const QByteArray& encoding, const core::RunContext& context)
{
    const auto present = compareContent(connection, expected, encoding, context);
    if (!present)
        return present.error();
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const TableComparison& now = present->at(i);
        catalog::ManifestTable& table = expected[i];
        if (!now.problem.isEmpty())
            continue; // said after the restore, too
        auto sum = archive::ContentDigest::fromHex(table.digest);
        const auto digest = archive::ContentDigest::fromHex(now.digest);
        table.rows += now.rows;
        if (sum && digest)
            table.digest = (*sum += *digest).toHex();
    }
    return {};
}

void addPartitionsBeside(QList<catalog::ManifestTable>& expected, const archive::Toc& source,
                         const QSet<int>& restored)
{
    QHash<QPair<QString, QString>, qsizetype> places;
    for (qsizetype i = 0; i < expected.size(); ++i)
        places.insert({expected.at(i).schema, expected.at(i).name}, i);
    QSet<QPair<QString, QString>> made;
    for (const archive::Relation& relation : source.relations()) {
        if (restored.contains(relation.dumpId))
            made.insert({relation.schema, relation.name});
    }
    QHash<QByteArray, QStringList> columns; // by the statement that loads them
    const QList<const archive::TocEntry*> data = source.tableData();
    for (const archive::TocEntry* entry : data) {
        if (const qsizetype place = places.value({entry->schema(), entry->tag()}, -1);
            place >= 0 && !entry->copyStatement().isEmpty())
            columns.insert(entry->copyStatement().trimmed(), expected.at(place).columns);
    }
    const QString nothing = archive::ContentDigest().toHex();
    for (const archive::TocEntry* entry : data) {
        const auto group = columns.constFind(entry->copyStatement().trimmed());
        const QPair<QString, QString> name(entry->schema(), entry->tag());
        if (group != columns.constEnd() && !places.contains(name) && made.contains(name))
            expected.append({name.first, name.second, *group, 0, 0, nothing});
    }
}

void judgeTogether(QList<TableComparison>& results, const QList<catalog::ManifestTable>& expected,
                   const archive::Toc& source)
{
    const QHash<QByteArray, QList<qsizetype>> groups = loadedThroughRoots(expected, source);
    for (const QList<qsizetype>& group : groups) {
        qint64 missing = 0;
        archive::ContentDigest before;
        archive::ContentDigest after;
        bool isKnown = true;
        for (const qsizetype place : group) {
            const auto was = archive::ContentDigest::fromHex(expected.at(place).digest);
            const auto is = archive::ContentDigest::fromHex(results.at(place).digest);
            isKnown = isKnown && was && is;
            before += was.value_or(archive::ContentDigest());
            after += is.value_or(archive::ContentDigest());
            missing += expected.at(place).rows - results.at(place).rows;
        }
        if (!isKnown || missing != 0)
            continue;
        for (const qsizetype place : group) {
            results[place].expectedRows = results.at(place).rows;
            results[place].matches = before == after;
        }
    }
}

} // namespace tidemark::restore
