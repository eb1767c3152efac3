// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <atomic>
#include <thread>

namespace tidemark::test {

/// A TCP port in front of a Unix socket, that can stop carrying bytes while every connection stays up: a cable that was cut.
class FrozenProxy
{
public:
    explicit FrozenProxy(const QString& socketPath);
    ~FrozenProxy();
    FrozenProxy(const FrozenProxy&) = delete;
    FrozenProxy& operator=(const FrozenProxy&) = delete;

    int port() const { return m_port; }
    void freeze() { m_frozen = true; }

private:
    void serve(const std::stop_token& stop, const QString& socketPath);

    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_frozen = false;
    std::jthread m_thread;
};

} // namespace tidemark::test
