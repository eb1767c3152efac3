// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/leftoutmodel.h"

#include "core/quoting.h"

namespace tidemark::ui {

namespace {

QString whatText(restore::rows::RowKind kind)
{
    switch (kind) {
    case restore::rows::RowKind::Missing:
        return LeftOutModel::tr("not inserted");
    case restore::rows::RowKind::Changed:
        return LeftOutModel::tr("not set back");
    case restore::rows::RowKind::Extra:
        break;
    }
    return LeftOutModel::tr("not deleted");
}

} // namespace

void LeftOutModel::setRows(const QList<restore::rows::RefusedRow>& rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int LeftOutModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LeftOutModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LeftOutModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const restore::rows::RefusedRow& row = m_rows.at(index.row());
    QString text;
    switch (index.column()) {
    case Key:
        text = core::singleLine(row.key.join(QLatin1String(", ")));
        break;
    case What:
        text = whatText(row.kind);
        break;
    default:
        text = row.sentence();
        break;
    }
    return role == Qt::ToolTipRole ? text.toHtmlEscaped() : text;
}

QVariant LeftOutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Row") : section == What ? tr("What") : tr("Why");
}

} // namespace tidemark::ui
