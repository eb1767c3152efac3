// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between a client and a server, so that a test can cut the link without a word, or look like a
// pooler.
#pragma once

#include "postgres/connectionspec.h"

#include <QByteArray>

#include <atomic>
#include <thread>

namespace tidemark::test {

class LinkProxy
{
public:
    enum class Mode
    {
        Forward,
        Hold,   // takes nothing from either side any more and closes nothing, as a cut cable does
        Pooler, // forwards, and gives clients a key of its own instead of the server's, as pgbouncer does
    };
    /// Forwards a TCP port on 127.0.0.1 to the server of this spec (a Unix socket).
    explicit LinkProxy(const postgres::ConnectionSpec& server);
    ~LinkProxy();

    bool isOpen() const { return m_listener >= 0; }
    void setMode(Mode mode) { m_mode = mode; }
    /// The server through the proxy.
    postgres::ConnectionSpec spec() const;

private:
    void work(const std::stop_token& stop);
    void serve(int client, const std::stop_token& stop) const;
    int connectToServer() const;

    postgres::ConnectionSpec m_server;
    QByteArray m_socket;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<Mode> m_mode = Mode::Forward;
    std::jthread m_thread; // last: uses the rest
};

} // namespace tidemark::test
