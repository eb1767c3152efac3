// SPDX-License-Identifier: GPL-3.0-or-later
// What was chosen by clicking, for a shell: of any kind of run that tidemarkctl has.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tidemark::jobs {

/// Calls of tidemarkctl, each without the program's name.
struct CommandCalls
{
    QString title; // what they do, in a sentence: "Backs up shop on Shop server."
    QList<QStringList> arguments;
    QString program = QStringLiteral("tidemarkctl"); // or its path
};

/// One line for each call, as a POSIX shell takes it.
QString shellLines(const CommandCalls& calls);

/// A POSIX shell script, for cron too: says in comments what it does, goes on to the next call when one has failed, says on
/// standard error what did not end well, and ends with the worst exit code. `fileName` stands in its example for cron.
QString shellScript(const CommandCalls& calls, const QString& fileName);

/// A name for the file: letters, digits and dashes of the title's words, ".sh" behind them.
QString scriptFileName(const QString& title);

} // namespace tidemark::jobs
