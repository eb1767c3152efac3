// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowsskipper.h"

#include "archive/bytesearch.h"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>

namespace tidemark::archive {

namespace {

constexpr qint64 pieceBytes = 32LL << 20;
constexpr std::size_t roomBytes = 256 * 1024; // of the second-level cache
constexpr qint64 edgeBytes = 4;               // the byte before the mark, the mark, and what has to follow it
constexpr unsigned mostThreads = 4;           // more wait for memory

// The first \. in `text` from `from` on that is a line of its own; -1. What follows it within the text
// counts.
qsizetype findEndLine(QByteArrayView text, qsizetype from)
{
    for (;;) {
        const qsizetype found = findEndMark(text.sliced(from));
        if (found < 0)
            return -1;
        from += found;
        const QByteArrayView behind = text.sliced(from + 2);
        const bool beginsLine = from > 0 && text[from - 1] == '\n';
        // Where the text ends, whoever reads on from there will see.
        if (beginsLine && (behind.isEmpty() || behind[0] == '\n' || behind[0] == '\r'))
            return from;
        from += 2;
    }
}

} // namespace

core::Result<qint64> RowsSkipper::skip(qint64 position)
{
    const qint64 end = m_file.size() - edgeBytes;
    const std::size_t threads = std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < threads; ++i) {
        Piece piece;
        piece.from = position + qint64(i) * pieceBytes;
        piece.to = std::min(piece.from + pieceBytes, end);
        // Reading in several places is no good for a disk.
        if (piece.to <= piece.from || !m_file.isInMemory(piece.from) || !m_file.isInMemory(piece.to - 1))
            break;
        pieces.push_back(piece);
    }
    if (threads < 2 || pieces.empty() || position < 1)
        return qint64(-1);
    m_rooms.resize(threads);
    m_firstFound = pieces.size();
    std::vector<std::thread> others;
    std::size_t started = 1;
    for (; started < pieces.size(); ++started) {
        try {
            others.emplace_back([this, &pieces, started] { search(pieces[started], started); });
        } catch (const std::system_error&) {
            break; // no more threads to be had
        }
    }
    pieces.resize(started);
    search(pieces.front(), 0);
    for (std::thread& other : others)
        other.join();
    for (const Piece& piece : pieces) {
        if (piece.error)
            return *piece.error;
        if (piece.found >= 0)
            return piece.found;
    }
    return pieces.back().to;
}

void RowsSkipper::search(Piece& piece, std::size_t index)
{
    std::vector<char>& room = m_rooms[index];
    room.resize(roomBytes + std::size_t(2 * edgeBytes));
    for (qint64 at = piece.from; at < piece.to && m_firstFound.load(std::memory_order_relaxed) > index;
         at += qint64(roomBytes)) {
        // With the byte before and the bytes behind, so that a mark that begins in here is seen as a whole.
        const qint64 most = std::min<qint64>(piece.to - at, qint64(roomBytes)) + 1 + edgeBytes - 1;
        std::size_t got = 0;
        while (got < std::size_t(most)) {
            const auto count =
                m_file.readAt({room.data() + got, std::size_t(most) - got}, at - 1 + qint64(got));
            if (!count) {
                piece.error = count.error();
                return;
            }
            if (*count == 0)
                break;
            got += *count;
        }
        const qsizetype found = findEndLine({room.data(), qsizetype(got)}, 1);
        if (found >= 0 && at - 1 + found < piece.to) {
            piece.found = at - 1 + found;
            std::size_t first = m_firstFound.load();
            while (index < first && !m_firstFound.compare_exchange_weak(first, index)) {
            }
            return;
        }
        if (got < std::size_t(most)) {
            piece.to = std::min(piece.to, at); // the file became shorter: who reads on will see
            return;
        }
    }
}

} // namespace tidemark::archive
