// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signalwatch.h"

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
        for (int number = 0; sigwait(&set, &number) == 0 && number != wakeUp;) {
            if (source.stop_requested())
                ::_exit(130);
            source.request_stop();
        }
    });
}

SignalWatch::~SignalWatch()
{
    pthread_kill(m_thread.native_handle(), wakeUp);
}

} // namespace tidemark::cli
