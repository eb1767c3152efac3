// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection is made of: libpq's non-blocking calls, each wait of which hears stop and has a deadline
// (manual, "Asynchronous Command Processing"). For connection.cpp alone.
#pragma once

#include "core/stopsignal.h"
#include "postgres/connecting.h"
#include "postgres/connection.h"

namespace tidemark::postgres {

using Clock = std::chrono::steady_clock;
using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;
using CopyBuffer = std::unique_ptr<char, decltype(&PQfreemem)>;
constexpr Connection::Deadline unlimited{std::chrono::hours(24 * 365)};

enum class Wake
{
    Ready,
    TimedOut,
    Stopped,
    Broken,
};

struct Connection::Session
{
    Session(ConnectionHandle connection, std::stop_token token, const SessionOptions& sessionOptions)
        : handle(std::move(connection))
        , stop(std::move(token))
        , stopSignal(std::make_unique<core::StopSignal>(stop))
        , options(sessionOptions)
    {
    }

    Wake wait(short events, Clock::time_point deadline, bool watchStop) const;
    core::Status pin();
    /// Flushes, then waits until a whole result can be taken without blocking.
    Wake waitForResult(Clock::time_point deadline, bool watchStop) const;
    core::Status send(const Sql& statement, const Parameters& parameters, const QString& whatFailed);
    /// The error for a wait that did not end in Ready. Cancels on the server and drains.
    core::Error giveUp(Wake wake, const QString& whatFailed);
    core::Error lost(const QString& whatFailed) const;
    enum class Copies
    {
        Refuse, // an error: nobody would take or give the rows
        Accept, // COPY … TO STDOUT: returned as soon as it begins
        Give,   // COPY … FROM STDIN: the same
    };
    /// Takes all results of a statement; the last one that says something, or the error.
    /// `each` gets those before the last one.
    core::Result<ResultHandle> collect(Clock::time_point deadline, const QString& whatFailed,
                                       Copies copies = Copies::Refuse,
                                       const std::function<void(ResultHandle)>& each = {});
    core::Result<QByteArrayView> nextCopyRow();
    /// Sends what waits in libpq's memory.
    core::Status flushCopy();
    /// Ends what is under way: on the server, and here by taking what still comes. Closes the connection
    /// where that cannot be done in time.
    void abandon();
    /// True once nothing is under way any more.
    bool drain(Clock::time_point deadline);

    ConnectionHandle handle;
    std::stop_token stop;
    std::unique_ptr<core::StopSignal> stopSignal;
    SessionOptions options;
    bool copying = false; // a COPY … TO STDOUT is under way
    QString copyFailed;   // what to say where it fails
    CopyBuffer copyRow{nullptr, &PQfreemem};
    QString sqlState;
    qsizetype unsent = 0; // of a COPY … FROM STDIN
};

} // namespace tidemark::postgres
