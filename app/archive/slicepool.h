// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>
#include <QtGlobal>

#include <algorithm>
#include <utility>
#include <vector>

namespace tidemark::archive {

/// Keeps many short texts in few large arrays, and hands them out as `Array`s that share these: without a
/// copy, and safe to keep for longer than the pool, whose array then stays for as long. `Array` is QByteArray
/// or QString. A zero follows each text.
template <typename Array> class SlicePool
{
public:
    using Item = typename Array::value_type;

    struct Place
    {
        quint32 array = 0;
        quint32 begin = 0;
    };

    SlicePool() = default;
    // A copy would go on writing into the same arrays.
    SlicePool(const SlicePool&) = delete;
    SlicePool& operator=(const SlicePool&) = delete;

    /// Room for `most` items, to be filled at once; `taken` says how many they became.
    Item* makeRoom(qsizetype most)
    {
        if (most >= m_left)
            addArray(most + 1);
        return m_room;
    }
    Place taken(qsizetype count)
    {
        const Place place{quint32(m_arrays.size() - 1),
                          quint32(m_room - std::as_const(m_arrays.back()).data())};
        m_room[count] = Item();
        m_room += count + 1;
        m_left -= count + 1;
        return place;
    }

    Place add(const Item* items, qsizetype count)
    {
        std::copy_n(items, count, makeRoom(count));
        return taken(count);
    }

    Array slice(Place place, qsizetype count) const
    {
        if (count == 0)
            return {};
        Array part = m_arrays[place.array];
        auto& data = part.data_ptr();
        data.setBegin(data.begin() + place.begin);
        data.size = count;
        return part;
    }

private:
    static constexpr qsizetype firstBytes = qsizetype(8) << 10;
    static constexpr qsizetype mostBytes = qsizetype(1) << 20;

    void addArray(qsizetype least)
    {
        const qsizetype items = std::max(least, m_nextBytes / qsizetype(sizeof(Item)));
        m_nextBytes = std::min(2 * m_nextBytes, mostBytes);
        m_arrays.emplace_back(items, Qt::Uninitialized);
        m_room = m_arrays.back().data();
        m_left = items;
    }

    std::vector<Array> m_arrays;
    Item* m_room = nullptr; // in the last of them, which is not shared when it is made
    qsizetype m_left = 0;   // items
    qsizetype m_nextBytes = firstBytes;
};

} // namespace tidemark::archive
