// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/compress/compressorthreads.h"

namespace tidemark::archive {

namespace {

constexpr int mostThreads = 32;

int threadsFor(int wanted)
{
    const int cores = int(std::thread::hardware_concurrency());
    return std::clamp(wanted > 0 ? wanted : cores, 1, mostThreads);
}

} // namespace

CompressorThreads::CompressorThreads(int count)
    : m_count(threadsFor(count))
{
    m_threads.reserve(std::size_t(m_count));
    for (int i = 0; i < m_count; ++i)
        m_threads.emplace_back([this] { work(); });
}

CompressorThreads::~CompressorThreads()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_posted.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void CompressorThreads::work()
{
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_posted.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

void CompressorThreads::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_posted.notify_one();
}

std::unique_ptr<CompressorThreads::Piece> CompressorThreads::takePiece()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idlePieces.empty()) {
            std::unique_ptr<Piece> piece = std::move(m_idlePieces.back());
            m_idlePieces.pop_back();
            return piece;
        }
    }
    return std::make_unique<Piece>();
}

bool CompressorThreads::admit(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    // Enough for every thread to find the next piece ready, and for those that wait for their turn to be
    // written.
    if (!m_released.wait(lock, stop, [this] { return m_underWay < 2 * m_count + 2; }))
        return false;
    ++m_underWay;
    return true;
}

void CompressorThreads::release(std::unique_ptr<Piece> piece)
{
    piece->size = 0;
    piece->out.clear();
    piece->place = Encoder::Place::Within;
    piece->encoded = false;
    piece->fault = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        --m_underWay;
        m_idlePieces.push_back(std::move(piece));
    }
    m_released.notify_one();
}

std::unique_ptr<Encoder> CompressorThreads::takeDeflate(int level)
{
    {
        const std::lock_guard lock(m_mutex);
        auto& idle = m_idleDeflates[level];
        if (!idle.empty()) {
            std::unique_ptr<Encoder> deflate = std::move(idle.back());
            idle.pop_back();
            return deflate;
        }
    }
    return Encoder::createDeflate(level);
}

void CompressorThreads::giveBack(int level, std::unique_ptr<Encoder> deflate)
{
    const std::lock_guard lock(m_mutex);
    m_idleDeflates[level].push_back(std::move(deflate));
}

} // namespace tidemark::archive
