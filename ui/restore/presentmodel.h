// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorestate.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Tables of an existing database that a restore is about.
class PresentModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Rows,
        Size,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTables(const QList<LostTable>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<LostTable> m_tables;
};

} // namespace tidemark::ui
