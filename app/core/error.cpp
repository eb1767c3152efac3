// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <QCoreApplication>
#include <QStringList>

#include <cerrno>
#include <cstring>

namespace tidemark::core {

const std::array<ErrorKindFacts, 15>& errorKinds()
{
    static constexpr std::array<ErrorKindFacts, 15> table{{
        {ErrorKind::Cancelled, "cancelled", 130, "circle-x"},
        {ErrorKind::InvalidInput, "invalidInput", 2, "triangle-alert"},
        {ErrorKind::NotFound, "notFound", 1, "search"},
        {ErrorKind::Conflict, "conflict", 1, "triangle-alert"},
        {ErrorKind::ToolMissing, "toolMissing", 1, "terminal"},
        {ErrorKind::ToolTooOld, "toolTooOld", 1, "terminal"},
        {ErrorKind::ToolFailed, "toolFailed", 1, "terminal"},
        {ErrorKind::ConnectionFailed, "connectionFailed", 1, "unplug"},
        {ErrorKind::AuthenticationFailed, "authenticationFailed", 1, "key"},
        {ErrorKind::PermissionDenied, "permissionDenied", 1, "lock"},
        {ErrorKind::QueryFailed, "queryFailed", 1, "database"},
        {ErrorKind::StorageFull, "storageFull", 1, "hard-drive"},
        {ErrorKind::Corrupt, "corrupt", 1, "shield-alert"},
        {ErrorKind::Io, "io", 1, "file"},
        {ErrorKind::Internal, "internal", 1, "circle-x"},
    }};
    return table;
}

const ErrorKindFacts& factsOf(ErrorKind kind)
{
    for (const ErrorKindFacts& facts : errorKinds()) {
        if (facts.kind == kind)
            return facts;
    }
    return errorKinds().back();
}

Error Error::within(const QString& outer) const
{
    QStringList details{message};
    if (!detail.isEmpty())
        details.append(detail);
    return {kind, outer, details.join(QLatin1Char('\n')), hint};
}

QString Error::toText() const
{
    QStringList lines{message};
    if (!detail.isEmpty())
        lines.append(detail);
    if (!hint.isEmpty())
        lines.append(hint);
    return lines.join(QLatin1Char('\n'));
}

QJsonObject Error::toJson() const
{
    return {{QStringLiteral("kind"), QLatin1String(factsOf(kind).jsonName)},
            {QStringLiteral("message"), message},
            {QStringLiteral("detail"), detail},
            {QStringLiteral("hint"), hint}};
}

Error systemError(int errorNumber, const QString& message)
{
    Error error{ErrorKind::Io, message, QString::fromLocal8Bit(std::strerror(errorNumber)), {}};
    switch (errorNumber) {
    case ENOSPC:
    case EDQUOT:
        error.kind = ErrorKind::StorageFull;
        error.hint = QCoreApplication::translate("core::Error", "Free some space there, or choose another folder.");
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        error.kind = ErrorKind::PermissionDenied;
        error.hint = QCoreApplication::translate(
            "core::Error", "Choose a folder that you may write to, or change its permissions.");
        break;
    case ENOENT:
    case ENOTDIR:
        error.kind = ErrorKind::NotFound;
        break;
    case EEXIST:
    case ENOTEMPTY:
        error.kind = ErrorKind::Conflict;
        error.hint = QCoreApplication::translate("core::Error", "Choose another name, or move away what is there.");
        break;
    case EINTR:
        break;
    default:
        break;
    }
    return error;
}

Error cancelledError()
{
    return {ErrorKind::Cancelled, QCoreApplication::translate("core::Error", "Cancelled."), {}, {}};
}

} // namespace tidemark::core
