// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/keywordmodel.h"

namespace tidemark::ui {

void KeywordModel::setKeywords(const QMap<QString, QString>& keywords)
{
    beginResetModel();
    m_rows.clear();
    for (auto it = keywords.begin(); it != keywords.end(); ++it)
        m_rows.append({it.key(), it.value()});
    endResetModel();
}

QMap<QString, QString> KeywordModel::keywords() const
{
    QMap<QString, QString> keywords;
    for (const Row& row : m_rows) {
        if (!row.keyword.isEmpty() && !row.value.isEmpty())
            keywords.insert(row.keyword, row.value);
    }
    return keywords;
}

void KeywordModel::removeAt(int row)
{
    if (row < 0 || row >= m_rows.size())
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

int KeywordModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size()) + 1;
}

int KeywordModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant KeywordModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size() || (role != Qt::DisplayRole && role != Qt::EditRole))
        return {};
    return index.column() == 0 ? m_rows.at(index.row()).keyword : m_rows.at(index.row()).value;
}

bool KeywordModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    const QString text = index.column() == 0 ? value.toString().trimmed() : value.toString();
    if (index.row() == m_rows.size()) {
        if (text.isEmpty())
            return false;
        beginInsertRows({}, index.row() + 1, index.row() + 1);
        m_rows.append(Row());
        endInsertRows();
    }
    Row& row = m_rows[index.row()];
    (index.column() == 0 ? row.keyword : row.value) = text;
    Q_EMIT dataChanged(index, index);
    return true;
}

QVariant KeywordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Keyword") : tr("Value");
}

Qt::ItemFlags KeywordModel::flags(const QModelIndex& index) const
{
    return QAbstractTableModel::flags(index) | Qt::ItemIsEditable;
}

} // namespace tidemark::ui
