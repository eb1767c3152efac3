// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to a server: non-blocking libpq behind calls that wait with a deadline. The second of the
// two places in Tidemark that block.
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "core/serverversion.h"
#include "postgres/connectionspec.h"
#include "postgres/sql.h"

#include <QByteArrayView>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace tidemark::postgres {

enum class SessionKind
{
    Sql,
    Replication, // the physical replication protocol (manual, "Streaming Replication Protocol"): takes its
                 // commands, no SQL
};

struct SessionOptions
{
    SessionKind kind = SessionKind::Sql;
    QString applicationName = QStringLiteral("tidemark");
    std::chrono::milliseconds connectLimit{15'000};
    /// For every statement that names none of its own.
    std::chrono::milliseconds statementLimit{30'000};
    /// How long a statement that is given up may still take to be cancelled, until the connection is closed
    /// instead.
    std::chrono::milliseconds cancelLimit{3000};
    /// Where it is not 0: bytes that the other end does not confirm for this long mean that the link is gone.
    std::chrono::milliseconds linkLimit{0};
};

/// Owned and used by one thread at a time. Every call returns within its deadline and soon after `stop` is
/// requested: a statement that is late is cancelled on the server and its answer drained, so the connection
/// stays usable. Errors: Cancelled; ConnectionFailed once the link is gone; else by SQLSTATE.
class Connection
{
public:
    using Deadline = std::chrono::milliseconds;

    /// Connects and, for SQL, pins the session: UTF-8, application_name, an empty search_path, ISO dates, hex
    /// bytea, exact floats, UTC, C money: the text that comes out is the same wherever and whoever asks.
    static core::Result<Connection> open(const ConnectionSpec& spec, const core::Secret& password,
                                         const SessionOptions& options, std::stop_token stop);

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    core::ServerVersion serverVersion() const;
    int backendPid() const;
    QString databaseName() const;
    QString userName() const;
    bool isEncrypted() const;
    /// False once the link is known to be gone.
    bool isUsable() const;

    // Below: for postgres/queries. Statements are written there and nowhere else.

    /// Runs one statement. `whatFailed` becomes the message of an error ("Cannot list the databases.").
    core::Result<Rows> query(const Sql& statement, const Parameters& parameters, const QString& whatFailed);
    core::Result<Rows> query(const Sql& statement, const Parameters& parameters, const QString& whatFailed,
                             Deadline limit);
    /// Several statements in one round trip; the rows of each, in their order. They are one transaction.
    core::Result<QList<Rows>> queryAll(const Sql& statements, const QString& whatFailed, Deadline limit);
    /// The SCRAM-SHA-256 verifier of a password (PQencryptPasswordConn), made here without asking the server.
    core::Result<QString> encryptedPassword(const QString& role, const core::Secret& password);
    /// Runs a script of several statements and throws its rows away.
    core::Status execute(const Sql& script, const QString& whatFailed, Deadline limit);
    /// COPY … TO STDOUT. The sink gets one row's bytes with its newline; an error of the sink cancels the
    /// statement and is returned.
    core::Status copyOut(const Sql& statement, const std::function<core::Status(QByteArrayView)>& sink,
                         const QString& whatFailed);
    /// The same, pulled row by row. Until the last row, an error or endCopyOut(), nothing else may run here.
    core::Status beginCopyOut(const Sql& statement, const QString& whatFailed);
    /// The next row with its newline, valid until the next call; empty after the last. Stop is heard while it
    /// waits.
    core::Result<QByteArrayView> nextCopyRow();
    /// Before the last row: cancels the statement. Does nothing where none is under way.
    void endCopyOut();
    /// COPY … FROM STDIN, pushed in pieces of any size. Until endCopyIn() or an error nothing else may run
    /// here. Data that the server refuses is reported by endCopyIn() at the latest.
    core::Status beginCopyIn(const Sql& statement, const QString& whatFailed);
    core::Status putCopyData(QByteArrayView bytes);
    core::Status endCopyIn();
    /// Of the last statement that the server answered with an error (manual, appendix "PostgreSQL Error
    /// Codes").
    const QString& lastSqlState() const;

private:
    struct Session;
    explicit Connection(std::unique_ptr<Session> session);
    std::unique_ptr<Session> m_session;
};

} // namespace tidemark::postgres
