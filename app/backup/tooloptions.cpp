// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/tooloptions.h"

#include <algorithm>
#include <iterator>

namespace tidemark::backup {

namespace {

// Set from the fields of the draft, by the connection, or by the run.
constexpr const char* ownOptions[] = {
    "file",     "format",         "jobs",          "verbose",       "version",    "compress",        "lock-wait-timeout",  "no-sync",
    "help",     "data-only",      "blobs",         "no-blobs",      "schema",     "exclude-schema",  "schema-only",        "table",
    "snapshot", "exclude-table",  "large-objects", "dbname",        "host",       "port",            "exclude-table-data", "username",
    "password", "no-password",    "no-large-objects", "binary-upgrade", "sync-method", "filter"};

constexpr const char* ownDumpAllOptions[] = {
    "file",     "format",      "jobs",             "verbose",      "version",        "help",        "lock-wait-timeout", "no-sync",     "compress", "data-only", "schema-only",
    "dbname",   "database",    "host",             "port",         "username",       "password",    "no-password",       "sync-method", "filter",   "globals-only",
    "roles-only", "tablespaces-only", "exclude-database", "no-role-passwords", "binary-upgrade"};

constexpr const char* contentOptions[] = {"section",      "extension",  "exclude-extension", "table-and-children", "exclude-table-and-children",
                                          "exclude-table-data-and-children", "no-schema", "no-data",     "statistics-only"};

process::OwnOptions ownOf(OptionsOf tool)
{
    return tool == OptionsOf::PgDump ? process::OwnOptions(ownOptions) : process::OwnOptions(ownDumpAllOptions);
}

} // namespace

QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool, OptionsOf tool)
{
    return process::freeOptions(ofTool, ownOf(tool));
}

core::Findings checkOptions(const QList<ToolOption>& options, const QList<process::HelpOption>& ofTool, OptionsOf tool)
{
    return process::checkOptions(options, ofTool, ownOf(tool), tool == OptionsOf::PgDump ? process::ToolKind::PgDump : process::ToolKind::PgDumpAll);
}

bool chooseContent(const QList<ToolOption>& options)
{
    return std::any_of(std::begin(contentOptions), std::end(contentOptions), [&options](const char* name) { return hasOption(options, name); });
}

} // namespace tidemark::backup
