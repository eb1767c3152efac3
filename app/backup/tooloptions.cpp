// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/tooloptions.h"

#include <QCoreApplication>
#include <QJsonObject>

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

template <std::size_t N>
bool isOneOf(const char* const (&names)[N], const QString& name)
{
    return std::any_of(std::begin(names), std::end(names), [&name](const char* one) { return name == QLatin1String(one); });
}

bool isOwn(OptionsOf tool, const QString& name)
{
    return tool == OptionsOf::PgDump ? isOneOf(ownOptions, name) : isOneOf(ownDumpAllOptions, name);
}

const process::HelpOption* find(const QList<process::HelpOption>& options, const QString& name)
{
    const auto found = std::find_if(options.begin(), options.end(), [&name](const process::HelpOption& option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

core::Finding blocker(const char* id, const QString& sentence, const QString& hint)
{
    return {core::Severity::Blocker, QLatin1String(id), sentence, hint, {}};
}

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::toolOptions", text);
}

} // namespace

QJsonArray toJson(const QList<ToolOption>& options)
{
    QJsonArray array;
    for (const ToolOption& option : options)
        array.append(argumentOf(option));
    return array;
}

QList<ToolOption> toolOptionsFromJson(const QJsonArray& array)
{
    QList<ToolOption> options;
    for (const QJsonValue value : array)
        options.append(toolOptionFromText(value.toString()));
    return options;
}

ToolOption toolOptionFromText(const QString& text)
{
    qsizetype start = 0;
    while (start < text.size() && start < 2 && text.at(start) == QLatin1Char('-'))
        ++start;
    const qsizetype equals = text.indexOf(QLatin1Char('='), start);
    return equals < 0 ? ToolOption{text.mid(start), {}} : ToolOption{text.mid(start, equals - start), text.mid(equals + 1)};
}

QString argumentOf(const ToolOption& option)
{
    return option.value.isEmpty() ? QStringLiteral("--%1").arg(option.name) : QStringLiteral("--%1=%2").arg(option.name, option.value);
}

QList<process::HelpOption> freeOptions(const QList<process::HelpOption>& ofTool, OptionsOf tool)
{
    QList<process::HelpOption> options;
    std::copy_if(ofTool.begin(), ofTool.end(), std::back_inserter(options), [tool](const process::HelpOption& option) { return !isOwn(tool, option.name); });
    return options;
}

core::Findings checkOptions(const QList<ToolOption>& options, const QList<process::HelpOption>& ofTool, OptionsOf tool)
{
    const QString program = tool == OptionsOf::PgDump ? QStringLiteral("pg_dump") : QStringLiteral("pg_dumpall");
    core::Findings findings;
    for (const ToolOption& option : options) {
        const process::HelpOption* known = find(ofTool, option.name);
        const QString shown = QStringLiteral("--") + option.name;
        if (isOwn(tool, option.name))
            findings.append(blocker("option.own", tr("%1 cannot be given by name: Tidemark sets it.").arg(shown), tr("Use Tidemark's own option for it.")));
        else if (!known)
            findings.append(blocker("option.unknown", tr("This %1 has no option %2.").arg(program, shown), tr("Its options are listed by %1 --help.").arg(program)));
        else if (known->argument.isEmpty() != option.value.isEmpty())
            findings.append(blocker("option.value", known->argument.isEmpty() ? tr("%1 takes no value.").arg(shown) : tr("%1 wants a value.").arg(shown), known->explanation));
    }
    return findings;
}

bool hasOption(const QList<ToolOption>& options, const char* name)
{
    return std::any_of(options.begin(), options.end(), [name](const ToolOption& option) { return option.name == QLatin1String(name); });
}

QString valueOf(const QList<ToolOption>& options, const char* name)
{
    const auto found = std::find_if(options.begin(), options.end(), [name](const ToolOption& option) { return option.name == QLatin1String(name); });
    return found == options.end() ? QString() : found->value;
}

bool chooseContent(const QList<ToolOption>& options)
{
    return std::any_of(options.begin(), options.end(), [](const ToolOption& option) { return isOneOf(contentOptions, option.name); });
}

} // namespace tidemark::backup
