// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/backupdraft.h"
#include "core/finding.h"
#include "core/folderprivacy.h"
#include "core/runcontext.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"

namespace tidemark::backup {

/// What was found out about server, tools and disk before a plan is made. A value; goes stale, so run() looks again.
struct BackupFacts
{
    postgres::ServerFacts server;
    QList<ExpectedRelation> relations; // all of the database, and what of each is wanted
    QStringList emptyPatterns;         // of those that say what to dump: the ones that mean nothing here
    QList<postgres::ReadObstacle> obstacles;
    process::ToolSet tools;
    QList<process::HelpOption> toolOptions; // of the pg_dump that fits; read where the draft names options
    core::ByteSize tableBytes;              // what the dump has to read
    int cores = 1;
    qint64 freeBytes = -1;     // at the destination; -1 unknown
    bool destinationWritable = false;
    core::FolderPlace place;   // of the destination
};

/// Asks the server (in the draft's database) and looks at the destination. Blocks; for a worker thread.
core::Result<BackupFacts> gatherFacts(const BackupDraft& draft, const access::ServerAccess& server,
                                      const process::ToolSet& tools, const core::RunContext& context);

/// Everything that speaks against the draft, or that should be known before it runs.
core::Findings validate(const BackupDraft& draft, const BackupFacts& facts);

} // namespace tidemark::backup
