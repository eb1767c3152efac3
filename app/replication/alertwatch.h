// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filelock.h"
#include "replication/alertdelivery.h"
#include "replication/alertpolicy.h"
#include "store/alertlog.h"
#include "store/laghistory.h"

#include <QHash>

#include <memory>
#include <mutex>
#include <optional>

namespace tidemark::replication {

/// The alerts of one server: judges each look, writes the log, runs command and webhook, and says what was
/// raised or has ended, for the tray or a terminal. What an earlier run has raised and not ended is taken up
/// again. Of several that watch one server, in whatever process, one logs and delivers; when it ends, another
/// takes over. Used by one thread.
class AlertWatch
{
public:
    /// `server` is what the server is known by (a profile's id), `name` what people call it.
    AlertWatch(QString server, QString name, AlertRules rules,
               QString logPath = store::AlertLog::defaultPath());
    /// Takes until what is raised is delivered; see AlertDelivery.
    ~AlertWatch();

    /// `now` is UTC by our clock.
    QList<AlertEvent> feed(const core::Result<LagSample>& look, const QDateTime& now);
    QList<Alert> lasting() const { return m_policy.lasting(); }
    void setRules(const AlertRules& rules) { m_policy.setRules(rules); }
    /// Why nothing is logged; nothing while it is. Conflict: another one logs and delivers.
    const std::optional<core::Error>& problem() const { return m_problem; }

private:
    struct Outcomes;
    bool takeOver();
    void openLog();
    void logAndDeliver(AlertEvent& event);
    void log(AlertEvent& event);
    void logOutcomes();

    QString m_server;
    QString m_name;
    QString m_logPath;
    AlertPolicy m_policy;
    bool m_opened = false;
    std::optional<core::FileLock> m_lock;
    QHash<QString, qint64> m_logged; // cause and subject of those that last: the row in the log
    std::optional<store::AlertLog> m_log;
    std::optional<core::Error> m_problem;
    std::shared_ptr<Outcomes> m_outcomes; // of the delivery's thread
    std::unique_ptr<AlertDelivery> m_delivery;
};

/// Who is to be at this server, for LagOptions::expected: those of the history, and those whom the alerts
/// that last are about, so that an alert which a new run takes up again does not end because nobody misses
/// them. Reads alone, on any thread.
QList<ExpectedStandby> expectedStandbys(const QString& server,
                                        const QString& historyPath = store::LagHistory::defaultPath(),
                                        const QString& logPath = store::AlertLog::defaultPath());

} // namespace tidemark::replication
