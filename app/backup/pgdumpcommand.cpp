// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/pgdumpcommand.h"

namespace tidemark::backup {

process::Command pgDumpCommand(const PgDumpParameters& parameters)
{
    process::Command command(parameters.tool.path);
    const DumpForm& form = parameters.form;
    command.addOption(QStringLiteral("--format"), archive::formatText(form.format));
    if (!parameters.file.isEmpty())
        command.addOption(QStringLiteral("--file"), parameters.file);
    if (const QString compression = form.toolCompression(parameters.tool); !compression.isEmpty())
        command.addOption(QStringLiteral("--compress"), compression);
    if (form.format == archive::DumpFormat::Directory && form.compressor == Compressor::Tidemark)
        command.add(QStringLiteral("--no-sync")); // it would look for files that are compressed by then
    if (form.jobs > 1)
        command.addOption(QStringLiteral("--jobs"), QString::number(form.jobs));
    command.addAll(parameters.content);
    for (const ToolOption& option : parameters.options)
        command.add(argumentOf(option));
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

} // namespace tidemark::backup
