// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that were started for somebody and run on after the program: found again by their folder's name.
#pragma once

#include "cluster/clusterregistry.h"
#include "core/runcontext.h"
#include "postgres/connectionspec.h"
#include "process/toollocator.h"

namespace tidemark::cluster {

/// A kept sandbox, or a cluster that a base backup was restored into, as lists show it.
struct KeptCluster
{
    ClusterRecord record;
    bool isRunning = false;

    /// What it is called by: the last part of its folder's path.
    QString name() const;
    postgres::ConnectionSpec spec() const;
};

/// Those of this user, the newest first.
core::Result<QList<KeptCluster>> keptSandboxes();
/// By name or by folder. Errors: NotFound, with the names that there are; Conflict where several have that name.
core::Result<KeptCluster> findKeptSandbox(const QString& nameOrFolder);

/// Starts one that is stopped; no error where it runs. Errors: as LocalCluster::start.
core::Status startKept(const KeptCluster& cluster, const process::ToolSet& tools,
                       const core::RunContext& context);
/// Ends its sessions and stops it; what is in it stays. No error where it does not run.
core::Status stopKept(const KeptCluster& cluster);
/// Stops it and removes everything in it.
core::Status removeKept(const KeptCluster& cluster);

} // namespace tidemark::cluster
