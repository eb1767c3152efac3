// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorescope.h"

namespace tidemark::restore {

/// Works out what of an existing database has to go, and what hangs on that: foreign keys and triggers that
/// are taken off while rows are loaded are put back as they were; whatever else would be lost is a blocker.
class TargetChanges
{
public:
    /// `target` has to outlive it.
    TargetChanges(const TargetContents& target, ExistingObjects existing);

    void replace(const ObjectKey& key);
    bool drops(const ObjectKey& key) const;
    /// Fills dropped, putBack and findings. `restored` is what comes from the archive.
    void settle(RestoreScope& scope, const QSet<ObjectKey>& restored);
    /// What goes, with its parts: dump ids of the target.
    QSet<int> gone() const;

private:
    bool goes(int index) const { return m_gone.contains(index); }
    bool goesFirst(int index) const;
    bool goesWithAbove(int index) const;
    QSet<int> rootsOfDropped() const;
    void dropReplaced(RestoreScope& scope, const QSet<ObjectKey>& restored);
    void takeOffAround(const QList<archive::Relation>& tables);
    void takeOff(int index);
    void write(RestoreScope& scope) const;

    const TargetContents& m_target;
    const ExistingObjects m_existing;
    const archive::TocGraph m_graph;
    QHash<int, int> m_indexAbove; // of indexes and constraints of partitions
    QHash<ObjectKey, int> m_byKey;
    bool m_dropsOperatorClasses = false;
    QSet<int> m_gone;     // with all their parts
    QSet<int> m_takenOff; // and put back
};

} // namespace tidemark::restore
