// SPDX-License-Identifier: GPL-3.0-or-later
// The names that chosen relations, and all that shares their name space, get beside their originals.
#pragma once

#include "postgres/queries/movetables.h"
#include "restore/restoredraft.h"
#include "restore/targetcontents.h"

namespace tidemark::restore {

/// What an index, a sequence or a partition of a table is called under the table's new name: "film_pkey" of
/// "film" becomes "film_restored_pkey" of "film_restored", and "by_title" becomes "by_title_restored". At
/// most 63 bytes, and none of `taken`: then with a number.
QString derivedName(const QString& name, const QString& table, const QString& newTable,
                    const QSet<QString>& taken);
/// Cut at its end to the 63 bytes that PostgreSQL allows, or fewer.
QString cutName(QString name, qsizetype bytes = 63);

struct OtherNames
{
    QList<postgres::OtherName> names; // relations first
    core::Findings findings;          // blockers where a name cannot be

    /// Where a relation of the backup goes; its own place where it has no other name.
    postgres::RelationName placeOf(const archive::Relation& relation, const QString& intoSchema) const;
};

/// Of RestoreDraft::newNames, for what moves. Partitions, indexes, keys that are indexes, sequences of
/// columns and extended statistics get names that derive from it; checks, foreign keys, triggers and policies
/// keep theirs, which are their table's alone.
OtherNames otherNames(const RestoreDraft& draft, const archive::Toc& source,
                      const archive::Selection& selection, const TargetContents& target);

} // namespace tidemark::restore
