// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace tidemark::postgres {

/// What a server said about a statement, in its own fields (manual, "Error and Notice Message Fields").
struct ServerMessage
{
    QString sqlState;
    QString primary;
    QString detail;
    QString hint;
};

/// An Error from a server's message: the kind by SQLSTATE, because the words may be in any language.
core::Error errorFromServer(const QString& whatFailed, const ServerMessage& message);
core::ErrorKind kindOfSqlState(const QString& sqlState);

/// Why a connection could not be made. libpq gives only text here, so the kind is read from its words (the C locale is
/// set for messages) and the hint says what to try.
core::Error connectError(const QString& target, const QString& libpqWords, bool passwordWasUsed);

} // namespace tidemark::postgres
