// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// Begins a REPEATABLE READ, READ ONLY transaction and exports its snapshot (manual, "Snapshot Synchronization
/// Functions"), so that pg_dump --snapshot sees exactly what this connection sees. Valid until the transaction ends.
/// Works on a standby from PostgreSQL 10 on. Any role.
core::Result<QString> exportSnapshot(Connection& connection);
core::Status endSnapshot(Connection& connection);

} // namespace tidemark::postgres
