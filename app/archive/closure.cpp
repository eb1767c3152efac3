// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/closure.h"

#include "archive/functionbody.h"

#include <algorithm>

namespace tidemark::archive {

namespace {

/// Comes in by itself once all that it depends on is there.
bool isConditional(EntryKind kind)
{
    return kind == EntryKind::IndexAttach || kind == EntryKind::SequenceOwnedBy || kind == EntryKind::Cast ||
           kind == EntryKind::Unknown;
}

/// What stands in a schema by itself, other than relations.
bool isFreeStanding(EntryKind kind)
{
    return (kind >= EntryKind::Type && kind <= EntryKind::TextSearch) ||
           kind == EntryKind::DefaultPrivileges || kind == EntryKind::Unknown;
}

/// A view's query that is dumped apart from its columns, as a rule.
bool isViewBody(const TocGraph& graph, int index)
{
    if (graph.kind(index) != EntryKind::Rule)
        return false;
    SqlReader reader(graph.entry(index).definition());
    reader.takeWord("CREATE");
    if (reader.takeWord("OR"))
        reader.takeWord("REPLACE");
    return !reader.isWord("RULE") || graph.entry(index).tag().endsWith(QLatin1String(" _RETURN"));
}

/// The tag of INDEX ATTACH is the partition's index, which may be that of a constraint.
bool isIndexOf(const TocGraph& graph, int index, int attach)
{
    const TocEntry& entry = graph.entry(index);
    const QString& name = graph.entry(attach).tag();
    if (entry.schema() != graph.entry(attach).schema())
        return false;
    return graph.kind(index) == EntryKind::Index
               ? entry.tag() == name
               : graph.kind(index) == EntryKind::Constraint && entry.tag().endsWith(QLatin1Char(' ') + name);
}

} // namespace

Closure::Closure(const TocGraph& graph, const SelectionOptions& options)
    : m_graph(graph)
    , m_options(options)
    , m_nodes(static_cast<std::size_t>(graph.size()))
    , m_missing(static_cast<std::size_t>(graph.size()))
{
    for (int i = 0; i < graph.size(); ++i) {
        const auto needed = graph.dependencies(i);
        // A statement that casts does not name the cast's function, so only pg_dump knows of it.
        const auto hidden = graph.isInferred() && graph.kind(i) == EntryKind::Cast
                                ? std::count_if(needed.begin(), needed.end(),
                                                [&](int d) { return graph.kind(d) == EntryKind::Function; })
                                : 0;
        m_missing[static_cast<std::size_t>(i)] = static_cast<int>(needed.size()) - static_cast<int>(hidden);
        if (graph.kind(i) == EntryKind::OperatorClass) {
            for (const int type : graph.dependencies(i))
                m_operatorClasses[type].append(i);
        }
        if (isDecoration(graph.kind(i)) && graph.dependencies(i).empty() &&
            graph.entry(i).tag().startsWith(QLatin1String("SCHEMA ")))
            m_looseOnSchema[graph.entry(i).tag().mid(7)].append(i);
        if (graph.kind(i) == EntryKind::Extension)
            m_extensions.append(i);
    }
}

void Closure::choose(int index)
{
    at(index).chosen = true;
    switch (m_graph.kind(index)) {
    case EntryKind::Schema:
        chooseSchema(index);
        return;
    case EntryKind::LargeObject:
    case EntryKind::LargeObjects:
        chooseLargeObjects(index);
        return;
    default:
        break;
    }
    include(index, -1, Why::Chosen);
    if (isRelation(m_graph.kind(index)))
        raise(index, wholeOf(index), -1, Why::Chosen);
}

/// A view has rows only where others need them.
unsigned Closure::wholeOf(int relation) const
{
    return m_graph.kind(relation) == EntryKind::View ? Attached : Rows | Attached;
}

void Closure::chooseSchema(int index)
{
    include(index, -1, Why::Chosen);
    if (m_bySchema.isEmpty()) {
        for (int i = 0; i < m_graph.size(); ++i)
            m_bySchema[m_graph.entry(i).schema()].append(i);
    }
    for (const int i : m_bySchema.value(m_graph.entry(index).tag())) {
        if (isRelation(m_graph.kind(i)))
            raise(i, wholeOf(i), index, Why::InChosenSchema);
        else if (isFreeStanding(m_graph.kind(i)))
            include(i, index, Why::InChosenSchema);
    }
}

void Closure::chooseLargeObjects(int index)
{
    include(index, -1, Why::Chosen);
    if (m_tookLargeObjects)
        return;
    m_tookLargeObjects = true;
    // Their contents are one entry, which fails where a single one is absent.
    for (int i = 0; i < m_graph.size(); ++i) {
        const EntryKind kind = m_graph.kind(i);
        if (kind == EntryKind::LargeObject || (kind == EntryKind::LargeObjects && wantsRows()))
            include(i, index, Why::LargeObjectSet);
    }
}

void Closure::include(int index, int because, Why why)
{
    Node& node = at(index);
    if (node.included || m_graph.kind(index) == EntryKind::Setting)
        return;
    node.included = true;
    node.because = because;
    node.why = node.chosen ? Why::Chosen : why;
    node.guessed = why == Why::Guessed || (why == Why::ReadAtLoad && this->node(because).guessed);
    m_tasks.append({index, 0});
}

void Closure::raise(int index, unsigned levels, int because, Why why)
{
    include(index, because, why);
    if (!wantsRows())
        levels &= ~static_cast<unsigned>(Rows);
    for (const unsigned level : {Rows, Attached, AtLoad}) {
        if ((levels & level) == 0 || (at(index).levels & level) != 0)
            continue;
        at(index).levels |= level;
        m_tasks.append({index, level});
    }
}

void Closure::run()
{
    const auto drain = [this] {
        while (!m_tasks.isEmpty()) {
            // First in, first out: what is near to the chosen gives the reason.
            const Task task = m_tasks.takeFirst();
            if (task.level == 0)
                entered(task.index);
            else if (task.level == Attached)
                attach(task.index);
            else if (task.level == Rows)
                fill(task.index);
            else
                useAtLoad(task.index);
        }
    };
    drain();
    settleForeignKeys();
    drain();
}

void Closure::entered(int index)
{
    followSchema(index);
    followDependencies(index);
    takeOwnParts(index);
    takeDependents(index);
    if (m_graph.kind(index) == EntryKind::Function)
        takeGuesses(index);
}

void Closure::followSchema(int index)
{
    const QString& name = m_graph.entry(index).schema();
    if (name.isEmpty())
        return;
    if (const int schema = m_graph.schema(name); schema >= 0) {
        include(schema, index, Why::Needed);
        return;
    }
    for (const int decoration : m_looseOnSchema.take(name))
        include(decoration, index, Why::Decoration);
}

void Closure::followDependencies(int index)
{
    const EntryKind kind = m_graph.kind(index);
    const bool runsAtLoad =
        kind == EntryKind::Index || kind == EntryKind::Constraint || kind == EntryKind::CheckConstraint;
    for (const int other : m_graph.dependencies(index)) {
        // A dump of data alone puts rows in the order of foreign keys.
        if (kind == EntryKind::TableData && m_graph.kind(other) == EntryKind::TableData)
            continue;
        include(other, index, Why::Needed);
        if (runsAtLoad && !isRelation(m_graph.kind(other)))
            atLoad(other, m_graph.whole(index) >= 0 ? m_graph.whole(index) : index);
    }
}

/// Without these it would not be what it was, even if nothing but its definition is wanted.
void Closure::takeOwnParts(int index)
{
    for (const int part : m_graph.parts(index)) {
        switch (m_graph.kind(part)) {
        case EntryKind::Default:
        case EntryKind::CheckConstraint:
        case EntryKind::TableAttach:
        case EntryKind::Sequence: // an identity's
            include(part, index, Why::Part);
            break;
        case EntryKind::SequenceSet:
            if (wantsRows())
                include(part, index, Why::Part);
            break;
        case EntryKind::Rule:
            if (isViewBody(m_graph, part)) {
                include(part, index, Why::Part);
                if (m_graph.isInferred())
                    takeKeysFor(part);
            }
            break;
        default:
            break;
        }
    }
}

/// A view's query stands apart where it groups by a primary key, which its text does not name.
void Closure::takeKeysFor(int viewBody)
{
    for (const int relation : m_graph.dependencies(viewBody)) {
        for (const int part : m_graph.parts(relation)) {
            if (m_graph.kind(part) == EntryKind::Constraint &&
                m_graph.entry(part).definition().contains("PRIMARY KEY"))
                include(part, viewBody, Why::Needed);
        }
    }
}

void Closure::takeDependents(int index)
{
    for (const int other : m_graph.dependents(index)) {
        const EntryKind kind = m_graph.kind(other);
        --m_missing[static_cast<std::size_t>(other)];
        if (kind == EntryKind::IndexAttach && m_graph.isInferred() && isIndexOf(m_graph, index, other)) {
            include(other, index, Why::Part); // the index of the partition does not name the one above
        } else if (isConditional(kind)) {
            takeConditional(other);
        } else if (isDecoration(kind)) {
            takeDecoration(other);
        } else if (m_graph.kind(index) == EntryKind::Extension && kind == EntryKind::TableData &&
                   m_graph.whole(other) < 0 && wantsRows()) {
            include(other, index, Why::Part); // settings that an extension keeps in a table of its own
        }
    }
}

/// Comes with what it is about, once all that it names is there: of a constraint the table too.
void Closure::takeDecoration(int index)
{
    if (m_missing[static_cast<std::size_t>(index)] > 0)
        return;
    const QString& tag = m_graph.entry(index).tag();
    const bool onSchema = m_graph.entry(index).schema().isEmpty() && !tag.startsWith(QLatin1String("CAST "));
    int subject = -1;
    for (const int other : m_graph.dependencies(index)) {
        const EntryKind kind = m_graph.kind(other);
        const int whole = m_graph.whole(index);
        if (whole >= 0 && other != whole && m_graph.whole(other) != whole)
            continue; // of another table, guessed from a name that may mean both
        if (isDecoration(kind) || (kind == EntryKind::Schema && !onSchema) ||
            (tag.startsWith(QLatin1String("CAST ")) && kind != EntryKind::Cast))
            continue;
        subject = other; // a part comes behind its whole
    }
    if (subject >= 0)
        include(index, subject, Why::Decoration);
}

void Closure::takeConditional(int index)
{
    if (m_missing[static_cast<std::size_t>(index)] > 0)
        return;
    const auto needed = m_graph.dependencies(index);
    if (m_graph.kind(index) == EntryKind::Unknown &&
        std::none_of(needed.begin(), needed.end(),
                     [this](int i) { return (node(i).levels & Attached) != 0; }))
        return;
    const int whole = m_graph.whole(index);
    include(index, whole >= 0 ? whole : needed.front(), Why::Part);
}

void Closure::takeGuesses(int function)
{
    for (const int other : bodyNames(function))
        include(other, function, Why::Guessed);
}

const QList<int>& Closure::bodyNames(int function)
{
    const auto known = m_bodyNames.constFind(function);
    return known != m_bodyNames.cend() ? *known
                                       : *m_bodyNames.insert(function, namedInBody(m_graph, function));
}

void Closure::attach(int relation)
{
    for (const int part : m_graph.parts(relation))
        attachPart(part, relation);
    for (const int other : m_graph.dependents(relation)) {
        if (m_graph.kind(other) == EntryKind::SequenceOwnedBy && m_graph.otherSide(other) == relation &&
            m_graph.whole(other) >= 0)
            include(m_graph.whole(other), relation, Why::Part);
        else if (m_graph.kind(other) == EntryKind::Unknown)
            takeConditional(other);
    }
    for (const int partition : m_graph.partitions(relation))
        raise(partition, Attached, relation, Why::Partition);
    attachInherited(relation);
    if (!wantsRows())
        releaseForeignKeys(relation);
}

void Closure::attachPart(int part, int relation)
{
    switch (m_graph.kind(part)) {
    case EntryKind::Constraint:
        needForConstraint(part, relation);
        include(part, relation, Why::Part);
        break;
    case EntryKind::ForeignKey:
        foreignKey(part, relation);
        break;
    case EntryKind::Index:
    case EntryKind::Trigger:
    case EntryKind::Rule:
    case EntryKind::Policy:
    case EntryKind::RowSecurity:
    case EntryKind::Statistics:
        include(part, relation, Why::Part);
        break;
    case EntryKind::StatisticsData:
        if (wantsRows())
            include(part, relation, Why::Part);
        break;
    default:
        break;
    }
}

/// Triggers and foreign keys that a partition has from the tables above are dumped there only.
void Closure::attachInherited(int partition)
{
    int above = m_graph.partitionParent(partition);
    for (int steps = 0; above >= 0 && steps < m_graph.size(); ++steps) {
        if ((node(above).levels & Attached) != 0 || m_inheritedFrom.contains(above))
            return; // has them already, or gets them
        m_inheritedFrom.insert(above);
        for (const int part : m_graph.parts(above)) {
            if (m_graph.kind(part) == EntryKind::ForeignKey)
                foreignKey(part, above);
            else if (m_graph.kind(part) == EntryKind::Trigger &&
                     m_graph.entry(part).definition().contains("FOR EACH ROW"))
                include(part, above, Why::Part);
        }
        above = m_graph.partitionParent(above);
    }
}

void Closure::foreignKey(int key, int relation)
{
    if (m_seenKeys.contains(key))
        return;
    m_seenKeys.insert(key);
    int referenced = m_graph.otherSide(key);
    if (referenced < 0) {
        for (const int other : m_graph.dependencies(key)) {
            if (isRelation(m_graph.kind(other)) && other != relation)
                referenced = other;
        }
    }
    if (referenced >= 0 && m_options.foreignKeys == ForeignKeys::BringParents)
        raise(referenced, wholeOf(referenced), key, Why::Referenced);
    m_pendingKeys[referenced].append(key);
    if (referenced >= 0 && (node(referenced).levels & (wantsRows() ? Rows : Attached)) != 0)
        releaseForeignKeys(referenced);
}

void Closure::releaseForeignKeys(int relation)
{
    for (const int key : m_pendingKeys.take(relation))
        include(key, m_graph.whole(key), Why::Part);
}

void Closure::settleForeignKeys()
{
    for (const QList<int>& keys : std::as_const(m_pendingKeys)) {
        for (const int key : keys) {
            // The server refuses NOT VALID for partitioned tables.
            const int whole = m_graph.whole(key);
            const bool isPartitioned = whole >= 0 && !m_graph.partitions(whole).empty();
            if (m_options.foreignKeys == ForeignKeys::NotValid && !isPartitioned)
                keepNotValid(key);
            else
                at(key).skipped = true;
        }
    }
}

/// The referenced table is where the key goes to: nothing of it comes along.
void Closure::keepNotValid(int key)
{
    Node& node = at(key);
    node.included = true;
    node.notValid = true;
    node.because = m_graph.whole(key);
    node.why = Why::Part;
    takeDependents(key);
}

void Closure::needForConstraint(int constraint, int relation)
{
    // pg_dump records what an index uses, but not what the index behind a constraint does.
    for (const int type : m_graph.dependencies(relation)) {
        for (const int operatorClass : m_operatorClasses.value(type))
            include(operatorClass, constraint, Why::ForConstraint);
    }
    if (m_graph.entry(constraint).definition().contains("EXCLUDE USING"))
        needForExclusion(constraint);
}

QList<int> Closure::loadOrder() const
{
    // Depth first along what is read; a circle is cut where it closes.
    QList<int> order;
    std::vector<char> state(m_nodes.size(), 0);
    QList<QPair<int, qsizetype>> stack;
    for (int start = 0; start < m_graph.size(); ++start) {
        if (!hasRows(start) || state[static_cast<std::size_t>(start)] != 0)
            continue;
        state[static_cast<std::size_t>(start)] = 1;
        stack.append({start, 0});
        while (!stack.isEmpty()) {
            const int index = stack.constLast().first;
            const auto edges = m_loadEdges.constFind(index);
            const qsizetype next = stack.last().second++;
            if (edges == m_loadEdges.cend() || next >= edges->size()) {
                if (hasRows(index))
                    order.append(index);
                stack.removeLast();
            } else if (const int other = edges->at(next); state[static_cast<std::size_t>(other)] == 0) {
                state[static_cast<std::size_t>(other)] = 1;
                stack.append({other, 0});
            }
        }
    }
    return order;
}

} // namespace tidemark::archive
