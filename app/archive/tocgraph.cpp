// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tocgraph.h"

#include "archive/definitiontarget.h"

#include <algorithm>

namespace tidemark::archive {

namespace {

bool namesType(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Type:
    case EntryKind::Domain:
    case EntryKind::Table:
    case EntryKind::View:
    case EntryKind::MaterializedView:
    case EntryKind::ForeignTable:
        return true;
    default:
        return false;
    }
}

bool namesFunction(EntryKind kind)
{
    return kind == EntryKind::Function || kind == EntryKind::Aggregate;
}

} // namespace

void TocGraph::Lists::build(int count, const std::vector<std::pair<int, int>>& pairs)
{
    m_starts.assign(static_cast<std::size_t>(count) + 1, 0);
    for (const auto& pair : pairs)
        ++m_starts[static_cast<std::size_t>(pair.first) + 1];
    for (std::size_t i = 1; i < m_starts.size(); ++i)
        m_starts[i] += m_starts[i - 1];
    m_values.resize(pairs.size());
    std::vector<int> next = m_starts;
    for (const auto& [from, to] : pairs)
        m_values[static_cast<std::size_t>(next[static_cast<std::size_t>(from)]++)] = to;
}

std::span<const int> TocGraph::Lists::of(int index) const
{
    const auto at = static_cast<std::size_t>(index);
    const auto start = static_cast<std::size_t>(m_starts[at]);
    return std::span<const int>(m_values).subspan(start, static_cast<std::size_t>(m_starts[at + 1]) - start);
}

TocGraph::TocGraph(const Toc& toc)
    : m_toc(toc)
    , m_encoding(toc.encoding)
{
    m_kinds.reserve(static_cast<std::size_t>(size()));
    for (const TocEntry& entry : toc.entries)
        m_kinds.push_back(entryKindOf(entry.type()));
    indexNames();
    indexDependencies();
    indexParts();
}

void TocGraph::indexNames()
{
    for (int i = size() - 1; i >= 0; --i) { // of a damaged archive with two of the same id, the first counts
        const TocEntry& here = entry(i);
        m_byDumpId.insert(here.dumpId(), i);
        const Name name{here.schema(), here.tag()};
        if (isRelation(kind(i))) {
            m_relations.insert(name, i);
            m_relationsByName[here.tag()].prepend(i);
        }
        if (namesType(kind(i))) {
            m_types.insert(name, i);
            m_typesByName[here.tag()].prepend(i);
        }
        if (namesFunction(kind(i))) {
            const QString function = functionName(*this, i);
            m_functions[{here.schema(), function}].prepend(i);
            m_functionsByName[function].prepend(i);
        }
        if (kind(i) == EntryKind::Schema)
            m_schemas.insert(here.tag(), i);
    }
}

void TocGraph::indexDependencies()
{
    std::vector<std::pair<int, int>> forwards;
    std::vector<std::pair<int, int>> backwards;
    std::vector<int> lastSeen(static_cast<std::size_t>(size()), -1);
    for (int i = 0; i < size(); ++i) {
        for (const int dumpId : entry(i).dependencies()) {
            const int other = indexOf(dumpId);
            if (other < 0 || other == i || lastSeen[static_cast<std::size_t>(other)] == i)
                continue;
            lastSeen[static_cast<std::size_t>(other)] = i;
            forwards.emplace_back(i, other);
            backwards.emplace_back(other, i);
        }
    }
    m_dependencies.build(size(), forwards);
    m_dependents.build(size(), backwards);
}

void TocGraph::indexParts()
{
    std::vector<std::pair<int, int>> parts;
    std::vector<std::pair<int, int>> partitions;
    m_wholes.assign(static_cast<std::size_t>(size()), -1);
    for (int i = 0; i < size(); ++i) {
        int whole = wholeByName(i);
        if (whole < 0)
            whole = wholeByDefinition(i);
        if (whole < 0 || whole == i)
            continue;
        m_wholes[static_cast<std::size_t>(i)] = whole;
        parts.emplace_back(whole, i);
        const int parent = kind(i) == EntryKind::TableAttach ? otherSide(i) : -1;
        if (parent >= 0 && parent != whole && !m_partitionParents.contains(whole)) {
            m_partitionParents.insert(whole, parent);
            partitions.emplace_back(parent, whole);
        }
    }
    m_parts.build(size(), parts);
    m_partitions.build(size(), partitions);
}

int TocGraph::wholeByName(int index) const
{
    const TocEntry& here = entry(index);
    switch (kind(index)) {
    case EntryKind::TableData:
    case EntryKind::MaterializedViewData:
    case EntryKind::SequenceSet:
        return relation(here.schema(), here.tag());
    case EntryKind::StatisticsData: {
        if (const int found = relation(here.schema(), here.tag()); found >= 0)
            return found;
        // Of an index: it comes behind it, so its own place is known already.
        for (const int other : dependencies(index)) {
            if (other < index && whole(other) >= 0)
                return whole(other);
        }
        return -1;
    }
    default:
        return -1;
    }
}

int TocGraph::wholeByDefinition(int index)
{
    const TocEntry& here = entry(index);
    const DefinitionTarget target = targetOf(kind(index), here.definition());
    if (target.other) {
        if (const int other = relationOf(*target.other, here.schema()); other >= 0)
            m_otherSides.insert(index, other);
    }
    int found = -1;
    if (target.subject) {
        found = relationOf(*target.subject, here.schema());
        if (found < 0 && kind(index) == EntryKind::CheckConstraint)
            found = type(target.subject->isQualified() ? decode(target.subject->schema()) : here.schema(),
                         decode(target.subject->name()));
    }
    return found >= 0 ? found : viaDependencies(index);
}

/// Where the definition says nothing: tags of parts are "table part".
int TocGraph::viaDependencies(int index) const
{
    switch (kind(index)) {
    case EntryKind::Default:
    case EntryKind::Constraint:
    case EntryKind::CheckConstraint:
    case EntryKind::ForeignKey:
    case EntryKind::Trigger:
    case EntryKind::Rule:
    case EntryKind::Policy:
        break;
    default:
        return -1;
    }
    for (const int other : dependencies(index)) {
        if (isRelation(kind(other)) && entry(index).schema() == entry(other).schema() &&
            entry(index).tag().startsWith(entry(other).tag() + QLatin1Char(' ')))
            return other;
    }
    return -1;
}

int TocGraph::relationOf(const SqlName& name, const QString& defaultSchema) const
{
    return relation(name.isQualified() ? decode(name.schema()) : defaultSchema, decode(name.name()));
}

int TocGraph::partitionRoot(int relation) const
{
    int root = relation;
    // A damaged archive may claim a circle.
    for (qsizetype steps = m_partitionParents.size(); steps > 0; --steps) {
        const int parent = partitionParent(root);
        if (parent < 0)
            return root;
        root = parent;
    }
    return root;
}

QString functionName(const TocGraph& graph, int index)
{
    const TocEntry& entry = graph.entry(index);
    SqlReader reader(entry.definition());
    if (reader.takeWord("CREATE")) {
        if (reader.takeWord("OR"))
            reader.takeWord("REPLACE");
        reader.advance(); // FUNCTION, PROCEDURE, AGGREGATE
        if (const auto name = reader.takeName())
            return graph.decode(name->name());
    }
    return entry.tag().left(entry.tag().indexOf(QLatin1Char('(')));
}

} // namespace tidemark::archive
