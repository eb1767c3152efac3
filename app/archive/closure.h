// SPDX-License-Identifier: GPL-3.0-or-later
// The search behind selectEntries(): from what is chosen to everything that it needs, once over every entry.
#pragma once

#include "archive/selection.h"
#include "archive/tocgraph.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <vector>

namespace tidemark::archive {

/// Why an entry came in, seen from the one that brought it.
enum class Why
{
    Chosen,
    InChosenSchema,
    Needed,         // recorded dependency
    Part,           // of a relation or domain
    Decoration,     // comment, privileges
    Partition,      // of a table that came in as a whole
    SameRoot,       // partition beside one whose rows are loaded through the root
    Referenced,     // by a foreign key, brought along
    Read,           // its rows are needed to fill a view that keeps rows
    ReadAtLoad,     // its rows are needed by a function that runs while others are loaded
    Guessed,        // named in a function's body
    ForConstraint,  // operator class or extension that an index of a constraint needs
    LargeObjectSet, // large objects come together
};

class Closure
{
public:
    struct Node
    {
        bool included = false;
        bool chosen = false;
        bool guessed = false;
        bool notValid = false;
        bool skipped = false;
        unsigned levels = 0;
        int because = -1; // index
        Why why = Why::Needed;
    };

    Closure(const TocGraph& graph, const SelectionOptions& options);

    void choose(int index);
    /// Until nothing more is needed.
    void run();

    const Node& node(int index) const { return m_nodes[static_cast<std::size_t>(index)]; }
    bool hasRows(int index) const { return (node(index).levels & Rows) != 0; }
    /// Entries with rows, those first that others need while they are loaded.
    QList<int> loadOrder() const;

private:
    enum Level : unsigned
    {
        Rows = 1,     // of a relation, and what is needed to make them
        Attached = 2, // indexes, constraints, triggers … of a relation
        AtLoad = 4,   // a function or type that is used while rows are loaded
    };
    struct Task
    {
        int index;
        unsigned level; // 0: the entry itself came in
    };

    Node& at(int index) { return m_nodes[static_cast<std::size_t>(index)]; }
    bool wantsRows() const { return m_options.part == SelectedPart::Everything; }
    void include(int index, int because, Why why);
    void raise(int index, unsigned levels, int because, Why why);
    unsigned wholeOf(int relation) const;
    void chooseSchema(int index);
    void chooseLargeObjects(int index);

    void entered(int index);
    void followDependencies(int index);
    void followSchema(int index);
    void takeOwnParts(int index);
    void takeKeysFor(int viewBody);
    void takeDependents(int index);
    void takeDecoration(int index);
    void takeConditional(int index);
    void takeGuesses(int function);

    void attach(int relation);
    void attachPart(int part, int relation);
    void attachInherited(int partition);
    void needForConstraint(int constraint, int relation);
    void needForExclusion(int constraint);
    void foreignKey(int key, int relation);
    void releaseForeignKeys(int relation);
    void settleForeignKeys();
    void keepNotValid(int key);

    void fill(int relation);
    void fillTable(int table);
    void readsOf(int view);
    void useAtLoad(int index);
    void atLoad(int index, int because);
    void rowsAtLoad(int relation, int because);
    const QList<int>& bodyNames(int function);

    const TocGraph& m_graph;
    const SelectionOptions m_options;
    std::vector<Node> m_nodes;
    std::vector<int> m_missing; // dependencies that are not in yet
    QList<Task> m_tasks;
    QHash<int, QList<int>> m_pendingKeys; // by referenced relation
    QSet<int> m_seenKeys;
    QSet<int> m_inheritedFrom;
    QHash<int, QList<int>> m_bodyNames;
    QHash<QString, QList<int>> m_bySchema; // filled when one is chosen
    QList<int> m_extensions;
    bool m_tookLargeObjects = false;
    QHash<int, QList<int>> m_operatorClasses;   // by type
    QHash<QString, QList<int>> m_looseOnSchema; // comments and privileges of schemas that have no entry
    QHash<int, QList<int>> m_loadEdges;         // what is read while this is loaded
};

} // namespace tidemark::archive
