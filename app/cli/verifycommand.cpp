// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/trialrestores.h"

#include <QCoreApplication>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::verify", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("verify"));
}

core::Result<TrialOptions> optionsOf(const Invocation& invocation)
{
    TrialOptions options;
    options.database = invocation.value("database");
    if (invocation.isSet("trusted"))
        options.trust = restore::drill::Trust::Superuser;
    if (invocation.isSet("no-sanity"))
        options.sanity = TrialSanity::Leave;
    if (!invocation.isSet("jobs"))
        return options;
    bool ok = false;
    options.jobs = invocation.value("jobs").toInt(&ok);
    if (!ok || options.jobs < 1 || options.jobs > 64)
        return wrong(tr("--jobs is a number from 1 to 64."));
    return options;
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList sources = invocation.arguments();
    if (sources.isEmpty())
        return wrong(tr("Which backup? A folder or file is expected."));
    const auto options = optionsOf(invocation);
    if (!options)
        return options.error();
    std::optional<OpenServer> chosen;
    if (invocation.isSet("profile") || invocation.isSet("connection")) {
        auto server = openServer(invocation);
        if (!server)
            return std::move(server).error();
        chosen.emplace(*std::move(server));
    }
    return restoreOnTrial(sources, *options, chosen ? &*chosen : nullptr, invocation);
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "database", tr("Only this one, of a dump of a whole server."), "NAME");
    addOption(parser, "trusted",
              tr("Restore a dump that Tidemark did not make as a superuser of the sandbox, or on the server "
                 "that is named with your rights: it may run anything there."));
    addOption(parser, "no-sanity", tr("Do not ask the sanity queries."));
    addOption(parser, "jobs", tr("Parallel workers; up to 4 by default."), "N");
    addServerOptions(parser);
}

} // namespace

const Subcommand verifyCommand{
    "verify",
    "BACKUP... [--database NAME] [--trusted] [--no-sanity] [--jobs N]\n"
    "BACKUP... --profile NAME | --connection CONNINFO [--trusted]",
    QT_TRANSLATE_NOOP("cli", "Restores a backup on trial, into a server that is started for it or, where one "
                             "is named, into a database there that is "
                             "dropped again; compares everything, and notes the result beside the backup."),
    1000,
    addOptions,
    run};

} // namespace tidemark::cli
