// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one program to its end, on the calling thread. One of the two places in Tidemark that block.
#pragma once

#include "core/runcontext.h"
#include "process/command.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace tidemark::process {

/// Another user to become before the program starts; only root may ask for it.
struct RunAs
{
    unsigned int user = 0;
    unsigned int group = 0;
    std::vector<unsigned int> groups;
    QString name;
    QString home;
};

struct RunOptions
{
    /// Called for every line as it comes, on the calling thread. Without a sink the output is kept (see
    /// Finished).
    std::function<void(const QByteArray&)> onOutputLine;
    std::function<void(const QByteArray&)> onErrorLine;
    std::function<void(qint64 processId)> onStarted;
    /// Called about five times a second while the program runs.
    std::function<void()> onTick;
    /// Standard output goes into this file instead (created, truncated).
    QString outputFile;
    /// Standard output goes there instead, to a file or a pipe of the caller's, who keeps it and closes it.
    std::optional<int> outputDescriptor;
    /// Standard input comes from there, from a file or a pipe of the caller's, who keeps it and closes it.
    std::optional<int> inputDescriptor;
    /// Descriptors (close-on-exec here) that the child is to inherit under the same numbers.
    QList<int> inheritedDescriptors;
    std::optional<RunAs> runAs;
    /// After a stop request: SIGINT to the group, this long to end by itself, then SIGKILL to the group.
    std::chrono::milliseconds grace{10'000};
    /// No longer than this in all; then it is stopped like a cancelled one and the error is ToolFailed.
    std::optional<std::chrono::milliseconds> limit;
};

struct Finished
{
    int exitCode = 0;
    std::optional<int> signal; // set when a signal ended it
    QByteArray output;         // last 1 MiB, where no sink was given
    QByteArray errorOutput;    // last 64 KiB, also where a sink was given
    std::chrono::milliseconds duration{0};

    bool succeeded() const { return exitCode == 0 && !signal; }
    /// "exit code 1", "ended by signal 9 (Killed)"
    QString describe() const;
};

/// Starts `command` in a session of its own with standard input from /dev/null, where none is given, and
/// default signal handling, and waits. It is told to stop when this thread dies. Whatever it leaves running
/// in its process group is killed. Errors: ToolMissing (cannot be started), Cancelled (stop was requested; it
/// has ended), ToolFailed (over its limit). A non-zero exit code is no error here: it is the caller's to
/// judge.
core::Result<Finished> run(const Command& command, const RunOptions& options,
                           const core::RunContext& context);

} // namespace tidemark::process
