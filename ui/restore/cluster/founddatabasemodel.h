// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/base/newclusterrun.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// The databases of a server that a base backup was made into.
class FoundDatabaseModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Size,
        Objects,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setDatabases(const QList<restore::base::FoundDatabase>& databases);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<restore::base::FoundDatabase> m_databases;
};

} // namespace tidemark::ui
