// SPDX-License-Identifier: GPL-3.0-or-later
// One function per tool turns parameters into a command (manual, "pg_dump", "pg_dumpall"). Connection options and
// secrets are added by access::ToolAccess.
#pragma once

#include "process/command.h"
#include "process/toollocator.h"

#include <chrono>

namespace tidemark::backup {

struct PgDumpParameters
{
    process::Tool tool;
    QString file;
    QString snapshot;    // empty: pg_dump takes its own
    QString compression; // as --compress wants it: "zstd", "1"
    std::chrono::seconds lockWait{30};
};

process::Command pgDumpCommand(const PgDumpParameters& parameters);

enum class RolePasswords
{
    Keep, // needs a superuser: reads pg_authid
    Leave,
};

process::Command pgDumpAllGlobalsCommand(const process::Tool& tool, const QString& file, RolePasswords passwords);

/// The quickest compression that this tool and its stock pg_restore share.
QString defaultCompression(const process::Tool& pgDump);

} // namespace tidemark::backup
