// SPDX-License-Identifier: GPL-3.0-or-later
// `tidemarkctl backup --physical`.
#pragma once

#include "cli/commandline.h"
#include "cli/connect.h"

namespace tidemark::cli {

/// The options that only a base backup has, and --physical itself.
void addBaseBackupOptions(QCommandLineParser& parser);
/// InvalidInput where one of them is given without --physical.
core::Status refuseWithoutPhysical(const Invocation& invocation);
/// Makes a base backup as the options say, of a server that is open. InvalidInput for options that only dumps have.
core::Result<Outcome> runBaseBackup(Invocation& invocation, const OpenServer& server, const process::ToolSet& tools);

} // namespace tidemark::cli
