// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a recovery, on their way from where they wait into their tables.
#pragma once

#include "core/runcontext.h"
#include "postgres/queries/rowrecovery.h"

#include <functional>

namespace tidemark::restore::rows {

/// One writing statement after the other of the same kind: a step of the undo, which goes back last first.
struct WrittenStep
{
    qsizetype table = 0;
    postgres::StagedKind kind = postgres::StagedKind::Missing;
    friend bool operator==(const WrittenStep&, const WrittenStep&) = default;
};

/// In a transaction that goes on: rows that the server refuses (by a constraint, a trigger) are noted as
/// refused with its words, and the others are written. Errors: Cancelled; those of the connection.
class RowWriting
{
public:
    /// `say` hears the share of `rows` that was tried, 0 to 1. All of them outlive this.
    RowWriting(postgres::RecoveryTransaction& transaction, const QList<postgres::RecoverySql>& tables,
               qint64 rows, std::function<void(double)> say, const core::RunContext& context);

    core::Status run();
    /// In their order; the first is the step 1 of the statements.
    const QList<WrittenStep>& steps() const { return m_steps; }

private:
    core::Status writeKind(const WrittenStep& step);
    core::Status writeRange(const WrittenStep& step, const postgres::RowRange& range);
    void sayTried() const;

    postgres::RecoveryTransaction& m_transaction;
    const QList<postgres::RecoverySql>& m_tables;
    qint64 m_rows;
    std::function<void(double)> m_say;
    const core::RunContext& m_context;
    QList<WrittenStep> m_steps;
    bool m_backwards = false;
    qint64 m_tried = 0; // of m_rows
    bool m_refusedByServer = false;
};

} // namespace tidemark::restore::rows
