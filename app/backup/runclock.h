// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"

#include <QDateTime>

#include <chrono>

namespace tidemark::backup {

/// The time of one run: its start by the computer's clock, and its length by a clock that nobody can set and
/// that goes on while the computer sleeps. So a clock that is set during a backup costs no true duration and
/// no end before the start.
class RunClock
{
public:
    RunClock();

    const QDateTime& started() const { return m_started; } // UTC
    std::chrono::milliseconds elapsed() const;
    QDateTime ended() const; // UTC; the start and what has passed since
    /// Of the clock, now that the run is over. `previous`: the start of the newest set beside this one, or
    /// nothing.
    core::Findings findings(const QDateTime& previous) const;

private:
    QDateTime m_started;
    std::chrono::milliseconds m_mark; // since the computer's start
};

/// The same as a function of what the clocks showed.
core::Findings clockFindings(const QDateTime& started, std::chrono::milliseconds elapsed,
                             const QDateTime& nowByClock, const QDateTime& previous);

} // namespace tidemark::backup
