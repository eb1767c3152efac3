// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowset.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace tidemark::archive {

namespace {

constexpr std::size_t pieceSize = 64 * 1024; // small enough to stay in the cache while both streams agree
constexpr std::size_t mostSpares = 16;
constexpr std::size_t firstSlots = 1024;
constexpr qint64 matchingBytesPerRow = 32; // RowMatch: a pointer, a hash and two numbers

std::size_t roomFor(qsizetype length)
{
    const std::size_t alignment = alignof(RowSet::Row);
    return (sizeof(RowSet::Row) + static_cast<std::size_t>(length) + alignment - 1) / alignment * alignment;
}

} // namespace

RowSet::RowSet()
    : m_slots(firstSlots)
{
}

RowSet::~RowSet() = default;

qint64 RowSet::cost() const
{
    const qint64 tableBytes = static_cast<qint64>(m_slots.size() * sizeof(Slot));
    // While the table grows there are the old and the new one.
    return m_pieceBytes + tableBytes + tableBytes / 2 + m_rows * matchingBytesPerRow;
}

// Where the hash is, or the empty slot where it would go.
std::size_t RowSet::slotOf(const LineHash& hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = static_cast<std::size_t>(hash.low) & mask;
    while (m_slots[slot].row != nullptr &&
           !(m_slots[slot].low == hash.low && m_slots[slot].row->hash == hash))
        slot = (slot + 1) & mask;
    return slot;
}

RowSet::Added RowSet::add(const LineHash& hash, qint64 surplus, QByteArrayView line)
{
    const std::size_t slot = slotOf(hash);
    Row* const known = m_slots[slot].row;
    if (known == nullptr) {
        m_slots[slot] = {hash.low, append(hash, surplus, line)};
        ++m_rows;
        if (static_cast<std::size_t>(m_rows) * 10 > m_slots.size() * 7)
            grow();
        return Added::Kept;
    }
    const bool cancels = (known->surplus > 0) != (surplus > 0);
    known->surplus += surplus;
    if (known->surplus == 0) {
        erase(slot);
        bury(*known);
    }
    return cancels ? Added::Cancelled : Added::Kept;
}

RowSet::Row* RowSet::append(const LineHash& hash, qint64 surplus, QByteArrayView line)
{
    const std::size_t needed = roomFor(line.size());
    if (m_pieces.empty() || m_pieces.back().size - m_pieces.back().used < needed) {
        Piece piece;
        piece.size = std::max(needed, pieceSize);
        if (piece.size == pieceSize && !m_spare.empty()) {
            piece.bytes = std::move(m_spare.back());
            m_spare.pop_back();
        } else {
            piece.bytes.reset(new char[piece.size]); // not cleared: it is filled as rows come
        }
        m_pieceBytes += static_cast<qint64>(piece.size);
        m_pieces.push_back(std::move(piece));
        m_pieces.back().self = std::prev(m_pieces.end());
    }
    Piece& piece = m_pieces.back();
    Row* const row = new (piece.bytes.get() + piece.used) Row{hash, surplus, &piece, line.size()};
    if (!line.isEmpty())
        std::memcpy(row + 1, line.data(), static_cast<std::size_t>(line.size()));
    piece.used += needed;
    ++piece.living;
    return row;
}

void RowSet::bury(Row& row)
{
    --m_rows;
    if (--row.piece->living == 0)
        remove(*row.piece);
}

void RowSet::remove(Piece& piece)
{
    if (piece.size == pieceSize && m_spare.size() < mostSpares)
        m_spare.push_back(std::move(piece.bytes));
    m_pieceBytes -= static_cast<qint64>(piece.size);
    m_pieces.erase(piece.self);
}

// Those behind move up, so that a search may go on ending at the first empty slot.
void RowSet::erase(std::size_t slot)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t hole = slot;
    for (std::size_t next = (hole + 1) & mask; m_slots[next].row != nullptr; next = (next + 1) & mask) {
        const std::size_t home = static_cast<std::size_t>(m_slots[next].low) & mask;
        if (((next - home) & mask) >= ((next - hole) & mask)) {
            m_slots[hole] = m_slots[next];
            hole = next;
        }
    }
    m_slots[hole] = {};
}

void RowSet::grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot& entry : old) {
        if (entry.row == nullptr)
            continue;
        std::size_t slot = static_cast<std::size_t>(entry.low) & mask;
        while (m_slots[slot].row != nullptr)
            slot = (slot + 1) & mask;
        m_slots[slot] = entry;
    }
}

RowSet::Row* RowSet::rowAt(const Piece& piece, std::size_t at)
{
    return std::launder(static_cast<Row*>(static_cast<void*>(piece.bytes.get() + at)));
}

void RowSet::takeOldest(const std::function<void(const Row&)>& take)
{
    Piece& piece = m_pieces.front();
    for (std::size_t at = 0; at < piece.used;) {
        Row& row = *rowAt(piece, at);
        at += roomFor(row.length);
        if (row.surplus == 0)
            continue;
        take(row);
        erase(slotOf(row.hash));
        --m_rows;
        --piece.living;
    }
    remove(piece);
}

void RowSet::forEach(const std::function<void(const Row&)>& visit) const
{
    for (const Piece& piece : m_pieces) {
        for (std::size_t at = 0; at < piece.used;) {
            const Row& row = *rowAt(piece, at);
            at += roomFor(row.length);
            if (row.surplus != 0)
                visit(row);
        }
    }
}

void RowSet::clear()
{
    m_pieces.clear();
    m_spare.clear();
    m_slots = std::vector<Slot>(firstSlots);
    m_rows = 0;
    m_pieceBytes = 0;
}

} // namespace tidemark::archive
