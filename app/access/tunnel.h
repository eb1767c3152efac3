// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/sshcommand.h"
#include "access/tunnelport.h"
#include "core/runcontext.h"
#include "store/profile.h"

#include <QStringList>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace tidemark::access {

/// A forwarding of one local port through the system's ssh, kept open on a thread of its own: when ssh ends, it is
/// started again after a pause that grows from half a second to half a minute, on the same local port. Closed with the
/// object; ssh does not outlive this process. The calls may come from any thread.
class Tunnel
{
public:
    enum class Change
    {
        Lost,     // ssh has ended; it will be tried again
        Restored, // it forwards again
    };
    struct Event
    {
        Change change = Change::Lost;
        core::Error reason; // of Lost
    };
    /// Called on the tunnel's thread; must not block, nor destroy the tunnel.
    using Observer = std::function<void(const Event&)>;

    /// Returns once the local port accepts connections. Errors: those of sshCommand and sshError; Cancelled.
    static core::Result<std::unique_ptr<Tunnel>> open(const store::TunnelSpec& spec, const TunnelEnd& end,
                                                      const core::RunContext& context, Observer observer);
    ~Tunnel();
    Tunnel(const Tunnel&) = delete;
    Tunnel& operator=(const Tunnel&) = delete;

    quint16 localPort() const { return m_port.number(); } // of 127.0.0.1
    /// At once where it is open. Errors: why it is not (ConnectionFailed, AuthenticationFailed …); Cancelled.
    core::Status waitUntilOpen(std::chrono::milliseconds limit, std::stop_token stop);

    /// How many lines ssh has written so far; a mark for wordsSince().
    int wordCount() const;
    /// What ssh wrote after that mark, waiting shortly for it: a refused forwarding is reported there only.
    QString wordsSince(int mark) const;

private:
    enum class State
    {
        Starting,
        Open,
        Waiting, // between two attempts, after it was open once
        Failed,  // never was open; given up
    };
    Tunnel(const store::TunnelSpec& spec, TunnelPort port, process::Command command, Observer observer);
    void supervise(const std::stop_token& stop);
    /// One life of ssh; why it ended.
    core::Error runOnce(const std::stop_token& stop);
    void set(State state, std::optional<core::Error> reason);
    void heard(const QByteArray& line);

    const store::TunnelSpec m_spec;
    const TunnelPort m_port;
    const process::Command m_command;
    const Observer m_observer;

    mutable std::mutex m_mutex;
    mutable std::condition_variable_any m_changed;
    State m_state = State::Starting;
    std::optional<core::Error> m_reason;
    QStringList m_words; // the last ones
    int m_wordCount = 0;

    std::jthread m_thread; // last: it uses all of the above
};

} // namespace tidemark::access
