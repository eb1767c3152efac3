// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/backupdraft.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"

namespace tidemark::backup {

/// What was found out about server, tools and disk before a plan is made. A value; goes stale, so run() looks again.
struct BackupFacts
{
    postgres::ServerFacts server;
    QList<postgres::Relation> relations;
    QList<postgres::ReadObstacle> obstacles;
    process::ToolSet tools;
    core::ByteSize tableBytes; // what a dump has to read
    qint64 freeBytes = -1;     // at the destination; -1 unknown
    bool destinationWritable = false;
};

/// Asks the server (in the draft's database) and looks at the destination. Blocks; for a worker thread.
core::Result<BackupFacts> gatherFacts(const BackupDraft& draft, const access::ServerAccess& server,
                                      const process::ToolSet& tools, const core::RunContext& context);

/// Everything that speaks against the draft, or that should be known before it runs.
core::Findings validate(const BackupDraft& draft, const BackupFacts& facts);

} // namespace tidemark::backup
