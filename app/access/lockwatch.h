// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"

#include <QString>

#include <mutex>
#include <thread>

namespace tidemark::access {

/// Looks once a second, on a thread and a connection of its own, who holds the locks that the sessions of an
/// application_name wait for (pg_blocking_pids). From construction to destruction, which waits for a
/// statement under way. The server outlives it; where it cannot be asked nothing is said.
class LockWatch
{
public:
    LockWatch(const ServerAccess& server, QString applicationName);
    LockWatch(const LockWatch&) = delete;
    LockWatch& operator=(const LockWatch&) = delete;
    ~LockWatch() = default;

    /// As a sentence; empty where nothing has waited for a second. Any thread.
    QString notice() const;

private:
    void look(const std::stop_token& stop);

    const ServerAccess& m_server;
    const QString m_applicationName;
    mutable std::mutex m_mutex;
    QString m_notice;
    std::jthread m_thread; // last: it uses the others
};

} // namespace tidemark::access
