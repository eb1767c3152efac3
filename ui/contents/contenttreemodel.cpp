// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contenttreemodel.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"

#include <QLocale>

#include <algorithm>

namespace tidemark::ui {

namespace {

/// A line is told apart by its number: groups even, objects odd.
quintptr idOfGroup(int group)
{
    return static_cast<quintptr>(group) << 1;
}

quintptr idOfObject(int object)
{
    return (static_cast<quintptr>(object) << 1) | 1U;
}

bool isObject(const QModelIndex& index)
{
    return index.internalId() & 1U;
}

int numberOf(const QModelIndex& index)
{
    return static_cast<int>(index.internalId() >> 1);
}

QString groupIcon(const ContentGroup& group)
{
    switch (group.level) {
    case ContentGroup::Level::Part:
        return QStringLiteral("database");
    case ContentGroup::Level::Kind:
        return kindIcon(group.kind);
    case ContentGroup::Level::WithoutSchema:
        return QStringLiteral("settings");
    case ContentGroup::Level::Schema:
        break;
    }
    return QStringLiteral("folder");
}

} // namespace

void ContentTreeModel::setContents(std::shared_ptr<const ContentIndex> contents, std::optional<int> part)
{
    beginResetModel();
    m_shown.setIndex(std::move(contents), part);
    endResetModel();
    Q_EMIT ticksChanged();
}

void ContentTreeModel::setFilter(const QString& text, std::optional<ObjectKind> kind)
{
    if (!contents() || m_shown.isSameFilter(text, kind))
        return;
    beginResetModel();
    m_shown.setFilter(text, kind);
    endResetModel();
}

void ContentTreeModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    m_shown.setOrder(static_cast<ContentColumn>(std::max(column, 0)), order);
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& old : before)
        after.append(isObject(old) ? createIndex(m_shown.rowOf(numberOf(old)), old.column(), old.internalId()) : old);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int ContentTreeModel::objectAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return -1;
    return isObject(index) ? numberOf(index) : contents()->group(numberOf(index)).object;
}

int ContentTreeModel::groupAt(const QModelIndex& index) const
{
    return index.isValid() && !isObject(index) ? numberOf(index) : -1;
}

QModelIndex ContentTreeModel::indexOfObject(int object) const
{
    if (!contents() || object < 0)
        return {};
    const int group = contents()->object(object).group;
    if (contents()->group(group).object == object)
        return indexOfGroup(group);
    const int row = m_shown.rowOf(object);
    return row < 0 ? QModelIndex() : createIndex(row, 0, idOfObject(object));
}

QModelIndex ContentTreeModel::indexOfGroup(int group) const
{
    const int row = group < 0 ? -1 : m_shown.group(group).row;
    return row < 0 ? QModelIndex() : createIndex(row, 0, idOfGroup(group));
}

const std::vector<int>& ContentTreeModel::groupsBelow(const QModelIndex& parent) const
{
    return parent.isValid() ? m_shown.group(numberOf(parent)).groups : m_shown.top();
}

QModelIndex ContentTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto at = static_cast<size_t>(row);
    const std::vector<int>& groups = groupsBelow(parent);
    if (at < groups.size())
        return createIndex(row, column, idOfGroup(groups[at]));
    return createIndex(row, column, idOfObject(m_shown.group(numberOf(parent)).objects[at]));
}

QModelIndex ContentTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const int number = numberOf(index);
    return indexOfGroup(isObject(index) ? contents()->object(number).group : contents()->group(number).parent);
}

int ContentTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!contents() || parent.column() > 0 || (parent.isValid() && isObject(parent)))
        return 0;
    if (!parent.isValid())
        return static_cast<int>(m_shown.top().size());
    const ShownContents::Group& at = m_shown.group(numberOf(parent));
    return static_cast<int>(at.groups.size() + at.objects.size()); // a group has the one or the other
}

int ContentTreeModel::columnCount(const QModelIndex&) const
{
    return columns;
}

Qt::ItemFlags ContentTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const int number = numberOf(index);
    if (isObject(index))
        flags |= Qt::ItemNeverHasChildren;
    const bool tickable = isObject(index) ? canBeChosen(contents()->object(number).kind) : m_shown.group(number).tickable > 0;
    if (tickable && index.column() == 0)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant ContentTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<ContentColumn>(section);
    const bool isNumber = column == ContentColumn::Rows || column == ContentColumn::Size;
    if (role == Qt::TextAlignmentRole && isNumber)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == ContentColumn::Size)
        return tr("What the rows take in the file, compressed where it is");
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case ContentColumn::Name:
        return tr("Name");
    case ContentColumn::Rows:
        return tr("Rows");
    case ContentColumn::Size:
        return tr("Size");
    case ContentColumn::Owner:
        break;
    }
    return tr("Owner");
}

QVariant ContentTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<ContentColumn>(index.column());
    if (role == Qt::TextAlignmentRole && (column == ContentColumn::Rows || column == ContentColumn::Size))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return isObject(index) ? objectData(numberOf(index), column, role) : groupData(numberOf(index), column, role);
}

QString ContentTreeModel::objectText(int number, ContentColumn column) const
{
    const ContentObject& object = contents()->object(number);
    switch (column) {
    case ContentColumn::Name:
        return core::singleLine(contents()->entry(object).tag());
    case ContentColumn::Rows:
        return object.rows < 0 ? QString() : core::countText(object.rows);
    case ContentColumn::Size:
        return object.bytes < 0 ? QString() : core::ByteSize(object.bytes).toText();
    case ContentColumn::Owner:
        break;
    }
    return core::singleLine(contents()->entry(object).owner());
}

QVariant ContentTreeModel::objectData(int number, ContentColumn column, int role) const
{
    const ContentObject& object = contents()->object(number);
    const bool isName = column == ContentColumn::Name;
    switch (role) {
    case Qt::DisplayRole:
        return objectText(number, column);
    case Qt::CheckStateRole:
        if (isName && canBeChosen(object.kind))
            return m_shown.isTicked(number) ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::DecorationRole:
        return isName ? icon(kindIcon(object.kind)) : QVariant();
    case Qt::AccessibleTextRole:
        return isName ? tr("%1, %2").arg(objectText(number, column), kindWord(object.kind)) : QVariant();
    case Qt::ToolTipRole:
        if (column == ContentColumn::Size && object.bytes >= 0)
            return tr("%1 bytes").arg(QLocale().toString(object.bytes));
        return isName ? contents()->displayName(number).toHtmlEscaped() : QVariant();
    default:
        return {};
    }
}

QVariant ContentTreeModel::groupData(int number, ContentColumn column, int role) const
{
    const ContentGroup& group = contents()->group(number);
    const ShownContents::Group& at = m_shown.group(number);
    if (column == ContentColumn::Owner && role == Qt::DisplayRole && group.object >= 0)
        return objectText(group.object, column);
    if (column != ContentColumn::Name)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (group.level == ContentGroup::Level::Kind)
            return tr("%1 (%2)").arg(contents()->groupTitle(number), core::countText(at.count));
        return contents()->groupTitle(number);
    case Qt::CheckStateRole:
        if (at.tickable == 0)
            return {};
        if (at.ticked == 0)
            return Qt::Unchecked;
        return at.ticked == at.tickable ? Qt::Checked : Qt::PartiallyChecked;
    case Qt::DecorationRole:
        return icon(groupIcon(group));
    case Qt::ToolTipRole:
        return tr("%n object(s)", nullptr, at.count);
    default:
        return {};
    }
}

bool ContentTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    const bool on = value.toInt() != Qt::Unchecked;
    if (isObject(index)) {
        m_shown.tick(numberOf(index), on);
    } else {
        m_shown.tickGroup(numberOf(index), on);
        tellBelow(index);
    }
    for (QModelIndex told = index; told.isValid(); told = parent(told))
        Q_EMIT dataChanged(told, told, {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
    return true;
}

void ContentTreeModel::tellBelow(const QModelIndex& parent)
{
    const int rows = rowCount(parent);
    if (rows == 0)
        return;
    Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, 0, parent), {Qt::CheckStateRole});
    for (const int group : groupsBelow(parent))
        tellBelow(indexOfGroup(group));
}

void ContentTreeModel::setTicked(const QList<int>& objects)
{
    if (!contents())
        return;
    m_shown.setTicked(objects);
    tellBelow({});
    Q_EMIT ticksChanged();
}

} // namespace tidemark::ui
