// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/keycensus.h"

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

constexpr std::size_t hashesPerBlock = 2048; // 16 KB

} // namespace

core::Status KeyCensus::add(Side side, quint64 keyHash)
{
    Hashes& hashes = m_hashes[side][static_cast<std::size_t>(keyHash >> 58)];
    hashes.waiting.push_back(keyHash);
    if (hashes.waiting.size() < hashesPerBlock)
        return {};
    if (!m_file) {
        auto file = SpillFile::create(m_folder);
        if (!file)
            return std::move(file).error();
        m_file.emplace(*std::move(file));
    }
    const auto block = m_file->append(reinterpret_cast<const char*>(hashes.waiting.data()),
                                      hashes.waiting.size() * sizeof(quint64));
    if (!block)
        return block.error();
    hashes.blocks.push_back(*block);
    hashes.waiting.clear();
    return {};
}

core::Result<std::vector<quint64>> KeyCensus::repeated(std::size_t partition) const
{
    std::vector<quint64> found;
    std::string bytes;
    for (const auto& side : m_hashes) {
        const Hashes& hashes = side[partition];
        std::vector<quint64> all = hashes.waiting;
        all.reserve(all.size() + hashes.blocks.size() * hashesPerBlock);
        for (const SpillFile::Block& block : hashes.blocks) {
            TIDEMARK_TRY(m_file->read(block, bytes));
            const std::size_t before = all.size();
            all.resize(before + bytes.size() / sizeof(quint64));
            std::memcpy(all.data() + before, bytes.data(), bytes.size());
        }
        std::sort(all.begin(), all.end());
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i] == all[i - 1] && (found.empty() || found.back() != all[i]))
                found.push_back(all[i]);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

core::Result<std::vector<quint64>> KeyCensus::repeated() const
{
    std::vector<quint64> all;
    for (std::size_t partition = 0; partition < partitions; ++partition) {
        const auto some = repeated(partition);
        if (!some)
            return some;
        all.insert(all.end(), some->begin(), some->end());
    }
    return all; // each partition has greater hashes than the one before
}

} // namespace tidemark::archive
