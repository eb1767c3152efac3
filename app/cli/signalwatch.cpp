// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signalwatch.h"

#include <chrono>
#include <csignal>
#include <pthread.h>
#include <unistd.h>

namespace tidemark::cli {

namespace {

constexpr int wakeUp = SIGUSR1; // ends the watching thread itself

sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, wakeUp})
        sigaddset(&set, number);
    return set;
}

} // namespace

SignalWatch::SignalWatch()
{
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    m_thread = std::jthread([source = m_source, set]() mutable {
        using Clock = std::chrono::steady_clock;
        Clock::time_point first;
        for (int number = 0; sigwait(&set, &number) == 0 && number != wakeUp;) {
            // timeout(1) and others signal the process and then its whole group: both mean one and the same.
            if (source.stop_requested() && Clock::now() - first < std::chrono::seconds(1))
                continue;
            if (source.stop_requested())
                ::_exit(130);
            first = Clock::now();
            source.request_stop();
        }
    });
}

SignalWatch::~SignalWatch()
{
    pthread_kill(m_thread.native_handle(), wakeUp);
}

} // namespace tidemark::cli
