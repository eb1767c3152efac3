// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include "store/preferences.h"

#include <QCoreApplication>

namespace tidemark::cli {

core::Result<process::ToolSet> Invocation::tools() const
{
    return process::locateTools(store::Preferences().toolFolders(), context);
}

core::Error usageError(const QString& message, const QString& subcommand)
{
    const QString help = subcommand.isEmpty() ? QStringLiteral("tidemarkctl --help") : QStringLiteral("tidemarkctl %1 --help").arg(subcommand);
    return {core::ErrorKind::InvalidInput, message, {}, QCoreApplication::translate("cli", "See: %1").arg(help)};
}

void addOption(QCommandLineParser& parser, const char* name, const QString& description, const char* valueName)
{
    if (valueName)
        parser.addOption(QCommandLineOption(QLatin1String(name), description, QLatin1String(valueName)));
    else
        parser.addOption(QCommandLineOption(QLatin1String(name), description));
}

} // namespace tidemark::cli
