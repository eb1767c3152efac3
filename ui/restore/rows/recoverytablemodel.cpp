// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoverytablemodel.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

#include <algorithm>

namespace tidemark::ui {

void RecoveryTableModel::setDump(std::shared_ptr<const OpenedDump> dump)
{
    beginResetModel();
    m_dump = std::move(dump);
    m_objects.clear();
    m_hasRowCounts = false;
    if (m_dump) {
        const auto count = static_cast<int>(m_dump->index->objects().size());
        for (int object = 0; object < count; ++object) {
            if (!canBringRowsBack(*m_dump, object))
                continue;
            m_objects.push_back(object);
            m_hasRowCounts = m_hasRowCounts || m_dump->index->object(object).rows >= 0;
        }
        std::sort(m_objects.begin(), m_objects.end(), [this](int a, int b) {
            return m_dump->index->displayName(a).compare(m_dump->index->displayName(b), Qt::CaseInsensitive) <
                   0;
        });
    }
    endResetModel();
}

int RecoveryTableModel::rowOf(int object) const
{
    const auto found = std::find(m_objects.begin(), m_objects.end(), object);
    return found == m_objects.end() ? -1 : static_cast<int>(found - m_objects.begin());
}

int RecoveryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_objects.size());
}

int RecoveryTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecoveryTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int number = objectAt(index.row());
    const ContentObject& object = m_dump->index->object(number);
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Name:
            return m_dump->index->displayName(number);
        case Database:
            return core::singleLine(m_dump->index->toc(object.part).database);
        case Rows:
            return object.rows >= 0 ? core::countText(object.rows) : QString();
        case Size:
            return object.bytes >= 0 ? core::ByteSize(object.bytes).toText() : QString();
        default:
            return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::ToolTipRole:
        return index.column() == Name ? QVariant(text().toHtmlEscaped()) : QVariant();
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(icon(QStringLiteral("table"))) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Rows || index.column() == Size
                   ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                   : QVariant();
    case SortRole:
        return index.column() == Rows   ? QVariant(object.rows)
               : index.column() == Size ? QVariant(object.bytes)
                                        : QVariant(text());
    default:
        return {};
    }
}

QVariant RecoveryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Rows || section == Size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                                                  : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Table in the backup");
    case Database:
        return tr("Database");
    case Rows:
        return tr("Rows");
    case Size:
        return tr("Size in file");
    default:
        return {};
    }
}

} // namespace tidemark::ui
