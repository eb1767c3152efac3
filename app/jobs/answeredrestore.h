// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"
#include "jobs/recordedruns.h"
#include "store/profilestore.h"
#include "store/sanitystore.h"

#include <optional>

namespace tidemark::jobs {

/// A restore, and what the sanity queries answer of what it made.
struct AnsweredRestore
{
    restore::RestoreReport report; // with the findings of the answers, too; Differences where an expectation
                                   // does not hold
    QList<core::SanityResult> sanity;
    QStringList live; // names of those whose source is the live database, as it is now

    QJsonObject toJson() const;
};

/// The queries that a restore is asked: those kept for the database that was backed up. None where only some
/// of it, or no rows, are restored. `here` is the server that is restored to: dumps from elsewhere do not
/// say whose they are. Errors: those of the store.
core::Result<QList<core::SanityQuery>> sanityQueriesFor(const restore::RestorePlan& plan, const QString& here,
                                                        const store::SanityStore& queries,
                                                        const store::ProfileStore& profiles);

/// runRestore(), or with `before` runRestoreAfterBackup(); then the queries are asked of the restored
/// database. Their source is what the backup itself says, else the live database where that is on the same
/// server. What cannot be asked is a finding: the restore is done.
core::Result<AnsweredRestore> runAnsweredRestore(const std::optional<backup::BackupPlan>& before,
                                                 const restore::RestorePlan& plan,
                                                 const QList<core::SanityQuery>& queries,
                                                 const access::ServerAccess& server, const RunOwner& owner,
                                                 const core::RunContext& context);

} // namespace tidemark::jobs
