// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorescope.h"

#include "archive/entryname.h"
#include "archive/largeobjects.h"
#include "core/quoting.h"
#include "restore/attachedindexes.h"
#include "restore/leftout.h"
#include "restore/losses.h"
#include "restore/namelist.h"
#include "restore/targetchanges.h"
#include "restore/ties.h"
#include "restore/triggerstates.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <vector>

namespace tidemark::restore {

namespace {

using archive::EntryKind;
using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::scope", text);
}

/// These belong to the whole database, or other things of it rest on them: an existing one is never dropped.
bool staysAsItIs(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Schema:
    case EntryKind::Extension:
    case EntryKind::Language:
    case EntryKind::AccessMethod:
    case EntryKind::ForeignServer:
    case EntryKind::EventTrigger:
    case EntryKind::Publication:
    case EntryKind::Subscription:
    case EntryKind::DefaultPrivileges:
        return true;
    default:
        return false;
    }
}

/// Comes and goes with what it is a part of.
bool isPart(EntryKind kind)
{
    return kind >= EntryKind::TableData && kind <= EntryKind::SequenceOwnedBy &&
           kind != EntryKind::LargeObjects;
}

class Builder
{
public:
    Builder(const RestoreDraft& draft, const archive::Toc& source, const archive::Selection& selection,
            const TargetContents& target)
        : m_draft(draft)
        , m_source(source)
        , m_selection(selection)
        , m_target(target)
        , m_graph(source)
        , m_changes(target, draft.existing)
        , m_states(static_cast<std::size_t>(m_graph.size()), State::NotSelected)
        , m_subjects(static_cast<std::size_t>(m_graph.size()), false)
    {
        for (const archive::TocEntry& entry : target.toc.entries)
            m_present.insert(keyOf(entry));
        // Every database has these, and pg_dump says nothing of them.
        m_present.insert({QStringLiteral("SCHEMA"), {}, QStringLiteral("public")});
        m_present.insert({QStringLiteral("EXTENSION"), {}, QStringLiteral("plpgsql")});
        const QList<AttachedIndex> attached = attachedIndexes(m_graph);
        for (const AttachedIndex& each : attached)
            m_attached.insert(each.attach, each);
    }

    RestoreScope build();

private:
    enum class State : char
    {
        NotSelected,
        In,
        Out,
    };
    State& state(int index) { return m_states[static_cast<std::size_t>(index)]; }
    bool isIn(int index) const
    {
        return index >= 0 && m_states[static_cast<std::size_t>(index)] == State::In;
    }
    bool isSubject(int index) const { return index >= 0 && m_subjects[static_cast<std::size_t>(index)]; }
    bool isPresent(int index) const
    {
        return m_present.contains(keyOf(m_graph.entry(index))) || !presentLargeObjects(index).isEmpty();
    }
    QList<quint32> presentLargeObjects(int index) const;
    bool isIdentity(int index) const
    {
        return m_graph.kind(index) == EntryKind::Sequence && m_graph.whole(index) >= 0;
    }
    QString nameOf(int index) const { return archive::entryText(m_graph, index); }
    void findSubjects();
    bool comesWhole(int relation) const;
    void decideObjects();
    void decideObject(int index);
    void decideIdentity(int index);
    void decidePart(int index);
    bool keepsPart(int index);
    bool keepsState(int index);
    bool loadsPart(int index);
    bool attachesPart(int index);
    void decidePresent(int index);
    void decideDecoration(int index);
    void leaveOutOrphans();
    void collect(RestoreScope& scope) const;
    void addFindings(RestoreScope& scope) const;

    const RestoreDraft& m_draft;
    const archive::Toc& m_source;
    const archive::Selection& m_selection;
    const TargetContents& m_target;
    const archive::TocGraph m_graph;
    TargetChanges m_changes;
    QSet<ObjectKey> m_present;
    QHash<int, AttachedIndex> m_attached; // by the entry that attaches
    std::vector<State> m_states;
    std::vector<bool> m_subjects; // what is wanted for itself, not because another needs it
    std::vector<int> m_selected;
    QList<int> m_attachedLast;
    QList<int> m_lateStates; // indexes
    QList<int> m_wantedPresent;
    QList<quint32> m_unlinked;
    QStringList m_conflicts;
    QStringList m_kept;
    QStringList m_absent;
    QStringList m_taken;
    QStringList m_apart; // partitions that are not attached while their rows are loaded through the root
    QStringList m_withoutParent;
};

void Builder::findSubjects()
{
    for (const archive::SelectedEntry& entry : m_selection.entries) {
        const int index = m_graph.indexOf(entry.dumpId);
        if (index < 0)
            continue;
        m_selected.push_back(index);
        state(index) = State::Out;
        const bool isChosen =
            m_draft.isWhole() || entry.chosen || m_draft.schemas.contains(m_graph.entry(index).schema());
        if (isChosen)
            m_subjects[static_cast<std::size_t>(index)] = true;
    }
    std::sort(m_selected.begin(), m_selected.end());
    for (const int index : m_selected) { // a part of a whole: below partitions come after their roots
        // Whatever gets rows is restored itself, too, unless these are there for others to read alone.
        const EntryKind kind = m_graph.kind(index);
        if ((kind == EntryKind::TableData || kind == EntryKind::MaterializedViewData) &&
            m_graph.whole(index) >= 0 && comesWhole(m_graph.whole(index)))
            m_subjects[static_cast<std::size_t>(m_graph.whole(index))] = true;
        if (m_graph.kind(index) == EntryKind::TableAttach && isSubject(m_graph.otherSide(index)))
            m_subjects[static_cast<std::size_t>(m_graph.whole(index))] = true;
        if (m_graph.kind(index) == EntryKind::SequenceOwnedBy && isSubject(m_graph.otherSide(index)))
            m_subjects[static_cast<std::size_t>(m_graph.whole(index))] = true;
        if (isIdentity(index) && isSubject(m_graph.whole(index)))
            m_subjects[static_cast<std::size_t>(index)] = true;
    }
}

/// With its keys, indexes and triggers: else the one that the target has would lose them.
bool Builder::comesWhole(int relation) const
{
    const auto parts = m_graph.parts(relation);
    return std::none_of(parts.begin(), parts.end(), [this](int part) {
        switch (m_graph.kind(part)) {
        case EntryKind::Constraint:
        case EntryKind::Index:
        case EntryKind::Trigger:
        case EntryKind::Policy:
            return m_states[static_cast<std::size_t>(part)] == State::NotSelected;
        default:
            return false;
        }
    });
}

QList<quint32> Builder::presentLargeObjects(int index) const
{
    if (m_graph.kind(index) != EntryKind::LargeObject || m_target.largeObjects.isEmpty())
        return {};
    QList<quint32> oids = archive::largeObjectsOf(m_graph.entry(index));
    oids.removeIf([this](quint32 oid) { return !m_target.largeObjects.contains(oid); });
    return oids;
}

void Builder::decideObject(int index)
{
    const EntryKind kind = m_graph.kind(index);
    const bool isWanted = isSubject(index) && !staysAsItIs(kind);
    if (isWanted && isPresent(index))
        m_wantedPresent.append(m_graph.entry(index).dumpId());
    if (kind == EntryKind::LargeObject && !m_draft.sections.isEmpty()) {
        if (!isPresent(index)) // else its contents stay
            state(index) = State::In;
        return;
    }
    if (m_draft.isRowsOnly() || !m_draft.has(sectionOf(m_graph, index))) {
        const bool holdsRows = kind == EntryKind::Table;
        if (m_draft.isForExistingTables() && isWanted && holdsRows && !isPresent(index))
            m_absent.append(nameOf(index));
        return; // Out
    }
    if (!isPresent(index))
        state(index) = State::In;
    else if (isWanted)
        decidePresent(index);
}

void Builder::decidePresent(int index)
{
    if (m_draft.existing == ExistingObjects::Replace) {
        state(index) = State::In;
        m_changes.replace(keyOf(m_graph.entry(index)));
        m_unlinked += presentLargeObjects(index);
    } else if (m_draft.existing != ExistingObjects::Stop) {
        m_kept.append(nameOf(index));
    } else {
        m_conflicts.append(nameOf(index));
    }
}

void Builder::decideObjects()
{
    for (const int index : m_selected) {
        const EntryKind kind = m_graph.kind(index);
        if (isIdentity(index))
            decideIdentity(index); // behind its table
        else if (!isPart(kind) && !archive::isDecoration(kind) && kind != EntryKind::LargeObjects)
            decideObject(index);
    }
}

/// A sequence that is a part of its column comes and goes with the table.
void Builder::decideIdentity(int index)
{
    if (!isIn(m_graph.whole(index)))
        return;
    state(index) = State::In;
    const ObjectKey key = keyOf(m_graph.entry(index));
    if (!isPresent(index) || m_changes.drops(key))
        return;
    if (m_draft.existing == ExistingObjects::Replace)
        m_changes.replace(key);
    else
        m_taken.append(nameOf(index));
}

/// Whether a partition's copy of a trigger is there when the other triggers are made; where the target has
/// the trigger it comes when the partition is attached.
bool Builder::keepsState(int index)
{
    const int trigger = triggerOfState(m_graph, index);
    if (trigger < 0 || isIn(m_graph.whole(trigger)))
        return true;
    if (isPresent(trigger) && m_draft.has(StageKind::PostData))
        m_lateStates.append(index);
    return false;
}

/// A sequence of a table that stays would belong to nothing.
void Builder::leaveOutOrphans()
{
    for (const int index : m_selected) {
        if (m_graph.kind(index) != EntryKind::SequenceOwnedBy)
            continue;
        const int table = m_graph.otherSide(index);
        const int sequence = m_graph.whole(index);
        if (table >= 0 && sequence >= 0 && !isIn(table) && isPresent(table))
            state(sequence) = State::Out;
    }
}

bool Builder::loadsPart(int index)
{
    const int whole = m_graph.whole(index);
    if (whole < 0 || !isSubject(whole) || !isPresent(whole))
        return false;
    switch (m_graph.kind(index)) {
    case EntryKind::TableData:
        return true;
    case EntryKind::MaterializedViewData:
        return true;
    case EntryKind::SequenceSet:
        return m_draft.existing == ExistingObjects::EmptyAndLoad; // else it might go backwards
    default:
        return false;
    }
}

/// Rows, indexes and whatever else comes behind definitions, of tables that the target has.
bool Builder::attachesPart(int index)
{
    const int whole = m_graph.whole(index);
    const EntryKind kind = m_graph.kind(index);
    if (kind == EntryKind::TableData || kind == EntryKind::MaterializedViewData ||
        kind == EntryKind::SequenceSet)
        return m_draft.has(StageKind::Data) && loadsPart(index);
    if (!m_draft.has(sectionOf(m_graph, index)) || (whole >= 0 && (!isSubject(whole) || !isPresent(whole))))
        return false;
    if (isPresent(index)) {
        decidePresent(index);
        return isIn(index);
    }
    const int other = m_graph.otherSide(index);
    if (kind == EntryKind::ForeignKey && other >= 0 && !isPresent(other)) {
        m_withoutParent.append(nameOf(index));
        return false;
    }
    return true;
}

bool Builder::keepsPart(int index)
{
    const int whole = m_graph.whole(index);
    const EntryKind kind = m_graph.kind(index);
    if (whole >= 0 && !isIn(whole))
        return false;
    // That an index of that name is attached now says nothing of the one that is made.
    if (whole < 0 && kind != EntryKind::IndexAttach && isPresent(index))
        return false;
    const int other = m_graph.otherSide(index);
    switch (kind) {
    case EntryKind::SequenceOwnedBy:
        return isIn(other);
    case EntryKind::TableData:
        if (m_graph.entry(index).definition().startsWith("-- load via partition root") &&
            m_graph.partitionRoot(whole) != whole && !isIn(m_graph.partitionRoot(whole)))
            m_apart.append(nameOf(whole));
        return true;
    case EntryKind::IndexAttach: {
        // The index of a table that the target has adopts those of its new partitions by itself.
        const AttachedIndex attached = m_attached.value(index);
        return isIn(attached.index) && isIn(attached.above);
    }
    case EntryKind::TableAttach:
        if (isIn(other))
            return true;
        m_attachedLast.append(m_graph.entry(index).dumpId());
        return false;
    case EntryKind::ForeignKey:
        if (other < 0 || isIn(other) || isPresent(other))
            return true;
        m_withoutParent.append(nameOf(index));
        return false;
    case EntryKind::Index:
        if (isPresent(index) && !m_changes.drops(keyOf(m_graph.entry(index))))
            m_taken.append(nameOf(index));
        return true;
    case EntryKind::Trigger:
        return !isTriggerState(m_graph, index) || keepsState(index);
    default:
        return true;
    }
}

void Builder::decidePart(int index)
{
    const bool isTaken = m_draft.isRowsOnly()            ? loadsPart(index)
                         : m_draft.isForExistingTables() ? attachesPart(index)
                                                         : keepsPart(index);
    if (!isTaken)
        return;
    state(index) = State::In;
}

void Builder::decideDecoration(int index)
{
    const auto about = m_graph.dependencies(index);
    const bool isLoose = about.empty() && m_target.toc.entries.isEmpty();
    if (m_draft.isRowsOnly() ||
        (!isLoose && std::none_of(about.begin(), about.end(), [this](int each) { return isIn(each); })))
        return;
    state(index) = State::In;
}

void Builder::collect(RestoreScope& scope) const
{
    scope.selection = m_selection;
    scope.selection.entries.removeIf(
        [this](const archive::SelectedEntry& entry) { return !isIn(m_graph.indexOf(entry.dumpId)); });
    for (const archive::SelectedEntry& entry : std::as_const(scope.selection.entries)) {
        const int index = m_graph.indexOf(entry.dumpId);
        const int table = m_graph.whole(index);
        if (m_graph.kind(index) != EntryKind::TableData || table < 0)
            continue;
        const archive::TocEntry& data = m_graph.entry(index);
        scope.loaded.append(
            {archive::RelationKind::Table, data.schema(), data.tag(), m_graph.entry(table).dumpId()});
    }
    if (m_draft.existing == ExistingObjects::EmptyAndLoad)
        scope.emptied = scope.loaded;
    scope.attachedLast = m_attachedLast;
    QList<int> states = m_lateStates;
    putStatesLast(m_graph, states);
    for (const int index : std::as_const(states))
        scope.attachedLast.append(m_graph.entry(index).dumpId());
    scope.present = m_wantedPresent;
    scope.unlinked = m_unlinked;
}

void Builder::addFindings(RestoreScope& scope) const
{
    const QString database = core::singleLine(m_target.database);
    const auto add = [&scope](Severity severity, const char* id, const QString& sentence,
                              const QString& hint) {
        scope.findings.append({severity, QLatin1String(id), sentence, hint, {}});
    };
    if (!m_unlinked.isEmpty()) {
        const int count = static_cast<int>(m_unlinked.size());
        add(Severity::Warning, "target.lost",
            QCoreApplication::translate("restore::scope", "%n large object(s) of %1 are replaced.", nullptr,
                                        count)
                .arg(database),
            tr("Back the database up first if you are not sure."));
    }
    if (!m_conflicts.isEmpty()) {
        add(Severity::Blocker, "target.conflicts",
            tr("The database %1 has some of it already: %2.").arg(database, listed(m_conflicts)),
            tr("Decide what happens to what is there: keep it, replace it, or load only rows."));
    }
    if (!m_kept.isEmpty())
        add(Severity::Info, "target.kept",
            tr("These are in %1 already and stay as they are: %2.").arg(database, listed(m_kept)), {});
    if (!m_absent.isEmpty()) {
        add(Severity::Blocker, "target.absent",
            tr("Only rows are to be loaded, but %1 does not have %2.").arg(database, listed(m_absent)),
            tr("Restore these with their definitions, or leave them out."));
    }
    if (!m_taken.isEmpty()) {
        add(Severity::Blocker, "target.nameTaken",
            tr("Other objects of %1 have the names of these: %2.").arg(database, listed(m_taken)),
            tr("Rename or drop those, or restore into another database."));
    }
    if (!m_apart.isEmpty()) {
        add(Severity::Blocker, "target.apart",
            tr("The rows of these partitions go through their partitioned table, which stays and does not "
               "have them "
               "yet: %1.")
                .arg(listed(m_apart)),
            tr("Choose the partitioned table, or load only rows."));
    }
    if (!m_withoutParent.isEmpty()) {
        add(Severity::Warning, "foreignKeys.noParent",
            tr("Foreign keys to tables that %1 does not have are left out: %2.")
                .arg(database, listed(m_withoutParent)),
            tr("Choose these tables too to have the keys."));
    }
}

RestoreScope Builder::build()
{
    RestoreScope scope;
    findSubjects();
    decideObjects();
    leaveOutOrphans();
    for (const int index : m_selected) {
        if (isPart(m_graph.kind(index)))
            decidePart(index);
    }
    for (const int index : m_selected) {
        const EntryKind kind = m_graph.kind(index);
        if (archive::isDecoration(kind))
            decideDecoration(index);
        else if (kind == EntryKind::LargeObjects) // only of the objects that are made
            state(index) = m_draft.isRowsOnly() && m_draft.sections.isEmpty() ? State::Out : State::In;
    }
    collect(scope);
    addFindings(scope);
    QSet<ObjectKey> restored;
    for (const archive::SelectedEntry& entry : std::as_const(scope.selection.entries))
        restored.insert(keyOf(*m_source.byDumpId(entry.dumpId)));
    m_changes.settle(scope, restored);
    const Ties ties = tiesOf(m_draft, m_source, scope.dumpIds(), m_target);
    scope.tied = ties.dumpIds;
    scope.findings += ties.findings;
    scope.findings += lossFindings(scope, m_source, m_target, m_changes.gone());
    scope.findings += defaultPrivilegeFindings(scope, m_source, m_target);
    scope.selection.skipped.removeIf(
        [&ties](const archive::SkippedEntry& skipped) { return ties.dumpIds.contains(skipped.dumpId); });
    return scope;
}

} // namespace

RestoreScope scopeOf(const RestoreDraft& draft, const archive::Toc& source,
                     const archive::Selection& selection, const TargetContents& target)
{
    return Builder(draft, source, selection, target).build();
}

} // namespace tidemark::restore
