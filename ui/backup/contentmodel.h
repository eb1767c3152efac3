// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// The tables in a backup, as they were counted when it was read back.
class ContentModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Rows,
        Bytes,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setTables(const QList<catalog::ManifestTable>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<catalog::ManifestTable> m_tables;
};

} // namespace tidemark::ui
