// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/openeddump.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace tidemark::ui {

/// The tables of a dump whose rows it has: partitioned ones, too, whose rows are those of their partitions.
class RecoveryTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Database, // of a dump of a whole server
        Rows,
        Size,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setDump(std::shared_ptr<const OpenedDump> dump);
    bool hasDatabases() const { return m_dump && m_dump->index->hasParts(); }
    bool hasRowCounts() const { return m_hasRowCounts; }
    /// Index of the dump's objects.
    int objectAt(int row) const { return m_objects[static_cast<std::size_t>(row)]; }
    /// -1 where it is not among them.
    int rowOf(int object) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const OpenedDump> m_dump;
    std::vector<int> m_objects;
    bool m_hasRowCounts = false;
};

} // namespace tidemark::ui
