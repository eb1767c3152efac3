// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/cluster/serverlook.h"
#include "core/finding.h"
#include "core/folderprivacy.h"
#include "core/runcontext.h"
#include "postgres/queries/server.h"
#include "process/toolhelp.h"
#include "process/toollocator.h"

namespace tidemark::backup::cluster {

/// What was found out about server, tools and disk before a plan is made. A value; goes stale, so run() looks
/// again.
struct ClusterDumpFacts
{
    postgres::ServerFacts server;
    ServerLook look;
    process::ToolSet tools;
    QList<process::HelpOption> toolOptions; // of the pg_dumpall that fits
    qint64 freeBytes = -1;                  // at the destination; -1 unknown
    bool destinationWritable = false;
    core::FolderPlace place; // of the destination
};

/// Asks the server, in each of its databases, and looks at the destination. Blocks; for a worker thread.
/// Error: InvalidInput for a pattern that is none; those of the connection.
core::Result<ClusterDumpFacts> gatherFacts(const ClusterDumpDraft& draft, const access::ServerAccess& server,
                                           const process::ToolSet& tools, const core::RunContext& context);

/// Everything that speaks against the draft, or that should be known before it runs.
core::Findings validate(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts);

/// Whether the file is going to hold password hashes.
RolePasswords passwordsOf(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts);

} // namespace tidemark::backup::cluster
