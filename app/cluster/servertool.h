// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/unprivileged.h"
#include "process/toollocator.h"

namespace tidemark::cluster {

/// The programs of one major version that a cluster is made and run with.
struct ServerTools
{
    process::Tool initDb;
    process::Tool pgCtl;
    int major = 0;

    /// `major` 0 is the newest of which everything is here. Error: ToolMissing, with the package to install.
    static core::Result<ServerTools> find(const process::ToolSet& tools, int major);
};

/// Runs a server program to its end inside the cluster's folder, as the server's user. Paths in arguments are relative to the folder, because some programs hand them to a shell, where a folder's own
/// name could do harm. The environment's PG… variables do not reach it. `input`: a descriptor of the caller's.
core::Result<process::Finished> runServerProgram(const process::Command& program, const QString& folder, const ServerUser& user,
                                                 std::chrono::milliseconds limit, const core::RunContext& context,
                                                 std::optional<int> input = std::nullopt);
/// The same, and an error where its exit code is not zero.
core::Status runServerTool(const process::Tool& tool, const QStringList& arguments, const QString& folder,
                           const ServerUser& user, std::chrono::milliseconds limit, const core::RunContext& context);

} // namespace tidemark::cluster
