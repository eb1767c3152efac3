// SPDX-License-Identifier: GPL-3.0-or-later
// `tidemarkctl backup --physical`.
#pragma once

#include "backup/base/basebackupdraft.h"
#include "cli/commandline.h"

namespace tidemark::cli {

/// The options that only a base backup has, and --physical itself.
void addBaseBackupOptions(QCommandLineParser& parser);
/// InvalidInput where one of them is given without --physical.
core::Status refuseWithoutPhysical(const Invocation& invocation);
/// What the options say, on top of the plan where there is one; the server's label is empty unless that has it. InvalidInput for
/// options that only dumps have.
core::Result<backup::base::BaseBackupDraft> baseBackupDraftFrom(const Invocation& invocation, const QJsonObject& plan);
/// Makes a base backup of the server that is named, or prints its plan.
core::Result<Outcome> runBaseBackup(Invocation& invocation, const QJsonObject& plan);

} // namespace tidemark::cli
