// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/relationtree.h"

#include <QAbstractItemModel>

#include <memory>

namespace tidemark::ui {

/// The tree of what a backup keeps of a database, with ticks. A line is a number; nothing is made per line.
class RelationTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;

    /// Null: nothing.
    void setTree(std::shared_ptr<RelationTree> tree);
    const RelationTree* tree() const { return m_tree.get(); }
    void takeChoice(const backup::ContentChoice& choice);
    /// Resets the model.
    void setFilter(const QString& text);
    void setKeep(const QModelIndexList& lines, backup::Keep keep);
    static int nodeOf(const QModelIndex& index) { return static_cast<int>(index.internalId()); }

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
    void choiceChanged();

private:
    QString text(int node, RelationColumn column) const;
    QString tip(int node, RelationColumn column) const;
    QVariant nameData(int node, int role) const;
    void tellAll(const QModelIndex& parent);

    std::shared_ptr<RelationTree> m_tree;
};

} // namespace tidemark::ui
