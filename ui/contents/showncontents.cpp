// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/showncontents.h"

#include "core/quoting.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tidemark::ui {

void ShownContents::setIndex(std::shared_ptr<const ContentIndex> index, std::optional<int> part)
{
    m_index = std::move(index);
    m_part = part;
    m_all = 0;
    m_text.clear();
    m_kind.reset();
    m_top.clear();
    m_matches.clear();
    m_groups.assign(m_index ? m_index->groups().size() : 0, {});
    m_ticks.assign(m_index ? m_index->objects().size() : 0, false);
    m_rows.assign(m_ticks.size(), -1);
    if (!m_index)
        return;
    matchAll();
    m_all = count();
    arrange();
}

void ShownContents::matchAll()
{
    m_matches.resize(m_ticks.size());
    std::iota(m_matches.begin(), m_matches.end(), 0);
    if (m_part)
        std::erase_if(m_matches, [this](int object) { return m_index->object(object).part != *m_part; });
}

void ShownContents::setFilter(const QString& text, std::optional<ObjectKind> kind)
{
    // Every further letter narrows what was found: then only that is looked through.
    const auto alike = [&](char special) { return text.contains(QLatin1Char(special)) == m_text.contains(QLatin1Char(special)); };
    const bool narrows = isFiltered() && kind == m_kind && text.contains(m_text) && alike('.') && alike('\\');
    m_text = text;
    m_kind = kind;
    if (!narrows)
        matchAll();
    if (isFiltered())
        std::erase_if(m_matches, [this](int object) { return !matches(object); });
    arrange();
}

bool ShownContents::matches(int number) const
{
    const ContentObject& object = m_index->object(number);
    if (m_kind && object.kind != *m_kind)
        return false;
    if (m_text.isEmpty())
        return true;
    const archive::TocEntry& entry = m_index->entry(object);
    if (entry.tag().contains(m_text, Qt::CaseInsensitive))
        return true;
    // What cannot be seen is shown as its escape, and found by it.
    if (m_text.contains(QLatin1Char('\\')) && core::singleLine(entry.tag()).contains(m_text, Qt::CaseInsensitive))
        return true;
    return m_text.contains(QLatin1Char('.')) && !entry.schema().isEmpty() &&
           (entry.schema() + QLatin1Char('.') + entry.tag()).contains(m_text, Qt::CaseInsensitive);
}

void ShownContents::setOrder(ContentColumn column, Qt::SortOrder order)
{
    if (column == m_column && order == m_order)
        return;
    m_column = column;
    m_order = order;
    if (m_index)
        arrange();
}

void ShownContents::arrange()
{
    std::vector<bool> shows(m_ticks.size(), false);
    for (const int object : m_matches)
        shows[static_cast<size_t>(object)] = true;
    std::fill(m_rows.begin(), m_rows.end(), -1);
    for (size_t number = 0; number < m_groups.size(); ++number) {
        Group& at = m_groups[number];
        at = {};
        const std::vector<int>& all = m_index->groups()[number].objects;
        std::copy_if(all.begin(), all.end(), std::back_inserter(at.objects),
                     [&](int object) { return shows[static_cast<size_t>(object)]; });
        sortObjects(at.objects);
        for (size_t row = 0; row < at.objects.size(); ++row)
            m_rows[static_cast<size_t>(at.objects[row])] = static_cast<int>(row);
        at.count = static_cast<int>(at.objects.size());
    }
    m_top.clear();
    for (const int number : m_index->topGroups()) {
        placeGroup(number, static_cast<int>(m_top.size()));
        if (group(number).row >= 0)
            m_top.push_back(number);
    }
    countTicks();
}

/// Hidden where nothing in it is shown.
void ShownContents::placeGroup(int number, int row)
{
    Group& at = m_groups[static_cast<size_t>(number)];
    const ContentGroup& whole = m_index->group(number);
    for (const int below : whole.groups) {
        placeGroup(below, static_cast<int>(at.groups.size()));
        if (group(below).row < 0)
            continue;
        at.groups.push_back(below);
        at.count += group(below).count;
    }
    const bool itself = whole.object >= 0 && std::binary_search(m_matches.begin(), m_matches.end(), whole.object);
    const bool empty = at.groups.empty() && at.objects.empty();
    const bool otherPart = m_part && whole.part != *m_part;
    at.row = otherPart || (empty && isFiltered() && !itself) ? -1 : row;
}

void ShownContents::sortObjects(std::vector<int>& objects) const
{
    const auto number = [this](int object) {
        return m_column == ContentColumn::Rows ? m_index->object(object).rows : m_index->object(object).bytes;
    };
    // Names are in order already; what is equal stays in theirs.
    if (m_column == ContentColumn::Rows || m_column == ContentColumn::Size)
        std::stable_sort(objects.begin(), objects.end(), [&](int a, int b) { return number(a) < number(b); });
    else if (m_column == ContentColumn::Owner)
        std::stable_sort(objects.begin(), objects.end(), [this](int a, int b) {
            return m_index->entry(m_index->object(a)).owner() < m_index->entry(m_index->object(b)).owner();
        });
    if (m_order == Qt::DescendingOrder)
        std::reverse(objects.begin(), objects.end());
}

void ShownContents::tick(int object, bool on)
{
    if (isTicked(object) == on)
        return;
    m_ticks[static_cast<size_t>(object)] = on;
    for (int number = m_index->object(object).group; number >= 0; number = m_index->group(number).parent)
        m_groups[static_cast<size_t>(number)].ticked += on ? 1 : -1;
}

void ShownContents::tickGroup(int number, bool on)
{
    setTicksBelow(number, on);
    countTicks();
}

void ShownContents::setTicksBelow(int number, bool on)
{
    for (const int object : group(number).objects) {
        if (canBeChosen(m_index->object(object).kind))
            m_ticks[static_cast<size_t>(object)] = on;
    }
    for (const int below : group(number).groups)
        setTicksBelow(below, on);
}

void ShownContents::setTicked(const QList<int>& objects)
{
    m_ticks.assign(m_ticks.size(), false);
    for (const int object : objects)
        m_ticks[static_cast<size_t>(object)] = canBeChosen(m_index->object(object).kind);
    countTicks();
}

void ShownContents::countTicks()
{
    for (Group& at : m_groups)
        at.tickable = at.ticked = 0;
    for (const int object : m_matches) {
        if (!canBeChosen(m_index->object(object).kind))
            continue;
        for (int number = m_index->object(object).group; number >= 0; number = m_index->group(number).parent) {
            Group& at = m_groups[static_cast<size_t>(number)];
            ++at.tickable;
            at.ticked += isTicked(object) ? 1 : 0;
        }
    }
}

QList<int> ShownContents::ticked() const
{
    QList<int> found;
    for (size_t i = 0; i < m_ticks.size(); ++i) {
        if (m_ticks[i])
            found.append(static_cast<int>(i));
    }
    return found;
}

} // namespace tidemark::ui
