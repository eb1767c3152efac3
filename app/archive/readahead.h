// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/textsource.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace tidemark::archive {

/// Reads another source on a thread of its own, up to 4 MB ahead of who reads it here, and keeps points from
/// which the text can be read again: at least 16 MB of text apart, at most 512 of them.
class ReadAhead final : public TextSource
{
public:
    /// `textPosition` is where `source` begins.
    ReadAhead(std::unique_ptr<TextSource> source, qint64 textPosition);
    ~ReadAhead() override;

    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override { return m_fileBytesRead; }
    bool isCutShort() const override { return m_cutShort; }
    void keepPointBefore(qint64 textPosition) override;
    QList<ResumePoint> keptPoints() const override { return m_kept; }

private:
    struct Chunk
    {
        std::vector<char> bytes;
        std::size_t size = 0;
        qint64 fileBytesRead = 0;
        bool isMarked = false;
        ResumePoint mark; // of its first byte
        std::optional<core::Error> error;
    };

    void work();
    void fill(Chunk& chunk);
    bool takeNextChunk();

    std::unique_ptr<TextSource> m_source; // the thread's
    qint64 m_workPosition = 0;            // the thread's

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::unique_ptr<Chunk>> m_free;
    std::deque<std::unique_ptr<Chunk>> m_filled;
    bool m_workDone = false;
    bool m_quit = false;

    std::unique_ptr<Chunk> m_present;
    std::size_t m_used = 0; // of m_present
    qint64 m_fileBytesRead = 0;
    bool m_cutShort = false;
    std::optional<core::Error> m_failure;
    std::deque<ResumePoint> m_recent;
    QList<ResumePoint> m_kept;
    qint64 m_apart;

    std::thread m_thread;
};

} // namespace tidemark::archive
