// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connection.h"

#include "core/stopsignal.h"
#include "postgres/connecting.h"
#include "postgres/sqlerror.h"

#include <QCoreApplication>
#include <QVector>

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace tidemark::postgres {

namespace {

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

ServerMessage messageOf(const PGresult* result)
{
    const auto field = [result](int code) {
        const char* text = PQresultErrorField(result, code);
        return text ? QString::fromUtf8(text) : QString();
    };
    return {field(PG_DIAG_SQLSTATE), field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL),
            field(PG_DIAG_MESSAGE_HINT)};
}

Rows rowsOf(const PGresult* rows)
{
    const int columns = PQnfields(rows);
    QList<std::optional<QString>> cells;
    cells.reserve(static_cast<qsizetype>(PQntuples(rows)) * columns);
    for (int row = 0; row < PQntuples(rows); ++row) {
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(rows, row, column) != 0)
                cells.append(std::nullopt);
            else
                cells.append(
                    QString::fromUtf8(PQgetvalue(rows, row, column), PQgetlength(rows, row, column)));
        }
    }
    return Rows(columns, std::move(cells));
}

} // namespace

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

core::Result<Connection> Connection::open(const ConnectionSpec& spec, const core::Secret& password,
                                          const SessionOptions& options, std::stop_token stop)
{
    QMap<QString, QString> keywords = spec.toKeywords();
    keywords.insert(QStringLiteral("client_encoding"), QStringLiteral("UTF8"));
    keywords.insert(QStringLiteral("application_name"), options.applicationName);
    if (options.kind == SessionKind::Replication)
        keywords.insert(QStringLiteral("replication"), QStringLiteral("true"));
    // A cut cable must not leave us waiting for the kernel's default of two hours.
    const auto addDefault = [&keywords](const char* name, const char* value) {
        if (!keywords.contains(QLatin1String(name)))
            keywords.insert(QLatin1String(name), QLatin1String(value));
    };
    if (options.linkLimit.count() > 0) {
        const QByteArray limit = QByteArray::number(static_cast<qint64>(options.linkLimit.count()));
        addDefault("tcp_user_timeout", limit.constData());
        addDefault("keepalives_idle", "5");
        addDefault("keepalives_interval", "2");
    }
    addDefault("keepalives_idle", "30");
    addDefault("keepalives_interval", "10");
    addDefault("keepalives_count", "3");

    auto handle = connectTo({keywords, password, options.connectLimit, spec.describe()}, stop);
    if (!handle)
        return std::move(handle).error();
    auto session = std::make_unique<Session>(std::move(*handle), std::move(stop), options);
    TIDEMARK_TRY(session->pin());
    return Connection(std::move(session));
}

Connection::Connection(std::unique_ptr<Session> session)
    : m_session(std::move(session))
{
}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

core::ServerVersion Connection::serverVersion() const
{
    return core::ServerVersion(PQserverVersion(m_session->handle.get()));
}

int Connection::backendPid() const
{
    return PQbackendPID(m_session->handle.get());
}

QString Connection::databaseName() const
{
    return QString::fromUtf8(PQdb(m_session->handle.get()));
}

QString Connection::userName() const
{
    return QString::fromUtf8(PQuser(m_session->handle.get()));
}

bool Connection::isEncrypted() const
{
    return PQsslInUse(m_session->handle.get()) != 0;
}

const QString& Connection::lastSqlState() const
{
    return m_session->sqlState;
}

bool Connection::isUsable() const
{
    return m_session && m_session->handle && PQstatus(m_session->handle.get()) == CONNECTION_OK;
}

core::Result<Rows> Connection::query(const Sql& statement, const Parameters& parameters,
                                     const QString& whatFailed)
{
    return query(statement, parameters, whatFailed, m_session->options.statementLimit);
}

core::Result<Rows> Connection::query(const Sql& statement, const Parameters& parameters,
                                     const QString& whatFailed, Deadline limit)
{
    TIDEMARK_TRY(m_session->send(statement, parameters, whatFailed));
    core::Result<ResultHandle> result = m_session->collect(Clock::now() + limit, whatFailed);
    if (!result)
        return std::move(result).error();
    return rowsOf(result->get());
}

core::Result<QList<Rows>> Connection::queryAll(const Sql& statements, const QString& whatFailed,
                                               Deadline limit)
{
    TIDEMARK_TRY(m_session->send(statements, {}, whatFailed));
    QList<Rows> all;
    core::Result<ResultHandle> last =
        m_session->collect(Clock::now() + limit, whatFailed, Session::Copies::Refuse,
                           [&all](const ResultHandle& result) { all.append(rowsOf(result.get())); });
    if (!last)
        return std::move(last).error();
    all.append(rowsOf(last->get()));
    return all;
}

core::Result<QString> Connection::encryptedPassword(const QString& role, const core::Secret& password)
{
    const std::unique_ptr<char, decltype(&PQfreemem)> verifier(
        PQencryptPasswordConn(m_session->handle.get(), password.reveal().constData(),
                              role.toUtf8().constData(), "scram-sha-256"),
        &PQfreemem);
    if (!verifier)
        return m_session->lost(
            QCoreApplication::translate("postgres::Connection", "The password could not be encrypted."));
    return QString::fromLatin1(verifier.get());
}

core::Status Connection::execute(const Sql& script, const QString& whatFailed, Deadline limit)
{
    TIDEMARK_TRY(m_session->send(script, {}, whatFailed));
    if (auto result = m_session->collect(Clock::now() + limit, whatFailed); !result)
        return std::move(result).error();
    return {};
}

core::Status Connection::copyOut(const Sql& statement,
                                 const std::function<core::Status(QByteArrayView)>& sink,
                                 const QString& whatFailed)
{
    TIDEMARK_TRY(beginCopyOut(statement, whatFailed));
    for (;;) {
        const core::Result<QByteArrayView> row = nextCopyRow();
        if (!row)
            return row.error();
        if (row->isEmpty())
            return {};
        if (core::Status status = sink(*row); !status) {
            endCopyOut();
            return status;
        }
    }
}

core::Status Connection::beginCopyOut(const Sql& statement, const QString& whatFailed)
{
    TIDEMARK_TRY(m_session->send(statement, {}, whatFailed));
    core::Result<ResultHandle> result = m_session->collect(Clock::now() + m_session->options.statementLimit,
                                                           whatFailed, Session::Copies::Accept);
    if (!result)
        return std::move(result).error();
    if (PQresultStatus(result->get()) != PGRES_COPY_OUT)
        return core::Error{core::ErrorKind::Internal, whatFailed, QStringLiteral("not a COPY TO STDOUT"), {}};
    m_session->copying = true;
    m_session->copyFailed = whatFailed;
    return {};
}

core::Result<QByteArrayView> Connection::nextCopyRow()
{
    if (!m_session->copying)
        return QByteArrayView();
    return m_session->nextCopyRow();
}

core::Status Connection::beginCopyIn(const Sql& statement, const QString& whatFailed)
{
    TIDEMARK_TRY(m_session->send(statement, {}, whatFailed));
    core::Result<ResultHandle> result = m_session->collect(Clock::now() + m_session->options.statementLimit,
                                                           whatFailed, Session::Copies::Give);
    if (!result)
        return std::move(result).error();
    if (PQresultStatus(result->get()) != PGRES_COPY_IN)
        return core::Error{
            core::ErrorKind::Internal, whatFailed, QStringLiteral("not a COPY FROM STDIN"), {}};
    m_session->copying = true;
    m_session->copyFailed = whatFailed;
    m_session->unsent = 0;
    return {};
}

core::Status Connection::putCopyData(QByteArrayView bytes)
{
    constexpr qsizetype piece = 64 << 10; // libpq keeps what was not sent, so it is sent often
    while (!bytes.isEmpty() && m_session->copying) {
        const QByteArrayView now = bytes.first(std::min(piece, bytes.size()));
        bytes = bytes.sliced(now.size());
        // Refused where the server has ended the copy by an error: the result says which.
        if (PQputCopyData(m_session->handle.get(), now.data(), static_cast<int>(now.size())) != 1) {
            if (auto ended = endCopyIn(); !ended)
                return ended;
            return m_session->lost(m_session->copyFailed);
        }
        m_session->unsent += now.size();
        if (m_session->unsent >= piece)
            TIDEMARK_TRY(m_session->flushCopy());
    }
    return {};
}

core::Status Connection::endCopyIn()
{
    if (!m_session->copying)
        return {};
    m_session->copying = false;
    (void)PQputCopyEnd(m_session->handle.get(), nullptr); // what is wrong with it, the result says
    if (auto result = m_session->collect(Clock::now() + unlimited, m_session->copyFailed); !result)
        return std::move(result).error();
    return {};
}

void Connection::endCopyOut()
{
    if (m_session && m_session->copying) {
        m_session->copying = false;
        m_session->abandon();
    }
}

} // namespace tidemark::postgres
