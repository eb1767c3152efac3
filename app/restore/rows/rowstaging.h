// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "restore/rows/recoveryplan.h"

namespace tidemark::restore::rows {

enum class Stage
{
    Wanted, // rows of the backup
    Seen,   // live ones
};

/// What becomes of missing rows that were not chosen.
enum class Unchosen
{
    Leave,
    Guard, // where rows are to be deleted: staged, so that none is that one of them is equal to
    Offer, // staged as offered, else as Guard
};

/// The COPY lines of the rows that are staged, as they are sent and as scripts have them, with their
/// newlines. Errors: those of `take`; Cancelled.
core::Status
forEachStagedLine(const PlannedTable& table, Stage stage, Unchosen unchosen, const core::RunContext& context,
                  const std::function<core::Status(qint64 number, const QByteArray& line)>& take);

/// Makes the temporary tables of one table and fills them. Errors: those of the server, with the row's place.
core::Status stageRows(postgres::RecoveryTransaction& transaction, const postgres::RecoverySql& sql,
                       const PlannedTable& table, Unchosen unchosen, const core::RunContext& context);

/// The statements that refuse what collides with the live rows as they are, each with a count; behind
/// RecoverySql::takeBefore.
QList<postgres::Sql> conflictChecks(const postgres::RecoverySql& sql, const PlannedTable& table);
/// Those that refuse rows whose parents neither are there nor will be. Each round may leave others without.
QList<postgres::Sql> orphanChecks(const QList<postgres::RecoverySql>& all, const QList<PlannedTable>& tables);

core::Status refuseConflicts(postgres::RecoveryTransaction& transaction, const postgres::RecoverySql& sql,
                             const PlannedTable& table);
/// Refuses rows whose parents neither are there nor will be, and rows that need those, and so on.
core::Status refuseOrphans(postgres::RecoveryTransaction& transaction,
                           const QList<postgres::RecoverySql>& all, const QList<PlannedTable>& tables);

/// The table of the recovery that a foreign key refers to; -1 where it is none.
qsizetype parentIndex(const QList<PlannedTable>& tables, const postgres::ForeignKey& key);
bool isStaged(const postgres::UniqueKey& key, const PlannedTable& table); // all its columns
/// Whether all its columns are among the staged ones and its table can be read.
bool canCheck(const postgres::ForeignKey& key, const PlannedTable& table);

core::Result<QList<RefusedRow>> readRefused(postgres::RecoveryTransaction& transaction,
                                            const postgres::RecoverySql& sql, qint64 limit);

} // namespace tidemark::restore::rows
