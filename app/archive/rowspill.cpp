// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowspill.h"

#include <cerrno>
#include <cstring>

namespace tidemark::archive {

namespace {

constexpr std::size_t blockSize = 64UL * 1024;

// Before each line. Read by the process that wrote it only.
struct Header
{
    LineHash hash;
    quint64 keyHash;
    qint64 surplus;
    qint64 length;
};

} // namespace

core::Result<RowSpill> RowSpill::create(const QString& folder)
{
    auto file = SpillFile::create(folder);
    if (!file)
        return std::move(file).error();
    return RowSpill(*std::move(file));
}

core::Status RowSpill::add(Partition& partition, const SpilledRow& row)
{
    const Header header{row.hash, row.keyHash, row.surplus, row.line.size()};
    if (partition.rows == 0)
        partition.firstKeyHash = row.keyHash;
    partition.severalKeys = partition.severalKeys || row.keyHash != partition.firstKeyHash;
    ++partition.rows;
    partition.waiting.append(reinterpret_cast<const char*>(&header), sizeof header);
    partition.waiting.append(row.line.data(), static_cast<std::size_t>(row.line.size()));
    return partition.waiting.size() < blockSize ? core::Status() : write(partition);
}

core::Status RowSpill::finish(Partition& partition)
{
    if (!partition.waiting.empty())
        TIDEMARK_TRY(write(partition));
    partition.waiting = std::string();
    return {};
}

core::Status RowSpill::write(Partition& partition)
{
    const auto block = m_file.append(partition.waiting.data(), partition.waiting.size());
    if (!block)
        return block.error();
    partition.blocks.push_back(*block);
    if (partition.waiting.size() > 2 * blockSize)
        partition.waiting = std::string(); // a long row: its memory is not kept
    partition.waiting.clear();
    return {};
}

core::Status RowSpill::read(const Partition& partition,
                            const std::function<core::Status(const SpilledRow&)>& visit) const
{
    std::string bytes;
    for (const SpillFile::Block& block : partition.blocks) {
        TIDEMARK_TRY(m_file.read(block, bytes));
        for (std::size_t at = 0; at + sizeof(Header) <= bytes.size();) {
            Header header{};
            std::memcpy(&header, bytes.data() + at, sizeof header);
            at += sizeof header;
            if (header.length < 0 || static_cast<std::size_t>(header.length) > bytes.size() - at)
                return m_file.failed(EIO);
            TIDEMARK_TRY(
                visit({header.hash, header.keyHash, header.surplus, {bytes.data() + at, header.length}}));
            at += static_cast<std::size_t>(header.length);
        }
    }
    return {};
}

void RowSpill::discard(const Partition& partition)
{
    for (const SpillFile::Block& block : partition.blocks)
        m_file.discard(block);
}

} // namespace tidemark::archive
