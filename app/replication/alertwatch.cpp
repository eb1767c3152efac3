// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/alertwatch.h"

#include "replication/lagrecorder.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>

namespace tidemark::replication {

/// What became of deliveries, until the thread that owns the log writes it down.
struct AlertWatch::Outcomes
{
    std::mutex mutex;
    QHash<QString, QString> byAlert; // cause and subject
    QHash<QString, qint64> logged;   // the same: the row in the log
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
            outcomes->byAlert.insert(keyOf(event.alert),
                                     done ? QCoreApplication::translate("replication", "delivered")
                                          : done.error().toText());
        });
}

// Wherever it ends: what is delivered meanwhile is written by a log of this thread.
AlertWatch::~AlertWatch()
{
    m_delivery.reset();
    if (!m_log || m_outcomes->byAlert.isEmpty())
        return;
    if (auto log = store::AlertLog::open(m_logPath)) {
        m_log = *std::move(log);
        logOutcomes();
    }
}

void AlertWatch::openLog()
{
    m_opened = true;
    auto log = store::AlertLog::open(m_logPath);
    if (!log) {
        m_problem = std::move(log).error();
        return;
    }
    m_log = *std::move(log);
    const auto before = m_log->lasting(m_server);
    if (!before)
        return;
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
        {
            const std::lock_guard lock(m_outcomes->mutex);
            m_outcomes->logged.insert(keyOf(alert), logged.id);
        }
        // Whoever watched last may have ended before anybody was told.
        if (logged.delivery.isEmpty())
            m_delivery->deliver({AlertEvent::Kind::Raised, alert, logged.raised}, m_name, m_policy.rules());
    }
    m_policy.resume(lasting);
}

QList<AlertEvent> AlertWatch::feed(const core::Result<LagSample>& look, const QDateTime& now)
{
    if (!m_opened)
        openLog();
    const QList<AlertEvent> events = m_policy.feed(look, now);
    for (const AlertEvent& event : events) {
        log(event);
        m_delivery->deliver(event, m_name, m_policy.rules());
    }
    logOutcomes();
    return events;
}

void AlertWatch::log(const AlertEvent& event)
{
    if (!m_log)
        return;
    const Alert& alert = event.alert;
    if (event.kind == AlertEvent::Kind::Ended) {
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
    const std::lock_guard lock(m_outcomes->mutex);
    m_outcomes->logged.insert(keyOf(alert), *id);
}

void AlertWatch::logOutcomes()
{
    if (!m_log)
        return;
    const std::lock_guard lock(m_outcomes->mutex);
    for (auto it = m_outcomes->byAlert.cbegin(); it != m_outcomes->byAlert.cend(); ++it) {
        if (const qint64 id = m_outcomes->logged.value(it.key()))
            (void)m_log->setDelivery(id, it.value()); // the alert is there without it
    }
    m_outcomes->byAlert.clear();
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
