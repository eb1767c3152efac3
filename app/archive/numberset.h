// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_set>
#include <vector>

namespace tidemark::archive {

/// Which numbers were there. pg_dump counts from 1.
class NumberSet
{
public:
    /// False where it was there already.
    bool insert(int number)
    {
        if (number < 0 || number >= mostMarks)
            return m_others.insert(number).second;
        const auto place = std::size_t(number);
        if (place >= m_marks.size())
            m_marks.resize(std::max(place + 1, 2 * m_marks.size()));
        const bool isNew = !m_marks[place];
        m_marks[place] = true;
        return isNew;
    }

private:
    static constexpr int mostMarks = 1 << 23; // a megabyte

    std::vector<bool> m_marks;
    std::unordered_set<int> m_others;
};

} // namespace tidemark::archive
