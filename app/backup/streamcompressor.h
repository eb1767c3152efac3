// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/compress/compressedwriter.h"
#include "core/compression.h"
#include "core/result.h"
#include "process/outputpipe.h"

#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

namespace tidemark::backup {

/// Compresses what a tool writes to its standard output into one file, in several threads, and works with every version of
/// pg_dump and pg_dumpall: FILE.sql.gz, .sql.zst or .sql.lz4.
/// Memory: that of archive::CompressedWriter.
class StreamCompressor
{
public:
    struct Options
    {
        QString file; // must not exist
        core::CompressionSpec compression;
        int threads = 0; // 0: one per core
    };
    struct Stats
    {
        qint64 bytesIn = 0;
        qint64 bytesOut = 0;
    };

    /// A stop ends it, and the tool, with Cancelled.
    StreamCompressor(Options options, std::stop_token stop);
    StreamCompressor(const StreamCompressor&) = delete;
    StreamCompressor& operator=(const StreamCompressor&) = delete;
    /// Without a finish() that succeeded, the file is removed.
    ~StreamCompressor();

    /// Before the tool starts. Conflict where the file exists; PermissionDenied, NotFound, StorageFull, Io.
    core::Status start();
    /// After start(), for process::RunOptions::outputDescriptor. Stays ours.
    int outputDescriptor() const { return m_pipe.childEnd(); }
    /// For the tool's run: requested when compressing fails, and when the caller's stop is.
    std::stop_token toolStop() const { return m_toolStop.get_token(); }
    /// After the tool has ended well, and nothing else writes to the descriptor: waits for the rest; then the file is on the
    /// disk. Also tells why toolStop() was requested: StorageFull, Io, Cancelled. Once.
    core::Status finish();

    /// From any thread, after start().
    Stats stats() const { return {m_writer->bytesIn(), m_writer->bytesOut()}; }

private:
    void run();
    core::Status work();

    const Options m_options;
    std::stop_source m_toolStop;
    std::stop_source m_halt;
    std::stop_callback<std::function<void()>> m_onStop;
    process::OutputPipe m_pipe;
    std::unique_ptr<archive::CompressedWriter> m_writer;
    std::optional<core::Error> m_failure; // read after the thread has ended
    std::thread m_thread;
};

} // namespace tidemark::backup
