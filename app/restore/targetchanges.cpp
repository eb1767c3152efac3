// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/targetchanges.h"

#include "archive/entryname.h"
#include "core/quoting.h"
#include "restore/attachedindexes.h"
#include "restore/namelist.h"
#include "restore/triggerstates.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::scope", text);
}

} // namespace

TargetChanges::TargetChanges(const TargetContents& target, ExistingObjects existing)
    : m_target(target)
    , m_existing(existing)
    , m_graph(target.toc)
{
    const QList<AttachedIndex> attached = attachedIndexes(m_graph);
    for (const AttachedIndex& each : attached) {
        if (each.index >= 0 && each.above >= 0)
            m_indexAbove.insert(each.index, each.above);
    }
    for (int i = 0; i < m_graph.size(); ++i)
        m_byKey.insert(keyOf(m_graph.entry(i)), i);
}

void TargetChanges::replace(const ObjectKey& key)
{
    const int index = m_byKey.value(key, -1);
    if (index < 0)
        return;
    m_gone.insert(index);
    m_dropsOperatorClasses = m_dropsOperatorClasses || m_graph.kind(index) == EntryKind::OperatorClass;
}

bool TargetChanges::drops(const ObjectKey& key) const
{
    const int index = m_byKey.value(key, -1);
    return index >= 0 && (goes(index) || goes(m_graph.whole(index)));
}

/// Parts that have to go by themselves before what they hold together can: a default holds a sequence, the
/// rule of a view what its columns come from, a policy the tables that it asks.
bool TargetChanges::goesFirst(int index) const
{
    const EntryKind kind = m_graph.kind(index);
    if (kind == EntryKind::Default || kind == EntryKind::ForeignKey ||
        (kind == EntryKind::Rule && m_graph.entry(index).tag().endsWith(QLatin1String(" _RETURN"))))
        return true;
    if (kind == EntryKind::Constraint && m_dropsOperatorClasses) // contents do not say which one it uses
        return true;
    const int whole = m_graph.whole(index);
    const auto needed = m_graph.dependencies(index);
    return std::any_of(needed.begin(), needed.end(), [this, whole](int each) {
        return each != whole && m_graph.whole(each) != whole && (goes(each) || goes(m_graph.whole(each)));
    });
}

/// An index that is a part of one above goes with that, and not without it.
bool TargetChanges::goesWithAbove(int index) const
{
    const int above = m_indexAbove.value(index, -1);
    return above >= 0 && (goes(above) || goes(m_graph.whole(above)));
}

/// Of tables of which a partition goes, at any depth.
QSet<int> TargetChanges::rootsOfDropped() const
{
    QSet<int> roots;
    for (const int index : m_gone) {
        int above = m_graph.partitionParent(index);
        for (; above >= 0 && !roots.contains(above); above = m_graph.partitionParent(above))
            roots.insert(above);
    }
    return roots;
}

void TargetChanges::takeOff(int index)
{
    m_takenOff.insert(index);
    for (const int state : statesOfTrigger(m_graph, index))
        m_takenOff.insert(state);
    for (const int about : m_graph.dependents(index)) {
        if (archive::isDecoration(m_graph.kind(about)))
            m_takenOff.insert(about);
    }
}

void TargetChanges::dropReplaced(RestoreScope& scope, const QSet<ObjectKey>& restored)
{
    // Sequences that belong to a table go with it.
    for (int i = 0; i < m_graph.size(); ++i) {
        if (m_graph.kind(i) == EntryKind::SequenceOwnedBy && goes(m_graph.otherSide(i)))
            m_gone.insert(m_graph.whole(i));
    }
    QStringList lost;
    QStringList holders;
    QStringList attached;
    const QSet<int> roots = rootsOfDropped();
    for (int i = 0; i < m_graph.size(); ++i) {
        if (goes(i) && m_graph.kind(i) == EntryKind::Table)
            lost.append(archive::entryName(m_graph, i));
        if (goes(i) && m_indexAbove.contains(i) && !goesWithAbove(i))
            attached.append(archive::entryText(m_graph, i));
        // It is a key to every partition, of which the contents say nothing.
        const bool isKeyToRoot =
            m_graph.kind(i) == EntryKind::ForeignKey && roots.contains(m_graph.otherSide(i));
        if (isKeyToRoot && !goes(m_graph.whole(i)) && !goes(i)) {
            takeOff(i);
            continue;
        }
        if (goes(i) || goes(m_graph.whole(i)) || archive::isDecoration(m_graph.kind(i)))
            continue;
        const auto needed = m_graph.dependencies(i);
        if (std::none_of(needed.begin(), needed.end(),
                         [this](int each) { return goes(each) || goes(m_graph.whole(each)); }))
            continue;
        const EntryKind kind = m_graph.kind(i);
        if (kind == EntryKind::ForeignKey || kind == EntryKind::Publication ||
            kind == EntryKind::EventTrigger) {
            if (!restored.contains(keyOf(m_graph.entry(i))))
                takeOff(i);
        } else if (kind != EntryKind::SequenceOwnedBy && kind != EntryKind::IndexAttach) {
            holders.append(archive::entryText(m_graph, i));
        }
    }
    if (!attached.isEmpty()) {
        scope.findings.append(
            {core::Severity::Blocker,
             QStringLiteral("target.dependents"),
             tr("These belong to indexes of partitioned tables, and cannot be replaced without "
                "them: %1.")
                 .arg(listed(attached)),
             tr("Choose the partitioned tables too, or leave indexes out."),
             {}});
    }
    if (!holders.isEmpty()) {
        scope.findings.append({core::Severity::Blocker,
                               QStringLiteral("target.dependents"),
                               tr("Others of %1 rest on what would be dropped: %2.")
                                   .arg(core::singleLine(m_target.database), listed(holders)),
                               tr("Choose these too, load only rows, or restore into another database."),
                               {}});
    }
    if (!lost.isEmpty()) {
        scope.findings.append({core::Severity::Warning,
                               QStringLiteral("target.lost"),
                               tr("These tables of %1 are dropped with all their rows: %2.")
                                   .arg(core::singleLine(m_target.database), listed(lost)),
                               tr("Back the database up first if you are not sure."),
                               {}});
    }
}

/// Foreign keys would want the rows in an order, and TRUNCATE refuses tables that others point to. Triggers
/// would act on rows that are not new.
void TargetChanges::takeOffAround(const QList<archive::Relation>& tables)
{
    QSet<int> around;
    for (const archive::Relation& table : tables) {
        int index = m_graph.relation(table.schema, table.name);
        for (int steps = 0; index >= 0 && steps <= m_graph.size(); ++steps) {
            around.insert(index);
            index = m_graph.partitionParent(index); // its keys and triggers hold for the partitions too
        }
    }
    for (int i = 0; i < m_graph.size(); ++i) {
        const bool isKey = m_graph.kind(i) == EntryKind::ForeignKey &&
                           (around.contains(m_graph.whole(i)) || around.contains(m_graph.otherSide(i)));
        const bool isTrigger = m_graph.kind(i) == EntryKind::Trigger && around.contains(m_graph.whole(i));
        if (isKey || isTrigger)
            takeOff(i);
    }
}

void TargetChanges::write(RestoreScope& scope) const
{
    for (int i = m_graph.size() - 1; i >= 0; --i) {
        const bool isOfDropped = goes(m_graph.whole(i)) && goesFirst(i);
        if ((goes(i) || isOfDropped || m_takenOff.contains(i)) && !goesWithAbove(i) &&
            !m_graph.entry(i).dropStatement().isEmpty() && !archive::isDecoration(m_graph.kind(i)))
            scope.dropped.append(m_graph.entry(i).dumpId());
    }
    QList<int> putBack(m_takenOff.cbegin(), m_takenOff.cend());
    std::sort(putBack.begin(), putBack.end());
    putStatesLast(m_graph, putBack);
    for (const int index : std::as_const(putBack))
        scope.putBack.append(m_graph.entry(index).dumpId());
}

QSet<int> TargetChanges::gone() const
{
    QSet<int> dumpIds;
    for (const int index : m_gone)
        dumpIds.insert(m_graph.entry(index).dumpId());
    return dumpIds;
}

void TargetChanges::settle(RestoreScope& scope, const QSet<ObjectKey>& restored)
{
    if (m_existing == ExistingObjects::Replace)
        dropReplaced(scope, restored);
    else
        takeOffAround(scope.loaded); // as far as the target has them already
    if (m_existing == ExistingObjects::EmptyAndLoad && !scope.emptied.isEmpty()) {
        QStringList names;
        for (const archive::Relation& table : std::as_const(scope.emptied))
            names.append(core::singleLine(table.schema + QLatin1Char('.') + table.name));
        scope.findings.append({core::Severity::Warning,
                               QStringLiteral("target.lost"),
                               tr("All rows of these tables of %1 are removed first: %2.")
                                   .arg(core::singleLine(m_target.database), listed(names)),
                               tr("Back the database up first if you are not sure."),
                               {}});
    }
    write(scope);
}

} // namespace tidemark::restore
