// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/contentindex.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark::ui {

enum class ContentColumn
{
    Name,
    Rows,
    Size,
    Owner,
};

/// What of a dump's contents is shown, in which order, and what of it is ticked. Plain arrays over the index: a hundred
/// thousand objects are filtered within a frame or two.
class ShownContents
{
public:
    struct Group
    {
        std::vector<int> groups;
        std::vector<int> objects;
        int row = -1;     // in what it stands in; -1: hidden
        int count = 0;    // of objects, in it and below
        int tickable = 0; // of them
        int ticked = 0;
    };

    /// Of a dump with several databases only the one that is this part, where it is given.
    void setIndex(std::shared_ptr<const ContentIndex> index, std::optional<int> part = std::nullopt);
    const std::shared_ptr<const ContentIndex>& index() const { return m_index; }

    /// A part of a name, or of "schema.name" where it has a dot.
    void setFilter(const QString& text, std::optional<ObjectKind> kind);
    bool isFiltered() const { return !m_text.isEmpty() || m_kind; }
    bool isSameFilter(const QString& text, std::optional<ObjectKind> kind) const { return text == m_text && kind == m_kind; }
    void setOrder(ContentColumn column, Qt::SortOrder order);

    const std::vector<int>& top() const { return m_top; }
    const Group& group(int number) const { return m_groups[static_cast<size_t>(number)]; }
    /// Row of an object within its group; -1 while it is hidden.
    int rowOf(int object) const { return m_rows[static_cast<size_t>(object)]; }
    /// Objects that pass the filter.
    int count() const { return static_cast<int>(m_matches.size()); }
    /// Without the filter.
    int countOfAll() const { return m_all; }

    bool isTicked(int object) const { return m_ticks[static_cast<size_t>(object)]; }
    void tick(int object, bool on);
    /// All of it that is shown.
    void tickGroup(int group, bool on);
    void setTicked(const QList<int>& objects);
    /// Also those that the filter hides.
    QList<int> ticked() const;

private:
    void matchAll();
    bool matches(int object) const;
    void arrange();
    void placeGroup(int group, int row);
    void sortObjects(std::vector<int>& objects) const;
    void setTicksBelow(int group, bool on);
    void countTicks();

    std::shared_ptr<const ContentIndex> m_index;
    std::vector<Group> m_groups;
    std::vector<int> m_top;
    std::vector<int> m_rows;
    std::vector<bool> m_ticks;
    std::vector<int> m_matches; // objects, ascending
    QString m_text;
    std::optional<ObjectKind> m_kind;
    std::optional<int> m_part;
    int m_all = 0;
    ContentColumn m_column = ContentColumn::Name;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace tidemark::ui
