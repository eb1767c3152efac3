// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDateTime>
#include <QJsonArray>
#include <QList>
#include <QString>

#include <memory>

namespace tidemark::store {

/// An alert of a server, from when it was raised until it was over.
struct LoggedAlert
{
    qint64 id = 0;
    QString server;     // a profile's id, or what the server is known by
    QString serverName; // for people, as it was then
    QString cause;      // replication::alertCauseName()
    QString subject;    // the standby's id or the slot's name; empty for the server itself
    QString subjectName;
    QString severity; // "warning", "critical"
    QString sentence;
    QDateTime raised;         // UTC, our clock
    QDateTime ended;          // invalid while it lasts
    QString delivery;         // what became of the command or webhook; empty where there is none
    QString endDelivery = {}; // the same of the word that it is over
    QJsonArray standbys = {}; // whom it is about, as replication::toJson() has them
};

/// The log of alerts, the newest 10 000, in a SQLite file that window and command line share. Used by the
/// thread that opened it.
class AlertLog
{
public:
    /// Errors: those of History::open.
    static core::Result<AlertLog> open(const QString& path = defaultPath());
    static QString defaultPath(); // dataFolder()/alerts.sqlite

    AlertLog(AlertLog&&) noexcept;
    AlertLog& operator=(AlertLog&&) noexcept;
    ~AlertLog();

    /// The alert's id.
    core::Result<qint64> raise(const LoggedAlert& alert);
    core::Status end(const QString& server, const QString& cause, const QString& subject,
                     const QDateTime& when);
    core::Status setDelivery(qint64 id, const QString& outcome);
    core::Status setEndDelivery(qint64 id, const QString& outcome);
    core::Status setStandbys(qint64 id, const QJsonArray& standbys);
    /// Newest first; of one server, or of all where it is empty.
    core::Result<QList<LoggedAlert>> recent(const QString& server, int limit) const;
    /// Those that last.
    core::Result<QList<LoggedAlert>> lasting(const QString& server) const;

private:
    struct Database;
    explicit AlertLog(std::unique_ptr<Database> database);
    std::unique_ptr<Database> m_database;
};

} // namespace tidemark::store
