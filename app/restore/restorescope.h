// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/selection.h"
#include "restore/restoredraft.h"
#include "restore/targetcontents.h"

namespace tidemark::restore {

/// What of an archive goes into a database, and what of that database has to make way. A value.
struct RestoreScope
{
    archive::Selection selection; // what is restored
    QList<int> attachedLast; // of the archive: partitions of tables that the database has, attached once they
                             // are whole, and then which of the triggers that they get by that fire
    QList<int> present; // of the archive: what is wanted for itself and the database has already, whatever
                        // happens to it

    QList<int> tied; // of the archive: what holds restored tables to others that stay, made in the end; see
                     // ties.h

    // Of the target, dump ids in its contents:
    QList<int> dropped; // in the order in which they go
    QList<int> putBack; // made again as they are now, in this order, after the rows are there

    QList<quint32> unlinked;          // large objects
    QList<archive::Relation> emptied; // of the archive
    QList<archive::Relation> loaded;  // that get rows, in whichever way
    core::Findings findings;          // blockers where it cannot be done

    QSet<int> dumpIds() const; // of the selection
    /// Takes entries of the archive out of it; tables without their rows are not loaded.
    void leaveOut(const QSet<int>& ids, const archive::Toc& source);
};

/// The entries that the draft chooses: everything, or what tables and schemas need. Errors: those of
/// findRelation() and selectEntries(); NotFound for a schema that is not there.
core::Result<archive::Selection> selectFor(const RestoreDraft& draft, const archive::Toc& source);

/// Holds a selection against what the target has. For a new database `target` is empty.
RestoreScope scopeOf(const RestoreDraft& draft, const archive::Toc& source,
                     const archive::Selection& selection, const TargetContents& target);

} // namespace tidemark::restore
