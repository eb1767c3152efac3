// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/presentmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

namespace tidemark::ui {

void PresentModel::setTables(const QList<LostTable>& tables)
{
    beginResetModel();
    m_tables = tables;
    endResetModel();
}

int PresentModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tables.size());
}

int PresentModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PresentModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LostTable& table = m_tables.at(index.row());
    if (role == Qt::TextAlignmentRole && index.column() != Table)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && index.column() == Table)
        return icon(QStringLiteral("table"));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Table: {
        const QString name = core::singleLine(table.schema + QLatin1Char('.') + table.name);
        return role == Qt::ToolTipRole ? name.toHtmlEscaped() : name;
    }
    case Rows:
        if (role == SortRole)
            return table.rows;
        if (role == Qt::ToolTipRole)
            return table.rows < 0 ? tr("The server has not counted them yet (ANALYZE).")
                                  : tr("The server's estimate");
        return table.rows < 0 ? tr("not known") : core::countText(table.rows);
    default:
        return role == SortRole ? QVariant(table.size.bytes()) : QVariant(table.size.toText());
    }
}

QVariant PresentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section != Table)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Table:
        return tr("Table");
    case Rows:
        return tr("Rows, about");
    default:
        return tr("Size");
    }
}

} // namespace tidemark::ui
