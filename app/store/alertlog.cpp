// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/alertlog.h"

#include "store/folders.h"
#include "store/sqlitefile.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QVariant>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 2;
constexpr int keptAlerts = 10'000;

QString cannotRead()
{
    return QCoreApplication::translate("store::AlertLog", "The log of alerts cannot be read.");
}

QString cannotWrite()
{
    return QCoreApplication::translate("store::AlertLog", "The log of alerts cannot be written.");
}

QString text(const QString& value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

core::Status toStatus(const core::Result<QSqlQuery>& done)
{
    return done ? core::Status() : core::Status(done.error());
}

core::Status createTables(const SqliteFile& file)
{
    for (const char* statement :
         {"CREATE TABLE alerts (id INTEGER PRIMARY KEY AUTOINCREMENT, server TEXT NOT NULL, server_name TEXT "
          "NOT NULL, cause TEXT NOT NULL,"
          " subject TEXT NOT NULL, subject_name TEXT NOT NULL, severity TEXT NOT NULL, sentence TEXT NOT "
          "NULL, raised INTEGER NOT NULL,"
          " ended INTEGER, delivery TEXT NOT NULL, standbys TEXT NOT NULL DEFAULT '[]', end_delivery TEXT "
          "NOT NULL DEFAULT '')",
          "CREATE INDEX alerts_server ON alerts (server, id)", "PRAGMA user_version = 2"}) {
        TIDEMARK_TRY(toStatus(file.run(QLatin1String(statement), {}, cannotWrite())));
    }
    return {};
}

/// From the version before.
core::Status addColumns(const SqliteFile& file)
{
    for (const char* statement :
         {"ALTER TABLE alerts ADD COLUMN standbys TEXT NOT NULL DEFAULT '[]'",
          "ALTER TABLE alerts ADD COLUMN end_delivery TEXT NOT NULL DEFAULT ''", "PRAGMA user_version = 2"}) {
        TIDEMARK_TRY(toStatus(file.run(QLatin1String(statement), {}, cannotWrite())));
    }
    return {};
}

QString jsonText(const QJsonArray& array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

core::Result<QList<LoggedAlert>> alertsOf(core::Result<QSqlQuery> rows)
{
    if (!rows)
        return std::move(rows).error();
    QList<LoggedAlert> alerts;
    while (rows->next()) {
        LoggedAlert alert;
        alert.id = rows->value(0).toLongLong();
        alert.server = rows->value(1).toString();
        alert.serverName = rows->value(2).toString();
        alert.cause = rows->value(3).toString();
        alert.subject = rows->value(4).toString();
        alert.subjectName = rows->value(5).toString();
        alert.severity = rows->value(6).toString();
        alert.sentence = rows->value(7).toString();
        alert.raised = QDateTime::fromMSecsSinceEpoch(rows->value(8).toLongLong(), Qt::UTC);
        if (!rows->value(9).isNull())
            alert.ended = QDateTime::fromMSecsSinceEpoch(rows->value(9).toLongLong(), Qt::UTC);
        alert.delivery = rows->value(10).toString();
        alert.standbys = QJsonDocument::fromJson(rows->value(11).toString().toUtf8()).array();
        alert.endDelivery = rows->value(12).toString();
        alerts.append(alert);
    }
    return alerts;
}

QString selectText()
{
    return QStringLiteral("SELECT id, server, server_name, cause, subject, subject_name, severity, sentence, "
                          "raised, ended, delivery, standbys, end_delivery FROM alerts");
}

} // namespace

struct AlertLog::Database
{
    SqliteFile file;
};

AlertLog::AlertLog(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}
AlertLog::AlertLog(AlertLog&&) noexcept = default;
AlertLog& AlertLog::operator=(AlertLog&&) noexcept = default;
AlertLog::~AlertLog() = default;

QString AlertLog::defaultPath()
{
    return dataFolder() + QStringLiteral("/alerts.sqlite");
}

core::Result<AlertLog> AlertLog::open(const QString& path)
{
    auto database = std::make_unique<Database>();
    TIDEMARK_TRY(database->file.open(path));
    const SqliteFile& file = database->file;
    const core::Result<int> version = file.userVersion();
    if (!version)
        return version.error();
    if (*version < knownVersion) {
        const auto create = [&]() -> core::Status {
            const core::Result<int> now = file.userVersion();
            if (!now)
                return now.error();
            if (*now == 0)
                return createTables(file);
            return *now < knownVersion ? addColumns(file) : core::Status();
        };
        TIDEMARK_TRY(file.inTransaction(cannotWrite(), create));
    } else if (*version > knownVersion) {
        TIDEMARK_TRY(toStatus(file.run(QStringLiteral("PRAGMA query_only = ON"), {}, cannotRead())));
    }
    return AlertLog(std::move(database));
}

core::Result<qint64> AlertLog::raise(const LoggedAlert& alert)
{
    qint64 id = 0;
    const auto insert = [&]() -> core::Status {
        auto done = m_database->file.run(
            QStringLiteral("INSERT INTO alerts (server, server_name, cause, subject, subject_name, severity, "
                           "sentence, raised, delivery, standbys)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {text(alert.server), text(alert.serverName), text(alert.cause), text(alert.subject),
             text(alert.subjectName), text(alert.severity), text(alert.sentence),
             alert.raised.toMSecsSinceEpoch(), text(alert.delivery), jsonText(alert.standbys)},
            cannotWrite());
        if (!done)
            return std::move(done).error();
        id = done->lastInsertId().toLongLong();
        return toStatus(m_database->file.run(QStringLiteral("DELETE FROM alerts WHERE id <= ?"),
                                             {id - keptAlerts}, cannotWrite()));
    };
    TIDEMARK_TRY(m_database->file.inTransaction(cannotWrite(), insert));
    return id;
}

core::Status AlertLog::end(const QString& server, const QString& cause, const QString& subject,
                           const QDateTime& when)
{
    return toStatus(m_database->file.run(
        QStringLiteral(
            "UPDATE alerts SET ended = ? WHERE server = ? AND cause = ? AND subject = ? AND ended IS NULL"),
        {when.toMSecsSinceEpoch(), text(server), text(cause), text(subject)}, cannotWrite()));
}

core::Status AlertLog::setDelivery(qint64 id, const QString& outcome)
{
    return toStatus(m_database->file.run(QStringLiteral("UPDATE alerts SET delivery = ? WHERE id = ?"),
                                         {text(outcome), id}, cannotWrite()));
}

core::Status AlertLog::setEndDelivery(qint64 id, const QString& outcome)
{
    return toStatus(m_database->file.run(QStringLiteral("UPDATE alerts SET end_delivery = ? WHERE id = ?"),
                                         {text(outcome), id}, cannotWrite()));
}

core::Status AlertLog::setStandbys(qint64 id, const QJsonArray& standbys)
{
    return toStatus(m_database->file.run(QStringLiteral("UPDATE alerts SET standbys = ? WHERE id = ?"),
                                         {jsonText(standbys), id}, cannotWrite()));
}

core::Result<QList<LoggedAlert>> AlertLog::recent(const QString& server, int limit) const
{
    return alertsOf(m_database->file.run(
        selectText() + QStringLiteral(" WHERE ? IN ('', server) ORDER BY id DESC LIMIT ?"),
        {text(server), limit}, cannotRead()));
}

core::Result<QList<LoggedAlert>> AlertLog::lasting(const QString& server) const
{
    return alertsOf(m_database->file.run(
        selectText() + QStringLiteral(" WHERE server = ? AND ended IS NULL ORDER BY id DESC"), {text(server)},
        cannotRead()));
}

} // namespace tidemark::store
