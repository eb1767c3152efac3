// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "core/verdict.h"
#include "postgres/queries/rowrecovery.h"
#include "restore/contentcheck.h"
#include "restore/restoreplan.h"

#include <QJsonObject>

#include <functional>

namespace tidemark::restore {

struct RestoreReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString database;    // its name now: the one asked for, or the incomplete one where objects are missing
    QString file;        // instead, where an SQL file was written; then nothing was compared
    qint64 bytes = 0;    // of that file
    bool isPart = false; // of the backup, or an existing database has more than it
    qint64 objects = 0;  // restored
    QList<TableComparison> tables;
    std::chrono::milliseconds duration{0};
    std::chrono::milliseconds restoring{
        0}; // of it, until everything was there; the rest is looking at the result

    void add(core::Severity severity, const char* id, const QString& sentence, const QString& hint = {});
    qint64 rows() const;
    QJsonObject toJson() const;
};

/// Gets the report of a run that came to one, and may add to it before it is noted beside the set.
using LastWord = std::function<void(RestoreReport& report)>;

/// A new database is made under an incomplete name, filled in stages (by psql in one transaction),
/// every table compared with the backup, planner statistics gathered, and renamed. When it is cancelled or
/// breaks off, the new database is dropped again; when objects could not be restored it is kept under its
/// incomplete name and the verdict is Failed. The result, after `lastWord`, is noted beside the set where it
/// says something about the backup: not where a server or a role could not take objects. Into an
/// existing database everything goes in one transaction: when it is cancelled or breaks off nothing has
/// changed, as the error's hint says. Conflict before anything is done where the archive is no longer the one
/// that was planned with. Beside its originals there: see besiderun.h. `outcome`, where it is given, is of
/// that one transaction, also where there is an error. Blocks; for a worker thread.
core::Result<RestoreReport> run(const RestorePlan& plan, const access::ServerAccess& server,
                                const core::RunContext& context, const LastWord& lastWord = {},
                                postgres::TransactionOutcome* outcome = nullptr);

} // namespace tidemark::restore
