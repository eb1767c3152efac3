// SPDX-License-Identifier: GPL-3.0-or-later
// The one transaction in which rows are put back, or in which it is tried what would become of them.
#pragma once

#include "postgres/queries/rowrecoverysql.h"

#include <chrono>
#include <functional>
#include <optional>

namespace tidemark::postgres {

enum class TransactionOutcome
{
    Committed,
    RolledBack,
    Unknown, // still under way, or too long ago for the server to know
};

/// Rolled back where it was not committed. The connection is its own meanwhile. One thread.
class RecoveryTransaction
{
public:
    /// READ COMMITTED; fails rather than leaving out rows that a policy hides; deferrable constraints are
    /// checked at each statement, so that it is known which row breaks them. `lockLimit` is for each lock.
    static core::Result<RecoveryTransaction>
    begin(Connection& connection, std::chrono::milliseconds lockLimit, const QString& whatFailed);
    RecoveryTransaction(RecoveryTransaction&& other) noexcept;
    RecoveryTransaction& operator=(RecoveryTransaction&&) = delete;
    RecoveryTransaction(const RecoveryTransaction&) = delete;
    RecoveryTransaction& operator=(const RecoveryTransaction&) = delete;
    ~RecoveryTransaction();

    /// For transactionOutcome().
    const QString& id() const { return m_id; }

    core::Status run(const Sql& script);
    core::Result<Rows> ask(const Sql& statement);
    /// The first number of the answer, 0 where there is none.
    core::Result<qint64> count(const Sql& statement);
    /// A place to come back to after an error, which may be set again and again.
    core::Status setMark();
    core::Status backToMark();
    /// Nothing but temporary tables can be written from now on, whatever a statement calls.
    core::Status becomeReadOnly();
    /// COPY … TO STDOUT; each row with its newline.
    core::Status read(const Sql& statement, const std::function<core::Status(QByteArrayView)>& sink);
    /// The same in the search path that the role has.
    core::Status readAsRole(const Sql& statement, const std::function<core::Status(QByteArrayView)>& sink);
    core::Status beginCopy(const Sql& statement);
    core::Status copy(QByteArrayView bytes) { return m_connection->putCopyData(bytes); }
    core::Status endCopy() { return m_connection->endCopyIn(); }
    /// Writes in the role's own search path and settings, as its triggers expect them, then `mark`. What the
    /// server refuses because of the rows leaves nothing behind and is the answer; any other error ends the
    /// transaction.
    core::Result<std::optional<core::Error>> write(const Sql& statement, const Sql& mark);

    core::Status commit();
    void rollBack();

private:
    RecoveryTransaction(Connection& connection, QString whatFailed)
        : m_connection(&connection)
        , m_whatFailed(std::move(whatFailed))
    {
    }

    Connection* m_connection;
    QString m_whatFailed;
    QString m_id;
    bool m_open = false;
};

/// What became of a transaction (manual, "System Information Functions", txid_status). Any role.
core::Result<TransactionOutcome> transactionOutcome(Connection& connection, const QString& id);

/// The settings in which rows are staged and compared, and those of the role again: statements for a script.
QByteArray comparingSettings();
QByteArray roleSettings();

} // namespace tidemark::postgres
