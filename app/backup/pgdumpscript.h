// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupplan.h"
#include "postgres/connectionspec.h"

namespace tidemark::backup {

/// A POSIX shell script that makes the same dumps with PostgreSQL's programs alone, and says in its comments what it does
/// without. Its sets go below the folder "pg_dump" of the destination, because they are none of Tidemark's. Holds no
/// password. The server has to be reached as `server` says: not through a tunnel of ours.
QString pgDumpScript(const QList<BackupPlan>& plans, const postgres::ConnectionSpec& server);

} // namespace tidemark::backup
