// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "restore/rows/recoveryplan.h"

namespace tidemark::restore::rows {

/// The COPY line of a staged row, as it is sent and as scripts have it.
void appendStagedLine(QByteArray& into, qint64 number, RowKind kind, const char* state, QByteArrayView line);

/// Makes the temporary tables of one table and fills them with its chosen rows; with `offer`, with the
/// missing ones that are not chosen too, as offered. Errors: those of the server, with the row's place.
core::Status stageRows(postgres::RecoveryTransaction& transaction, const postgres::RecoverySql& sql,
                       const PlannedTable& table, Parents offer, const core::RunContext& context);

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
/// Whether all its columns are among the staged ones and its table can be read.
bool canCheck(const postgres::ForeignKey& key, const PlannedTable& table);

core::Result<QList<RefusedRow>> readRefused(postgres::RecoveryTransaction& transaction,
                                            const postgres::RecoverySql& sql, qint64 limit);

} // namespace tidemark::restore::rows
