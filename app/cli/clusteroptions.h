// SPDX-License-Identifier: GPL-3.0-or-later
// `tidemarkctl backup --cluster`, and --globals-only.
#pragma once

#include "backup/cluster/clusterdumpdraft.h"
#include "cli/commandline.h"

namespace tidemark::cli {

/// The options that only a dump of a whole server has, and those that ask for one.
void addClusterOptions(QCommandLineParser& parser);
/// InvalidInput where one of them is given without a dump of a whole server.
core::Status refuseWithoutCluster(const Invocation& invocation);

/// Whether one of the options asks for a dump of a whole server.
bool asksForCluster(const Invocation& invocation);
/// What the options say, on top of the plan where there is one. The server's label is empty unless a plan has
/// it. Error: InvalidInput, also for options that only other backups have and for plans of another kind.
core::Result<backup::cluster::ClusterDumpDraft> clusterDraftFrom(const Invocation& invocation,
                                                                 const QJsonObject& plan);

} // namespace tidemark::cli
