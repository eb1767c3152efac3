// SPDX-License-Identifier: GPL-3.0-or-later
// One streaming interface over the ways in which pg_dump compresses the data of an entry.
#pragma once

#include "archive/toc.h"

#include <cstddef>
#include <memory>
#include <span>

namespace tidemark::archive {

/// Not thread-safe. Memory: the window of the method, at most 128 MB for what zstd's --long wrote, else below
/// 8 MB.
class Decompressor
{
public:
    struct Step
    {
        std::size_t consumed = 0;
        std::size_t produced = 0;
        bool ended = false;          // the stream is complete and its checksum, if it has one, is right
        const char* fault = nullptr; // what is wrong with the bytes, in English; then nothing else counts
    };

    virtual ~Decompressor() = default;
    /// Ready for a new stream.
    virtual void reset() = 0;
    /// Takes what it can from `in` and writes what it can to `out`. Where `out` was filled there may be more
    /// to come.
    virtual Step run(std::span<const char> in, std::span<char> out) = 0;

    /// For data within a custom archive. Never null. None is a method too; its streams never end by
    /// themselves.
    static std::unique_ptr<Decompressor> create(Compression method);
    /// For one member or frame of a compressed file, as the gzip, zstd and lz4 programs write them.
    static std::unique_ptr<Decompressor> createForFile(Compression method);
};

} // namespace tidemark::archive
