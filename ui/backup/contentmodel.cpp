// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/contentmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

#include <QLocale>

namespace tidemark::ui {

namespace {

QString nameOf(const catalog::ManifestTable& table)
{
    return core::singleLine(table.schema + QLatin1Char('.') + table.name);
}

} // namespace

void ContentModel::setTables(const QList<catalog::ManifestTable>& tables)
{
    beginResetModel();
    m_tables = tables;
    endResetModel();
}

int ContentModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tables.size());
}

QVariant ContentModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const catalog::ManifestTable& table = m_tables.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role == Qt::DecorationRole && index.column() == Table)
        return icon(QStringLiteral("table"));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Table:
        return role == Qt::ToolTipRole ? nameOf(table).toHtmlEscaped() : nameOf(table);
    case Rows:
        return role == SortRole ? QVariant(table.rows) : QVariant(core::countText(table.rows));
    default:
        if (role == SortRole)
            return table.bytes;
        return role == Qt::ToolTipRole ? tr("%1 bytes").arg(QLocale().toString(table.bytes)) : core::ByteSize(table.bytes).toText();
    }
}

ContentModel::Head ContentModel::headOf(int column) const
{
    switch (column) {
    case Table:
        return {tr("Table")};
    case Rows:
        return {tr("Rows read back"), Kind::Number};
    default:
        return {tr("Uncompressed"), Kind::Number};
    }
}

} // namespace tidemark::ui
