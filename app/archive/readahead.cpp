// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/readahead.h"

#include "archive/gziptext.h"

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

constexpr std::size_t chunkBytes = 1 << 20;
constexpr int chunkCount = 4;
constexpr qint64 leastApart = 16LL << 20;
constexpr qsizetype mostPoints = 512;
// Where data begin is known a little after it was read: when the statement before them is complete.
constexpr std::size_t recentMarks = 4;

} // namespace

ReadAhead::ReadAhead(std::unique_ptr<TextSource> source, qint64 textPosition)
    : m_source(std::move(source))
    , m_workPosition(textPosition)
    , m_apart(leastApart)
{
    for (int i = 0; i < chunkCount; ++i) {
        m_free.push_back(std::make_unique<Chunk>());
        m_free.back()->bytes.resize(chunkBytes);
    }
    m_thread = std::thread([this] { work(); });
}

ReadAhead::~ReadAhead()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quit = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void ReadAhead::work()
{
    for (;;) {
        std::unique_ptr<Chunk> chunk;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_quit || !m_free.empty(); });
            if (m_quit)
                return;
            chunk = std::move(m_free.front());
            m_free.pop_front();
        }
        fill(*chunk);
        const bool isLast = chunk->error || chunk->size < chunkBytes;
        {
            const std::lock_guard lock(m_mutex);
            m_filled.push_back(std::move(chunk));
            m_workDone = isLast;
        }
        m_changed.notify_all();
        if (isLast)
            return;
    }
}

// Less than full only at the end of the text, or before an error.
void ReadAhead::fill(Chunk& chunk)
{
    chunk.size = 0;
    chunk.isMarked = m_source->mark(chunk.mark);
    chunk.mark.textPosition = m_workPosition;
    while (chunk.size < chunkBytes) {
        const auto count = m_source->read(std::span(chunk.bytes).subspan(chunk.size));
        if (!count) {
            chunk.error = count.error();
            break;
        }
        if (*count == 0)
            break;
        chunk.size += *count;
    }
    m_workPosition += qint64(chunk.size);
    chunk.fileBytesRead = m_source->fileBytesRead();
}

// False at the end.
bool ReadAhead::takeNextChunk()
{
    std::unique_lock lock(m_mutex);
    if (m_present) {
        m_free.push_back(std::move(m_present));
        m_changed.notify_all();
    }
    m_changed.wait(lock, [this] { return m_workDone || !m_filled.empty(); });
    if (m_filled.empty()) {
        m_cutShort = m_source->isCutShort(); // its thread is through
        return false;
    }
    m_present = std::move(m_filled.front());
    m_filled.pop_front();
    m_used = 0;
    m_fileBytesRead = m_present->fileBytesRead;
    m_failure = m_present->error;
    if (m_present->isMarked) {
        if (m_recent.size() == recentMarks)
            m_recent.pop_front();
        m_recent.push_back(m_present->mark);
    }
    return true;
}

core::Result<std::size_t> ReadAhead::read(std::span<char> into)
{
    while (!m_present || m_used == m_present->size) {
        if (m_failure)
            return *m_failure;
        if (!takeNextChunk())
            return std::size_t(0);
    }
    const std::size_t count = std::min(into.size(), m_present->size - m_used);
    std::memcpy(into.data(), m_present->bytes.data() + m_used, count);
    m_used += count;
    return count;
}

void ReadAhead::keepPointBefore(qint64 textPosition)
{
    const auto found =
        std::find_if(m_recent.crbegin(), m_recent.crend(),
                     [textPosition](const ResumePoint& point) { return point.textPosition <= textPosition; });
    const qint64 last = m_kept.isEmpty() ? 0 : m_kept.constLast().textPosition;
    if (found == m_recent.crend() || found->textPosition - last < m_apart)
        return;
    ResumePoint point = *found;
    if (!point.state.isEmpty()) {
        point.state = packState(point.state);
        if (point.state.isEmpty())
            return;
    }
    m_kept.append(std::move(point));
    if (m_kept.size() < mostPoints)
        return;
    QList<ResumePoint> thinned;
    for (qsizetype i = 1; i < m_kept.size(); i += 2)
        thinned.append(m_kept.at(i));
    m_kept = thinned;
    m_apart *= 2;
}

} // namespace tidemark::archive
