// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/base/basebackupdraft.h"
#include "core/finding.h"
#include "core/folderprivacy.h"
#include "core/runcontext.h"
#include "postgres/queries/basebackup.h"
#include "postgres/queries/hbarules.h"
#include "postgres/queries/server.h"
#include "process/toollocator.h"

#include <QSet>

namespace tidemark::backup::base {

/// What was found out about server, tools and disk before a plan is made. A value; goes stale, so run() looks again.
struct BaseBackupFacts
{
    postgres::ServerFacts server;
    postgres::BaseBackupSource source;
    std::optional<postgres::SystemIdentity> identity; // what the server said over a replication connection
    std::optional<core::Error> refusal;               // why there was none
    std::optional<postgres::HbaRules> hbaRules;       // where the role may read them
    process::ToolSet tools;
    qint64 freeBytes = -1; // at the destination; -1 unknown
    bool destinationWritable = false;
    core::FolderPlace place; // of the destination
    QSet<QString> occupied; // of the folders that tablespaces would go to, those that hold something here
};

/// Asks the server, tries a replication connection, and looks at the destination. Blocks; for a worker thread.
core::Result<BaseBackupFacts> gatherFacts(const BaseBackupDraft& draft, const access::ServerAccess& server, const process::ToolSet& tools,
                                          const core::RunContext& context);

/// Everything that speaks against the draft, or that should be known before it runs.
core::Findings validate(const BaseBackupDraft& draft, const BaseBackupFacts& facts);

/// What the draft comes to: its own compression, or the tool's quickest.
Compression compressionOf(const BaseBackupDraft& draft, core::ServerVersion tool);

} // namespace tidemark::backup::base
