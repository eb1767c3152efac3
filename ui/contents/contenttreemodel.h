// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/showncontents.h"

#include <QAbstractItemModel>

namespace tidemark::ui {

/// The tree over a dump's contents: schema, kind, object; with ticks on what can be chosen. A tick on a group is one on
/// all of it that is shown. A line is a number; nothing is made per line.
class ContentTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    static constexpr int columns = static_cast<int>(ContentColumn::Owner) + 1;
    using QAbstractItemModel::QAbstractItemModel;

    /// Null: nothing. Ticks and filter are gone.
    void setContents(std::shared_ptr<const ContentIndex> contents, std::optional<int> part = std::nullopt);
    const ContentIndex* contents() const { return m_shown.index().get(); }
    const ShownContents& shown() const { return m_shown; }
    /// Resets the model. Every `kind` where it is nothing.
    void setFilter(const QString& text, std::optional<ObjectKind> kind);
    void setTicked(const QList<int>& objects);

    /// The object of a line, also of a schema that the dump creates; -1 for other groups.
    int objectAt(const QModelIndex& index) const;
    /// -1 where the line is no group.
    int groupAt(const QModelIndex& index) const;
    /// Not valid while it is hidden.
    QModelIndex indexOfObject(int object) const;
    QModelIndex indexOfGroup(int group) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    void ticksChanged();

private:
    const std::vector<int>& groupsBelow(const QModelIndex& parent) const;
    void tellBelow(const QModelIndex& parent);
    QVariant objectData(int object, ContentColumn column, int role) const;
    QString objectText(int object, ContentColumn column) const;
    QVariant groupData(int group, ContentColumn column, int role) const;

    ShownContents m_shown;
};

} // namespace tidemark::ui
