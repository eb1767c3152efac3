// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/finding.h"
#include "core/runcontext.h"

#include <QJsonObject>
#include <QString>

#include <chrono>

namespace tidemark::cli {

enum class OutputStyle
{
    Text,
    Json, // one object on standard output at the end, progress as JSON lines on standard error
};

enum class LogDetail
{
    Quiet,   // only what went wrong
    Verbose, // everything the tools say
};

/// The same events in two styles. Results go to standard output, talk and progress to standard error; the bar is drawn
/// on a terminal only. One thread.
class Printer
{
public:
    Printer(OutputStyle style, LogDetail detail);
    ~Printer();

    OutputStyle style() const { return m_style; }
    bool isText() const { return m_style == OutputStyle::Text; }

    /// A line of a result; text style only.
    void line(const QString& text);
    /// Talk: what is being done. Text style only, on standard error.
    void say(const QString& text);
    void progress(const core::Progress& progress);
    void log(const core::LogLine& line);
    void findings(const core::Findings& findings);
    /// Text style only: in the other the error is part of the object.
    void error(const core::Error& error);
    /// The one object (or one of a stream of lines) of --json.
    void object(const QJsonObject& object);
    /// Hooks progress and log of a context to this printer.
    core::RunContext context(std::stop_token stop);
    /// Why standard output cannot be written any more: errno of the first failure; 0 while it can.
    static int outputError();

private:
    void clearBar();
    OutputStyle m_style;
    LogDetail m_detail;
    bool m_terminal = false;
    bool m_barShown = false;
    std::chrono::steady_clock::time_point m_lastProgress;
};

} // namespace tidemark::cli
