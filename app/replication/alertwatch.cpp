// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/alertwatch.h"

#include "replication/lagrecorder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace tidemark::replication {

/// What became of deliveries, until the thread that owns the log writes it down.
struct AlertWatch::Outcomes
{
    struct Entry
    {
        qint64 logged = 0;
        AlertEvent::Kind kind = AlertEvent::Kind::Raised;
        QString text;
    };
    std::mutex mutex;
    QList<Entry> entries;
};

namespace {

QString keyOf(const Alert& alert)
{
    return alertCauseName(alert.cause) + QLatin1Char('\n') + alert.subject;
}

} // namespace

AlertWatch::AlertWatch(QString server, QString name, AlertRules rules, QString logPath)
    : m_server(std::move(server))
    , m_name(std::move(name))
    , m_logPath(std::move(logPath))
    , m_policy(std::move(rules))
    , m_outcomes(std::make_shared<Outcomes>())
{
    m_delivery = std::make_unique<AlertDelivery>(
        [outcomes = m_outcomes](const AlertEvent& event, const core::Status& done) {
            const std::lock_guard lock(outcomes->mutex);
            if (event.logged != 0)
                outcomes->entries.append(
                    {event.logged, event.kind,
                     done ? QCoreApplication::translate("replication", "delivered") : done.error().toText()});
        });
}

// Wherever it ends: what is delivered meanwhile is written by a log of this thread.
AlertWatch::~AlertWatch()
{
    m_delivery.reset();
    if (!m_log || m_outcomes->entries.isEmpty())
        return;
    if (auto log = store::AlertLog::open(m_logPath)) {
        m_log = *std::move(log);
        logOutcomes();
    }
}

/// Whether this one logs and delivers. Where there can be no lock, rather twice than never.
bool AlertWatch::takeOver()
{
    if (m_opened)
        return true;
    (void)QDir().mkpath(QFileInfo(m_logPath).absolutePath()); // where it fails, the log says so
    const QByteArray hash =
        QCryptographicHash::hash(m_server.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
    auto lock = core::FileLock::tryAcquire(m_logPath + QLatin1Char('.') + QString::fromLatin1(hash) +
                                           QStringLiteral(".lock"));
    if (!lock && lock.error().kind == core::ErrorKind::Conflict) {
        m_problem = core::Error{
            core::ErrorKind::Conflict,
            QCoreApplication::translate("replication", "Another Tidemark watches this server, and logs and "
                                                       "delivers its alerts."),
            lock.error().detail,
            {}};
        return false;
    }
    if (lock)
        m_lock = *std::move(lock);
    m_opened = true;
    m_problem.reset();
    openLog();
    return true;
}

void AlertWatch::openLog()
{
    auto log = store::AlertLog::open(m_logPath);
    if (!log) {
        m_problem = std::move(log).error();
        return;
    }
    m_log = *std::move(log);
    const auto before = m_log->lasting(m_server);
    if (!before)
        return;
    const QList<Alert> known = m_policy.lasting(); // raised while another one logged and delivered
    QList<Alert> lasting;
    for (const store::LoggedAlert& logged : *before) {
        const auto cause = alertCauseFromName(logged.cause);
        if (!cause)
            continue;
        Alert alert;
        alert.cause = *cause;
        alert.severity =
            logged.severity == QLatin1String("critical") ? AlertSeverity::Critical : AlertSeverity::Warning;
        alert.subject = logged.subject;
        alert.subjectName = logged.subjectName;
        alert.sentence = logged.sentence;
        alert.since = logged.raised;
        alert.standbys = expectedFromJson(logged.standbys);
        lasting.append(alert);
        m_logged.insert(keyOf(alert), logged.id);
        // Whoever watched last may have ended before anybody was told.
        if (logged.delivery.isEmpty())
            m_delivery->deliver({AlertEvent::Kind::Raised, alert, logged.raised, logged.id}, m_name,
                                m_policy.rules());
    }
    m_policy.resume(lasting);
    for (const Alert& alert : known) {
        AlertEvent event{AlertEvent::Kind::Raised, alert, alert.since};
        if (!m_logged.contains(keyOf(alert)))
            logAndDeliver(event);
    }
}

QList<AlertEvent> AlertWatch::feed(const core::Result<LagSample>& look, const QDateTime& now)
{
    const bool isOurs = takeOver();
    QList<AlertEvent> events = m_policy.feed(look, now);
    if (!isOurs)
        return events;
    for (AlertEvent& event : events)
        logAndDeliver(event);
    logOutcomes();
    return events;
}

void AlertWatch::logAndDeliver(AlertEvent& event)
{
    log(event);
    m_delivery->deliver(event, m_name, m_policy.rules());
}

void AlertWatch::log(AlertEvent& event)
{
    if (!m_log)
        return;
    const Alert& alert = event.alert;
    if (event.kind == AlertEvent::Kind::Ended) {
        event.logged = m_logged.take(keyOf(alert));
        if (auto done = m_log->end(m_server, alertCauseName(alert.cause), alert.subject, event.when); !done)
            m_problem = done.error();
        return;
    }
    store::LoggedAlert entry;
    entry.server = m_server;
    entry.serverName = m_name;
    entry.cause = alertCauseName(alert.cause);
    entry.subject = alert.subject;
    entry.subjectName = alert.subjectName;
    entry.severity = alertSeverityName(alert.severity);
    entry.sentence = alert.sentence;
    entry.raised = event.when;
    entry.standbys = toJson(alert.standbys);
    const auto id = m_log->raise(entry);
    if (!id) {
        m_problem = id.error();
        return;
    }
    event.logged = *id;
    m_logged.insert(keyOf(alert), *id);
}

void AlertWatch::logOutcomes()
{
    if (!m_log)
        return;
    const std::lock_guard lock(m_outcomes->mutex);
    for (const Outcomes::Entry& entry : std::as_const(m_outcomes->entries)) {
        // Best effort: the alert is there without it.
        (void)(entry.kind == AlertEvent::Kind::Raised ? m_log->setDelivery(entry.logged, entry.text)
                                                      : m_log->setEndDelivery(entry.logged, entry.text));
    }
    m_outcomes->entries.clear();
}

QList<ExpectedStandby> expectedStandbys(const QString& server, const QString& historyPath,
                                        const QString& logPath)
{
    QList<ExpectedStandby> expected = LagRecorder::expectedOf(server, historyPath);
    if (!QFileInfo::exists(logPath))
        return expected;
    const auto log = store::AlertLog::open(logPath);
    const auto lasting = log ? log->lasting(server) : core::Result<QList<store::LoggedAlert>>(log.error());
    if (!lasting)
        return expected;
    QStringList known = LagRecorder::forgottenOf(server, historyPath);
    for (const ExpectedStandby& standby : std::as_const(expected))
        known.append(standby.id);
    for (const store::LoggedAlert& alert : *lasting) {
        for (const ExpectedStandby& standby : expectedFromJson(alert.standbys)) {
            if (known.contains(standby.id))
                continue;
            known.append(standby.id);
            expected.append(standby);
        }
    }
    return expected;
}

} // namespace tidemark::replication
