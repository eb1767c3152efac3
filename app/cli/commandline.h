// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of every subcommand: its options, its help, what it is given and what it returns.
#pragma once

#include "cli/printer.h"
#include "core/runcontext.h"
#include "core/verdict.h"
#include "process/toollocator.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::cli {

/// What a subcommand came to. `json` is printed as the one object of --json; text output was printed on the
/// way.
struct Outcome
{
    core::Verdict verdict = core::Verdict::Ok;
    QJsonObject json;
    /// Where others than ours are asked for: those of a monitoring plugin.
    std::optional<int> exitCode = {};
};

/// What a subcommand works with. The parser has been run; values are asked from it.
struct Invocation
{
    const QCommandLineParser& parser;
    core::RunContext context;
    Printer& printer;

    QStringList arguments() const { return parser.positionalArguments(); }
    bool isSet(const char* option) const { return parser.isSet(QLatin1String(option)); }
    QString value(const char* option) const { return parser.value(QLatin1String(option)); }
    QStringList values(const char* option) const { return parser.values(QLatin1String(option)); }
    /// Looked for at each call: the folders of the preferences, then the usual places.
    core::Result<process::ToolSet> tools() const;
};

/// One row of the table of subcommands.
struct Subcommand
{
    const char* name;
    const char* usage;   // what follows the name; one line per form
    const char* summary; // one sentence
    int mostArguments;   // besides options
    void (*addOptions)(QCommandLineParser&);
    core::Result<Outcome> (*run)(Invocation&);
    const char* repeatable = ""; // names of the options that may be given more than once, with spaces between
};

/// The error for arguments that cannot be meant: exit code 2, with a pointer to the help.
core::Error usageError(const QString& message, const QString& subcommand);
void addOption(QCommandLineParser& parser, const char* name, const QString& description,
               const char* valueName = nullptr);
/// Those that say which server, for commands that need one.
void addServerOptions(QCommandLineParser& parser);

// One per file; see the table in main.cpp.
extern const Subcommand alertsCommand;
extern const Subcommand backupCommand;
extern const Subcommand checkCommand;
extern const Subcommand deleteCommand;
extern const Subcommand demoCommand;
extern const Subcommand diffCommand;
extern const Subcommand importCommand;
extern const Subcommand inspectCommand;
extern const Subcommand extractCommand;
extern const Subcommand lagCommand;
extern const Subcommand listCommand;
extern const Subcommand presetsCommand;
extern const Subcommand profilesCommand;
extern const Subcommand recoverCommand;
extern const Subcommand restoreCommand;
extern const Subcommand roleCommand;
extern const Subcommand sandboxCommand;
extern const Subcommand sanityCommand;
extern const Subcommand tablesCommand;
extern const Subcommand toolsCommand;
extern const Subcommand verifyCommand;

} // namespace tidemark::cli
