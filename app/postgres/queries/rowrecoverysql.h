// SPDX-License-Identifier: GPL-3.0-or-later
// The statements by which rows of a backup are put back into one live table, as text: for the run, for
// reading and copying, and for the script that undoes them. Rows are staged in temporary tables with the
// columns' live types (of a domain, the one below it: what the domain does not allow is refused row by row); what
// becomes of each is noted in a state table, so that a row is written once or refused with a reason. All but the writing ones are for an empty search_path.
#pragma once

#include "postgres/queries/recoverytarget.h"
#include "postgres/sql.h"

namespace tidemark::postgres {

class RecoverySql
{
public:
    explicit RecoverySql(RecoveryTarget target);
    const RecoveryTarget& target() const { return m_target; }

    /// Row locks are taken later where rows have keys; otherwise nobody else may write until the end.
    Sql lockTable() const;
    Sql createStages() const;
    /// Each line: number, kind, state, and a backup's row.
    Sql copyWanted(const QString& encoding) const;
    /// Each line: number, kind, and a live row as the comparison saw it.
    Sql copySeen(const QString& encoding) const;
    Sql fillState() const;
    /// Rows that are missing and extra because their keys are written otherwise, though the server holds them for
    /// equal: chosen both, they become one, or both are refused; of one alone nothing is deleted. Behind fillState.
    Sql pairEqualKeys(Pairs pairs) const;
    Sql countPairs() const;

    enum class RowLocks
    {
        None,
        ForUpdate,
    };
    /// The live rows that are to be changed or deleted, whole, as they are now.
    Sql takeBefore(RowLocks locks) const;

    // Each refuses rows and says how many.
    Sql refuseGone() const;
    Sql refuseChanged() const;
    Sql refuseThere() const; // nothing to do without a key
    Sql refuseUnique(const UniqueKey& key) const;
    /// `parents`: of the same recovery, whose waiting rows count as there; may be null.
    Sql refuseOrphans(const ForeignKey& key, const RecoverySql* parents) const;
    Sql refuse(const RowRange& range, StagedKind kind, const QString& reason, const QString& detail) const;
    /// Those that the server refused wait again; how many.
    Sql retryRefused() const;
    /// Rows that are waiting and refer to a row that is not there; how many.
    Sql countOrphans(const ForeignKey& key, const RecoverySql* parents) const;
    /// Makes those rows of `parents` wait that were offered and that waiting rows of this table refer to; how
    /// many.
    Sql callParents(const ForeignKey& key, const RecoverySql& parents) const;
    /// Without a key: how many live rows are equal to those that are to be inserted.
    Sql countEqualNow() const;

    /// The condition of a person, over the staged rows by the live table's name: their numbers, for COPY.
    Sql matching(const QString& condition) const;
    Sql waitingNumbers() const; // for COPY
    Sql countDone() const;
    Sql countStates() const; // kind, state, reason, rows
    /// Number, kind, reason, detail and the key's values (else all) of refused rows.
    Sql refusedRows(qint64 limit) const;

    // The writing ones, for the search_path of the role.
    /// `step`: which of the writing statements; the undo takes them back last first.
    Sql write(StagedKind kind, const RowRange& range, int step) const;
    Sql markDone(StagedKind kind, const RowRange& range, int step) const;
    Sql firstAndLastWaiting(StagedKind kind) const;

    /// What was inserted and changed, as it is now.
    Sql takeAfter() const;
    /// What a trigger or rule kept from being written, though no statement failed; how many. Behind takeAfter.
    Sql refuseSuppressed(StagedKind kind) const;
    Sql dropSuppressed() const; // from what was taken
    /// Rows that were deleted though a row of the backup with the same values in this index was refused: their
    /// numbers, for COPY.
    Sql unreplacedNumbers(const UniqueKey& key) const;
    Sql countDifferent() const;   // from the backup
    Sql keysWritten() const;      // kind and the key's values (else all), for COPY
    /// Sets a sequence that is behind its column; the new value where it was.
    Sql advance(const ColumnSequence& sequence) const;

    // The undo script.
    Sql copyAfter() const;  // number, kind, step, row: for COPY
    Sql copyBefore() const; // the same
    Sql undoStages() const;
    QByteArray undoCopyAfter() const;
    QByteArray undoCopyBefore() const;
    Sql undoFind() const;
    Sql undoCheck() const;
    QByteArray undoUpdate(int step) const; // the body of a DO
    Sql undoDelete(int step) const;
    Sql undoInsert(int step) const;

    Sql stage(const char* role) const; // the name of a temporary table
    /// A column of ours that no column of the table is called.
    Sql own(const char* name) const;

private:
    Sql list(const char* alias, const QStringList& columns) const;
    Sql content(const char* alias, const QStringList& columns) const;
    Sql sameKey(const QList<KeyColumn>& key, const char* one, const char* other) const;
    Sql assignments(const QStringList& columns, const char* alias) const;
    Sql countOf(const Sql& change) const;
    Sql emptyLike(const char* role, const QStringList& columns) const;
    Sql refusing(const char* reason) const;
    bool writesAny(const ForeignKey& key) const; // an UPDATE does
    Sql orphanCondition(const ForeignKey& key, const RecoverySql* parents) const;
    Sql findByContent(const char* stageRole, const QStringList& columns, const QStringList& taken) const;
    QStringList keyNames() const;
    QStringList shownColumns() const; // by which a person knows a row

    /// The temporary tables {wanted}, {seen}, {states}, {written}, {before}, {after}, {found}; our own columns {n},
    /// {kind}, {state}, {part}, {place}, {same}; {live}, with ONLY where that is meant, and {name} without; {columns}
    /// of staged rows; {=}, {>=} and {<=}, said in full for where the search_path is a role's.
    SqlPieces m_pieces;
    RecoveryTarget m_target;
};

} // namespace tidemark::postgres
