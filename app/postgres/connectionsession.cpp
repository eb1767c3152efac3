// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connectionsession.h"

#include "postgres/sqlerror.h"

#include <QCoreApplication>
#include <QVector>

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace tidemark::postgres {

namespace {

ServerMessage messageOf(const PGresult* result)
{
    const auto field = [result](int code) {
        const char* text = PQresultErrorField(result, code);
        return text ? QString::fromUtf8(text) : QString();
    };
    return {field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL),
            field(PG_DIAG_MESSAGE_HINT)};
}

} // namespace

Wake Connection::Session::wait(short events, Clock::time_point deadline, bool watchStop) const
{
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return Wake::TimedOut;
        pollfd watched[2] = {{PQsocket(handle.get()), events, 0}, {stopSignal->descriptor(), POLLIN, 0}};
        if (watched[0].fd < 0)
            return Wake::Broken;
        const int ready =
            ::poll(watched, watchStop ? 2 : 1, static_cast<int>(std::min<qint64>(left, 60'000)));
        if (ready < 0 && errno != EINTR)
            return Wake::Broken;
        if (watchStop && (stop.stop_requested() || (ready > 0 && watched[1].revents != 0)))
            return Wake::Stopped;
        if (ready > 0 && watched[0].revents != 0)
            return Wake::Ready;
    }
}

core::Status Connection::Session::pin()
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::Connection", "The connection could not be set up.");
    if (PQsetnonblocking(handle.get(), 1) != 0)
        return lost(whatFailed);
    if (options.kind == SessionKind::Replication)
        return {};
    // The same settings as a dump is made with: then COPY text is canonical and can be compared byte by byte.
    // Limits are our own business: a role's or a database's would end a session that waits for a tool.
    Sql settings(
        "SELECT pg_catalog.set_config(name, value, false) FROM (VALUES"
        " ('search_path', ''), ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'),"
        " ('TimeZone', 'UTC'), ('extra_float_digits', '3'), ('bytea_output', 'hex'),"
        " ('lc_monetary', 'C'), ('quote_all_identifiers', 'off'),"
        " ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '0')");
    const core::ServerVersion version(PQserverVersion(handle.get()));
    if (version.hasIdleSessionTimeout())
        settings.add(", ('idle_session_timeout', '0')");
    if (version.hasTransactionTimeout())
        settings.add(", ('transaction_timeout', '0')");
    settings.add(") AS pinned(name, value)");
    TIDEMARK_TRY(send(settings, {}, whatFailed));
    if (auto result = collect(Clock::now() + options.statementLimit, whatFailed); !result)
        return std::move(result).error();
    return {};
}

Wake Connection::Session::waitForResult(Clock::time_point deadline, bool watchStop) const
{
    for (;;) {
        const int waiting = PQflush(handle.get());
        if (waiting < 0)
            return Wake::Broken;
        if (waiting == 0 && PQisBusy(handle.get()) == 0)
            return Wake::Ready;
        const Wake wake =
            wait(static_cast<short>(waiting > 0 ? POLLIN | POLLOUT : POLLIN), deadline, watchStop);
        if (wake != Wake::Ready)
            return wake;
        // A failed read is reported by the next PQgetResult, with the server's last words if it had any.
        if (PQconsumeInput(handle.get()) == 0)
            return Wake::Ready;
    }
}

core::Status Connection::Session::send(const Sql& statement, const Parameters& parameters,
                                       const QString& whatFailed)
{
    if (stop.stop_requested())
        return core::cancelledError();
    const bool cut = statement.text().contains('\0') ||
                     std::any_of(parameters.begin(), parameters.end(),
                                 [](const Parameter& p) { return p && p->contains(QChar(0)); });
    if (cut) {
        return core::Error{
            core::ErrorKind::InvalidInput,
            whatFailed,
            QCoreApplication::translate(
                "postgres::Connection",
                "A name or a value contains a NUL character, which PostgreSQL has no room for."),
            {}};
    }
    QVector<QByteArray> values;
    QVector<const char*> pointers;
    values.reserve(parameters.size());
    for (const Parameter& parameter : parameters)
        values.append(parameter ? parameter->toUtf8() : QByteArray());
    for (qsizetype i = 0; i < parameters.size(); ++i)
        pointers.append(parameters.at(i) ? values.at(i).constData() : nullptr);
    const int sent = parameters.isEmpty() ? PQsendQuery(handle.get(), statement.text().constData())
                                          : PQsendQueryParams(handle.get(), statement.text().constData(),
                                                              static_cast<int>(pointers.size()), nullptr,
                                                              pointers.constData(), nullptr, nullptr, 0);
    if (sent == 0)
        return lost(whatFailed);
    return {};
}

core::Error Connection::Session::lost(const QString& whatFailed) const
{
    return {core::ErrorKind::ConnectionFailed, whatFailed,
            QString::fromUtf8(PQerrorMessage(handle.get())).trimmed(),
            QCoreApplication::translate("postgres::Connection",
                                        "The server closed the connection or cannot be reached any more. "
                                        "Look at the server's log, then try again.")};
}

void Connection::Session::abandon()
{
    const auto deadline = Clock::now() + options.cancelLimit;
    if (!requestCancel(handle.get(), deadline) || !drain(deadline))
        handle.reset(); // of no more use to anybody
}

bool Connection::Session::drain(Clock::time_point deadline)
{
    while (waitForResult(deadline, false) == Wake::Ready) {
        const ResultHandle result(PQgetResult(handle.get()), &PQclear);
        if (!result)
            return true;
        if (PQstatus(handle.get()) == CONNECTION_BAD)
            return false;
        if (PQresultStatus(result.get()) == PGRES_COPY_IN)
            PQputCopyEnd(handle.get(), "cancelled");
        if (PQresultStatus(result.get()) != PGRES_COPY_OUT)
            continue;
        char* buffer = nullptr;
        int length = 0;
        while ((length = PQgetCopyData(handle.get(), &buffer, 1)) >= 0) {
            if (length > 0)
                PQfreemem(buffer);
            else if (wait(POLLIN, deadline, false) != Wake::Ready || PQconsumeInput(handle.get()) == 0)
                return false;
        }
    }
    return false;
}

core::Error Connection::Session::giveUp(Wake wake, const QString& whatFailed)
{
    if (wake == Wake::Broken)
        return lost(whatFailed);
    abandon();
    if (wake == Wake::Stopped)
        return core::cancelledError();
    if (!handle) {
        return {core::ErrorKind::ConnectionFailed,
                whatFailed,
                QCoreApplication::translate("postgres::Connection",
                                            "The server did not answer in time, and not to a request to "
                                            "cancel either; the connection was closed."),
                {}};
    }
    return {core::ErrorKind::QueryFailed,
            whatFailed,
            QCoreApplication::translate("postgres::Connection",
                                        "The server did not answer in time; the statement was cancelled."),
            {}};
}

core::Result<ResultHandle> Connection::Session::collect(Clock::time_point deadline, const QString& whatFailed,
                                                        Copies copies,
                                                        const std::function<void(ResultHandle)>& each)
{
    ResultHandle last(nullptr, &PQclear);
    std::optional<core::Error> problem;
    for (;;) {
        const Wake wake = waitForResult(deadline, true);
        if (wake != Wake::Ready)
            return giveUp(wake, whatFailed);
        ResultHandle result(PQgetResult(handle.get()), &PQclear);
        if (!result)
            break;
        const ExecStatusType status = PQresultStatus(result.get());
        if ((status == PGRES_COPY_OUT && copies == Copies::Accept) ||
            (status == PGRES_COPY_IN && copies == Copies::Give))
            return result;
        if (status == PGRES_COPY_OUT || status == PGRES_COPY_IN) {
            if (status == PGRES_COPY_IN)
                PQputCopyEnd(handle.get(), "COPY FROM STDIN is not expected here");
            abandon();
            return core::Error{core::ErrorKind::QueryFailed,
                               whatFailed,
                               QCoreApplication::translate("postgres::Connection",
                                                           "It contains a COPY from or to the client."),
                               {}};
        }
        if (status == PGRES_FATAL_ERROR && !problem) {
            const ServerMessage message = messageOf(result.get());
            sqlState = message.sqlState;
            problem = message.sqlState.isEmpty() ? lost(whatFailed) : errorFromServer(whatFailed, message);
        }
        if (each && last)
            each(std::move(last));
        last = std::move(result);
        if (PQstatus(handle.get()) == CONNECTION_BAD &&
            PQtransactionStatus(handle.get()) == PQTRANS_UNKNOWN) {
            if (!problem)
                problem = lost(whatFailed);
            break;
        }
    }
    if (problem)
        return *problem;
    if (!last)
        return lost(whatFailed);
    return last;
}

core::Result<QByteArrayView> Connection::Session::nextCopyRow()
{
    copyRow.reset();
    for (;;) {
        char* buffer = nullptr;
        const int length = PQgetCopyData(handle.get(), &buffer, 1);
        if (length > 0) {
            copyRow.reset(buffer);
            return QByteArrayView(buffer, length);
        }
        if (length < 0)
            break;
        const Wake wake = wait(POLLIN, Clock::now() + unlimited, true);
        if (wake != Wake::Ready) {
            copying = false;
            return giveUp(wake, copyFailed);
        }
        if (PQconsumeInput(handle.get()) == 0) {
            copying = false;
            return lost(copyFailed);
        }
    }
    // All rows came, or the server ended the copy with an error: the result says which.
    copying = false;
    if (auto result = collect(Clock::now() + options.statementLimit, copyFailed); !result)
        return std::move(result).error();
    return QByteArrayView();
}

core::Status Connection::Session::flushCopy()
{
    unsent = 0;
    for (;;) {
        const int left = PQflush(handle.get());
        if (left == 0)
            return {};
        const Wake wake = left < 0 ? Wake::Broken : wait(POLLIN | POLLOUT, Clock::now() + unlimited, true);
        if (wake != Wake::Ready) {
            copying = false;
            return giveUp(wake, copyFailed);
        }
        if (PQconsumeInput(handle.get()) == 0) {
            copying = false;
            return lost(copyFailed);
        }
    }
}

} // namespace tidemark::postgres
