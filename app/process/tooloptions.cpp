// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/tooloptions.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tidemark::process {

namespace {

bool isOwn(OwnOptions own, const QString& name)
{
    return std::any_of(own.begin(), own.end(), [&name](const char* one) { return name == QLatin1String(one); });
}

const HelpOption* find(const QList<HelpOption>& options, const QString& name)
{
    const auto found = std::find_if(options.begin(), options.end(), [&name](const HelpOption& option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

core::Finding blocker(const char* id, const QString& sentence, const QString& hint)
{
    return {core::Severity::Blocker, QLatin1String(id), sentence, hint, {}};
}

QString tr(const char* text)
{
    return QCoreApplication::translate("process::toolOptions", text);
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

QList<HelpOption> freeOptions(const QList<HelpOption>& ofTool, OwnOptions own)
{
    QList<HelpOption> options;
    std::copy_if(ofTool.begin(), ofTool.end(), std::back_inserter(options), [own](const HelpOption& option) { return !isOwn(own, option.name); });
    return options;
}

core::Findings checkOptions(const QList<ToolOption>& options, const QList<HelpOption>& ofTool, OwnOptions own, ToolKind tool)
{
    const QString program = toolName(tool);
    core::Findings findings;
    for (const ToolOption& option : options) {
        const HelpOption* known = find(ofTool, option.name);
        const QString shown = QStringLiteral("--") + option.name;
        if (isOwn(own, option.name))
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

} // namespace tidemark::process
