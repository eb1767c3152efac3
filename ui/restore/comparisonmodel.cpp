// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/comparisonmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

namespace tidemark::ui {

namespace {

QString nameOf(const restore::TableComparison& table)
{
    return core::singleLine(table.schema + QLatin1Char('.') + table.name);
}

StatusLook resultOf(const restore::TableComparison& table)
{
    switch (table.result()) {
    case restore::TableResult::Hidden:
    case restore::TableResult::Unreadable:
        return {QStringLiteral("circle-x"), ComparisonModel::tr("not readable"), Tone::Danger};
    case restore::TableResult::RowsDiffer:
        break;
    case restore::TableResult::ContentDiffers:
        return {QStringLiteral("triangle-alert"), ComparisonModel::tr("content differs"), Tone::Danger};
    case restore::TableResult::RowsOnly:
        return {QStringLiteral("triangle-alert"), ComparisonModel::tr("rows only"), Tone::Warning};
    case restore::TableResult::Equal:
        return {QStringLiteral("circle-check"), ComparisonModel::tr("equal"), Tone::Ok};
    }
    return {QStringLiteral("circle-x"), ComparisonModel::tr("rows differ"), Tone::Danger};
}

int rank(const restore::TableComparison& table)
{
    const restore::TableResult result = table.result();
    if (result == restore::TableResult::Equal)
        return 2;
    return result == restore::TableResult::RowsOnly ? 1 : 0; // what needs attention comes first
}

} // namespace

void ComparisonModel::setTables(const QList<restore::TableComparison>& tables)
{
    beginResetModel();
    m_tables = tables;
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tables.size());
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const restore::TableComparison& table = m_tables.at(index.row());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role == Qt::DecorationRole && index.column() == Result) {
        const StatusLook look = resultOf(table);
        return icon(look.icon, look.tone);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Table:
        return role == Qt::ToolTipRole ? nameOf(table).toHtmlEscaped() : nameOf(table);
    case Expected:
        return role == SortRole ? QVariant(table.expectedRows)
                                : QVariant(core::countText(table.expectedRows));
    case Restored:
        if (role == SortRole)
            return table.rows;
        return table.rows < 0 ? tr("–") : core::countText(table.rows);
    default:
        if (role == SortRole)
            return rank(table);
        if (role == Qt::ToolTipRole && !table.problem.isEmpty())
            return core::singleLine(table.problem).toHtmlEscaped();
        return resultOf(table).word;
    }
}

ComparisonModel::Head ComparisonModel::headOf(int column) const
{
    switch (column) {
    case Table:
        return {tr("Table")};
    case Expected:
        return {tr("Rows in the backup"), Kind::Number};
    case Restored:
        return {tr("Rows restored"), Kind::Number};
    default:
        return {tr("Compared")};
    }
}

} // namespace tidemark::ui
