// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/localcluster.h"
#include "postgres/connection.h"

namespace tidemark::restore::base {

enum class NoLogin
{
    Refuse,
    MakeOne, // for copies that are thrown away: a role `tidemark_drill_superuser`
};

/// How to enter a server on files that come from elsewhere.
struct WayIn
{
    QString database; // takes connections
};

/// Starts the cluster, finds a superuser that can log in and enters it into the cluster, whatever they are
/// called: `postgres` is tried, else the server is asked in single-user mode, for which it is stopped and
/// started once more. Errors: those of LocalCluster::start; NotFound where no superuser can log in.
core::Result<WayIn> startAndEnter(cluster::LocalCluster& cluster, NoLogin noLogin, std::chrono::seconds limit,
                                  const core::RunContext& context);

core::Result<postgres::Connection> connectTo(const cluster::LocalCluster& cluster, const QString& database,
                                             const core::RunContext& context);

} // namespace tidemark::restore::base
