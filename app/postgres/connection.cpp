// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connection.h"

#include "postgres/connectionsession.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

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
