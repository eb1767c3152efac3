// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/founddatabasemodel.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

namespace tidemark::ui {

void FoundDatabaseModel::setDatabases(const QList<restore::base::FoundDatabase>& databases)
{
    beginResetModel();
    m_databases = databases;
    endResetModel();
}

int FoundDatabaseModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_databases.size());
}

int FoundDatabaseModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FoundDatabaseModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const restore::base::FoundDatabase& database = m_databases.at(index.row());
    if (role == Qt::TextAlignmentRole && index.column() != Name)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && index.column() == Name)
        return icon(QStringLiteral("database"));
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Name:
        return core::singleLine(database.name);
    case Size:
        return role == SortRole ? QVariant(database.bytes)
                                : QVariant(core::ByteSize(database.bytes).toText());
    default:
        return role == SortRole ? QVariant(database.objects) : QVariant(core::countText(database.objects));
    }
}

QVariant FoundDatabaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section != Name)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Database");
    case Size:
        return tr("Size");
    default:
        return tr("Tables, views, sequences");
    }
}

} // namespace tidemark::ui
