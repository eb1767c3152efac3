// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/extract.h"

#include "archive/entryname.h"
#include "archive/largeobjects.h"
#include "archive/psqlguard.h"
#include "archive/transfer.h"
#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <vector>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

/// When an entry's text is run: what is said about an object directly with it.
Section stageOf(const TocGraph& graph, int index)
{
    const auto known = [](Section section) { return section == Section::None ? Section::PreData : section; };
    if (graph.entry(index).section() != Section::None)
        return graph.entry(index).section();
    Section latest = Section::PreData;
    for (const int other : graph.dependencies(index))
        latest = std::max(latest, known(graph.entry(other).section()));
    return latest;
}

class SqlExtraction
{
public:
    SqlExtraction(const Dump& dump, int part, const EntrySqlOptions& options, ByteSink& sink,
                  const core::RunContext& context)
        : m_dump(dump)
        , m_part(part)
        , m_graph(dump.contents().parts.at(part).toc)
        , m_sql(m_graph, options)
        , m_sink(sink)
        , m_context(context)
    {
    }

    core::Status write(const Selection& selection)
    {
        arrange(selection);
        TIDEMARK_TRY(put("-- " + m_graph.encode(title()) + "\n\n"));
        TIDEMARK_TRY(put(m_sql.prologue()));
        for (const std::vector<const SelectedEntry*>& stage : m_stages) {
            for (const SelectedEntry* entry : stage) {
                TIDEMARK_TRY(m_context.checkpoint());
                TIDEMARK_TRY(writeEntry(*entry));
            }
        }
        return put(QByteArray("-- complete\n"));
    }
    qint64 bytes() const { return m_bytes; }

private:
    QString title() const
    {
        return core::singleLine(
            tr("Taken by Tidemark from the dump of database %1").arg(m_graph.toc().database));
    }
    void arrange(const Selection& selection);
    core::Status writeEntry(const SelectedEntry& selected);
    core::Status writeRows(const TocEntry& entry);
    core::Status writeLargeObjects(const TocEntry& entry);
    core::Status writeObject(LargeObjectReader& objects, quint32 oid);
    core::Status put(QByteArrayView bytes)
    {
        m_bytes += bytes.size();
        return bytes.isEmpty() ? core::Status() : m_sink.write(bytes);
    }

    const Dump& m_dump;
    const int m_part;
    const TocGraph m_graph;
    EntrySql m_sql;
    ByteSink& m_sink;
    const core::RunContext& m_context;
    std::array<std::vector<const SelectedEntry*>, 3> m_stages;
    QSet<quint32> m_largeObjects; // that the selection makes
    qint64 m_bytes = 0;
    qint64 m_fileBytes = 0;
};

void SqlExtraction::arrange(const Selection& selection)
{
    QHash<int, qsizetype> loadPlace;
    for (qsizetype i = 0; i < selection.loadOrder.size(); ++i)
        loadPlace.insert(selection.loadOrder.at(i), i);
    for (const SelectedEntry& selected : selection.entries) {
        const int index = m_graph.indexOf(selected.dumpId);
        if (index < 0)
            continue;
        const Section section = stageOf(m_graph, index);
        const std::size_t stage = section == Section::Data ? 1 : section == Section::PostData ? 2 : 0;
        m_stages[stage].push_back(&selected);
        if (m_graph.kind(index) == EntryKind::LargeObject) {
            for (const quint32 oid : largeObjectsOf(m_graph.entry(index)))
                m_largeObjects.insert(oid);
        }
    }
    // Values of sequences and whatever else has no place among the rows comes behind them.
    const auto place = [&](const SelectedEntry* entry) {
        return loadPlace.value(entry->dumpId, loadPlace.size());
    };
    std::stable_sort(m_stages[1].begin(), m_stages[1].end(),
                     [&](const SelectedEntry* a, const SelectedEntry* b) { return place(a) < place(b); });
}

core::Status SqlExtraction::writeEntry(const SelectedEntry& selected)
{
    const int index = m_graph.indexOf(selected.dumpId);
    const TocEntry& entry = m_graph.entry(index);
    if (m_graph.kind(index) == EntryKind::LargeObjects)
        return writeLargeObjects(entry);
    TIDEMARK_TRY(put(m_sql.text(index, selected.makeNotValid)));
    return m_graph.kind(index) == EntryKind::TableData && entry.hasData() ? writeRows(entry) : core::Status();
}

core::Status SqlExtraction::writeRows(const TocEntry& entry)
{
    auto data = m_dump.openData(m_part, entry, m_context);
    if (!data)
        return std::move(data).error();
    const bool isCopy = !entry.copyStatement().isEmpty();
    if (isCopy)
        TIDEMARK_TRY(put(entry.copyStatement().trimmed() + '\n'));
    core::Progress progress;
    progress.phase = tr("Extracting");
    progress.item = entryName(m_graph, m_graph.indexOf(entry.dumpId()));
    const auto rows = transfer(**data, m_sink, m_context, [&] {
        progress.bytesDone = m_fileBytes + (*data)->fileBytesRead();
        m_context.report(progress);
    });
    if (!rows)
        return rows.error();
    m_bytes += rows->bytes;
    m_fileBytes += (*data)->fileBytesRead();
    const bool endsLine = rows->bytes == 0 || rows->last == '\n';
    return put(QByteArray(endsLine ? "" : "\n") + (isCopy ? "\\.\n\n" : "\n"));
}

core::Status SqlExtraction::writeLargeObjects(const TocEntry& entry)
{
    auto objects = m_dump.openLargeObjects(m_part, entry, m_context);
    if (!objects && objects.error().kind == core::ErrorKind::NotFound) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("The large objects of a dump in plain SQL cannot be taken out of it."),
                           {},
                           tr("Restore the whole file with psql.")};
    }
    if (!objects)
        return std::move(objects).error();
    core::Progress progress;
    progress.phase = tr("Extracting");
    progress.item = tr("large objects");
    for (;;) {
        TIDEMARK_TRY(m_context.checkpoint());
        const auto oid = (*objects)->nextObject();
        if (!oid)
            return oid.error();
        if (*oid == 0)
            break;
        if (m_largeObjects.contains(*oid))
            TIDEMARK_TRY(writeObject(**objects, *oid));
        progress.bytesDone = m_fileBytes + (*objects)->fileBytesRead();
        m_context.report(progress);
    }
    m_fileBytes += (*objects)->fileBytesRead();
    return {};
}

core::Status SqlExtraction::writeObject(LargeObjectReader& objects, quint32 oid)
{
    std::vector<char> block(64 << 10);
    qint64 offset = 0;
    for (;;) {
        std::size_t filled = 0;
        while (filled < block.size()) {
            const auto read = objects.read({block.data() + filled, block.size() - filled});
            if (!read)
                return read.error();
            if (*read == 0)
                break;
            filled += *read;
        }
        if (filled == 0)
            return put(QByteArray("\n"));
        TIDEMARK_TRY(put("SELECT pg_catalog.lo_put(" + QByteArray::number(oid) + ", " +
                         QByteArray::number(offset) + ", '\\x" +
                         QByteArray::fromRawData(block.data(), static_cast<qsizetype>(filled)).toHex() +
                         "');\n"));
        offset += static_cast<qint64>(filled);
        TIDEMARK_TRY(m_context.checkpoint());
    }
}

/// The rows of what was chosen and of its partitions, and nothing that something else needs.
void keepChosenRows(const Toc& toc, Selection& selection)
{
    const TocGraph graph(toc);
    QHash<int, const SelectedEntry*> byId;
    for (const SelectedEntry& entry : std::as_const(selection.entries))
        byId.insert(entry.dumpId, &entry);
    const auto isChosen = [&](const SelectedEntry& entry) {
        const int index = graph.indexOf(entry.dumpId);
        if (index < 0 || graph.kind(index) != EntryKind::TableData)
            return false;
        int relation = graph.whole(index);
        for (int steps = 0; relation >= 0 && steps <= graph.size(); ++steps) {
            const SelectedEntry* whole = byId.value(graph.entry(relation).dumpId());
            if (whole && whole->chosen)
                return true;
            relation = graph.partitionParent(relation);
        }
        return entry.chosen;
    };
    QList<SelectedEntry> kept;
    for (const SelectedEntry& entry : std::as_const(selection.entries)) {
        if (isChosen(entry))
            kept.append(entry);
    }
    selection.entries = std::move(kept);
    selection.skipped.clear();
    selection.findings.clear();
    selection.roles.clear();
    selection.tablespaces.clear();
}

} // namespace

core::Result<Selection> selectForExtract(const Dump& dump, int part, const QList<int>& chosen,
                                         const ExtractOptions& options)
{
    const Toc& toc = dump.contents().parts.at(part).toc;
    core::Result<Selection> selection = selectEntries(toc, chosen, options.selection);
    if (selection && options.content == ExtractContent::DataOnly)
        keepChosenRows(toc, *selection);
    return selection;
}

core::Result<ExtractReport> extractSql(const Dump& dump, int part, const QList<int>& chosen,
                                       const ExtractOptions& options, ByteSink& sink,
                                       const core::RunContext& context)
{
    core::Result<Selection> selection = selectForExtract(dump, part, chosen, options);
    if (!selection)
        return std::move(selection).error();
    const PsqlGuard guard;
    const QByteArray begin = guard.begin();
    const QByteArray end = guard.end();
    TIDEMARK_TRY(sink.write(begin));
    SqlExtraction extraction(dump, part, options.sql, sink, context);
    TIDEMARK_TRY(extraction.write(*selection));
    TIDEMARK_TRY(sink.write(end));
    return ExtractReport{std::move(*selection), begin.size() + extraction.bytes() + end.size()};
}

core::Result<qint64> writeSelection(const Dump& dump, int part, const Selection& selection,
                                    const EntrySqlOptions& options, ByteSink& sink,
                                    const core::RunContext& context)
{
    SqlExtraction extraction(dump, part, options, sink, context);
    TIDEMARK_TRY(extraction.write(selection));
    return extraction.bytes();
}

QList<const TocEntry*> dataEntries(const Toc& toc, const Selection& selection)
{
    QSet<int> selected;
    for (const SelectedEntry& entry : selection.entries)
        selected.insert(entry.dumpId);
    QList<const TocEntry*> found = toc.tableData();
    found.removeIf([&](const TocEntry* entry) { return !selected.contains(entry->dumpId()); });
    return found;
}

} // namespace tidemark::archive
