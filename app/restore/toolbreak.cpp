// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/toolbreak.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <csignal>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::toolBreak", text);
}

bool isCrash(int signal)
{
    return signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGFPE || signal == SIGILL;
}

} // namespace

core::Error endedBySignal(const QString& tool, const process::Finished& finished)
{
    if (isCrash(finished.signal.value_or(0)))
        return {core::ErrorKind::Corrupt, tr("%1 crashed on this archive.").arg(tool), finished.describe(),
                tr("The archive may be damaged. Use another backup.")};
    return {core::ErrorKind::Io, tr("%1 was ended by somebody else.").arg(tool), finished.describe(),
            tr("Memory may have run out, or an administrator ended it. Try again.")};
}

bool isServerTrouble(const QString& message)
{
    // Where a message begins; what a row holds is quoted further behind.
    static const QRegularExpression trouble(
        QStringLiteral(
            "(?:^|(?:ERROR|FATAL|PANIC):  |error: )(?:out of memory|out of shared memory|"
            "canceling statement due to|too many clients already|sorry, too many clients|"
            "remaining connection slots|too many connections|could not resize shared memory|"
            "terminating connection due to|temporary file size exceeds|could not fork new process)"),
        QRegularExpression::MultilineOption);
    return trouble.match(message).hasMatch();
}

} // namespace tidemark::restore
