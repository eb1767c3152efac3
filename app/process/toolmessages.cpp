// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <array>

namespace tidemark::process {

namespace {

using core::ErrorKind;

struct Cause
{
    const char* words;
    const char* alsoWords; // both have to be there; null: one is enough
    ErrorKind kind;
    const char* message;
    const char* hint;
};

// The first match wins. Words without translation on the client side are preferred; see FATAL/ERROR texts of the server
// for the rest.
constexpr std::array<Cause, 32> causes{{
    {"No space left on device", nullptr, ErrorKind::StorageFull, QT_TRANSLATE_NOOP("process::tools", "The disk is full."),
     QT_TRANSLATE_NOOP("process::tools", "Free some space there, or choose another folder.")},
    {"Disk quota exceeded", nullptr, ErrorKind::StorageFull, QT_TRANSLATE_NOOP("process::tools", "Your quota on this disk is used up."),
     QT_TRANSLATE_NOOP("process::tools", "Free some space there, or choose another folder.")},
    {"server version mismatch", nullptr, ErrorKind::ToolTooOld, QT_TRANSLATE_NOOP("process::tools", "The server is newer than the PostgreSQL programs here."),
     QT_TRANSLATE_NOOP("process::tools", "Install the client programs of the server's version.")},
    {"unsupported version", nullptr, ErrorKind::ToolTooOld, QT_TRANSLATE_NOOP("process::tools", "The archive was written by a newer pg_dump than the programs here can read."),
     QT_TRANSLATE_NOOP("process::tools", "Install the client programs of the version that wrote it.")},
    {"full_page_writes=off", nullptr, ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The standby cannot be copied: its primary writes WAL without full pages."),
     QT_TRANSLATE_NOOP("process::tools", "Set full_page_writes = on on the primary and wait for its next checkpoint, or back up from the primary.")},
    {"the standby was promoted", nullptr, ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The standby was promoted while it was copied, so the copy is worth nothing."),
     QT_TRANSLATE_NOOP("process::tools", "Run the backup again.")},
    {"requested WAL segment", "has already been removed", ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The server removed WAL that the backup still needed."),
     QT_TRANSLATE_NOOP("process::tools", "Stream the WAL while the backup runs, or raise wal_keep_size on the server (wal_keep_segments before version 13).")},
    {"does not support compression", nullptr, ErrorKind::ToolTooOld, QT_TRANSLATE_NOOP("process::tools", "The PostgreSQL programs here were built without this way to compress."),
     QT_TRANSLATE_NOOP("process::tools", "Choose another one; gzip is mostly there.")},
    {"could not create symbolic link", nullptr, ErrorKind::Io, QT_TRANSLATE_NOOP("process::tools", "The file system there has no symbolic links, which a plain base backup needs for tablespaces."),
     QT_TRANSLATE_NOOP("process::tools", "Choose the tar format, or another folder.")},
    {"row-level security policy", nullptr, ErrorKind::PermissionDenied, QT_TRANSLATE_NOOP("process::tools", "Row-level security hides rows from this user, so the backup would be incomplete."),
     QT_TRANSLATE_NOOP("process::tools", "Back up as the owner of the table or as a role with BYPASSRLS.")},
    {"permission denied", nullptr, ErrorKind::PermissionDenied, QT_TRANSLATE_NOOP("process::tools", "This user may not read everything."),
     QT_TRANSLATE_NOOP("process::tools", "Let an administrator run: GRANT pg_read_all_data TO … (PostgreSQL 14 and newer), or grant SELECT on what is named here.")},
    {"conflict with recovery", nullptr, ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The standby cancelled the backup to keep up with its primary."),
     QT_TRANSLATE_NOOP("process::tools", "Back up from the primary, or set hot_standby_feedback = on or a larger max_standby_streaming_delay on the standby.")},
    {"out of shared memory", nullptr, ErrorKind::QueryFailed, QT_TRANSLATE_NOOP("process::tools", "The server has no room for so many locks."),
     QT_TRANSLATE_NOOP("process::tools", "A dump locks every table at once. Raise max_locks_per_transaction on the server and restart it.")},
    {"password authentication failed", nullptr, ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server refused the password."),
     QT_TRANSLATE_NOOP("process::tools", "Check the user name and the password of the connection.")},
    {"no password supplied", nullptr, ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server asks for a password and none was given."),
     QT_TRANSLATE_NOOP("process::tools", "Enter the password in the connection, or add a line to your password file (~/.pgpass).")},
    {"server closed the connection", nullptr, ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server ended the connection."),
     QT_TRANSLATE_NOOP("process::tools", "Look at the server's log: it may have been restarted, or have run out of memory. Then try again.")},
    {"terminating connection", nullptr, ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server ended the connection."),
     QT_TRANSLATE_NOOP("process::tools", "An administrator ended it, or the server was stopped. Try again.")},
    {"no pg_hba.conf entry", nullptr, ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server has no rule that lets this user connect from here."),
     QT_TRANSLATE_NOOP("process::tools", "Add a line for this user, database and address to pg_hba.conf on the server and reload it.")},
    {"FATAL:  database \"", "does not exist", ErrorKind::NotFound, QT_TRANSLATE_NOOP("process::tools", "The server has no such database."),
     QT_TRANSLATE_NOOP("process::tools", "Check the spelling; names in PostgreSQL tell upper from lower case.")},
    {"FATAL:  role \"", "does not exist", ErrorKind::AuthenticationFailed, QT_TRANSLATE_NOOP("process::tools", "The server has no such user."),
     QT_TRANSLATE_NOOP("process::tools", "Check the spelling; names in PostgreSQL tell upper from lower case.")},
    {"could not translate host name", nullptr, ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "There is no such host."),
     QT_TRANSLATE_NOOP("process::tools", "Check the spelling of the host name.")},
    {"connection to server", nullptr, ErrorKind::ConnectionFailed, QT_TRANSLATE_NOOP("process::tools", "The server cannot be reached."),
     QT_TRANSLATE_NOOP("process::tools", "Check that it runs, and test the connection.")},
    {"end of file", nullptr, ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "The archive is cut off."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"could not uncompress data", nullptr, ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "The archive is damaged."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"could not open input file", nullptr, ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "A part of the archive is missing or cannot be read."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"could not close data file", nullptr, ErrorKind::Corrupt, QT_TRANSLATE_NOOP("process::tools", "The archive is damaged."),
     QT_TRANSLATE_NOOP("process::tools", "Use another backup, or a copy of this one.")},
    {"text format dump", nullptr, ErrorKind::InvalidInput, QT_TRANSLATE_NOOP("process::tools", "This dump is a plain SQL script."),
     QT_TRANSLATE_NOOP("process::tools", "Run it with psql, or choose a dump in the custom format.")},
    {"appear to be a valid archive", nullptr, ErrorKind::InvalidInput, QT_TRANSLATE_NOOP("process::tools", "This is no archive of pg_dump."),
     QT_TRANSLATE_NOOP("process::tools", "Choose a file that pg_dump has written.")},
    {"input file is too short", nullptr, ErrorKind::InvalidInput, QT_TRANSLATE_NOOP("process::tools", "This is no archive of pg_dump."),
     QT_TRANSLATE_NOOP("process::tools", "Choose a file that pg_dump has written.")},
    {"could not open output file", nullptr, ErrorKind::Io, QT_TRANSLATE_NOOP("process::tools", "The file cannot be written."),
     QT_TRANSLATE_NOOP("process::tools", "Choose a folder that you may write to.")},
    // Last: the statement is named whatever it failed of, and the words of a timeout may be in the server's language.
    {"LOCK TABLE", "does not exist", ErrorKind::Conflict, QT_TRANSLATE_NOOP("process::tools", "A table was dropped while the backup began."),
     QT_TRANSLATE_NOOP("process::tools", "Try again.")},
    {"LOCK TABLE", nullptr, ErrorKind::Conflict, QT_TRANSLATE_NOOP("process::tools", "A table is locked by somebody else, and the wait for it ended."),
     QT_TRANSLATE_NOOP("process::tools", "Try again when the other transaction has ended, or wait longer for locks.")},
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
    // "pg_dump: dumping contents of table "public.error: x"" is chatter: of what a tool says by its name, only the first
    // word counts. Tools before 12 have no such word, but put their part in brackets.
    static const QRegularExpression spoken(QStringLiteral("^[A-Za-z0-9_.-]+: (?! |error: |detail: |warning: |hint: |\\[)"));
    const bool chatter = spoken.match(QString::fromUtf8(line)).hasMatch();
    const auto has = [&](const char* words) { return !chatter && line.contains(words); };
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
        if (detail.contains(QLatin1String(cause.words)) && (!cause.alsoWords || detail.contains(QLatin1String(cause.alsoWords)))) {
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
