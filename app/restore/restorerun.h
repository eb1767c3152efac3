// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "core/verdict.h"
#include "restore/contentcheck.h"
#include "restore/restoreplan.h"

#include <QJsonObject>

namespace tidemark::restore {

struct RestoreReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString database;    // its name now: the one asked for, or the incomplete one where objects are missing
    qint64 objects = 0;  // restored
    QList<TableComparison> tables;
    std::chrono::milliseconds duration{0};

    qint64 rows() const;
    QJsonObject toJson() const;
};

/// Creates the database under an incomplete name, restores in three stages, compares every table with the backup,
/// gathers planner statistics and renames. Blocks; for a worker thread. When it is cancelled or breaks off, the new
/// database is dropped again; when objects could not be restored it is kept under its incomplete name and the verdict
/// is Failed. The result of the comparison is noted beside the set.
core::Result<RestoreReport> run(const RestorePlan& plan, const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::restore
