// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace tidemark::archive {

/// Bytes at the end of which there is always room for more. New room is not filled with zeros.
class GrowingBuffer
{
public:
    std::size_t size() const { return m_size; }
    std::span<const char> bytes() const { return {m_bytes.get(), m_size}; }
    void clear() { m_size = 0; }

    /// All the room that there is behind the bytes, at least `least`.
    std::span<char> room(std::size_t least)
    {
        if (m_capacity - m_size < least)
            grow(m_size + least);
        return {m_bytes.get() + m_size, m_capacity - m_size};
    }
    /// So many bytes were put into that room.
    void added(std::size_t count) { m_size += count; }

private:
    void grow(std::size_t least)
    {
        const std::size_t capacity = std::max(least, m_capacity + m_capacity / 2);
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        if (m_size > 0)
            std::memcpy(bytes.get(), m_bytes.get(), m_size);
        m_bytes = std::move(bytes);
        m_capacity = capacity;
    }

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace tidemark::archive
