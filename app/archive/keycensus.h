// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/spillfile.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace tidemark::archive {

/// Finds the keys that several rows of one side have, out of the hashes of all keys: 8 bytes for each row, in
/// a temporary file. Its partitions are by the first six bits of a hash. One thread.
class KeyCensus
{
public:
    static constexpr std::size_t partitions = 64;
    enum Side
    {
        Dump,
        Live,
    };

    explicit KeyCensus(QString folder)
        : m_folder(std::move(folder))
    {
    }
    /// Errors: as SpillFile.
    core::Status add(Side side, quint64 keyHash);
    /// After the last: sorted hashes of the keys that a side has more than once. Memory: the hashes of a
    /// partition.
    core::Result<std::vector<quint64>> repeated(std::size_t partition) const;
    core::Result<std::vector<quint64>> repeated() const;

private:
    struct Hashes
    {
        std::vector<quint64> waiting; // not written yet
        std::vector<SpillFile::Block> blocks;
    };
    QString m_folder;
    std::optional<SpillFile> m_file;
    std::array<std::array<Hashes, partitions>, 2> m_hashes;
};

} // namespace tidemark::archive
