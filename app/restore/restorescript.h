// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesink.h"
#include "postgres/queries/rowrecovery.h"
#include "restore/restoreplan.h"

namespace tidemark::restore {

/// All that a plan restores as one transaction for psql: what has to go, definitions, rows, keys, and what is
/// put back. Reads the archive. Errors: those of archive::Dump and of the sink; Conflict where the archive is
/// no longer the one that was planned with; Cancelled. COMMIT is not written then.
core::Status writeScript(const RestorePlan& plan, archive::ByteSink& sink, const core::RunContext& context);

/// What came of a script, as the server has it: whoever was stopped or cut off while it was committed may
/// have been heard all the same.
struct ScriptEnd
{
    core::Status status; // no error once it is committed
    postgres::TransactionOutcome outcome = postgres::TransactionOutcome::RolledBack;
    QString transaction; // for transactionOutcome(); empty where that is a new database, which can be dropped
    QString interrupted; // what came between, where it is committed all the same
};

/// psql reads it and runs it in the plan's database. Errors: also those of runPsql().
ScriptEnd loadScript(const RestorePlan& plan, const access::ServerAccess& server,
                     const core::RunContext& context);

/// The same into a new file, which appears once it is whole; compressed where its name ends in .gz, .zst or
/// .lz4. Its size in bytes. Errors: also Conflict where the file exists.
core::Result<qint64> writeScriptFile(const RestorePlan& plan, const core::RunContext& context);

} // namespace tidemark::restore
