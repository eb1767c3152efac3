// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/contentcheck.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// What was expected of each table, and what is there after the restore.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Expected,
        Restored,
        Result,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTables(const QList<restore::TableComparison>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<restore::TableComparison> m_tables;
};

} // namespace tidemark::ui
