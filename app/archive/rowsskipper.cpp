// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowsskipper.h"

#include "archive/bytesearch.h"

#include <QScopeGuard>

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

std::vector<RowsSkipper::Piece> RowsSkipper::cut(qint64 position) const
{
    const qint64 end = m_file.size() - edgeBytes;
    const std::size_t threads = std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < threads && threads > 1 && position > 0; ++i) {
        Piece piece;
        piece.from = position + qint64(i) * pieceBytes;
        piece.to = std::min(piece.from + pieceBytes, end);
        if (piece.to <= piece.from || !m_file.isInMemory(piece.from) || !m_file.isInMemory(piece.to - 1))
            break;
        pieces.push_back(piece);
    }
    return pieces;
}

// Drops the pieces that there was no thread for.
template <typename Search> void RowsSkipper::searchAll(std::vector<Piece>& pieces, Search search)
{
    m_rooms.resize(std::max(m_rooms.size(), pieces.size()));
    m_firstFound = pieces.size();
    std::vector<std::thread> others;
    std::size_t started = 1;
    for (; started < pieces.size(); ++started) {
        try {
            others.emplace_back([&pieces, &search, started] { search(pieces[started], started); });
        } catch (const std::system_error&) {
            break; // no more threads to be had
        }
    }
    search(pieces.front(), 0);
    for (std::thread& other : others)
        other.join();
    pieces.resize(started);
}

core::Result<qint64> RowsSkipper::skipCopyRows(qint64 position)
{
    std::vector<Piece> pieces = cut(position);
    if (pieces.empty())
        return qint64(-1);
    searchAll(pieces, [this](Piece& piece, std::size_t index) { searchCopyRows(piece, index); });
    for (const Piece& piece : pieces) {
        if (piece.error)
            return *piece.error;
        if (piece.found >= 0)
            return piece.found;
    }
    return pieces.back().to;
}

core::Result<qint64> RowsSkipper::skipInserts(qint64 position, QByteArrayView beginning)
{
    std::vector<Piece> pieces = cut(position);
    if (pieces.empty())
        return qint64(-1);
    searchAll(pieces, [&](Piece& piece, std::size_t index) { searchInserts(piece, index, beginning); });
    qint64 reached = position;
    for (const Piece& piece : pieces) {
        if (piece.error)
            return *piece.error;
        // Within a text there may be what looks like a statement: a piece counts if the one before comes out
        // where it began.
        if (piece.first != reached || piece.found < 0)
            break;
        reached = piece.found;
    }
    return reached > position ? reached : -1;
}

void RowsSkipper::searchCopyRows(Piece& piece, std::size_t index)
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

// Goes from statement to statement until one ends behind the piece, or is another.
void RowsSkipper::searchInserts(Piece& piece, std::size_t index, QByteArrayView beginning)
{
    const QByteArray next = QByteArray("\n") + beginning.toByteArray();
    std::vector<char>& room = m_rooms[index];
    room.resize(roomBytes + std::size_t(next.size()));
    std::size_t kept = 0; // at the beginning of the room, not looked at yet
    qint64 at = piece.from;
    bool inValues = false;
    ValuesState values;
    if (index == 0)
        piece.first = piece.from;
    // Where a piece ends early, those behind it are in vain.
    const auto giveUp = qScopeGuard([&] {
        std::size_t first = m_firstFound.load();
        while (piece.found < piece.to && index < first && !m_firstFound.compare_exchange_weak(first, index)) {
        }
    });
    while (m_firstFound.load(std::memory_order_relaxed) >= index) {
        const auto count = m_file.readAt({room.data() + kept, room.size() - kept}, at + qint64(kept));
        if (!count) {
            piece.error = count.error();
            return;
        }
        const QByteArrayView text(room.data(), qsizetype(kept + *count));
        qsizetype i = 0;
        if (piece.first < 0) {
            const qsizetype start = text.indexOf(';' + next);
            if (start < 0 || at + start >= piece.to)
                return; // one statement takes all of it, or these are others
            i = start + 1;
            piece.first = at + i;
        }
        for (;;) {
            if (!inValues) {
                piece.found = at + i; // behind a semicolon
                if (piece.found >= piece.to)
                    return;
                if (text.size() - i < next.size())
                    break;
                if (!text.sliced(i).startsWith(next))
                    return;
                i += next.size();
                values = {};
                inValues = true;
            }
            i += skipValues(text.sliced(i), values);
            if (i == text.size())
                break;
            if (text[i] != ';')
                return; // not so simple: the statement is left to those who know all rules
            ++i;
            inValues = false;
        }
        if (*count == 0)
            return;
        kept = std::size_t(text.size() - i);
        std::memmove(room.data(), room.data() + i, kept);
        at += i;
    }
}

} // namespace tidemark::archive
