// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/valuecomparison.h"

#include "archive/arrangedrows.h"
#include "archive/rowdiff.h"
#include "archive/tabledigest.h"
#include "archive/textencoding.h"
#include "restore/liverows.h"
#include "restore/restoreprogress.h"
#include "restore/scratchfolder.h"
#include "restore/tablediff.h"

#include <QCoreApplication>
#include <QHash>
#include <QPair>

#include <algorithm>

namespace tidemark::restore {

namespace {

constexpr qint64 memoryBudget = 64LL << 20; // rows are mostly in the same order, and then none is kept

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::contentCheck", text);
}

/// Sums up what goes by.
class DigestedRows final : public archive::RowCursor
{
public:
    DigestedRows(std::unique_ptr<archive::RowCursor> rows, archive::TableDigest& digest)
        : m_rows(std::move(rows))
        , m_digest(digest)
    {
    }
    const QList<QByteArray>& columns() const override { return m_rows->columns(); }
    QByteArrayView copyLine() const override { return m_rows->copyLine(); }
    qint64 fileBytesRead() const override { return m_rows->fileBytesRead(); }

    core::Result<bool> next() override
    {
        auto more = m_rows->next();
        if (more && *more) {
            m_digest.addBytes(m_rows->copyLine());
            m_digest.addBytes("\n");
        }
        return more;
    }

private:
    std::unique_ptr<archive::RowCursor> m_rows;
    archive::TableDigest& m_digest;
};

/// Only how many differ is of interest.
class NoSink final : public archive::DiffSink
{
    core::Status missing(const archive::DiffRow&) override { return {}; }
    core::Status changed(const archive::DiffRow&, const archive::DiffRow&, const std::vector<int>&) override
    {
        return {};
    }
    core::Status extra(const archive::DiffRow&) override { return {}; }
};

/// Nothing for rows that have none.
std::optional<archive::ContentDigest> digestOf(const QList<qsizetype>& places,
                                               const QList<catalog::ManifestTable>& expected)
{
    archive::ContentDigest sum;
    for (const qsizetype place : places) {
        const auto digest = archive::ContentDigest::fromHex(expected.at(place).digest);
        if (!digest)
            return std::nullopt;
        sum += *digest;
    }
    return sum;
}

/// What the statement that loads an entry's rows says of their table.
QByteArray loadedBy(const archive::TocEntry& entry)
{
    const QByteArray copy = entry.copyStatement().trimmed();
    if (!copy.isEmpty())
        return copy;
    const QByteArray definition = entry.definition().trimmed();
    return definition.startsWith("-- load via partition root") ? definition
                                                               : QByteArray::number(entry.dumpId());
}

} // namespace

ValueComparison::ValueComparison(const RestoreSource& source, postgres::Connection& connection,
                                 const core::RunContext& context)
    : m_source(source)
    , m_connection(connection)
    , m_context(context)
{
}

QByteArray ValueComparison::encoding() const
{
    return m_source.toc.encoding.isEmpty() ? QByteArrayLiteral("UTF8") : m_source.toc.encoding;
}

QList<ValueComparison::Group> ValueComparison::groups(const QList<catalog::ManifestTable>& expected) const
{
    QHash<QPair<QString, QString>, qsizetype> places;
    for (qsizetype i = 0; i < expected.size(); ++i)
        places.insert({expected.at(i).schema, expected.at(i).name}, i);
    QHash<QByteArray, qsizetype> known; // groups
    QHash<qsizetype, qsizetype> groupOf;
    QList<Group> found;
    const archive::Toc& toc = m_dump->contents().parts.at(m_source.part).toc;
    const QList<const archive::TocEntry*> data = toc.tableData();
    for (const archive::TocEntry* entry : data) {
        const qsizetype place = places.value({entry->schema(), entry->tag()}, -1);
        if (place < 0)
            continue;
        // Text may fill a table in several places.
        const QByteArray statement = loadedBy(*entry);
        const qsizetype at = known.value(statement, groupOf.value(place, found.size()));
        if (at == found.size())
            found.append(Group());
        known.insert(statement, at);
        found[at].entries.append(entry);
        if (!groupOf.contains(place))
            found[at].places.append(place);
        groupOf.insert(place, at);
    }
    return found;
}

core::Status ValueComparison::openDump()
{
    auto dump = archive::Dump::open(m_source.archivePath, {}, m_context);
    if (!dump)
        return std::move(dump).error();
    m_dump = *std::move(dump);
    if (m_source.part < m_dump->contents().parts.size())
        return {};
    return core::Error{core::ErrorKind::Corrupt, tr("The dump is not the same any more."), {}, {}};
}

core::Status ValueComparison::compare(const QList<catalog::ManifestTable>& expected,
                                      QList<TableComparison>& results)
{
    if (std::all_of(results.begin(), results.end(),
                    [](const TableComparison& table) { return table.matches; }))
        return {};
    // The restore is done; a dump that cannot be read any more leaves its tables unproven.
    if (const core::Status opened = openDump(); !opened) {
        TIDEMARK_TRY(m_context.checkpoint());
        m_context.log(core::LogLevel::Warning, opened.error().toText());
        return {};
    }
    const QList<Group> all = groups(expected);
    for (const Group& group : all) {
        TIDEMARK_TRY(m_context.checkpoint());
        bool isEqual = true;
        bool isReadable = true;
        qint64 missing = 0;
        for (const qsizetype place : group.places) {
            const TableComparison& table = results.at(place);
            isEqual = isEqual && table.matches;
            isReadable = isReadable && table.problem.isEmpty() && table.rows >= 0;
            missing += table.expectedRows - table.rows;
        }
        if (isEqual || !isReadable || missing != 0)
            continue;
        const auto outcome = compareGroup(group, expected);
        if (!outcome)
            return outcome.error();
        for (const qsizetype place : group.places) {
            TableComparison& table = results[place];
            table.expectedRows = table.rows; // of partitions: together they are right
            table.matches = *outcome == Outcome::Equal;
            table.comparable = table.comparable || *outcome != Outcome::NotKnown;
        }
    }
    return {};
}

/// What goes wrong with one table says nothing of the others.
core::Result<ValueComparison::Outcome>
ValueComparison::compareGroup(const Group& group, const QList<catalog::ManifestTable>& expected)
{
    auto outcome = compareRows(group, expected);
    if (outcome)
        return outcome;
    TIDEMARK_TRY(m_context.checkpoint());
    if (!m_connection.isUsable())
        return outcome;
    m_context.log(core::LogLevel::Warning, outcome.error().toText());
    return Outcome::NotKnown;
}

core::Result<ColumnMapping> ValueComparison::columnsOf(const catalog::ManifestTable& table,
                                                       const QList<QByteArray>& names)
{
    const archive::TextEncoding text(encoding());
    QList<BackedUpColumn> columns;
    for (const QByteArray& name : names)
        columns.append({text.decode(name), {}});
    const auto live = postgres::describeTable(m_connection, table.schema, table.name);
    if (!live)
        return live.error();
    auto mapping = mapColumns(columns, *live, {});
    if (mapping)
        mapping->key.clear(); // rows as a whole
    return mapping;
}

std::unique_ptr<archive::RowCursor> ValueComparison::dumpedRows(const Group& group,
                                                                const QList<QByteArray>& names,
                                                                archive::TableDigest& digest) const
{
    QList<archive::RowSource> sources;
    for (const archive::TocEntry* entry : group.entries) {
        sources.append([this, entry, &digest]() -> core::Result<std::unique_ptr<archive::RowCursor>> {
            auto rows = archive::openRows(*m_dump, m_source.part, *entry, m_context);
            if (!rows)
                return rows;
            return std::unique_ptr<archive::RowCursor>(
                std::make_unique<DigestedRows>(*std::move(rows), digest));
        });
    }
    return archive::arrangedRows(std::move(sources), names);
}

std::unique_ptr<archive::RowCursor>
ValueComparison::restoredRows(const Group& group, const QList<catalog::ManifestTable>& expected,
                              const QStringList& columns, const QList<QByteArray>& names)
{
    QList<archive::RowSource> sources;
    for (const qsizetype place : group.places) {
        const catalog::ManifestTable& table = expected.at(place);
        sources.append([this, &table, columns, names]() -> core::Result<std::unique_ptr<archive::RowCursor>> {
            const auto live = postgres::describeTable(m_connection, table.schema, table.name);
            if (!live)
                return live.error();
            return liveRows(m_connection, *live, columns, names, QString::fromLatin1(encoding()));
        });
    }
    return archive::arrangedRows(std::move(sources), names);
}

core::Result<ValueComparison::Outcome>
ValueComparison::compareRows(const Group& group, const QList<catalog::ManifestTable>& expected)
{
    const catalog::ManifestTable& table = expected.at(group.places.constFirst());
    const auto first = archive::openRows(*m_dump, m_source.part, *group.entries.constFirst(), m_context);
    if (!first)
        return first.error();
    const QList<QByteArray> names = (*first)->columns();
    const auto mapping = columnsOf(table, names);
    if (!mapping)
        return mapping.error();
    if (mapping->columns.size() != names.size() || !mapping->onlyLive.isEmpty())
        return Outcome::NotKnown;
    core::RunContext scaled = m_context;
    scaled.onProgress = [this](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.fraction = comparedShare;
        m_context.report(progress);
    };
    archive::RowDiffOptions options;
    options.memoryBudget = memoryBudget;
    options.spillFolder = scratchFolder();
    options.phase = tr("Comparing values with the backup");
    options.matchingPhase = options.phase;
    options.item = TableName{table.schema, table.name}.toText();
    archive::TableDigest digest;
    NoSink sink;
    const auto dumped = dumpedRows(group, names, digest);
    const auto restored = restoredRows(group, expected, mapping->columnNames(), names);
    const auto rows = archive::diffRows(*dumped, *restored, mapping->rowForm(), options, sink, scaled);
    if (!rows)
        return rows.error();
    // What was to be proven is what the backup said it holds, not whatever the file holds now.
    if (const auto wanted = digestOf(group.places, expected); wanted && digest.finish().digest != *wanted)
        return Outcome::Different;
    if (rows->missing + rows->changed + rows->extra == 0)
        return Outcome::Equal;
    // Others may write the same value in words that no session of ours prints: 1.50 for 1.5000.
    return m_source.isOwn() ? Outcome::Different : Outcome::NotKnown;
}

} // namespace tidemark::restore
