// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace tidemark::archive {

/// Takes decompressed bytes without a copy in between: the sink lends room, the reader fills it.
class DataSink
{
public:
    virtual ~DataSink() = default;
    /// Where the next bytes go: at least one, valid until written().
    virtual std::span<char> room() = 0;
    /// The first `count` bytes of the room hold data.
    virtual void written(std::size_t count) = 0;
};

} // namespace tidemark::archive
