// SPDX-License-Identifier: GPL-3.0-or-later
// Recoveries as SQL for psql: what is going to be done, for reading and copying, and what takes it back.
#pragma once

#include "core/partialfile.h"
#include "restore/rows/recoveryplan.h"
#include "restore/rows/rowwriting.h"

namespace tidemark::restore::rows {

/// What run() does, as a script of its own: the same statements with the rows in it, in one transaction that
/// ends with COMMIT. Rows that collide are left out as in the run; any other error ends it. Of each table at
/// most `rowLimit` rows are written, then a comment says how many there are. In the encoding of the backup,
/// which the script says. Errors: those of `write`; Cancelled.
core::Status writeRecoveryScript(const RecoveryPlan& plan, qint64 rowLimit,
                                 const std::function<core::Status(QByteArrayView)>& write,
                                 const core::RunContext& context);

/// After the rows were written and before the commit: a script that puts every row back as it was, after it
/// has made sure that each is as the recovery left it: the steps of the writing, last first, so that what was
/// in the way of one is out of its way again. Takes the rows from the server.
core::Status writeUndoScript(postgres::RecoveryTransaction& transaction,
                             const QList<postgres::RecoverySql>& all, const QList<WrittenStep>& steps,
                             const RecoveryPlan& plan, core::PartialFile& file);

} // namespace tidemark::restore::rows
