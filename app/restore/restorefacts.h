// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"
#include "restore/restoredraft.h"
#include "restore/restoresource.h"

namespace tidemark::restore {

/// What was found out about the archive and the target server before a plan is made.
struct RestoreFacts
{
    RestoreSource source;
    postgres::ServerFacts server;
    QList<postgres::Database> databases;
    QStringList missingRoles; // that the archive names as owners and the server does not have
    process::ToolSet tools;

    bool hasDatabase(const QString& name) const;
};

/// Blocks; for a worker thread.
core::Result<RestoreFacts> gatherFacts(const RestoreDraft& draft, const access::ServerAccess& server,
                                       const process::ToolSet& tools, const core::RunContext& context);
core::Findings validate(const RestoreDraft& draft, const RestoreFacts& facts);

/// The pg_restore that reads this archive and suits the target: of the target's major where that can read it.
core::Result<process::Tool> pickPgRestore(const RestoreFacts& facts);

} // namespace tidemark::restore
