// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/batchmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

namespace tidemark::ui {

namespace {

StatusLook lookOfItem(const jobs::BatchItem& item)
{
    return lookOf(item.report ? item.report->verdict : core::verdictOf(item.report.error()));
}

QVariant number(const jobs::BatchItem& item, int column, int role)
{
    if (!item.report)
        return role == SortRole ? QVariant(qint64{-1}) : QVariant();
    const core::ByteSize size = item.report->manifest.totalSize();
    const qint64 value = column == BatchModel::Rows ? item.report->rows() : size.bytes();
    if (role == SortRole)
        return value;
    return column == BatchModel::Rows ? core::countText(value) : size.toText();
}

} // namespace

void BatchModel::setReport(std::shared_ptr<const jobs::BatchReport> report)
{
    beginResetModel();
    m_report = std::move(report);
    endResetModel();
}

int BatchModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->items.size());
}

QVariant BatchModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const jobs::BatchItem& item = m_report->items[static_cast<std::size_t>(index.row())];
    const bool isNumber = index.column() == Rows || index.column() == Size;
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role == Qt::DecorationRole)
        return index.column() == Verdict ? QVariant(icon(lookOfItem(item).icon, lookOfItem(item).tone)) : QVariant();
    if (role == Qt::ToolTipRole)
        return (item.report ? item.report->setFolder : item.report.error().toText()).toHtmlEscaped();
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    if (isNumber)
        return number(item, index.column(), role);
    return index.column() == Verdict ? lookOfItem(item).word : core::singleLine(item.database);
}

BatchModel::Head BatchModel::headOf(int column) const
{
    switch (column) {
    case Database:
        return {tr("Database")};
    case Verdict:
        return {tr("Result")};
    case Rows:
        return {tr("Rows read back"), Kind::Number};
    default:
        return {tr("Size"), Kind::Number};
    }
}

} // namespace tidemark::ui
