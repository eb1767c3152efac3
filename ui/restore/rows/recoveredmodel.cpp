// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveredmodel.h"

#include "core/text.h"
#include "ui/common/recordtable.h"

namespace tidemark::ui {

void RecoveredModel::setTables(const QList<restore::rows::RecoveredTable>& tables)
{
    beginResetModel();
    m_tables = tables;
    endResetModel();
}

int RecoveredModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tables.size());
}

int RecoveredModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecoveredModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const restore::rows::RecoveredTable& table = m_tables.at(index.row());
    if (index.column() == Table)
        return role != Qt::DisplayRole && role != SortRole ? QVariant()
               : table.isParent ? QVariant(tr("%1 (needed)").arg(table.table.toText()))
                                : QVariant(table.table.toText());
    const qint64 count = index.column() == Inserted  ? table.inserted
                         : index.column() == SetBack ? table.updated
                         : index.column() == Deleted ? table.deleted
                                                     : table.refused;
    switch (role) {
    case Qt::DisplayRole:
        return core::countText(count);
    case SortRole:
        return count;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant RecoveredModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Table ? QVariant() : QVariant(int(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Table:
        return tr("Table");
    case Inserted:
        return tr("Inserted");
    case SetBack:
        return tr("Set back");
    case Deleted:
        return tr("Deleted");
    default:
        return tr("Left out");
    }
}

} // namespace tidemark::ui
