// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/toolhelp.h"

#include "process/process.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tidemark::process {

QList<HelpOption> parseToolHelp(const QString& text)
{
    // "  -Z, --compress=0-9           compression level …", "  --sync-method=METHOD" with its text on the lines below.
    static const QRegularExpression optionLine(QStringLiteral("^  (?:-(.), )?--([a-z0-9-]+)(\\[?[= ]?)(\\S*)(?:\\s{1,}(.*))?$"));
    QList<HelpOption> options;
    QString group;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        const QRegularExpressionMatch match = optionLine.match(line);
        if (match.hasMatch()) {
            HelpOption option;
            option.letter = match.captured(1).isEmpty() ? QChar() : match.captured(1).at(0);
            option.name = match.captured(2);
            if (match.captured(3).contains(QLatin1Char('=')))
                option.argument = match.captured(4).remove(QLatin1Char(']'));
            option.explanation = match.captured(5).trimmed();
            option.group = group;
            options.append(option);
        } else if (line.startsWith(QLatin1String("      ")) && !options.isEmpty()) {
            QString& explanation = options.last().explanation;
            explanation = (explanation + QLatin1Char(' ') + line.trimmed()).trimmed();
        } else if (line.endsWith(QLatin1Char(':')) && !line.startsWith(QLatin1Char(' '))) {
            group = line.chopped(1);
        }
    }
    return options;
}

core::Result<QList<HelpOption>> readToolHelp(const Tool& tool, const core::RunContext& context)
{
    Command command(tool.path, {QStringLiteral("--help")});
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C"));
    command.unsetEnvironment(QStringLiteral("LC_ALL"));
    command.unsetEnvironment(QStringLiteral("LANGUAGE"));
    RunOptions options;
    options.limit = std::chrono::seconds(10);
    options.grace = std::chrono::seconds(1);
    auto finished = run(command, options, context);
    if (!finished)
        return std::move(finished).error();
    QList<HelpOption> found = parseToolHelp(QString::fromUtf8(finished->output));
    if (found.isEmpty()) {
        return core::Error{core::ErrorKind::ToolFailed,
                           QCoreApplication::translate("process::toolHelp", "The options of %1 cannot be read.").arg(tool.path), finished->describe(), {}};
    }
    return found;
}

} // namespace tidemark::process
