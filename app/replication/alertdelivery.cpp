// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/alertdelivery.h"

#include "core/text.h"
#include "process/process.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

#include <algorithm>

namespace tidemark::replication {

namespace {

constexpr std::chrono::seconds deliveryLimit{30};
constexpr std::chrono::seconds endLimit{5};
constexpr std::size_t mostOrders = 100;

QString said(const char* text)
{
    return QCoreApplication::translate("replication", text);
}

QString kindName(AlertEvent::Kind kind)
{
    return kind == AlertEvent::Kind::Raised ? QStringLiteral("raised") : QStringLiteral("ended");
}

} // namespace

QMap<QString, QString> alertEnvironment(const AlertEvent& event, const QString& server)
{
    const Alert& alert = event.alert;
    return {{QStringLiteral("TIDEMARK_ALERT"), kindName(event.kind)},
            {QStringLiteral("TIDEMARK_ALERT_CAUSE"), alertCauseName(alert.cause)},
            {QStringLiteral("TIDEMARK_ALERT_SEVERITY"), alertSeverityName(alert.severity)},
            {QStringLiteral("TIDEMARK_ALERT_SERVER"), server},
            {QStringLiteral("TIDEMARK_ALERT_SUBJECT"), alert.subjectName},
            {QStringLiteral("TIDEMARK_ALERT_SENTENCE"), alert.sentence},
            {QStringLiteral("TIDEMARK_ALERT_HINT"), alert.hint},
            {QStringLiteral("TIDEMARK_ALERT_BYTES"),
             alert.bytes ? QString::number(alert.bytes->bytes()) : QString()},
            {QStringLiteral("TIDEMARK_ALERT_SECONDS"),
             alert.seconds ? QString::number(*alert.seconds, 'f', 3) : QString()},
            {QStringLiteral("TIDEMARK_ALERT_SINCE"), core::isoUtc(alert.since)}};
}

QJsonObject alertJson(const AlertEvent& event, const QString& server)
{
    const Alert& alert = event.alert;
    return {{QStringLiteral("alert"), kindName(event.kind)},
            {QStringLiteral("cause"), alertCauseName(alert.cause)},
            {QStringLiteral("severity"), alertSeverityName(alert.severity)},
            {QStringLiteral("server"), server},
            {QStringLiteral("subject"), alert.subjectName},
            {QStringLiteral("sentence"), alert.sentence},
            {QStringLiteral("hint"), alert.hint},
            {QStringLiteral("bytes"), alert.bytes ? QJsonValue(alert.bytes->bytes()) : QJsonValue()},
            {QStringLiteral("seconds"), alert.seconds ? QJsonValue(*alert.seconds) : QJsonValue()},
            {QStringLiteral("since"), core::isoUtc(alert.since)},
            {QStringLiteral("time"), core::isoUtc(event.when)}};
}

core::Status runAlertCommand(const QStringList& command, const AlertEvent& event, const QString& server,
                             const core::RunContext& context)
{
    process::Command call(command.value(0), command.mid(1));
    const QMap<QString, QString> environment = alertEnvironment(event, server);
    for (auto it = environment.begin(); it != environment.end(); ++it)
        call.setEnvironment(it.key(), it.value());
    process::RunOptions options;
    options.limit = deliveryLimit;
    options.grace = std::chrono::seconds(2);
    const auto finished = process::run(call, options, context);
    if (!finished)
        return finished.error();
    if (!finished->succeeded()) {
        return core::Error{core::ErrorKind::ToolFailed,
                           said(QT_TRANSLATE_NOOP("replication", "The program for alerts failed: %1."))
                               .arg(finished->describe()),
                           QString::fromUtf8(finished->errorOutput.right(1000)).trimmed(),
                           {}};
    }
    return {};
}

core::Status callWebhook(const QString& address, const AlertEvent& event, const QString& server,
                         const core::RunContext& context)
{
    QNetworkAccessManager network;
    QNetworkRequest request{QUrl(address)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("tidemark"));
    request.setTransferTimeout(static_cast<int>(std::chrono::milliseconds(deliveryLimit).count()));
    // A redirect would send the alert to somebody who was not named.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(
        network.post(request, QJsonDocument(alertJson(event, server)).toJson(QJsonDocument::Compact)));
    QEventLoop loop; // of the delivery's own thread
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    const std::stop_callback stopped(context.stop, [&reply] {
        QMetaObject::invokeMethod(reply.get(), &QNetworkReply::abort, Qt::QueuedConnection);
    });
    if (!reply->isFinished())
        loop.exec();
    if (context.stopRequested())
        return core::cancelledError();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->error() == QNetworkReply::NoError && status >= 200 && status < 300)
        return {};
    const QUrl shown = reply->url().adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery |
                                             QUrl::RemovePath); // paths of webhooks are secrets
    return core::Error{core::ErrorKind::ConnectionFailed,
                       said(QT_TRANSLATE_NOOP("replication", "The webhook at %1 did not take the alert."))
                           .arg(shown.toString()),
                       status > 0 ? QStringLiteral("HTTP %1").arg(status)
                                  : reply->errorString().replace(reply->url().toString(), shown.toString()),
                       {}};
}

AlertDelivery::AlertDelivery(Done done, Pauses pauses)
    : m_done(std::move(done))
    , m_pauses(std::move(pauses))
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

AlertDelivery::~AlertDelivery()
{
    {
        std::unique_lock lock(m_mutex);
        m_quiet.wait_for(lock, endLimit, [this] {
            const bool fresh = std::any_of(m_orders.begin(), m_orders.end(),
                                           [](const Order& order) { return order.attempts == 0; });
            return !m_delivers && (!fresh || nextOrder() == m_orders.end());
        });
    }
    m_thread.request_stop();
    m_thread.join();
}

void AlertDelivery::deliver(const AlertEvent& event, const QString& server, const AlertRules& rules)
{
    if (rules.command.isEmpty() && rules.webhook.isEmpty())
        return;
    std::optional<AlertEvent> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_orders.push_back({event, server, rules.command, rules.webhook});
        if (m_orders.size() > mostOrders) {
            dropped = m_orders.front().event;
            m_orders.pop_front();
        }
    }
    m_news.notify_one();
    if (dropped && m_done)
        m_done(*dropped,
               core::Error{core::ErrorKind::ToolFailed,
                           said(QT_TRANSLATE_NOOP("replication",
                                                  "Too many alerts waited; this one was not delivered.")),
                           {},
                           {}});
}

/// The first that is due, of none that has to wait for an earlier one of the same alert.
std::deque<AlertDelivery::Order>::iterator AlertDelivery::nextOrder()
{
    const auto now = std::chrono::steady_clock::now();
    const auto isSame = [](const Order& a, const Order& b) {
        return a.event.alert.cause == b.event.alert.cause && a.event.alert.subject == b.event.alert.subject;
    };
    for (auto it = m_orders.begin(); it != m_orders.end(); ++it) {
        const bool isFirst =
            std::none_of(m_orders.begin(), it, [&](const Order& earlier) { return isSame(earlier, *it); });
        if (isFirst && it->due <= now)
            return it;
    }
    return m_orders.end();
}

void AlertDelivery::attempt(Order order, const core::RunContext& context)
{
    core::Status outcome;
    if (!order.command.isEmpty()) {
        outcome = runAlertCommand(order.command, order.event, order.server, context);
        if (outcome)
            order.command.clear(); // not again when the webhook fails
    }
    if (!order.webhook.isEmpty() && !context.stopRequested()) {
        core::Status called = callWebhook(order.webhook, order.event, order.server, context);
        if (called)
            order.webhook.clear();
        if (outcome)
            outcome = std::move(called);
    }
    if (context.stopRequested())
        return;
    if (!outcome && order.attempts < m_pauses.size()) {
        order.due = std::chrono::steady_clock::now() + m_pauses[order.attempts++];
        const std::lock_guard lock(m_mutex);
        m_orders.push_front(std::move(order)); // before what comes later of the same alert
        return;
    }
    if (m_done)
        m_done(order.event, outcome);
}

void AlertDelivery::work(const std::stop_token& stop)
{
    core::RunContext context;
    context.stop = stop;
    while (!stop.stop_requested()) {
        std::unique_lock lock(m_mutex);
        auto next = nextOrder();
        if (next == m_orders.end()) {
            // Until something comes, or the next one is due.
            auto until = std::chrono::steady_clock::now() + std::chrono::hours(1);
            for (const Order& order : m_orders) {
                if (order.attempts > 0)
                    until = std::min(until, order.due);
            }
            m_news.wait_until(lock, stop, until, [this] { return nextOrder() != m_orders.end(); });
            continue;
        }
        Order order = std::move(*next);
        m_orders.erase(next);
        m_delivers = true;
        lock.unlock();
        attempt(std::move(order), context);
        lock.lock();
        m_delivers = false;
        m_quiet.notify_all();
    }
}

} // namespace tidemark::replication
