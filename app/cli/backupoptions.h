// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupdraft.h"
#include "cli/commandline.h"

namespace tidemark::cli {

void addBackupOptions(QCommandLineParser& parser);

/// What the options of `backup` say, on top of the plan that --plan names. The server's label is empty unless a plan has it;
/// `database` is empty where the connection's own is meant. Errors: InvalidInput, and those of reading the plan.
core::Result<backup::BackupDraft> backupDraftFrom(const Invocation& invocation);

} // namespace tidemark::cli
