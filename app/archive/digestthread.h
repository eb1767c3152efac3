// SPDX-License-Identifier: GPL-3.0-or-later
// Hashing beside reading: one thread that keeps the order of what it is given.
#pragma once

#include "archive/bytesource.h"
#include "archive/datasink.h"
#include "archive/tabledigest.h"

#include <QByteArray>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tidemark::archive {

enum class FileHash
{
    None,
    Sha256, // of the whole file
};

/// Used from one thread; does its work on another. At most 16 pieces of half a megabyte wait between the two.
class DigestThread final : public DataSink
{
public:
    struct Table
    {
        TableContent content;
        bool hasEndMarker = false;
        bool hasTrailingBytes = false;
    };
    struct Outcome
    {
        std::vector<Table> tables; // in the order of endTable()
        QByteArray sha256;         // 32 bytes; empty when it was not asked for or OpenSSL failed
    };

    explicit DigestThread(FileHash fileHash);
    /// Throws away what waits.
    ~DigestThread() override;
    DigestThread(const DigestThread&) = delete;
    DigestThread& operator=(const DigestThread&) = delete;

    /// For the hash of the file.
    void addFileBytes(QByteArrayView bytes);
    /// Decompressed bytes of the present table.
    std::span<char> room() override;
    void written(std::size_t count) override;
    void endTable();
    /// Waits for the rest. Called once.
    Outcome finish();

private:
    using Piece = std::unique_ptr<char[]>; // half a megabyte
    struct Job
    {
        enum class Kind
        {
            FileBytes,
            TableBytes,
            TableEnd, // after the bytes, if there are any
        };
        Kind kind = Kind::FileBytes;
        Piece bytes;
        std::size_t size = 0;
    };
    Piece takePiece();
    void post(Job job);
    void run();
    void work(Job& job);
    void close();

    struct Hasher;
    std::unique_ptr<Hasher> m_hasher; // touched by the thread only while it runs
    Piece m_piece;                    // being filled
    std::size_t m_filled = 0;

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    std::deque<Job> m_jobs;
    std::vector<Piece> m_free;
    bool m_closed = false; // nothing more will come
    bool m_abandoned = false;
    std::thread m_thread;
};

} // namespace tidemark::archive
