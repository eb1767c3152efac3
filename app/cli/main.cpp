// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl: finds the subcommand, runs it, and turns what it came to into output and an exit code.
#include "cli/commandline.h"
#include "cli/signalwatch.h"
#include "core/error.h"
#include "core/quoting.h"
#include "translations/translations.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <array>
#include <cerrno>
#include <clocale>
#include <cstdio>

namespace {

using namespace tidemark;
using namespace tidemark::cli;

const std::array<const Subcommand*, 21> subcommands{&demoCommand,    &profilesCommand, &toolsCommand,   &tablesCommand,  &backupCommand, &listCommand,
                                                     &inspectCommand, &checkCommand,    &restoreCommand, &extractCommand, &diffCommand,   &recoverCommand,
                                                     &lagCommand,     &roleCommand,     &presetsCommand, &deleteCommand,  &importCommand,
                                                     &verifyCommand, &sanityCommand, &sandboxCommand, &alertsCommand};

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
    QString text =
        tr("Usage: tidemarkctl [--json] [--profile NAME | --connection CONNINFO-or-URI] COMMAND …\n"
           "Backs up PostgreSQL and proves that the backups restore.\n\nCommands:\n");
    for (const Subcommand* command : subcommands)
        text += QStringLiteral("  %1  %2\n").arg(QLatin1String(command->name), -9).arg(tr(command->summary));
    text += tr("\nEach command has its own help: tidemarkctl COMMAND --help\n"
               "Exit codes: 0 done, 1 failed, 2 invalid arguments, 3 done with warnings, 4 differences "
               "found, 130 cancelled.\n");
    print(stream, text);
}

void addCommonOptions(QCommandLineParser& parser)
{
    addOption(parser, "json",
              tr("One JSON object on standard output; progress as JSON lines on standard error."));
    addOption(parser, "verbose",
              tr("Show everything: what the tools say, and every table that was compared."));
    parser.addOption(
        QCommandLineOption({QStringLiteral("h"), QStringLiteral("help")}, tr("Show this text.")));
}

void printHelp(const Subcommand& command, QCommandLineParser& parser)
{
    QString text;
    for (const QString& form : QString::fromUtf8(command.usage).split(QLatin1Char('\n'))) {
        text += text.isEmpty() ? tr("Usage:") : QString(tr("Usage:").size(), QLatin1Char(' '));
        text += QLatin1Char(' ') +
                QStringLiteral("tidemarkctl %1 %2").arg(QLatin1String(command.name), form).trimmed() +
                QLatin1Char('\n');
    }
    const QString options = parser.helpText(); // its first line is a usage that knows nothing of commands
    print(stdout, text + options.mid(options.indexOf(QLatin1Char('\n')) + 1));
}

/// What no command can mean, whichever it is.
core::Status checkArguments(const Subcommand& command, const QCommandLineParser& parser)
{
    const QStringList extra = parser.positionalArguments().mid(command.mostArguments);
    if (!extra.isEmpty())
        return usageError(tr("One argument too many: %1.").arg(core::singleLine(extra.constFirst())),
                          QLatin1String(command.name));
    const QStringList repeatable =
        QString::fromLatin1(command.repeatable).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& option : parser.optionNames()) {
        if (parser.values(option).size() > 1 && !repeatable.contains(option))
            return usageError(tr("--%1 is given more than once.").arg(option), QLatin1String(command.name));
    }
    return {};
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
    printer.object({{QStringLiteral("verdict"), core::verdictName(core::verdictOf(error))},
                    {QStringLiteral("error"), error.toJson()}});
    printer.error(error);
    return core::factsOf(error.kind).exitCode;
}

int runSubcommand(const Subcommand& command, const QStringList& arguments, const std::stop_token& stop)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr(command.summary));
    if (command.addOptions)
        command.addOptions(parser);
    addCommonOptions(parser);
    const bool parsed = parser.parse(arguments);
    if (parsed && parser.isSet(QStringLiteral("help"))) {
        printHelp(command, parser);
        return 0;
    }
    Printer printer(arguments.contains(QStringLiteral("--json")) ? OutputStyle::Json : OutputStyle::Text,
                    arguments.contains(QStringLiteral("--verbose")) ? LogDetail::Verbose : LogDetail::Quiet);
    if (!parsed)
        return reportError(usageError(parser.errorText(), QLatin1String(command.name)), printer);
    if (const core::Status status = checkArguments(command, parser); !status)
        return reportError(status.error(), printer);

    Invocation invocation{parser, printer.context(stop), printer};
    core::Result<Outcome> outcome = command.run(invocation);
    if (!outcome)
        return reportError(outcome.error(), printer);
    QJsonObject object = outcome->json;
    object.insert(QStringLiteral("verdict"), core::verdictName(outcome->verdict));
    printer.object(object);
    return outcome->exitCode.value_or(core::exitCodeOf(outcome->verdict));
}

int runArguments(QStringList arguments, const std::stop_token& stop)
{
    const auto has = [&arguments](const char* option) { return arguments.contains(QLatin1String(option)); };
    if (has("--version")) {
        print(stdout, QStringLiteral("tidemarkctl %1\n").arg(QCoreApplication::applicationVersion()));
        return 0;
    }
    qsizetype index = subcommandIndex(arguments);
    if (index >= 0 && arguments.at(index) == QLatin1String("help")) { // `help backup` is `backup --help`
        arguments[index] = QStringLiteral("--help");
        index = subcommandIndex(arguments);
    }
    if (index < 0 && (arguments.size() == 1 || has("--help") || has("-h"))) {
        printHelp(arguments.size() == 1 ? stderr : stdout);
        return arguments.size() == 1 ? 2 : 0;
    }
    Printer printer(has("--json") ? OutputStyle::Json : OutputStyle::Text, LogDetail::Quiet);
    if (index < 0)
        return reportError(usageError(tr("No command is given."), {}), printer);
    const QString name = arguments.takeAt(index);
    const Subcommand* command = findSubcommand(name);
    if (!command)
        return reportError(usageError(tr("There is no command %1.").arg(core::singleLine(name)), {}),
                           printer);
    return runSubcommand(*command, arguments, stop);
}

/// A result that did not reach a full disk is no success. A reader that went away early (`| head`) had
/// enough.
int afterOutput(int exitCode)
{
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && Printer::outputError() == 0)
        return exitCode;
    if ((Printer::outputError() != 0 ? Printer::outputError() : errno) == EPIPE)
        return exitCode;
    print(stderr,
          QLatin1String("tidemarkctl: ") + tr("The output could not be written.") + QLatin1Char('\n'));
    return exitCode == 0 ? 1 : exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    const SignalWatch signalWatch;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tidemark"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TIDEMARK_VERSION));
    // libpq's messages are read by words where it gives no code; the person's language stays for everything
    // else.
    std::setlocale(LC_MESSAGES, "C");
    translations::install(application);

    return afterOutput(runArguments(QCoreApplication::arguments(), signalWatch.token()));
}
