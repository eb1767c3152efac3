// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is given by whoever started it: a way to be stopped, and somewhere to say how far it is.
#pragma once

#include "core/progress.h"
#include "core/result.h"

#include <functional>
#include <stop_token>

namespace tidemark::core {

enum class LogLevel
{
    Info,    // what a tool says in passing
    Warning, // worth reading afterwards
    Error,   // data or objects are concerned
};

struct LogLine
{
    LogLevel level = LogLevel::Info;
    QString text; // one line, secrets already masked
};

/// Passed by const reference through a run. The sinks are called on the thread of the run and must not block.
struct RunContext
{
    std::stop_token stop;
    std::function<void(const Progress&)> onProgress;
    std::function<void(const LogLine&)> onLog;

    bool stopRequested() const { return stop.stop_requested(); }
    /// The Cancelled error once a stop was requested.
    Status checkpoint() const;
    void report(const Progress& progress) const;
    void log(LogLevel level, const QString& text) const;
};

/// A context that hears nothing and cannot be stopped.
RunContext silentContext();

} // namespace tidemark::core
