// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rowpartitions.h"

#include <algorithm>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr std::size_t fanOut = 64; // 6 bits of the hash on each level
constexpr int bitsPerLevel = 6;
constexpr int lastLevel = 9; // 60 of the 64 bits are used then

std::size_t partitionOf(quint64 hash, int level)
{
    return static_cast<std::size_t>(hash >> (64 - bitsPerLevel * (level + 1))) % fanOut;
}

// Ends the reading of a partition that does not fit; never seen outside.
core::Error enough()
{
    return {core::ErrorKind::Internal, {}, {}, {}};
}

} // namespace

qint64 RowPartitions::bufferBytes() const
{
    qint64 bytes = 0;
    if (!m_partitions.empty())
        bytes = static_cast<qint64>(fanOut) * 80 * 1024;
    return std::min(bytes, m_budget / 2);
}

core::Status RowPartitions::takeFrom(RowSet& rows)
{
    if (m_partitions.empty()) {
        auto spill = RowSpill::create(m_folder);
        if (!spill)
            return std::move(spill).error();
        m_spill.emplace(*std::move(spill));
        m_partitions.resize(fanOut);
    }
    core::Status status;
    rows.takeOldest([this, &status](const RowSet::Row& row) {
        if (!status)
            return;
        const QByteArrayView key = m_form.keyOf(m_form.canonical(row.line(), m_line), m_key);
        const quint64 keyHash = m_form.hashOfKey(key);
        status =
            m_spill->add(m_partitions[partitionOf(keyHash, 0)], {row.hash, keyHash, row.surplus, row.line()});
    });
    return status;
}

core::Status RowPartitions::match(const KeyCensus* census, DiffSink& sink, DiffCounts& counts,
                                  const core::RunContext& context)
{
    static_assert(fanOut == KeyCensus::partitions);
    for (Partition& partition : m_partitions)
        TIDEMARK_TRY(m_spill->finish(partition));
    for (std::size_t i = 0; i < m_partitions.size(); ++i) {
        KeyKnowledge keys;
        if (census) {
            auto repeated = census->repeated(i);
            if (!repeated)
                return std::move(repeated).error();
            keys.repeated = *std::move(repeated);
        }
        Partition partition = std::exchange(m_partitions[i], {});
        TIDEMARK_TRY(matchOne(std::move(partition), 1, SpreadBy::Key, keys, sink, counts, context));
    }
    return {};
}

core::Status RowPartitions::matchOne(Partition partition, int level, SpreadBy by, const KeyKnowledge& keys,
                                     DiffSink& sink, DiffCounts& counts, const core::RunContext& context)
{
    if (partition.rows == 0)
        return {};
    {
        RowSet rows;
        const auto fits = load(partition, rows, context);
        if (!fits)
            return fits.error();
        if (*fits) {
            m_spill->discard(partition);
            return matchRows(rows, m_form, keys, sink, counts, context);
        }
    }
    KeyKnowledge below = keys;
    // Too many rows of one key cannot be told apart by it. They were not unique on one side at least.
    if (by == SpreadBy::Key && (!partition.severalKeys || level > lastLevel)) {
        by = SpreadBy::Line;
        level = 0;
        below.onlyOne = true;
        ++counts.ambiguousKeys;
    }
    if (level > lastLevel) {
        return core::Error{
            core::ErrorKind::Internal, QStringLiteral("rows that differ have the same hash"), {}, {}};
    }
    auto parts = spread(partition, level, by, context);
    if (!parts)
        return std::move(parts).error();
    m_spill->discard(partition);
    partition = {};
    for (Partition& part : *parts)
        TIDEMARK_TRY(matchOne(std::exchange(part, {}), level + 1, by, below, sink, counts, context));
    return {};
}

core::Result<bool> RowPartitions::load(const Partition& partition, RowSet& rows,
                                       const core::RunContext& context) const
{
    bool fits = true;
    qint64 count = 0;
    const core::Status status = m_spill->read(partition, [&](const SpilledRow& row) -> core::Status {
        if (++count % 1024 == 0)
            TIDEMARK_TRY(context.checkpoint());
        rows.add(row.hash, row.surplus, row.line);
        // One row more than fits is taken all the same, or a long one could never be matched.
        fits = rows.cost() <= m_budget || rows.rows() <= 2;
        return fits ? core::Status() : enough();
    });
    if (!status && fits)
        return status.error();
    return fits;
}

core::Result<std::vector<RowSpill::Partition>>
RowPartitions::spread(const Partition& partition, int level, SpreadBy by, const core::RunContext& context)
{
    std::vector<Partition> parts(fanOut);
    qint64 count = 0;
    const auto put = [&](const SpilledRow& row) -> core::Status {
        if (++count % 1024 == 0)
            TIDEMARK_TRY(context.checkpoint());
        return m_spill->add(parts[partitionOf(by == SpreadBy::Key ? row.keyHash : row.hash.high, level)],
                            row);
    };
    TIDEMARK_TRY(m_spill->read(partition, put));
    for (Partition& part : parts)
        TIDEMARK_TRY(m_spill->finish(part));
    return parts;
}

} // namespace tidemark::archive
