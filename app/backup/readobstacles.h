// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/server.h"

namespace tidemark::backup {

/// Blockers for what a role may not read of one database: the first few with their remedy, and how many more
/// there are. `database` is named where the backup is of several; empty otherwise.
core::Findings obstacleFindings(const QList<postgres::ReadObstacle>& obstacles,
                                const postgres::ServerFacts& server, const QString& database = {});

} // namespace tidemark::backup
