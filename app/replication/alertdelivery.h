// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "replication/alertpolicy.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tidemark::replication {

/// What a program finds in its environment: TIDEMARK_ALERT (raised, ended), TIDEMARK_ALERT_CAUSE, _SEVERITY,
/// _SERVER, _SUBJECT, _SENTENCE, _HINT, _BYTES, _SECONDS, _SINCE (ISO 8601, UTC).
QMap<QString, QString> alertEnvironment(const AlertEvent& event, const QString& server);
/// What a webhook is sent.
QJsonObject alertJson(const AlertEvent& event, const QString& server);

/// Runs the command and calls the webhook of the rules, one alert after the other, on a thread of its own;
/// each gets 30 s. The program is started without a shell. What fails is tried again after each of `pauses`;
/// what comes later of the same alert waits for it. At most 100 wait; then the oldest are dropped and said to
/// be.
class AlertDelivery
{
public:
    /// What became of it in the end; on the delivery's thread.
    using Done = std::function<void(const AlertEvent&, const core::Status&)>;

    using Pauses = std::vector<std::chrono::milliseconds>;

    explicit AlertDelivery(Done done = {}, Pauses pauses = {std::chrono::seconds(5), std::chrono::seconds(30),
                                                            std::chrono::minutes(2)});
    /// Waits until all is delivered that did not fail yet, 5 s at most; then ends what runs and drops what
    /// waits.
    ~AlertDelivery();
    AlertDelivery(const AlertDelivery&) = delete;
    AlertDelivery& operator=(const AlertDelivery&) = delete;

    void deliver(const AlertEvent& event, const QString& server, const AlertRules& rules);

private:
    struct Order
    {
        AlertEvent event;
        QString server;
        QStringList command;
        QString webhook;
        std::size_t attempts = 0;
        std::chrono::steady_clock::time_point due = {};
    };
    void work(const std::stop_token& stop);
    std::deque<Order>::iterator nextOrder();
    void attempt(Order order, const core::RunContext& context);

    Done m_done;
    Pauses m_pauses;
    std::mutex m_mutex;
    std::condition_variable_any m_news;
    std::condition_variable m_quiet;
    bool m_delivers = false;
    std::deque<Order> m_orders;
    std::jthread m_thread; // last: uses the rest
};

/// One at a time, blocking.
core::Status runAlertCommand(const QStringList& command, const AlertEvent& event, const QString& server,
                             const core::RunContext& context);
core::Status callWebhook(const QString& address, const AlertEvent& event, const QString& server,
                         const core::RunContext& context);

} // namespace tidemark::replication
