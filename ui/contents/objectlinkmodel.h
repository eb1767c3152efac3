// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/contentindex.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Objects to go to, with their kinds.
class ObjectLinkModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Kind,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// `index` must outlive the model or its next call.
    void setObjects(const ContentIndex* index, const QList<int>& objects);
    int at(int row) const { return m_objects.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const ContentIndex* m_index = nullptr;
    QList<int> m_objects;
};

} // namespace tidemark::ui
