// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryplan.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Rows that are not, or were not, written, and why.
class LeftOutModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Key,
        What,
        Why,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<restore::rows::RefusedRow>& rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<restore::rows::RefusedRow> m_rows;
};

} // namespace tidemark::ui
