// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/pgrestorecommand.h"

namespace tidemark::restore {

process::Command pgRestoreCommand(const PgRestoreParameters& parameters)
{
    process::Command command(parameters.tool.path);
    command.add(QStringLiteral("--verbose")).add(QStringLiteral("--no-password"));
    if (parameters.ownership == Ownership::Me)
        command.add(QStringLiteral("--no-owner"));
    if (parameters.tablespaces == archive::Tablespaces::None)
        command.add(QStringLiteral("--no-tablespaces"));
    if (parameters.jobs > 1)
        command.addOption(QStringLiteral("--jobs"), QString::number(parameters.jobs));
    for (const process::ToolOption& option : parameters.options)
        command.add(process::argumentOf(option));
    if (!parameters.listFile.isEmpty())
        command.addOption(QStringLiteral("--use-list"), parameters.listFile);
    command.add(parameters.archive);
    return command;
}

} // namespace tidemark::restore
