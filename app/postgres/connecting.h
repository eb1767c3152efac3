// SPDX-License-Identifier: GPL-3.0-or-later
// What libpq does without a limit (resolving names, asking Kerberos or LDAP, sending a cancel request), on threads of its
// own, so that the caller can stop waiting. Inside app/postgres only.
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QMap>
#include <QString>

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <stop_token>

namespace tidemark::postgres {

using ConnectionHandle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

struct ConnectRequest
{
    QMap<QString, QString> keywords;
    core::Secret password;
    std::chrono::milliseconds limit{0};
    QString target; // for the error
};

/// A connection that is open and blocking. Errors: Cancelled, else as connectError() has them. What is given up ends by
/// itself, later.
core::Result<ConnectionHandle> connectTo(const ConnectRequest& request, const std::stop_token& stop);

/// Asks the server to end the connection's statement. True once the server has passed the request on: no later statement
/// can be hit by it. False where that could not be learnt until the deadline.
bool requestCancel(PGconn* connection, std::chrono::steady_clock::time_point deadline);

} // namespace tidemark::postgres
