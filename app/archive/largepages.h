// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <new>
#include <sys/mman.h>

namespace tidemark::archive {

/// For a vector that becomes many megabytes large at once: asks the system for large pages, because entering
/// thousands of small ones takes longer than filling them. Where it has none to give, nothing else changes.
template <typename T> struct LargePageAllocator
{
    using value_type = T;

    LargePageAllocator() = default;
    template <typename U> LargePageAllocator(const LargePageAllocator<U>& /*other*/) {}

    T* allocate(std::size_t count)
    {
        const std::size_t bytes = count * sizeof(T);
        void* const room = ::operator new(bytes, alignmentFor(bytes));
#ifdef MADV_HUGEPAGE
        if (bytes >= pageBytes)
            ::madvise(room, bytes, MADV_HUGEPAGE);
#endif
        return static_cast<T*>(room);
    }
    void deallocate(T* room, std::size_t count)
    {
        ::operator delete(room, alignmentFor(count * sizeof(T)));
    }

    template <typename U> bool operator==(const LargePageAllocator<U>& /*other*/) const
    {
        return true;
    }

private:
    static constexpr std::size_t pageBytes = std::size_t(2) << 20;

    static std::align_val_t alignmentFor(std::size_t bytes)
    {
        return std::align_val_t(bytes >= pageBytes ? pageBytes : alignof(T));
    }
};

} // namespace tidemark::archive
