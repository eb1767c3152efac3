// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/lockwatch.h"

#include "core/wait.h"
#include "postgres/queries/activity.h"

namespace tidemark::access {

LockWatch::LockWatch(const ServerAccess& server, QString applicationName)
    : m_server(server)
    , m_applicationName(std::move(applicationName))
    , m_thread([this](const std::stop_token& stop) { look(stop); })
{
}

QString LockWatch::notice() const
{
    const std::lock_guard lock(m_mutex);
    return m_notice;
}

void LockWatch::look(const std::stop_token& stop)
{
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark progress");
    options.statementLimit = std::chrono::seconds(5);
    core::sleepFor(std::chrono::seconds(1), stop); // most have nothing to wait for, and are over then
    if (stop.stop_requested())
        return;
    auto connection = m_server.connect({}, options, stop);
    int waitedBefore = 0;
    while (connection && connection->isUsable() && !stop.stop_requested()) {
        const auto found = postgres::blockades(*connection, m_applicationName);
        const bool waits = found && !found->isEmpty();
        {
            const std::lock_guard lock(m_mutex);
            m_notice = waits && found->constFirst().waitingPid == waitedBefore
                           ? postgres::waitingText(found->constFirst())
                           : QString();
        }
        waitedBefore = waits ? found->constFirst().waitingPid : 0;
        core::sleepFor(std::chrono::seconds(1), stop);
    }
}

} // namespace tidemark::access
