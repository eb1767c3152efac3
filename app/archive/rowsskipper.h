// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rawfile.h"
#include "core/result.h"

#include <QByteArrayView>

#include <atomic>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// Looks at rows in several places of a file at once, since one processor alone is slower at taking a file
/// out of the system's memory than that memory is. Only what is in memory: reading in several places is no
/// good for a disk.
class RowsSkipper
{
public:
    /// Each processor takes pieces of this size: small, so that one that has something else to do leaves more
    /// of them to the others.
    static constexpr qint64 usualPiece = 1 << 20;

    explicit RowsSkipper(const RawFile& file, qint64 pieceBytes = usualPiece)
        : m_file(file)
        , m_pieceBytes(pieceBytes)
    {
    }

    /// Looks at up to 256 pieces from `position` on. Returns where the line \. that ends the rows begins,
    /// else up to where there is none; -1 where nothing was looked at. Rows begin before `position`. Io.
    core::Result<qint64> skipCopyRows(qint64 position);
    /// The same for INSERT statements that all begin with `beginning`, up to VALUES, and stand each on a line
    /// of its own; one of them ends before `position`. Returns a place behind the semicolon of one; from
    /// `position` to there is nothing but such statements. -1 where that is no further than `position`.
    core::Result<qint64> skipInserts(qint64 position, QByteArrayView beginning);

private:
    struct Piece
    {
        qint64 from = 0;
        qint64 to = 0;
        qint64 first = -1; // of INSERT statements: where looking really began, behind a semicolon
        qint64 found = -1; // the end of the rows; of INSERT statements: behind the last semicolon
        bool isSearched = false;
        std::optional<core::Error> error;
    };
    std::vector<Piece> cut(qint64 position) const;
    bool isInMemory(const Piece& piece) const;
    template <typename Search> void searchAll(std::vector<Piece>& pieces, Search search);
    bool isOfUse(std::size_t index) const { return index <= m_last.load(std::memory_order_relaxed); }
    void makeLast(std::size_t index);
    void searchCopyRows(Piece& piece, std::size_t index, std::vector<char>& room);
    void searchInserts(Piece& piece, std::size_t index, std::vector<char>& room, const QByteArray& next);

    const RawFile& m_file;
    const qint64 m_pieceBytes;
    std::vector<std::vector<char>> m_rooms; // one for each thread
    std::atomic<std::size_t> m_next{0};     // index of the piece that is taken next
    std::atomic<std::size_t> m_last{0};     // and of the last that is of any use
};

} // namespace tidemark::archive
