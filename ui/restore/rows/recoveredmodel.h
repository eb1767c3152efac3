// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryrun.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// What a recovery wrote, table by table.
class RecoveredModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Inserted,
        SetBack,
        Deleted,
        LeftOut,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTables(const QList<restore::rows::RecoveredTable>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<restore::rows::RecoveredTable> m_tables;
};

} // namespace tidemark::ui
