// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/toolaccess.h"
#include "archive/bytesink.h"
#include "core/runcontext.h"
#include "process/toollocator.h"

#include <functional>

namespace tidemark::restore {

/// Whether this psql can be kept from running what a dump says to it rather than to the server (\restrict,
/// CVE-2025-8714).
bool refusesMetaCommands(core::ServerVersion psql);

/// Writes the text that psql reads. Called on a thread of its own; progress of the context is passed on to
/// the thread of the run.
using ScriptWriter = std::function<core::Status(archive::ByteSink&, const core::RunContext&)>;

/// For copying and for the run: stops at the first error, reads no settings of the person's own.
process::Command psqlCommand(const process::Tool& psql);

/// Feeds psql with what `write` writes, the whole of it between BEGIN and COMMIT by the writer's own doing:
/// when the writer fails or is cancelled psql sees the end of its input before COMMIT. No line is taken for a
/// command to psql itself. `onRow` is told of every row that a statement returns, as unaligned text, and
/// `onTick` called a few times a second, on this thread. Errors: the writer's; those of process::run; what
/// the server said, with the statement.
core::Status runPsql(const process::Tool& psql, const access::ToolAccess& access, const ScriptWriter& write,
                     const std::function<void(const QByteArray&)>& onRow, const std::function<void()>& onTick,
                     const core::RunContext& context);

} // namespace tidemark::restore
