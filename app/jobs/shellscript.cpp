// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/shellscript.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::jobs {

namespace {

constexpr qsizetype longestName = 60;

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::shellScript", text);
}

/// Names come from elsewhere: a line break in one would end the comment.
QString comment(const QString& text)
{
    return QStringLiteral("# ") + core::singleLine(text) + QLatin1Char('\n');
}

QStringList quoted(const QStringList& arguments)
{
    QStringList words;
    for (const QString& argument : arguments)
        words.append(core::quoteShell(argument));
    return words;
}

/// Within double quotes of the shell, for text of ours in the person's language.
QString spoken(const QString& text)
{
    QString safe = core::singleLine(text);
    for (const char c : {'\\', '"', '`', '$'})
        safe.replace(QLatin1Char(c), QLatin1Char('\\') + QString(QLatin1Char(c)));
    return safe.replace(QLatin1String("%1"), QLatin1String("$1"));
}

QString head(const CommandCalls& calls, const QString& fileName)
{
    QString text = QStringLiteral("#!/bin/sh\n") + comment(calls.title);
    text += comment(tr("It works from cron; mail comes only where there is something to read:"));
    text += QStringLiteral("#   0 2 * * *  /PATH/%1 >/dev/null\n").arg(fileName);
    text += comment(tr("No password is in it. For cron it has to stand in ~/.pgpass (chmod 0600) or come as PGPASSWORD;"));
    text += comment(tr("in a session of yours the keychain's is taken, where the connection is a saved one."));
    text += comment(tr("Ends with 0: done; 3: done, with warnings; 4: a comparison found differences; 1: failed; 2: an option is wrong; 130: cancelled."));
    return text;
}

} // namespace

QString shellLines(const CommandCalls& calls)
{
    QStringList lines;
    for (const QStringList& arguments : calls.arguments)
        lines.append((QStringList{core::quoteShell(calls.program)} + quoted(arguments)).join(QLatin1Char(' ')));
    return lines.join(QLatin1Char('\n'));
}

QString shellScript(const CommandCalls& calls, const QString& fileName)
{
    QString script = head(calls, fileName);
    script += QLatin1String("set -eu\n\n");
    script += QStringLiteral("tidemarkctl=%1\n").arg(core::quoteShell(calls.program));
    script += QStringLiteral("command -v \"$tidemarkctl\" >/dev/null || { echo \"%1\" >&2; exit 1; }\n\n")
                  .arg(spoken(tr("tidemarkctl is not found; install it, or write its path into this script.")));
    script += comment(tr("Takes an exit code; the worst of all is kept for the end."));
    script += QStringLiteral("worst=0\n"
                             "ended() {\n"
                             "    case $1 in\n"
                             "    0) ;;\n"
                             "    3) echo \"%1\" >&2; [ \"$worst\" -ne 0 ] || worst=3 ;;\n"
                             "    4) echo \"%4\" >&2; case $worst in 0|3) worst=4 ;; esac ;;\n"
                             "    130) echo \"%2\" >&2; exit 130 ;;\n"
                             "    *) echo \"%3\" >&2; case $worst in 0|3|4) worst=$1 ;; esac ;;\n"
                             "    esac\n"
                             "}\n")
                  .arg(spoken(tr("Done, with warnings: see above.")), spoken(tr("Cancelled.")), spoken(tr("Failed with exit code %1: see above.")),
                       spoken(tr("Done; a comparison found differences: see above.")));
    for (const QStringList& arguments : calls.arguments) {
        script += QLatin1String("\ncode=0\n\"$tidemarkctl\"");
        for (const QString& word : quoted(arguments))
            script += (word == QLatin1String("backup") ? QStringLiteral(" ") : QStringLiteral(" \\\n    ")) + word;
        script += QLatin1String(" || code=$?\nended \"$code\"\n");
    }
    return script + QLatin1String("\nexit \"$worst\"\n");
}

QString scriptFileName(const QString& title)
{
    QString name;
    for (const QChar c : title.toLower()) {
        const bool plain = (c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9'));
        if (plain)
            name.append(c);
        else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name.append(QLatin1Char('-'));
    }
    name.truncate(longestName);
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    return (name.isEmpty() ? QStringLiteral("backup") : name) + QStringLiteral(".sh");
}

} // namespace tidemark::jobs
