// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl: finds the subcommand, runs it, and turns what it came to into output and an exit code.
#include "cli/commandline.h"
#include "cli/signalwatch.h"
#include "core/error.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <array>
#include <clocale>
#include <cstdio>

namespace {

using namespace tidemark;
using namespace tidemark::cli;

const std::array<const Subcommand*, 8> subcommands{&demoCommand, &profilesCommand, &toolsCommand, &tablesCommand,
                                                    &backupCommand, &listCommand, &restoreCommand, &lagCommand};

QString tr(const char* text)
{
    return QCoreApplication::translate("cli", text);
}

void print(std::FILE* stream, const QString& text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

void printHelp(std::FILE* stream)
{
    QString text = tr("Usage: tidemarkctl [--json] [--profile NAME | --connection CONNINFO-or-URI] COMMAND …\n"
                      "Backs up PostgreSQL and proves that the backups restore.\n\nCommands:\n");
    for (const Subcommand* command : subcommands)
        text += QStringLiteral("  %1  %2\n").arg(QLatin1String(command->name), -9).arg(tr(command->summary));
    text += tr("\nEach command has its own help: tidemarkctl COMMAND --help\n"
               "Exit codes: 0 done, 1 failed, 2 invalid arguments, 3 done with warnings, 4 differences found, 130 cancelled.\n");
    print(stream, text);
}

void addGlobalOptions(QCommandLineParser& parser)
{
    parser.addHelpOption();
    addOption(parser, "json", tr("One JSON object on standard output; progress as JSON lines on standard error."));
    addOption(parser, "profile", tr("Connect as this profile says."), "NAME");
    addOption(parser, "connection", tr("Connect to this server: host=… port=… dbname=… user=…, or a postgresql:// URI, without a password."), "CONNINFO");
    addOption(parser, "password-stdin", tr("Read the password from the first line of standard input."));
    addOption(parser, "verbose", tr("Show everything the tools say."));
}

/// The first word that is neither an option nor the value of one.
qsizetype subcommandIndex(const QStringList& arguments)
{
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& word = arguments.at(i);
        if (word == QLatin1String("--profile") || word == QLatin1String("--connection"))
            ++i;
        else if (!word.startsWith(QLatin1Char('-')))
            return i;
    }
    return -1;
}

const Subcommand* findSubcommand(const QString& name)
{
    for (const Subcommand* command : subcommands) {
        if (name == QLatin1String(command->name))
            return command;
    }
    return nullptr;
}

int reportError(const core::Error& error, Printer& printer)
{
    printer.object({{QStringLiteral("verdict"), core::verdictName(core::verdictOf(error))}, {QStringLiteral("error"), error.toJson()}});
    printer.error(error);
    return core::factsOf(error.kind).exitCode;
}

int runSubcommand(const Subcommand& command, const QStringList& arguments, const std::stop_token& stop)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr(command.summary));
    addGlobalOptions(parser);
    if (command.addOptions)
        command.addOptions(parser);
    const bool parsed = parser.parse(arguments);
    if (parsed && parser.isSet(QStringLiteral("help"))) {
        print(stdout, QStringLiteral("tidemarkctl %1 %2\n").arg(QLatin1String(command.name), QLatin1String(command.usage)));
        QString options = parser.helpText();
        print(stdout, options.mid(options.indexOf(QLatin1Char('\n')) + 1));
        return 0;
    }
    Printer printer(arguments.contains(QStringLiteral("--json")) ? OutputStyle::Json : OutputStyle::Text,
                    arguments.contains(QStringLiteral("--verbose")) ? LogDetail::Verbose : LogDetail::Quiet);
    if (!parsed)
        return reportError(usageError(parser.errorText(), QLatin1String(command.name)), printer);

    Invocation invocation{parser, printer.context(stop), printer};
    core::Result<Outcome> outcome = command.run(invocation);
    if (!outcome)
        return reportError(outcome.error(), printer);
    QJsonObject object = outcome->json;
    object.insert(QStringLiteral("verdict"), core::verdictName(outcome->verdict));
    printer.object(object);
    return core::exitCodeOf(outcome->verdict);
}

} // namespace

int main(int argc, char** argv)
{
    const SignalWatch signalWatch;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tidemark"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TIDEMARK_VERSION));
    // libpq's messages are read by words where it gives no code; the person's language stays for everything else.
    std::setlocale(LC_MESSAGES, "C");

    QStringList arguments = QCoreApplication::arguments();
    if (arguments.contains(QStringLiteral("--version"))) {
        print(stdout, QStringLiteral("tidemarkctl %1\n").arg(QCoreApplication::applicationVersion()));
        return 0;
    }
    const qsizetype index = subcommandIndex(arguments);
    if (index < 0 || arguments.at(index) == QLatin1String("help")) {
        const bool asked = index >= 0 || arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"));
        printHelp(asked ? stdout : stderr);
        return asked ? 0 : 2;
    }
    const QString name = arguments.takeAt(index);
    const Subcommand* command = findSubcommand(name);
    if (!command) {
        Printer printer(arguments.contains(QStringLiteral("--json")) ? OutputStyle::Json : OutputStyle::Text, LogDetail::Quiet);
        return reportError(usageError(tr("There is no command %1.").arg(name), {}), printer);
    }
    return runSubcommand(*command, arguments, signalWatch.token());
}
