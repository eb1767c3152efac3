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

constexpr std::size_t mostPieces = 256;
constexpr std::size_t fewestPieces = 2;        // for less it is not worth it to start a thread
constexpr std::size_t roomBytes = 256 * 1024;  // of the second-level cache
constexpr std::size_t overrunBytes = 8 * 1024; // read at once behind a piece
constexpr qint64 edgeBytes = 4;     // the byte before the mark, the mark, and what has to follow it
constexpr unsigned mostThreads = 4; // more wait for memory

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

std::size_t processors()
{
    static const unsigned there = std::thread::hardware_concurrency(); // looks into a file
    return std::clamp(there, 1U, mostThreads);
}

} // namespace

std::vector<RowsSkipper::Piece> RowsSkipper::cut(qint64 position) const
{
    std::vector<Piece> pieces;
    if (position <= 0 || processors() < 2)
        return pieces;
    const qint64 end = m_file.size() - edgeBytes;
    while (pieces.size() < mostPieces) {
        Piece piece;
        piece.from = position + qint64(pieces.size()) * m_pieceBytes;
        piece.to = std::min(piece.from + m_pieceBytes, end);
        if (piece.to <= piece.from || (pieces.size() < fewestPieces && !isInMemory(piece)))
            break;
        pieces.push_back(piece);
    }
    if (pieces.size() < fewestPieces)
        pieces.clear();
    return pieces;
}

bool RowsSkipper::isInMemory(const Piece& piece) const
{
    return m_file.isInMemory(piece.from) && m_file.isInMemory(piece.to - 1);
}

// Pieces are taken in order, so those before the last that is of use are all searched.
template <typename Search> void RowsSkipper::searchAll(std::vector<Piece>& pieces, Search search)
{
    const std::size_t threads = std::min<std::size_t>(processors(), pieces.size());
    m_rooms.resize(std::max(m_rooms.size(), threads));
    m_next = 0;
    m_last = pieces.size() - 1;
    const auto work = [&](std::vector<char>& room) {
        for (std::size_t index = m_next++; index < pieces.size() && isOfUse(index); index = m_next++) {
            Piece& piece = pieces[index];
            if (!isInMemory(piece))
                return makeLast(index);
            search(piece, index, room);
            piece.isSearched = true;
        }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) {
        try {
            others.emplace_back([this, &work, i] { work(m_rooms[i]); });
        } catch (const std::system_error&) {
            break; // no more threads to be had
        }
    }
    work(m_rooms.front());
    for (std::thread& other : others)
        other.join();
}

void RowsSkipper::makeLast(std::size_t index)
{
    std::size_t last = m_last.load();
    while (index < last && !m_last.compare_exchange_weak(last, index)) {
    }
}

core::Result<qint64> RowsSkipper::skipCopyRows(qint64 position)
{
    std::vector<Piece> pieces = cut(position);
    if (pieces.empty())
        return qint64(-1);
    searchAll(pieces, [this](Piece& piece, std::size_t index, std::vector<char>& room) {
        searchCopyRows(piece, index, room);
    });
    qint64 reached = position;
    for (const Piece& piece : pieces) {
        if (piece.error)
            return *piece.error;
        if (piece.found >= 0)
            return piece.found;
        if (!piece.isSearched || piece.from != reached)
            break;
        reached = piece.to;
    }
    return reached > position ? reached : -1;
}

core::Result<qint64> RowsSkipper::skipInserts(qint64 position, QByteArrayView beginning)
{
    std::vector<Piece> pieces = cut(position);
    if (pieces.empty())
        return qint64(-1);
    const QByteArray next = QByteArray("\n") + beginning.toByteArray();
    searchAll(pieces, [&](Piece& piece, std::size_t index, std::vector<char>& room) {
        searchInserts(piece, index, room, next);
    });
    qint64 reached = position;
    for (const Piece& piece : pieces) {
        if (reached >= piece.to)
            continue; // a long statement began before it
        if (piece.error)
            return *piece.error;
        // Within a text there may be what looks like a statement: a piece counts if the one before comes out
        // where it began.
        if (!piece.isSearched || piece.first != reached || piece.found < 0)
            break;
        reached = piece.found;
    }
    return reached > position ? reached : -1;
}

void RowsSkipper::searchCopyRows(Piece& piece, std::size_t index, std::vector<char>& room)
{
    room.resize(roomBytes + std::size_t(2 * edgeBytes));
    for (qint64 at = piece.from; at < piece.to && isOfUse(index); at += qint64(roomBytes)) {
        // With the byte before and the bytes behind, so that a mark that begins in here is seen as a whole.
        const qint64 most = std::min<qint64>(piece.to - at, qint64(roomBytes)) + 1 + edgeBytes - 1;
        std::size_t got = 0;
        while (got < std::size_t(most)) {
            const auto count =
                m_file.readAt({room.data() + got, std::size_t(most) - got}, at - 1 + qint64(got));
            if (!count) {
                piece.error = count.error();
                return makeLast(index);
            }
            if (*count == 0)
                break;
            got += *count;
        }
        const qsizetype found = findEndLine({room.data(), qsizetype(got)}, 1);
        if (found >= 0 && at - 1 + found < piece.to) {
            piece.found = at - 1 + found;
            return makeLast(index);
        }
        if (got < std::size_t(most)) {
            piece.to = at; // the file became shorter: who reads on will see
            return makeLast(index);
        }
    }
}

// Goes from statement to statement until one ends behind the piece, or is another.
void RowsSkipper::searchInserts(Piece& piece, std::size_t index, std::vector<char>& room,
                                const QByteArray& next)
{
    room.resize(roomBytes + 2 * std::size_t(next.size()));
    // Where a piece ends early, those behind it are in vain.
    const auto giveUp = qScopeGuard([&] {
        if (piece.first < 0 ? piece.error.has_value() : piece.found < piece.to)
            makeLast(index);
    });
    qint64 at = piece.from;
    if (index == 0)
        piece.first = piece.from;
    else
        --at;             // it may begin with the byte behind a semicolon
    std::size_t kept = 0; // at the beginning of the room, not looked at yet
    InsertsState state;
    while (isOfUse(index)) {
        const qint64 readFrom = at + qint64(kept);
        const qint64 most = std::max(piece.to - readFrom, qint64(overrunBytes));
        const auto count = m_file.readAt(
            {room.data() + kept, std::size_t(std::min(most, qint64(room.size() - kept)))}, readFrom);
        if (!count) {
            piece.error = count.error();
            return;
        }
        const QByteArrayView text(room.data(), qsizetype(kept + *count));
        qsizetype i = 0;
        if (piece.first < 0) {
            const qsizetype start = text.indexOf(';' + next);
            // Not yet there, or one statement takes all of it, or these are others.
            i = start < 0 ? std::max<qsizetype>(text.size() - next.size(), 0) : start + 1;
            if (at + i >= piece.to || *count == 0)
                return;
            if (start >= 0)
                piece.first = at + i;
        }
        if (piece.first >= 0) {
            const InsertsWalk walk = walkInserts(text.sliced(i), next, piece.to - at - i, state);
            if (walk.end >= 0)
                piece.found = at + i + walk.end;
            if (walk.stop != InsertsWalk::Stop::NeedMore || *count == 0)
                return;
            i += walk.looked;
        }
        kept = std::size_t(text.size() - i);
        std::memmove(room.data(), room.data() + i, kept);
        at += i;
    }
}

} // namespace tidemark::archive
