// SPDX-License-Identifier: GPL-3.0-or-later
// One function per tool turns parameters into a command (manual, "pg_dump", "pg_dumpall"). Connection options and
// secrets are added by access::ToolAccess.
#pragma once

#include "backup/dumpform.h"
#include "backup/rolepasswords.h"
#include "backup/tooloptions.h"
#include "process/command.h"
#include "process/toollocator.h"

#include <chrono>

namespace tidemark::backup {

struct PgDumpParameters
{
    process::Tool tool;
    QString file;        // empty: standard output
    QString snapshot;    // empty: pg_dump takes its own
    DumpForm form;
    QStringList content; // ContentChoice::arguments()
    QList<ToolOption> options;
    std::chrono::seconds lockWait{30};
};

process::Command pgDumpCommand(const PgDumpParameters& parameters);

process::Command pgDumpAllGlobalsCommand(const process::Tool& tool, const QString& file, RolePasswords passwords);

} // namespace tidemark::backup
