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

QVariant PresentModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LostTable& table = m_tables.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
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

PresentModel::Head PresentModel::headOf(int column) const
{
    switch (column) {
    case Table:
        return {tr("Table")};
    case Rows:
        return {tr("Rows, about"), Kind::Number};
    default:
        return {tr("Size"), Kind::Number};
    }
}

} // namespace tidemark::ui
