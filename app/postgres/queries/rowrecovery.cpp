// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/rowrecovery.h"

#include <QCoreApplication>

#include <utility>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline unlimited{std::chrono::hours(24 * 30)};

// What Connection pins, so that text is canonical.
constexpr char comparing[] =
    "SET LOCAL search_path = ''; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';"
    " SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex';"
    " SET LOCAL lc_monetary = 'C'";
constexpr char ofRole[] =
    "SET LOCAL search_path TO DEFAULT; SET LOCAL DateStyle TO DEFAULT; SET LOCAL IntervalStyle TO DEFAULT;"
    " SET LOCAL TimeZone TO DEFAULT; SET LOCAL extra_float_digits TO DEFAULT; SET LOCAL bytea_output TO "
    "DEFAULT;"
    " SET LOCAL lc_monetary TO DEFAULT";

// Data exceptions, broken constraints, WITH CHECK OPTION, what a trigger raises, and triggered or action
// exceptions.
bool isAboutRows(const QString& sqlState)
{
    for (const char* group : {"22", "23", "44", "P0", "09", "27", "42501", "55000"}) {
        if (sqlState.startsWith(QLatin1String(group)))
            return true;
    }
    return false;
}

} // namespace

core::Result<RecoveryTransaction> RecoveryTransaction::begin(Connection& connection,
                                                             std::chrono::milliseconds lockLimit,
                                                             const QString& whatFailed)
{
    RecoveryTransaction transaction(connection, whatFailed);
    Sql begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = ");
    begin.number(lockLimit.count())
        .add("; SET LOCAL row_security = off; SET LOCAL standard_conforming_strings = on; SET CONSTRAINTS "
             "ALL IMMEDIATE; ")
        .add(comparing);
    transaction.m_open = true;
    TIDEMARK_TRY(transaction.run(begin));
    auto id = transaction.ask("SELECT pg_catalog.txid_current()");
    if (!id)
        return std::move(id).error();
    transaction.m_id = id->text(0, 0);
    return transaction;
}

RecoveryTransaction::RecoveryTransaction(RecoveryTransaction&& other) noexcept
    : m_connection(other.m_connection)
    , m_whatFailed(std::move(other.m_whatFailed))
    , m_id(std::move(other.m_id))
    , m_open(std::exchange(other.m_open, false))
{
}

RecoveryTransaction::~RecoveryTransaction()
{
    rollBack();
}

// Where a stop was requested or the link is gone, nothing can be sent any more: closing it rolls back as
// well.
void RecoveryTransaction::rollBack()
{
    if (!std::exchange(m_open, false) || !m_connection->isUsable())
        return;
    m_connection->endCopyOut();
    (void)m_connection->query("ROLLBACK", {}, m_whatFailed);
}

core::Status RecoveryTransaction::run(const Sql& script)
{
    return m_connection->execute(script, m_whatFailed, unlimited);
}

core::Result<Rows> RecoveryTransaction::ask(const Sql& statement)
{
    return m_connection->query(statement, {}, m_whatFailed, unlimited);
}

core::Result<qint64> RecoveryTransaction::count(const Sql& statement)
{
    auto rows = ask(statement);
    if (!rows)
        return std::move(rows).error();
    return rows->count() > 0 ? rows->number(0, 0) : 0;
}

core::Status RecoveryTransaction::setMark()
{
    return run("SAVEPOINT mark");
}

core::Status RecoveryTransaction::backToMark()
{
    return run("ROLLBACK TO SAVEPOINT mark");
}

core::Status RecoveryTransaction::becomeReadOnly()
{
    return run("SET TRANSACTION READ ONLY");
}

core::Status RecoveryTransaction::read(const Sql& statement,
                                       const std::function<core::Status(QByteArrayView)>& sink)
{
    return m_connection->copyOut(statement, sink, m_whatFailed);
}

core::Status RecoveryTransaction::readAsRole(const Sql& statement,
                                             const std::function<core::Status(QByteArrayView)>& sink)
{
    TIDEMARK_TRY(run(ofRole));
    TIDEMARK_TRY(read(statement, sink));
    return run(comparing);
}

core::Status RecoveryTransaction::beginCopy(const Sql& statement)
{
    return m_connection->beginCopyIn(statement, m_whatFailed);
}

core::Result<std::optional<core::Error>> RecoveryTransaction::write(const Sql& statement, const Sql& mark)
{
    Sql script("SAVEPOINT tidemark; ");
    script.add(ofRole).add(";\n").add(statement).add(";\n").add(comparing).add(";\n").add(mark).add(
        ";\nRELEASE SAVEPOINT tidemark");
    const core::Status written = run(script);
    if (written)
        return std::optional<core::Error>();
    if (written.error().kind == core::ErrorKind::Cancelled || !m_connection->isUsable() ||
        !isAboutRows(m_connection->lastSqlState()))
        return written.error();
    TIDEMARK_TRY(run("ROLLBACK TO SAVEPOINT tidemark; RELEASE SAVEPOINT tidemark"));
    return std::optional<core::Error>(written.error());
}

core::Status RecoveryTransaction::commit()
{
    m_open = false;
    return run("COMMIT");
}

core::Result<TransactionOutcome> transactionOutcome(Connection& connection, const QString& id)
{
    auto rows = connection.query(
        "SELECT pg_catalog.txid_status($1::pg_catalog.int8)", {id},
        QCoreApplication::translate("postgres::queries",
                                    "The server could not be asked what became of the transaction."));
    if (!rows)
        return std::move(rows).error();
    const QString status = rows->text(0, 0);
    if (status == QLatin1String("committed"))
        return TransactionOutcome::Committed;
    return status == QLatin1String("aborted") ? TransactionOutcome::RolledBack : TransactionOutcome::Unknown;
}

QByteArray comparingSettings()
{
    return comparing;
}

QByteArray roleSettings()
{
    return ofRole;
}

} // namespace tidemark::postgres
