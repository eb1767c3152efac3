// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace tidemark::cli {

/// SIGINT, SIGTERM and SIGHUP become a stop request; a second one ends the program at once (its tools are told by the
/// kernel). Make it in main() before any other thread exists: the signals are blocked for all of them.
class SignalWatch
{
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::jthread m_thread;
};

} // namespace tidemark::cli
