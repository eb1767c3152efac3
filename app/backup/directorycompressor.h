// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/compress/compressedwriter.h"
#include "backup/folderwatch.h"
#include "backup/growingfile.h"
#include "core/compression.h"
#include "core/result.h"

#include <QByteArray>
#include <QSet>
#include <QString>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace tidemark::backup {

/// Compresses the data files of `pg_dump --format=directory --compress=0 --no-sync` while pg_dump writes them. What comes
/// out is what pg_dump itself could have written: pg_restore looks for NNNN.dat and blob_NNN.dat, then for the same with
/// .gz, since 16 with .lz4 and .zst too (src/bin/pg_dump/compress_io.c). The lists of large objects stay as they are; so do
/// data files of one disk block or less; toc.dat only says in the end how its files are compressed. --no-sync, because pg_dump would look for files that are gone; finish()
/// flushes in its place.
/// Memory: that of archive::CompressorThreads, for zstd and lz4 up to 150 MB. The disk has to hold what pg_dump is ahead;
/// where less than 8 GB are free, and the file system can, a file gives back what was read of it before it is whole.
class DirectoryCompressor
{
public:
    struct Options
    {
        QString folder;                    // made where it is missing
        core::CompressionSpec compression; // without a level: the quickest one that is worth it
        int restoreMajor = 0;              // of the pg_restore that has to read it
        int threads = 0;                   // 0: one per core
    };
    struct Stats
    {
        qint64 bytesIn = 0;
        qint64 bytesOut = 0;
        qint64 files = 0; // compressed and removed
    };

    /// A stop ends it, and the tool, with Cancelled.
    DirectoryCompressor(Options options, std::stop_token stop);
    DirectoryCompressor(const DirectoryCompressor&) = delete;
    DirectoryCompressor& operator=(const DirectoryCompressor&) = delete;
    /// Without finish(): gives up at once and leaves the folder half-made.
    ~DirectoryCompressor();

    /// Before the tool starts. InvalidInput where that pg_restore cannot read such files; NotFound, PermissionDenied, Io.
    core::Status start();
    /// For the tool's run: requested when compressing fails, so that no time is lost, and when the caller's stop is.
    std::stop_token toolStop() const { return m_toolStop.get_token(); }
    /// After the tool has ended well: waits for the rest; then every file in the folder is on the disk. Also tells why
    /// toolStop() was requested: StorageFull, Io, Cancelled. Once.
    core::Status finish();

    /// From any thread.
    Stats stats() const;

private:
    using State = GrowingFile::State;

    void run(const std::stop_token& toolEnded);
    core::Status work(const std::stop_token& toolEnded);
    std::chrono::milliseconds patience() const;
    void takeChanges();
    void lookThroughFolder();
    void noticeTheEnd();
    void noticeFile(const QByteArray& name);
    void noticeClosing(const QByteArray& name);
    void addClosed(std::unique_ptr<GrowingFile> file);
    /// True where there is more to do at once.
    core::Result<bool> advanceAll();
    core::Result<bool> advanceFirstClosed();
    core::Result<bool> advance(GrowingFile& file);
    core::Status settle();
    void count();
    bool isIdle() const { return m_growing.empty() && m_closed.empty() && m_ending.empty(); }
    core::Status mark() const;
    core::Status flush() const;

    const Options m_options;
    std::stop_source m_toolStop;
    std::stop_source m_halt; // for the writers: the caller's stop, or the end of this object
    std::stop_callback<std::function<void()>> m_onStop;

    // Of the thread, once it runs.
    FolderWatch m_watch;
    archive::CompressedWriter::Options m_writing;
    int m_mostOpen = 0;
    int m_open = 0;
    QSet<QByteArray> m_known; // the names of those below
    std::vector<std::unique_ptr<GrowingFile>> m_growing;
    std::deque<std::unique_ptr<GrowingFile>> m_closed; // those that are open first
    std::vector<std::unique_ptr<GrowingFile>> m_ending;
    bool m_toolHasEnded = false;
    qint64 m_settledOut = 0;

    std::atomic<qint64> m_bytesIn = 0;
    std::atomic<qint64> m_bytesOut = 0;
    std::atomic<qint64> m_files = 0;
    std::optional<core::Error> m_failure; // read after the thread has ended
    std::stop_source m_toolEnded;
    std::thread m_thread;
};

} // namespace tidemark::backup
