// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archiveopener.h"
#include "archive/blockmap.h"
#include "archive/blockreader.h"
#include "archive/keptindex.h"

#include <mutex>

namespace tidemark::archive {

/// A pg_dump --format=custom file. Where it does not say where its blocks are, they are looked for once, when
/// the first is asked for.
class CustomDump final : public Dump
{
public:
    /// `source` stands behind the table of contents.
    CustomDump(ByteSource source, Toc toc, const DumpOrigin& origin);

    core::Result<std::unique_ptr<DataReader>> openData(int part, const TocEntry& entry,
                                                       const core::RunContext& context) const override;
    core::Result<std::unique_ptr<LargeObjectReader>>
    openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const override;

private:
    class Stream;

    core::Result<std::unique_ptr<Stream>> openBlock(const TocEntry& entry,
                                                    const core::RunContext& context) const;
    core::Result<std::unique_ptr<Stream>> openBlockAt(const TocEntry& entry, qint64 position,
                                                      const core::RunContext& context) const;
    core::Result<qint64> positionOf(const TocEntry& entry, const core::RunContext& context) const;
    core::Status findBlocks(const core::RunContext& context) const;
    void forgetKeptMap() const;

    ByteSource m_source; // opened anew for every reader
    qint64 m_dataStart = 0;
    KeptIndex m_index;

    mutable std::timed_mutex m_mutex; // guards what follows
    mutable std::optional<BlockMap> m_map;
    mutable std::optional<core::Error> m_mapFault; // why blocks are missing from it
    mutable bool m_mapIsKept = false;              // it comes from the cache folder and is not proven right
};

} // namespace tidemark::archive
