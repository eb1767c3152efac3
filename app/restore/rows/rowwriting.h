// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a recovery, on their way from where they wait into their tables.
#pragma once

#include "core/runcontext.h"
#include "postgres/queries/rowrecovery.h"

#include <functional>

namespace tidemark::restore::rows {

/// In a transaction that goes on: rows that the server refuses (by a constraint, a trigger) are noted as
/// refused with its words, and the others are written. Errors: Cancelled; those of the connection.
class RowWriting
{
public:
    /// `say` hears the share of `rows` that was tried, 0 to 1. All of them outlive this.
    RowWriting(postgres::RecoveryTransaction& transaction, const QList<postgres::RecoverySql>& tables,
               qint64 rows, std::function<void(double)> say, const core::RunContext& context);

    core::Status run();

private:
    core::Status writeKind(const postgres::RecoverySql& sql, postgres::StagedKind kind);
    core::Status writeRange(const postgres::RecoverySql& sql, postgres::StagedKind kind,
                            const postgres::RowRange& range);
    void sayTried() const;

    postgres::RecoveryTransaction& m_transaction;
    const QList<postgres::RecoverySql>& m_tables;
    qint64 m_rows;
    std::function<void(double)> m_say;
    const core::RunContext& m_context;
    qint64 m_tried = 0; // of m_rows
    bool m_refusedByServer = false;
};

} // namespace tidemark::restore::rows
