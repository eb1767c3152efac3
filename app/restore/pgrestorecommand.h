// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "process/command.h"
#include "process/toollocator.h"
#include "restore/restoredraft.h"

namespace tidemark::restore {

struct PgRestoreParameters
{
    process::Tool tool;
    QString archive;
    QString listFile; // empty: everything
    Ownership ownership = Ownership::Me;
    int jobs = 1;
    archive::Tablespaces tablespaces = archive::Tablespaces::None;
    QList<process::ToolOption> options{}; // others, by name
};

/// Connection options are added by access::ToolAccess. (Manual, "pg_restore".)
process::Command pgRestoreCommand(const PgRestoreParameters& parameters);

} // namespace tidemark::restore
