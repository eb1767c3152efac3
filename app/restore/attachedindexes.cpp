// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/attachedindexes.h"

#include "archive/definitiontarget.h"

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

bool hasIndex(const archive::TocGraph& graph, int index)
{
    return graph.kind(index) == EntryKind::Index || graph.kind(index) == EntryKind::Constraint;
}

/// The tag of a constraint is "table name".
QString bareName(const archive::TocGraph& graph, int index)
{
    const QString tag = graph.entry(index).tag();
    const int table = graph.whole(index);
    return graph.kind(index) == EntryKind::Constraint && table >= 0
               ? tag.mid(graph.entry(table).tag().size() + 1)
               : tag;
}

QString nameOf(const archive::TocGraph& graph, int index)
{
    const archive::TocEntry& table = graph.entry(graph.whole(index));
    return table.schema() + QLatin1Char('.') + table.tag() + QLatin1Char(' ') + bareName(graph, index);
}

} // namespace

QList<AttachedIndex> attachedIndexes(const archive::TocGraph& graph)
{
    QHash<QPair<QString, QString>, int> byName;
    QList<AttachedIndex> attached;
    for (int i = 0; i < graph.size(); ++i) {
        if (hasIndex(graph, i))
            byName.insert({graph.entry(i).schema(), bareName(graph, i)}, i);
    }
    // What such an entry depends on may be every index above, so its statement has to say it.
    for (int i = 0; i < graph.size(); ++i) {
        if (graph.kind(i) != EntryKind::IndexAttach)
            continue;
        const archive::DefinitionTarget target =
            archive::targetOf(EntryKind::IndexAttach, graph.entry(i).definition());
        const auto named = [&](const std::optional<archive::SqlName>& name) {
            if (!name)
                return -1;
            const QString schema =
                name->isQualified() ? graph.decode(name->schema()) : graph.entry(i).schema();
            return byName.value({schema, graph.decode(name->name())}, -1);
        };
        attached.append({i, named(target.subject), named(target.other)});
    }
    return attached;
}

QSet<QString> partlyAttachedIndexes(const archive::TocGraph& graph)
{
    QHash<int, QList<int>> parts;
    const QList<AttachedIndex> indexes = attachedIndexes(graph);
    for (const AttachedIndex& each : indexes)
        parts[each.above].append(each.index);
    QSet<int> partly;
    // Lower tables come behind those above, and their indexes too; once more for every level in any case.
    for (qsizetype before = -1; before != partly.size();) {
        before = partly.size();
        for (int i = 0; i < graph.size(); ++i) {
            if (!hasIndex(graph, i) || graph.whole(i) < 0 || partly.contains(i))
                continue;
            const QList<int> attached = parts.value(i);
            const bool isOfAll =
                attached.size() == static_cast<qsizetype>(graph.partitions(graph.whole(i)).size());
            if (!isOfAll || std::any_of(attached.begin(), attached.end(),
                                        [&partly](int part) { return partly.contains(part); }))
                partly.insert(i);
        }
    }
    QSet<QString> names;
    for (const int index : std::as_const(partly))
        names.insert(nameOf(graph, index));
    return names;
}

} // namespace tidemark::restore
