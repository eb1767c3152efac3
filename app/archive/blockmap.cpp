// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/blockmap.h"

#include "archive/blockreader.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QFileInfo>
#include <QIODevice>
#include <QSet>

#include <algorithm>
#include <chrono>
#include <vector>

namespace tidemark::archive {

namespace {

constexpr std::chrono::milliseconds reportInterval{100};

} // namespace

core::Status mapBlocks(ByteSource& source, const Toc& toc, BlockMap& map, const core::RunContext& context)
{
    QSet<int> wanted;
    for (const TocEntry& entry : toc.entries) {
        if (entry.hasData())
            wanted.insert(entry.dumpId());
    }
    BlockReader blocks(source, toc);
    core::Progress progress;
    progress.phase =
        QCoreApplication::translate("archive", "Looking through %1").arg(QFileInfo(source.name()).fileName());
    if (source.size() >= 0)
        progress.bytesTotal = source.size();
    auto lastReport = std::chrono::steady_clock::now();
    while (const std::optional<BlockHeader> header = blocks.nextBlock()) {
        if (!blocks.skipBlock(*header, context))
            return blocks.error();
        if (wanted.contains(header->dumpId))
            map.insert(header->dumpId, {header->position, source.position() - header->position});
        const auto now = std::chrono::steady_clock::now();
        if (now - lastReport >= reportInterval) {
            lastReport = now;
            progress.bytesDone = source.fileBytesRead();
            context.report(progress);
        }
    }
    if (blocks.failed())
        return blocks.error();
    return {};
}

BlockMap recordedBlocks(const Toc& toc, qint64 end)
{
    std::vector<const TocEntry*> placed;
    for (const TocEntry& entry : toc.entries) {
        if (entry.hasData() && entry.offsetState() == OffsetState::Known)
            placed.push_back(&entry);
    }
    std::sort(placed.begin(), placed.end(),
              [](const TocEntry* a, const TocEntry* b) { return a->offset() < b->offset(); });
    BlockMap map;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const qint64 next = i + 1 < placed.size() ? placed[i + 1]->offset() : end;
        const qint64 bytes = next > placed[i]->offset() ? next - placed[i]->offset() : -1;
        map.insert(placed[i]->dumpId(), {placed[i]->offset(), bytes});
    }
    return map;
}

QByteArray toBytes(const BlockMap& map)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << quint32(map.size());
    for (auto block = map.cbegin(); block != map.cend(); ++block)
        stream << qint32(block.key()) << block->position << block->bytes;
    return bytes;
}

std::optional<BlockMap> blockMapFromBytes(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 count = 0;
    stream >> count;
    BlockMap map;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        qint32 dumpId = 0;
        BlockPlace place;
        stream >> dumpId >> place.position >> place.bytes;
        map.insert(dumpId, place);
    }
    if (stream.status() != QDataStream::Ok || !stream.atEnd() || map.size() != qsizetype(count))
        return std::nullopt;
    return map;
}

} // namespace tidemark::archive
