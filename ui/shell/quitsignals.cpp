// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/quitsignals.h"

#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace tidemark::ui {

namespace {

constexpr std::array<int, 3> quitSignals{SIGINT, SIGTERM, SIGHUP};
// A handler reaches nothing but static storage.
volatile sig_atomic_t writeEnd = -1;

void handle(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
}

} // namespace

QuitSignals::QuitSignals(QObject* parent) : QObject(parent)
{
    std::signal(SIGPIPE, SIG_IGN); // a server or tool that goes away is an error of a write, not our end
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        Q_EMIT received();
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    // After the first one the next does what it does by default: it ends the program.
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    for (const int number : quitSignals)
        ::sigaction(number, &action, nullptr);
}

QuitSignals::~QuitSignals()
{
    for (const int number : quitSignals)
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    if (m_readEnd >= 0) {
        ::close(m_readEnd);
        ::close(writeEnd);
    }
}

} // namespace tidemark::ui
