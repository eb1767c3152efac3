// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/tableloadmodel.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

#include <QLocale>

namespace tidemark::ui {

namespace {

StatusLook lookOf(restore::LoadState state)
{
    switch (state) {
    case restore::LoadState::Loading:
        return {QStringLiteral("loader"), TableLoadModel::tr("being loaded"), Tone::Accent};
    case restore::LoadState::Loaded:
        return {QStringLiteral("circle-check"), TableLoadModel::tr("loaded"), Tone::Ok};
    case restore::LoadState::Failed:
        return {QStringLiteral("circle-x"), TableLoadModel::tr("failed"), Tone::Danger};
    case restore::LoadState::Waiting:
        break;
    }
    return {QStringLiteral("clock"), TableLoadModel::tr("waiting"), Tone::Muted};
}

/// What is worked on comes first, then what is still to come.
int rank(restore::LoadState state)
{
    switch (state) {
    case restore::LoadState::Failed:
        return 0;
    case restore::LoadState::Loading:
        return 1;
    case restore::LoadState::Waiting:
        return 2;
    case restore::LoadState::Loaded:
        break;
    }
    return 3;
}

} // namespace

void TableLoadModel::setPlan(const restore::RestorePlan& plan)
{
    beginResetModel();
    m_loads = restore::TableLoads(plan);
    endResetModel();
}

void TableLoadModel::readLines(const QList<core::LogLine>& lines)
{
    for (const core::LogLine& line : lines) {
        const QList<qsizetype> changed = m_loads.readLine(line.text);
        for (const qsizetype row : changed)
            Q_EMIT dataChanged(index(static_cast<int>(row), State), index(static_cast<int>(row), State));
    }
}

int TableLoadModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_loads.tables().size());
}

QVariant TableLoadModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const restore::TableLoad& table = m_loads.tables().at(index.row());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role == Qt::DecorationRole && index.column() == State)
        return icon(lookOf(table.state).icon, lookOf(table.state).tone);
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
        return table.rows < 0 ? tr("not known") : core::countText(table.rows);
    case Size:
        if (role == SortRole)
            return table.bytes;
        if (table.bytes < 0)
            return tr("not known");
        return role == Qt::ToolTipRole ? tr("%1 bytes").arg(QLocale().toString(table.bytes))
                                       : core::ByteSize(table.bytes).toText();
    default:
        return role == SortRole ? QVariant(rank(table.state)) : QVariant(lookOf(table.state).word);
    }
}

TableLoadModel::Head TableLoadModel::headOf(int column) const
{
    switch (column) {
    case Table:
        return {tr("Table")};
    case Rows:
        return {tr("Rows in the backup"), Kind::Number};
    case Size:
        return {tr("Uncompressed"), Kind::Number};
    default:
        return {tr("State")};
    }
}

} // namespace tidemark::ui
