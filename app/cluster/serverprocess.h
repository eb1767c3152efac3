// SPDX-License-Identifier: GPL-3.0-or-later
// Finds and ends the processes of a PostgreSQL server that works in one data folder. Signals are sent directly (manual,
// "Shutting Down the Server"), so stopping needs no program and cannot be cancelled half-way.
#pragma once

#include "cluster/clusterkind.h"
#include "core/processidentity.h"
#include "core/result.h"

#include <QList>

#include <chrono>

namespace tidemark::cluster {

/// The process that postmaster.pid names, believed only where it is a `postgres` that works in that very folder.
std::optional<core::ProcessIdentity> findPostmaster(const QString& dataFolder);

/// Every `postgres` whose working directory is this folder.
QList<qint64> serverProcesses(const QString& folder);

/// Signals and waits until it has ended; what does not end within `limit` is ended harder: Fast, Immediate, SIGKILL.
/// Error: Internal where even that did not help.
core::Status stopPostmaster(const core::ProcessIdentity& postmaster, StopMode mode, std::chrono::milliseconds limit);

/// Kills what still works in the folder after its postmaster is gone, and frees the System V segment that postmaster.pid
/// names, should a killed server have left it. Nothing of others is touched.
void clearAfterServer(const QString& dataFolder);

} // namespace tidemark::cluster
