// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind of backup does with PostgreSQL's programs.
#pragma once

#include "access/serveraccess.h"
#include "core/runcontext.h"
#include "process/process.h"

#include <QByteArray>

namespace tidemark::backup {

/// Runs it to its end; the command, without secrets, goes into `log` and to the context's. Errors: as process::run, and what
/// the tool's messages mean where it did not succeed.
core::Status runTool(const process::Command& command, const process::RunOptions& options, const core::RunContext& context, QByteArray& log);

/// Ends what killed tools may have left on the server, over a connection of its own that knows of no stop request; best
/// effort, a few seconds at most. A tool that was just starting may connect yet, and a session takes a moment to notice that
/// it is to end: a WAL sender that waits for a checkpoint or its rate does not by itself.
void endToolSessions(const access::ServerAccess& server, const QString& database, const QString& applicationName);

} // namespace tidemark::backup
