// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlitefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

#include <chrono>
#include <thread>

namespace tidemark::store {

namespace {

constexpr int busyMilliseconds = 5000;

core::Error sqliteError(const QSqlError& problem, const QString& path, const QString& whatFailed)
{
    // SQLite's primary result codes (its manual, "Result and Error Codes"); the upper bits refine them.
    core::Error error{core::ErrorKind::Io,
                      whatFailed,
                      QDir::toNativeSeparators(path) + QStringLiteral(": ") +
                          problem.databaseText().trimmed() + QLatin1Char(' ') +
                          problem.driverText().trimmed(),
                      {}};
    switch (problem.nativeErrorCode().toInt() & 0xFF) {
    case 3:  // SQLITE_PERM
    case 8:  // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
        error.kind = core::ErrorKind::PermissionDenied;
        error.hint = QCoreApplication::translate("store::SqliteFile",
                                                 "Look at the permissions of the file and its folder.");
        break;
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        error.kind = core::ErrorKind::Corrupt;
        error.hint = QCoreApplication::translate(
            "store::SqliteFile",
            "It was left as it is. Move it away to begin a new one; backups are not concerned.");
        break;
    case 13: // SQLITE_FULL
        error.kind = core::ErrorKind::StorageFull;
        error.hint = QCoreApplication::translate("store::SqliteFile", "Free some space there.");
        break;
    default:
        break;
    }
    return error;
}

} // namespace

SqliteFile::~SqliteFile()
{
    if (m_name.isEmpty())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

core::Status SqliteFile::open(const QString& path)
{
    const QString whatFailed =
        QCoreApplication::translate("store::SqliteFile", "The history cannot be opened.");
    m_path = path;
    (void)QDir().mkpath(QFileInfo(path).absolutePath()); // where it fails, opening says so
    m_name = QUuid::createUuid().toString();
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    database.setDatabaseName(path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyMilliseconds));
    m_database = database;
    if (!database.open())
        return sqliteError(database.lastError(), path, whatFailed);
    TIDEMARK_TRY(switchToWal(whatFailed));
    // Full: what was reported as written is there after a power cut too. There are few commits.
    if (auto done = run(QStringLiteral("PRAGMA synchronous = FULL"), {}, whatFailed); !done)
        return std::move(done).error();
    return {};
}

core::Status SqliteFile::switchToWal(const QString& whatFailed) const
{
    // Needs the file alone for a moment, and SQLite does not honour the busy time-out here.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busyMilliseconds);
    for (;;) {
        QSqlQuery query(QSqlDatabase::database(m_name, false));
        if (query.exec(QStringLiteral("PRAGMA journal_mode = WAL")))
            return {};
        constexpr int busy = 5;
        if ((query.lastError().nativeErrorCode().toInt() & 0xFF) != busy ||
            std::chrono::steady_clock::now() > deadline)
            return sqliteError(query.lastError(), m_path, whatFailed);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

core::Result<QSqlQuery> SqliteFile::run(const QString& statement, const QVariantList& values,
                                        const QString& whatFailed) const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    bool good = query.prepare(statement);
    for (const QVariant& value : values)
        query.addBindValue(value);
    good = good && query.exec();
    if (!good)
        return sqliteError(query.lastError(), m_path, whatFailed);
    return query;
}

core::Result<QSqlQuery> SqliteFile::prepare(const QString& statement, const QString& whatFailed) const
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        return sqliteError(query.lastError(), m_path, whatFailed);
    return query;
}

core::Status SqliteFile::execute(QSqlQuery& prepared, const QVariantList& values,
                                 const QString& whatFailed) const
{
    for (qsizetype i = 0; i < values.size(); ++i)
        prepared.bindValue(static_cast<int>(i), values.at(i));
    if (!prepared.exec())
        return sqliteError(prepared.lastError(), m_path, whatFailed);
    return {};
}

core::Result<int> SqliteFile::userVersion() const
{
    auto query = run(QStringLiteral("PRAGMA user_version"), {},
                     QCoreApplication::translate("store::SqliteFile", "The history cannot be read."));
    if (!query)
        return std::move(query).error();
    return query->next() ? query->value(0).toInt() : 0;
}

} // namespace tidemark::store
