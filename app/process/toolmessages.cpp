// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <array>

namespace tidemark::process {

namespace {

using core::ErrorKind;

struct Cause
{
    const char* words;
    ErrorKind kind;
    const char* message;
    const char* hint;
};

// The first match wins. Words without translation on the client side are preferred; see FATAL/ERROR texts of the server
// for the rest.
constexpr std::array<Cause, 16> causes{{
    {"No space left on device", ErrorKind::StorageFull, QT_TRANSLATE_NOOP("process::tools", "The disk is full."),
     QT_TRANSLATE_NOOP("process::tools", "Free some space there, or choose another folder.")},
    {"Disk quota exceeded", ErrorKind::StorageFull, QT_TRANSLATE_NOOP("process::tools", "Your quota on this disk is used up."),
     QT_TRANSLATE_NOOP("process::tools", "Free some space there, or choose another folder.")},
    {"server version mismatch", ErrorKind::ToolTooOld, QT_TRANSLATE_NOOP("process::tools", "The server is newer than the PostgreSQL programs here."),
     QT_TRANSLATE_NOOP("process::tools", "Install the client programs of the server's version.")},
    {"unsupported version", ErrorKind::ToolTooOld, QT_TRANSLATE_NOOP("process::tools", "The archive was written by a newer pg_dump than the programs here can read."),
     QT_TRANSLATE_NOOP("process::tools", "Install the client programs of the version that wrote it.")},
    {"row-level security policy", ErrorKind::PermissionDenied, QT_TRANSLATE_NOOP("process::tools", "Row-level security hides rows from this user, so the backup would be incomplete."),
     QT_TRANSLATE_NOOP("process::tools", "Back up as the owner of the table or as a role with BYPASSRLS.")},
    {"permission denied", ErrorKind::PermissionDenied, QT_TRANSLATE_NOOP("process::tools", "This user may not read everything."),
     QT_TRANSLATE_NOOP("process::tools", "Let an administrator run: GRANT pg_read_all_data TO … (PostgreSQL 14 and newer), or grant SELECT on what is named here.")},
    {"LOCK TABLE", ErrorKind::Conflict, QT_TRANSLATE_NOOP("process::tools", "A table is locked by somebody else, and the wait for it ended."),
     QT_TRANSLATE_NOOP("process::tools", "Try again when the other transaction has ended, or wait longer for locks.")},
    {"conflict with recovery", ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The standby cancelled the backup to keep up with its primary."),
     QT_TRANSLATE_NOOP("process::tools", "Back up from the primary, or set hot_standby_feedback = on or a larger max_standby_streaming_delay on the standby.")},
    {"password authentication failed", ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server refused the password."),
     QT_TRANSLATE_NOOP("process::tools", "Check the user name and the password of the connection.")},
    {"no password supplied", ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server asks for a password and none was given."),
     QT_TRANSLATE_NOOP("process::tools", "Enter the password in the connection, or add a line to your password file (~/.pgpass).")},
    {"server closed the connection", ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server ended the connection."),
     QT_TRANSLATE_NOOP("process::tools", "Look at the server's log: it may have been restarted, or have run out of memory. Then try again.")},
    {"terminating connection", ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server ended the connection."),
     QT_TRANSLATE_NOOP("process::tools", "An administrator ended it, or the server was stopped. Try again.")},
    {"connection to server", ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server cannot be reached."),
     QT_TRANSLATE_NOOP("process::tools", "Check that it runs, and test the connection.")},
    {"end of file", ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "The archive is cut off."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"could not uncompress data", ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "The archive is damaged."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"could not open output file", ErrorKind::Io, QT_TRANSLATE_NOOP("process::tools", "The file cannot be written."),
     QT_TRANSLATE_NOOP("process::tools", "Choose a folder that you may write to.")},
}};

QString telling(const QString& errorOutput)
{
    QStringList kept;
    const QStringList lines = errorOutput.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        if (classifyToolLine(line.toUtf8()).level == core::LogLevel::Error)
            kept.append(line.trimmed());
    }
    if (kept.isEmpty())
        kept = lines.mid(qMax<qsizetype>(0, lines.size() - 3));
    return maskSecrets(kept.mid(qMax<qsizetype>(0, kept.size() - 12)).join(QLatin1Char('\n')));
}

} // namespace

core::LogLine classifyToolLine(const QByteArray& line)
{
    const auto has = [&line](const char* words) { return line.contains(words); };
    core::LogLevel level = core::LogLevel::Info;
    if (has(": error: ") || has(": detail: ") || has("ERROR:  ") || has("FATAL:  ") || has("PANIC:  "))
        level = core::LogLevel::Error;
    else if (has(": warning: ") || has("WARNING:  ") || has(": hint: "))
        level = core::LogLevel::Warning;
    return {level, maskSecrets(QString::fromUtf8(line))};
}

core::Error toolFailureFromText(const QString& tool, const QString& errorOutput)
{
    const QString detail = telling(errorOutput);
    for (const Cause& cause : causes) {
        if (detail.contains(QLatin1String(cause.words))) {
            return {cause.kind, QCoreApplication::translate("process::tools", cause.message), detail,
                    QCoreApplication::translate("process::tools", cause.hint)};
        }
    }
    return {ErrorKind::ToolFailed, QCoreApplication::translate("process::tools", "%1 failed.").arg(tool), detail, {}};
}

core::Error toolFailure(const Command& command, const Finished& finished)
{
    const QString tool = QFileInfo(command.program()).fileName();
    core::Error error = toolFailureFromText(tool, QString::fromUtf8(finished.errorOutput));
    if (error.kind == ErrorKind::ToolFailed)
        error.message = QCoreApplication::translate("process::tools", "%1 failed (%2).").arg(tool, finished.describe());
    return error;
}

} // namespace tidemark::process
