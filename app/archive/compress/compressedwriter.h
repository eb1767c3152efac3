// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/compress/compressorthreads.h"
#include "core/compression.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QString>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>

namespace tidemark::archive {

/// Writes one file that gzip, lz4, zstd and PostgreSQL's tools read: always a single gzip member, or lz4 or
/// zstd frame, with a checksum at its end, so that a file which is cut off anywhere cannot look whole. gzip
/// is cut into pieces that several threads compress; zstd brings threads of its own; lz4 is quick enough with
/// one. Used by one thread; the counts may be read from any. Memory: that of the threads and 1 MB; zstd 150
/// MB at most.
class CompressedWriter
{
public:
    struct Options
    {
        core::CompressionSpec compression;          // without a level: gzip 1, lz4 1, zstd 3
        std::shared_ptr<CompressorThreads> threads; // null: threads of its own, one per core
        int frameThreads = 0;                       // of a zstd frame; 0: as many as `threads` has
        std::stop_token stop;                       // then everything fails with Cancelled
    };

    /// A new file of mode 0600. Conflict where `path` exists; PermissionDenied, NotFound, StorageFull, Io.
    static core::Result<std::unique_ptr<CompressedWriter>> create(const QString& path, Options options);
    /// Onto an open file or pipe, from where it stands; closes it in the end. `name` is for messages.
    static std::unique_ptr<CompressedWriter> onto(int descriptor, const QString& name, Options options);

    CompressedWriter(const CompressedWriter&) = delete;
    CompressedWriter& operator=(const CompressedWriter&) = delete;
    /// Unless finish() succeeded, removes the file that create() made.
    ~CompressedWriter();

    /// Any number of bytes. What fails may show in a later call. StorageFull, Io, Cancelled.
    core::Status write(QByteArrayView bytes);
    /// The same without a copy: room for the next bytes (never empty), and how many were put there.
    std::span<char> room();
    core::Status written(std::size_t count);

    /// What has failed so far, also of what was written long ago; does not wait.
    core::Status status() const;
    /// That was all; does not wait for what is still under way. Once.
    core::Status end();
    /// After end(): nothing is under way any more; finish() will not wait.
    bool isDone() const;
    /// end() where it was not called, and waits until all bytes are with the system (not yet on the disk: see
    /// core::flushToDisk). The first error of all.
    core::Status finish();

    qint64 bytesIn() const { return m_bytesIn.load(std::memory_order_relaxed); }
    qint64 bytesOut() const { return m_bytesOut.load(std::memory_order_relaxed); }

private:
    using Piece = CompressorThreads::Piece;

    CompressedWriter(int descriptor, const QString& name, Options options);
    core::Status post(Encoder::Place place);
    // On a thread of the pool.
    void encode(Piece& piece);
    void work(Piece* piece);
    void writeReady(std::unique_lock<std::mutex>& lock);
    core::Status put(Piece& piece);
    core::Status putEnd();
    core::Status putBytes(std::span<const char> bytes);

    const QString m_name;
    const Options m_options;
    std::unique_ptr<Encoder> m_frame; // for methods whose pieces depend on each other
    QString m_createdPath;            // removed unless finished
    std::unique_ptr<Piece> m_piece;   // being filled
    bool m_ended = false;

    // Of whoever writes; there is one at a time.
    int m_descriptor = -1;
    quint32 m_checksum = 0;
    bool m_begun = false;
    qint64 m_onTheWay = 0; // position up to which the system was told to write to the disk

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::unique_ptr<Piece>> m_queue; // in the order of the file
    std::optional<core::Error> m_failure;
    int m_jobs = 0; // posted and not yet over
    bool m_writing = false;
    bool m_closed = false;
    std::atomic<bool> m_abandoned = false;

    std::atomic<qint64> m_bytesIn = 0;
    std::atomic<qint64> m_bytesOut = 0;
};

} // namespace tidemark::archive
