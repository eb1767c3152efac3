// SPDX-License-Identifier: GPL-3.0-or-later
// One interface over the libraries that compress.
#pragma once

#include "archive/compress/growingbuffer.h"
#include "core/compression.h"

#include <memory>
#include <span>

namespace tidemark::archive {

/// Used by one thread at a time.
class Encoder
{
public:
    enum class Place
    {
        Within, // others follow
        Last,
    };

    virtual ~Encoder() = default;
    /// Adds what `piece` becomes to `out`. Null, or what is wrong, in English: then the stream is lost.
    virtual const char* encode(std::span<const char> piece, Place place, GrowingBuffer& out) = 0;

    /// A raw deflate stream (RFC 1951). What a piece becomes ends on a byte and depends on no other piece, so
    /// that several encoders of the same level may share the pieces of a stream. Levels 1 to 3 are ISA-L's,
    /// those above are zlib's.
    static std::unique_ptr<Encoder> createDeflate(int level);
    /// One lz4 or zstd frame with a checksum of its content. Memory: see memoryOfFrame().
    static std::unique_ptr<Encoder> createFrame(const core::CompressionSpec& spec, int threads);
};

/// The level that is meant where none is named: the quickest one that is still worth it.
int levelOf(const core::CompressionSpec& spec);
/// About how many bytes one createFrame() of a single thread takes. Nothing worth mentioning for the other
/// methods.
std::size_t memoryOfFrame(const core::CompressionSpec& spec);

} // namespace tidemark::archive
