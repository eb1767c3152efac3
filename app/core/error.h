// SPDX-License-Identifier: GPL-3.0-or-later
// One closed list of ways to fail. The list is also the exit codes and the JSON names.
#pragma once

#include <QJsonObject>
#include <QString>

#include <array>

namespace tidemark::core {

enum class ErrorKind
{
    Cancelled,            // the user or a signal asked for it
    InvalidInput,         // what was asked for cannot be meant
    NotFound,             // a file, database, profile or table is not there
    Conflict,             // something is there that must not be overwritten
    ToolMissing,          // a PostgreSQL program is not installed
    ToolTooOld,           // it is, but cannot serve this server or archive
    ToolFailed,           // it ran and failed
    ConnectionFailed,     // the server could not be reached, or went away
    AuthenticationFailed, // it was reached and refused us
    PermissionDenied,     // a privilege or a file permission is missing
    QueryFailed,          // the server answered a statement with an error
    StorageFull,          // no space left, here or there
    Corrupt,              // bytes are not what they must be
    Io,                   // reading or writing failed otherwise
    Internal,             // a fault of Tidemark
};

/// What the rest of the program needs to know about a kind.
struct ErrorKindFacts
{
    ErrorKind kind;
    const char* jsonName; // stable: scripts read it
    int exitCode;         // of tidemarkctl
    const char* icon;     // name below :/icons
};

const std::array<ErrorKindFacts, 15>& errorKinds();
const ErrorKindFacts& factsOf(ErrorKind kind);

/// A failure as people read it: what failed, the words of PostgreSQL or the system, what to try.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QString detail;
    QString hint;

    /// The same error seen from a step further out: `outer` becomes the message, the old message joins the detail.
    Error within(const QString& outer) const;
    /// `message`, `detail` and `hint` on lines of their own, without a trailing newline.
    QString toText() const;
    QJsonObject toJson() const;
};

/// Maps an errno value to a kind (ENOSPC → StorageFull, EACCES → PermissionDenied …) with the system's words as detail.
Error systemError(int errorNumber, const QString& message);
Error cancelledError();

} // namespace tidemark::core
