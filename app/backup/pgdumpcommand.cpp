// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/pgdumpcommand.h"

namespace tidemark::backup {

process::Command pgDumpCommand(const PgDumpParameters& parameters)
{
    process::Command command(parameters.tool.path);
    command.add(QStringLiteral("--format=custom"));
    command.addOption(QStringLiteral("--file"), parameters.file);
    command.addOption(QStringLiteral("--compress"), parameters.compression);
    command.addOption(QStringLiteral("--lock-wait-timeout"),
                      QString::number(std::chrono::milliseconds(parameters.lockWait).count()));
    if (!parameters.snapshot.isEmpty())
        command.addOption(QStringLiteral("--snapshot"), parameters.snapshot);
    command.add(QStringLiteral("--verbose")).add(QStringLiteral("--no-password"));
    return command;
}

process::Command pgDumpAllGlobalsCommand(const process::Tool& tool, const QString& file, RolePasswords passwords)
{
    process::Command command(tool.path);
    command.add(QStringLiteral("--globals-only"));
    command.addOption(QStringLiteral("--file"), file);
    if (passwords == RolePasswords::Leave)
        command.add(QStringLiteral("--no-role-passwords"));
    command.add(QStringLiteral("--no-password"));
    return command;
}

QString defaultCompression(const process::Tool& pgDump)
{
    // zstd came to pg_dump with 16. Before, zlib's first level costs half the time of its default and a tenth more space.
    return pgDump.version.major() >= 16 ? QStringLiteral("zstd") : QStringLiteral("1");
}

} // namespace tidemark::backup
