// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupanswers.h"
#include "cli/commandline.h"

namespace tidemark::cli {

void addBackupOptions(QCommandLineParser& parser);

/// What the options of `backup` say, on top of the plan where there is one, or of what --preset or --like name. The server's label is empty unless a plan
/// has it; no database is named where the connection's own is meant, and no folder where none was given. Errors: InvalidInput,
/// NotFound, and those of reading the presets or the set.
core::Result<backup::BackupAnswers> backupAnswersFrom(const Invocation& invocation, const QJsonObject& plan);

/// The id of the profile that --profile names, empty where it is not given: whose presets are meant. Errors: those of
/// store::ProfileStore.
core::Result<QString> presetOwner(const Invocation& invocation);

/// The plan that --plan names; empty without it. Errors: InvalidInput for a file that is none, and those of reading it.
core::Result<QJsonObject> readPlan(const Invocation& invocation);

/// The option's value. InvalidInput where it is no number, or below `least`.
core::Result<int> wholeNumber(const Invocation& invocation, const char* option, int least);

} // namespace tidemark::cli
