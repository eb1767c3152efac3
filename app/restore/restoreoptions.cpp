// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreoptions.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tidemark::restore {

namespace {

// Set from the fields of the draft, by the connection, or by the run.
constexpr const char* ownOptions[] = {"dbname",
                                      "host",
                                      "port",
                                      "username",
                                      "no-password",
                                      "password",
                                      "file",
                                      "format",
                                      "list",
                                      "verbose",
                                      "version",
                                      "help",
                                      "jobs",
                                      "use-list",
                                      "data-only",
                                      "schema-only",
                                      "section",
                                      "schema",
                                      "exclude-schema",
                                      "table",
                                      "index",
                                      "function",
                                      "trigger",
                                      "clean",
                                      "create",
                                      "if-exists",
                                      "exit-on-error",
                                      "single-transaction",
                                      "no-owner",
                                      "no-privileges",
                                      "no-acl",
                                      "no-data",
                                      "no-schema",
                                      "filter",
                                      "statistics-only",
                                      "globals-only",
                                      "exclude-database"};

/// Leave entries out, or are so in any case: they need no pg_restore.
constexpr const char* everywhereOptions[] = {
    "no-comments",   "no-security-labels", "no-publications",  "no-subscriptions",         "no-policies",
    "no-statistics", "no-tablespaces",     "disable-triggers", "no-data-for-failed-tables"};

bool isEverywhere(const process::ToolOption& option)
{
    return std::any_of(std::begin(everywhereOptions), std::end(everywhereOptions),
                       [&option](const char* name) { return option.name == QLatin1String(name); });
}

} // namespace

QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool)
{
    return process::freeOptions(ofTool, ownOptions);
}

core::Findings optionFindings(const RestoreDraft& draft, const QList<process::HelpOption>& ofTool,
                              bool isThroughPgRestore)
{
    // Nobody's --help is asked for what is done without the tool.
    QList<process::HelpOption> known = ofTool;
    QList<process::ToolOption> asked = draft.options;
    if (isThroughPgRestore)
        return known.isEmpty()
                   ? core::Findings()
                   : process::checkOptions(asked, known, ownOptions, process::ToolKind::PgRestore);
    for (const char* name : everywhereOptions)
        known.append({QLatin1String(name), {}, {}, {}, {}});
    for (const char* name : ownOptions)
        known.append({QLatin1String(name), {}, {}, {}, {}});
    core::Findings findings;
    asked.removeIf([&](const process::ToolOption& option) {
        const bool isKnown =
            std::any_of(known.cbegin(), known.cend(),
                        [&option](const process::HelpOption& each) { return each.name == option.name; });
        if (isKnown)
            return false;
        findings.append(
            {core::Severity::Blocker,
             QStringLiteral("option.needsPgRestore"),
             QCoreApplication::translate("restore::options",
                                         "--%1 cannot be given here: psql does this restore, not pg_restore.")
                 .arg(option.name),
             QCoreApplication::translate("restore::options",
                                         "Leave it out, or restore an archive into a new database."),
             {}});
        return true;
    });
    return findings + process::checkOptions(asked, known, ownOptions, process::ToolKind::PgRestore);
}

QList<process::ToolOption> passedOn(const QList<process::ToolOption>& options)
{
    QList<process::ToolOption> passed = options;
    // The list of entries says it already, whatever the version of the tool.
    passed.removeIf([](const process::ToolOption& option) {
        return isEverywhere(option) && option.name != QLatin1String("disable-triggers");
    });
    return passed;
}

} // namespace tidemark::restore
