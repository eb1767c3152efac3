// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/triggerstates.h"

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

/// The tag is "table trigger".
QString triggerName(const archive::TocGraph& graph, int index)
{
    const int table = graph.whole(index);
    return table < 0 ? QString() : graph.entry(index).tag().mid(graph.entry(table).tag().size() + 1);
}

/// Of a state: how many tables stand above its own; else -1.
int depthOf(const archive::TocGraph& graph, int index)
{
    if (!isTriggerState(graph, index))
        return -1;
    int depth = 0;
    for (int table = graph.whole(index); table >= 0 && depth < graph.size();
         table = graph.partitionParent(table))
        ++depth;
    return depth;
}

} // namespace

bool isTriggerState(const archive::TocGraph& graph, int index)
{
    return graph.kind(index) == EntryKind::Trigger &&
           archive::SqlReader(graph.entry(index).definition()).isWord("ALTER");
}

int triggerOfState(const archive::TocGraph& graph, int state)
{
    const QString name = triggerName(graph, state);
    int above = graph.whole(state) < 0 ? -1 : graph.partitionParent(graph.whole(state));
    for (int steps = 0; above >= 0 && steps < graph.size(); ++steps) {
        for (const int part : graph.parts(above)) {
            if (graph.kind(part) == EntryKind::Trigger && triggerName(graph, part) == name &&
                !isTriggerState(graph, part))
                return part;
        }
        above = graph.partitionParent(above);
    }
    return -1;
}

QList<int> statesOfTrigger(const archive::TocGraph& graph, int trigger)
{
    QList<int> states;
    if (graph.whole(trigger) < 0 || isTriggerState(graph, trigger))
        return states;
    QSet<int> seen{graph.whole(trigger)};
    QList<int> open{graph.whole(trigger)};
    while (!open.isEmpty()) {
        for (const int partition : graph.partitions(open.takeLast())) {
            if (seen.contains(partition))
                continue;
            seen.insert(partition);
            open.append(partition);
            for (const int part : graph.parts(partition)) {
                if (isTriggerState(graph, part) && triggerOfState(graph, part) == trigger)
                    states.append(part);
            }
        }
    }
    return states;
}

void putStatesLast(const archive::TocGraph& graph, QList<int>& indexes)
{
    std::stable_sort(indexes.begin(), indexes.end(),
                     [&graph](int a, int b) { return depthOf(graph, a) < depthOf(graph, b); });
}

} // namespace tidemark::restore
