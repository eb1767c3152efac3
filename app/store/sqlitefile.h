// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

namespace tidemark::store {

/// One connection to a SQLite file: WAL, busy time-out, durable commits. Owned and used by one thread.
class SqliteFile
{
public:
    SqliteFile() = default;
    SqliteFile(const SqliteFile&) = delete;
    SqliteFile& operator=(const SqliteFile&) = delete;
    ~SqliteFile();

    core::Status open(const QString& path);
    /// Runs one statement. The error carries `whatFailed` and SQLite's words.
    core::Result<QSqlQuery> run(const QString& statement, const QVariantList& values,
                                const QString& whatFailed) const;
    /// Runs `body` inside BEGIN IMMEDIATE … COMMIT, so that two writers wait for each other instead of
    /// failing midway.
    template <typename Body> core::Status inTransaction(const QString& whatFailed, const Body& body) const
    {
        if (auto begun = run(QStringLiteral("BEGIN IMMEDIATE"), {}, whatFailed); !begun)
            return std::move(begun).error();
        core::Status done = body();
        if (done) {
            if (auto committed = run(QStringLiteral("COMMIT"), {}, whatFailed); !committed)
                done = core::Status(std::move(committed).error());
        }
        if (!done)
            (void)run(QStringLiteral("ROLLBACK"), {},
                      whatFailed); // best effort: closing the file rolls back too
        return done;
    }
    /// A statement that is run often; its life ends before this object's.
    core::Result<QSqlQuery> prepare(const QString& statement, const QString& whatFailed) const;
    core::Status execute(QSqlQuery& prepared, const QVariantList& values, const QString& whatFailed) const;
    core::Result<int> userVersion() const;

private:
    core::Status switchToWal(const QString& whatFailed) const;

    QString m_name;
    QSqlDatabase m_database; // so that it can be closed on whatever thread this object ends
    QString m_path;
};

} // namespace tidemark::store
