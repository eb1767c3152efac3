// SPDX-License-Identifier: GPL-3.0-or-later
// `tidemarkctl restore --into-cluster`: a base backup becomes a server of this machine.
#pragma once

#include "cli/commandline.h"

namespace tidemark::cli {

/// The options that only a restore of a base backup has, and the one that asks for it.
void addNewClusterOptions(QCommandLineParser& parser);
/// InvalidInput where one of them is given without --into-cluster.
core::Status refuseWithoutNewCluster(const Invocation& invocation);
/// Errors: InvalidInput, also for options that only other restores have; those of the run.
core::Result<Outcome> runNewCluster(Invocation& invocation);

} // namespace tidemark::cli
