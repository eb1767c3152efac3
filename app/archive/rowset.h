// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rowform.h"

#include <QByteArrayView>

#include <functional>
#include <list>
#include <memory>
#include <vector>

namespace tidemark::archive {

/// The difference of two multisets of rows: what was added on one side takes away an equal row of the other.
/// Rows are kept in the order in which they came, in pieces that are freed as soon as nothing in them is
/// left. Not thread-safe.
class RowSet
{
    struct Piece;

public:
    /// A row that is left over. The address is stable while it is in the set.
    struct Row
    {
        LineHash hash;
        qint64 surplus; // how many more the dump has; below 0: the live table
        Piece* piece;
        qint64 length;

        QByteArrayView line() const { return {reinterpret_cast<const char*>(this + 1), length}; }
    };
    enum class Added
    {
        Cancelled, // an equal row of the other side went away
        Kept,
    };

    RowSet();
    ~RowSet();
    RowSet(const RowSet&) = delete;
    RowSet& operator=(const RowSet&) = delete;

    /// `surplus` as in Row, not 0; `line` is copied where it has to be kept.
    Added add(const LineHash& hash, qint64 surplus, QByteArrayView line);
    bool isEmpty() const { return m_rows == 0; }
    /// Different rows that are left.
    qint64 rows() const { return m_rows; }
    /// Bytes that this object takes now, and what matching its rows is going to take.
    qint64 cost() const;

    /// Takes the oldest piece out of the set, row by row. The set must not be empty.
    void takeOldest(const std::function<void(const Row&)>& take);
    /// In the order of their coming.
    void forEach(const std::function<void(const Row&)>& visit) const;
    void clear();

private:
    struct Slot
    {
        quint64 low = 0;
        Row* row = nullptr;
    };
    struct Piece
    {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
        std::size_t used = 0;
        qint64 living = 0;
        std::list<Piece>::iterator self;
    };

    static Row* rowAt(const Piece& piece, std::size_t at);
    std::size_t slotOf(const LineHash& hash) const;
    void erase(std::size_t slot);
    void grow();
    Row* append(const LineHash& hash, qint64 surplus, QByteArrayView line);
    void remove(Piece& piece);
    void bury(Row& row);

    std::list<Piece> m_pieces; // oldest first
    std::vector<std::unique_ptr<char[]>> m_spare;
    std::vector<Slot> m_slots; // open addressing; the number is a power of two
    qint64 m_rows = 0;
    qint64 m_pieceBytes = 0;
};

} // namespace tidemark::archive
