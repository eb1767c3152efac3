// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/targetchanges.h"

#include "archive/entryname.h"
#include "core/quoting.h"
#include "restore/namelist.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::scope", text);
}

/// Parts that have to go by themselves before what they hold together can: a default holds a sequence, the
/// rule of a view what its columns come from.
bool goesFirst(const archive::TocGraph& graph, int index)
{
    switch (graph.kind(index)) {
    case EntryKind::Default:
    case EntryKind::ForeignKey:
    case EntryKind::TableAttach:
        return true;
    case EntryKind::Rule:
        return graph.entry(index).tag().endsWith(QLatin1String(" _RETURN"));
    default:
        return false;
    }
}

} // namespace

TargetChanges::TargetChanges(const TargetContents& target, ExistingObjects existing)
    : m_target(target)
    , m_existing(existing)
    , m_graph(target.toc)
{
    for (int i = 0; i < m_graph.size(); ++i)
        m_byKey.insert(keyOf(m_graph.entry(i)), i);
}

void TargetChanges::replace(const ObjectKey& key)
{
    const int index = m_byKey.value(key, -1);
    if (index >= 0)
        m_gone.insert(index);
}

bool TargetChanges::drops(const ObjectKey& key) const
{
    const int index = m_byKey.value(key, -1);
    return index >= 0 && (goes(index) || goes(m_graph.whole(index)));
}

void TargetChanges::takeOff(int index)
{
    m_takenOff.insert(index);
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
    for (int i = 0; i < m_graph.size(); ++i) {
        if (goes(i) && m_graph.kind(i) == EntryKind::Table)
            lost.append(archive::entryName(m_graph, i));
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
        const bool isOfDropped = goes(m_graph.whole(i)) && goesFirst(m_graph, i);
        if ((goes(i) || isOfDropped || m_takenOff.contains(i)) &&
            !m_graph.entry(i).dropStatement().isEmpty() && !archive::isDecoration(m_graph.kind(i)))
            scope.dropped.append(m_graph.entry(i).dumpId());
    }
    for (int i = 0; i < m_graph.size(); ++i) {
        if (m_takenOff.contains(i))
            scope.putBack.append(m_graph.entry(i).dumpId());
    }
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
