// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/target.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "process/toollocator.h"

namespace tidemark::access {

/// Tries a connection as the Test button and `profiles test` do: reaches the server, says what it is, whether the way is
/// encrypted, what the role may read, and whether a dump program for it is here. Changes nothing. Ids of the findings:
/// connection.ok, connection.failed, connection.cancelled, tunnel.ok, encryption.on, encryption.off, server.standby,
/// role.readsAll, role.limited, tool.ok, tool.missing, tool.tooOld.
core::Findings checkConnection(const Target& target, const process::ToolSet& tools, const core::RunContext& context);

} // namespace tidemark::access
