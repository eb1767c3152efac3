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

void addServerOptions(QCommandLineParser& parser)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("cli", text); };
    addOption(parser, "profile", tr("Connect as this profile says."), "NAME");
    addOption(parser, "connection", tr("Connect to this server: host=… port=… dbname=… user=…, or a postgresql:// URI, without a password. "
                                       "Without it and --profile, PGHOST, PGPORT, PGUSER, PGDATABASE and PGSERVICE say where."), "CONNINFO");
    addOption(parser, "password-stdin", tr("Read the password from the first line of standard input."));
}

} // namespace tidemark::cli
