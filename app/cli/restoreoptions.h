// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"
#include "restore/restoredraft.h"

namespace tidemark::cli {

/// Everything that `restore` takes, but for the choice of the server.
void addRestoreOptions(QCommandLineParser& parser);

/// What the options say. InvalidInput for what contradicts itself.
core::Result<restore::RestoreDraft> restoreDraftFrom(const Invocation& invocation);

} // namespace tidemark::cli
