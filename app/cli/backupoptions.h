// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupdraft.h"
#include "cli/commandline.h"

namespace tidemark::cli {

void addBackupOptions(QCommandLineParser& parser);

/// The plan that --plan names; empty without it. Errors: InvalidInput for a file that is none, and those of reading it.
core::Result<QJsonObject> readPlan(const Invocation& invocation);

/// What the options of `backup` say, on top of the plan where there is one. The server's label is empty unless a plan has it;
/// `database` is empty where the connection's own is meant. Error: InvalidInput.
core::Result<backup::BackupDraft> backupDraftFrom(const Invocation& invocation, const QJsonObject& plan);

/// The option's value. InvalidInput where it is no number, or below `least`.
core::Result<int> wholeNumber(const Invocation& invocation, const char* option, int least);

} // namespace tidemark::cli
