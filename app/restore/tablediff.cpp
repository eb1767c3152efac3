// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/tablediff.h"

#include "archive/arrangedrows.h"
#include "archive/tablecolumns.h"
#include "archive/textencoding.h"
#include "core/quoting.h"
#include "restore/liverows.h"
#include "restore/tableparts.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tidemark::restore {

namespace {

using Cursor = std::unique_ptr<archive::RowCursor>;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::tableDiff", text);
}

core::Result<const archive::TocEntry*> tableEntry(const archive::Toc& toc, int dumpId)
{
    const archive::TocEntry* const entry = toc.byDumpId(dumpId);
    if (!entry)
        return core::Error{core::ErrorKind::NotFound, tr("The backup has no entry %1.").arg(dumpId), {}, {}};
    if (entry->type() != QLatin1String("TABLE") && !entry->isTableData()) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("%1 is not a table, but: %2.")
                               .arg(TableName{entry->schema(), entry->tag()}.toText(), entry->type().toLower()),
                           {},
                           tr("Only tables have rows of their own to compare.")};
    }
    return entry;
}

core::Result<postgres::LiveTable> findLiveTable(postgres::Connection& connection, const TableName& name)
{
    auto table = postgres::describeTable(connection, name.schema, name.name);
    if (!table)
        return table;
    if (table->kind == postgres::RelationKind::Table ||
        table->kind == postgres::RelationKind::PartitionedTable)
        return table;
    return core::Error{
        core::ErrorKind::InvalidInput,
        tr("%1 is not a table in the live database.").arg(name.toText()),
        {},
        tr("Views, foreign tables and sequences cannot be compared. Name a table with --live.")};
}

/// Names from the first rows, which INSERT dumps need; types from the definition, where it has them.
QList<BackedUpColumn> backedUpColumns(const archive::Toc& toc, const archive::TocEntry& table,
                                      const QList<QByteArray>& names)
{
    const archive::TextEncoding encoding(toc.encoding);
    const QList<archive::TableColumn> typed = archive::tableColumns(toc, table);
    QList<BackedUpColumn> columns;
    for (const QByteArray& bytes : names) {
        BackedUpColumn column{encoding.decode(bytes), {}};
        for (const archive::TableColumn& known : typed) {
            if (known.name == bytes)
                column.type = encoding.decode(known.type);
        }
        columns.append(column);
    }
    return columns;
}

QList<QByteArray> namesInBackup(const QList<QByteArray>& all, const QList<BackedUpColumn>& columns,
                                const ColumnMapping& mapping)
{
    QList<QByteArray> names;
    for (const ComparedColumn& compared : mapping.columns) {
        for (qsizetype i = 0; i < all.size(); ++i) {
            if (columns.at(i).name == compared.name)
                names.append(all.at(i));
        }
    }
    return names;
}

void addRowFindings(const archive::RowDiffSummary& rows, core::Findings& findings)
{
    if (rows.otherSettings) {
        findings.append({core::Severity::Info,
                         QStringLiteral("diff.otherSettings"),
                         tr("The backup was written under other settings (time zone, form of bytes, money or "
                            "numbers); values were compared, not their text."),
                         {},
                         {}});
    }
    if (rows.ambiguousKeys > 0) {
        const int keys = static_cast<int>(std::min<qint64>(rows.ambiguousKeys, 1'000'000'000));
        findings.append(
            {core::Severity::Warning,
             QStringLiteral("diff.keyRepeats"),
             QCoreApplication::translate(
                 "restore::tableDiff", "%n key(s) belong to several rows, which count as missing and extra.",
                 nullptr, keys),
             tr("Name more columns with --key, so that they identify a row."),
             {}});
    }
}

class TableDiff
{
public:
    TableDiff(const archive::Dump& dump, int part, postgres::Connection& connection,
              const TableDiffOptions& options, const core::RunContext& context)
        : m_dump(dump)
        , m_part(part)
        , m_toc(dump.contents().parts.at(part).toc)
        , m_connection(connection)
        , m_options(options)
        , m_context(context)
    {
    }

    core::Result<DiffReport> run(int dumpId, const DiffSinkMaker& makeSink)
    {
        auto found = tableEntry(m_toc, dumpId);
        if (!found)
            return std::move(found).error();
        const archive::TocEntry& table = **found;
        const TableData data = dataOfTable(m_toc, table);
        if (data.entries.isEmpty())
            return core::Error{
                core::ErrorKind::NotFound,
                tr("The backup has no rows of %1.").arg(TableName{table.schema(), table.tag()}.toText()),
                {},
                tr("It was made without data, or without the data of this table.")};
        auto first = archive::openRows(m_dump, m_part, *data.entries.constFirst(), m_context);
        if (!first)
            return std::move(first).error();
        const QList<QByteArray> allNames = (*first)->columns();
        auto facts = gather(table, allNames);
        if (!facts)
            return std::move(facts).error();
        const QList<QByteArray> names =
            namesInBackup(allNames, backedUpColumns(m_toc, table, allNames), facts->mapping);
        if (!data.absent.isEmpty()) {
            facts->mapping.findings.append(
                {core::Severity::Warning,
                 QStringLiteral("diff.partitionsAbsent"),
                 tr("The backup has no rows of these partitions; what is in them now shows as extra: %1.")
                     .arg(data.absent.join(QLatin1String(", "))),
                 {},
                 {}});
        }
        const Cursor backup =
            archive::arrangedRows(sources(std::make_shared<Cursor>(*std::move(first)), data.entries), names);
        auto live = liveRows(m_connection, facts->live, facts->mapping.columnNames(), names, facts->encoding);
        if (!live)
            return std::move(live).error();
        return compare(*facts, data, *backup, **live, makeSink);
    }

private:
    core::Result<TableDiffFacts> gather(const archive::TocEntry& table, const QList<QByteArray>& names)
    {
        TableDiffFacts facts;
        facts.backupTable = {table.schema(), table.tag()};
        facts.encoding =
            m_toc.encoding.isEmpty() ? QStringLiteral("UTF8") : QString::fromLatin1(m_toc.encoding);
        auto live =
            findLiveTable(m_connection, {m_options.liveSchema.isEmpty() ? table.schema() : m_options.liveSchema,
                                         m_options.liveName.isEmpty() ? table.tag() : m_options.liveName});
        if (!live)
            return std::move(live).error();
        facts.live = *std::move(live);
        auto mapping = mapColumns(backedUpColumns(m_toc, table, names), facts.live, m_options.key);
        if (!mapping)
            return std::move(mapping).error();
        facts.mapping = *std::move(mapping);
        return facts;
    }

    /// The first is open already.
    QList<archive::RowSource> sources(const std::shared_ptr<Cursor>& first,
                                      const QList<const archive::TocEntry*>& data) const
    {
        QList<archive::RowSource> rows{[first]() -> core::Result<Cursor> { return std::move(*first); }};
        for (const archive::TocEntry* entry : data.mid(1))
            rows.append([this, entry] { return archive::openRows(m_dump, m_part, *entry, m_context); });
        return rows;
    }

    core::Result<DiffReport> compare(const TableDiffFacts& facts, const TableData& data,
                                     archive::RowCursor& backup, archive::RowCursor& live,
                                     const DiffSinkMaker& makeSink) const
    {
        const auto began = std::chrono::steady_clock::now();
        const std::unique_ptr<archive::DiffSink> sink = makeSink(facts);
        archive::RowDiffOptions options;
        options.memoryBudget = m_options.memoryBudget;
        options.spillFolder = m_options.spillFolder;
        options.keys = facts.mapping.keyIsUnique ? archive::KeysAre::Unique : archive::KeysAre::PerhapsNot;
        options.phase = tr("Comparing rows");
        options.matchingPhase = tr("Matching rows that differ");
        options.item = facts.backupTable.toText();
        // What is in a table is about what it takes as text; of a dump that does not say how much holds it,
        // take as much.
        options.expectedBytes = facts.live.bytes;
        for (const archive::TocEntry* entry : data.entries)
            options.expectedBytes +=
                entry->dataBytes() >= 0 ? entry->dataBytes() : facts.live.bytes / data.entries.size();
        auto rows = archive::diffRows(backup, live, facts.mapping.rowForm(), options, *sink, m_context);
        if (!rows)
            return std::move(rows).error();
        DiffReport report{
            facts.backupTable,
            {facts.live.schema, facts.live.name},
            facts.mapping,
            *std::move(rows),
            facts.mapping.findings,
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)};
        addRowFindings(report.rows, report.findings);
        return report;
    }

    const archive::Dump& m_dump;
    int m_part;
    const archive::Toc& m_toc;
    postgres::Connection& m_connection;
    const TableDiffOptions& m_options;
    const core::RunContext& m_context;
};

} // namespace

QString TableName::toText() const
{
    return core::singleLine(schema + QLatin1Char('.') + name);
}

core::Result<DiffReport> diffTable(const archive::Dump& dump, int part, int dumpId,
                                   postgres::Connection& connection, const TableDiffOptions& options,
                                   const DiffSinkMaker& makeSink, const core::RunContext& context)
{
    if (part < 0 || part >= dump.contents().parts.size())
        return core::Error{
            core::ErrorKind::Internal, QStringLiteral("no part %1 in the dump").arg(part), {}, {}};
    return TableDiff(dump, part, connection, options, context).run(dumpId, makeSink);
}

} // namespace tidemark::restore
