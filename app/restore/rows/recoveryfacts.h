// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/rowrecoverysql.h"
#include "restore/rows/differences.h"

#include <memory>

namespace tidemark::restore::rows {

/// What was found out about the table in the backup and on the server.
struct RecoveryFacts
{
    DiffReport diff; // all differences counted, of every kind
    TableDiffFacts compared;
    postgres::RecoveryTable table;
    std::shared_ptr<const Differences> rows; // of the kinds that the draft names
    /// Missing rows where it names extra ones alone: none of these may go that one of those is equal to; else
    /// null.
    std::shared_ptr<const Differences> guards;
    QString database;
};

/// Compares the table and keeps the rows that differ. Blocks; for a worker thread. Errors: as diffTable and
/// postgres::describeForRecovery.
core::Result<RecoveryFacts> gatherFacts(const archive::Dump& dump, const RecoveryDraft& draft,
                                        postgres::Connection& connection, const core::RunContext& context);

/// What keeps the draft from being carried out, and what one should know before.
core::Findings validate(const RecoveryDraft& draft, const RecoveryFacts& facts);

/// How the statements see the table; rows are found by key where a unique index says that this is one.
postgres::RecoveryTarget targetOf(const RecoveryDraft& draft, const RecoveryFacts& facts, int number);

} // namespace tidemark::restore::rows
