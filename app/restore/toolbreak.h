// SPDX-License-Identifier: GPL-3.0-or-later
// What broke a restoring tool, where that is not the backup.
#pragma once

#include "core/error.h"
#include "process/process.h"

namespace tidemark::restore {

/// A tool that a signal ended. Corrupt where it crashed, which archives do that are damaged; Io where
/// somebody ended it, as the system does when memory runs out.
core::Error endedBySignal(const QString& tool, const process::Finished& finished);

/// Whether a server's or a tool's message is about its own limits (memory, locks, connections), or says that
/// somebody cancelled: it says nothing about what was being restored. English messages only.
bool isServerTrouble(const QString& message);

} // namespace tidemark::restore
