// SPDX-License-Identifier: GPL-3.0-or-later
// Where the blocks of a custom archive are, for archives that do not say so themselves.
#pragma once

#include "archive/bytesource.h"
#include "archive/toc.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace tidemark::archive {

struct BlockPlace
{
    qint64 position = 0; // of the header
    qint64 bytes = 0;    // with it
};

/// By dump id.
using BlockMap = QHash<int, BlockPlace>;

/// Hops from block to block, from the position of `source` to its end, without decompressing the blocks, and
/// adds those of entries of `toc` to `map`; also where it fails on the way. Reports bytes of the file as
/// progress. Corrupt, Cancelled, Io.
core::Status mapBlocks(ByteSource& source, const Toc& toc, BlockMap& map, const core::RunContext& context);
/// What the table of contents itself says: a block ends where the next one begins, the last one at `end`, if
/// that is known (-1 else). Nothing is read.
BlockMap recordedBlocks(const Toc& toc, qint64 end);

QByteArray toBytes(const BlockMap& map);
/// Nothing where `bytes` are not such a map.
std::optional<BlockMap> blockMapFromBytes(const QByteArray& bytes);

} // namespace tidemark::archive
