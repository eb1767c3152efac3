// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/compress/encoder.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <unordered_map>
#include <vector>

namespace tidemark::archive {

/// The threads that compress, with the memory that they need: about 2.5 MB for each thread, whatever the
/// number of files. Any number of CompressedWriters may share them, from any threads.
class CompressorThreads
{
public:
    /// What a file is cut into.
    static constexpr std::size_t pieceBytes = 512UL * 1024;

    struct Piece
    {
        std::unique_ptr<char[]> in = std::make_unique_for_overwrite<char[]>(pieceBytes);
        std::size_t size = 0;
        GrowingBuffer out;
        Encoder::Place place = Encoder::Place::Within;
        bool encoded = false;
        const char* fault = nullptr;
    };

    /// 0: as many as there are cores; never more than 32.
    explicit CompressorThreads(int count = 0);
    CompressorThreads(const CompressorThreads&) = delete;
    CompressorThreads& operator=(const CompressorThreads&) = delete;
    /// What was posted is still done.
    ~CompressorThreads();

    int count() const { return m_count; }

    // For CompressedWriter.
    std::unique_ptr<Piece> takePiece();
    /// Waits while as many pieces are under way as there is memory for. False where the stop came first.
    bool admit(const std::stop_token& stop);
    /// A piece that was admitted is done with.
    void release(std::unique_ptr<Piece> piece);
    void post(std::function<void()> job);
    std::unique_ptr<Encoder> takeDeflate(int level);
    void giveBack(int level, std::unique_ptr<Encoder> deflate);

private:
    void work();

    const int m_count;
    std::mutex m_mutex;
    std::condition_variable m_posted;
    std::condition_variable_any m_released;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::unique_ptr<Piece>> m_idlePieces;
    std::unordered_map<int, std::vector<std::unique_ptr<Encoder>>> m_idleDeflates; // by level
    int m_underWay = 0;
    bool m_closed = false;
    std::vector<std::thread> m_threads;
};

} // namespace tidemark::archive
