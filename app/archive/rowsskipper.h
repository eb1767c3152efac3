// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rawfile.h"
#include "core/result.h"

#include <atomic>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// Looks for the end of COPY rows in several places of a file at once, since one processor alone is slower at
/// taking a file out of the system's memory than that memory is.
class RowsSkipper
{
public:
    explicit RowsSkipper(const RawFile& file)
        : m_file(file)
    {
    }

    /// Looks at up to 32 MB for each processor from `position` on, if they are in memory. Returns where the
    /// line
    /// \. that ends the rows begins, else up to where there is none; -1 where nothing was looked at. Rows
    /// begin before `position`. Io.
    core::Result<qint64> skip(qint64 position);

private:
    struct Piece
    {
        qint64 from = 0;
        qint64 to = 0;
        qint64 found = -1;
        std::optional<core::Error> error;
    };
    void search(Piece& piece, std::size_t index);

    const RawFile& m_file;
    std::vector<std::vector<char>> m_rooms;   // one for each thread
    std::atomic<std::size_t> m_firstFound{0}; // index of the first piece that has it
};

} // namespace tidemark::archive
