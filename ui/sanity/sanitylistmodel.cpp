// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanitylistmodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/sanity/sanitywords.h"

namespace tidemark::ui {

void SanityListModel::setQueries(const QList<core::SanityQuery>& queries)
{
    beginResetModel();
    m_queries = queries;
    m_results.removeIf([this](const QHash<QString, core::SanityResult>::iterator& result) {
        const int row = rowOf(result.key());
        if (row < 0)
            return true;
        core::SanityQuery asked = result->query;
        asked.enabled = m_queries.at(row).enabled;
        return asked != m_queries.at(row);
    });
    endResetModel();
}

int SanityListModel::rowOf(const QString& name) const
{
    for (qsizetype i = 0; i < m_queries.size(); ++i) {
        if (m_queries.at(i).name == name)
            return static_cast<int>(i);
    }
    return -1;
}

void SanityListModel::setResults(const QList<core::SanityResult>& results)
{
    beginResetModel();
    m_results.clear();
    for (const core::SanityResult& result : results)
        m_results.insert(result.query.name, result);
    endResetModel();
}

const core::SanityResult* SanityListModel::resultOf(int row) const
{
    const auto found = row < 0 ? m_results.constEnd() : m_results.constFind(m_queries.at(row).name);
    return found == m_results.constEnd() ? nullptr : &*found;
}

int SanityListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_queries.size());
}

int SanityListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SanityListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::SanityQuery& query = m_queries.at(index.row());
    if (index.column() == Query && role == Qt::CheckStateRole)
        return query.enabled ? Qt::Checked : Qt::Unchecked;
    if (index.column() == Result && role == Qt::DecorationRole) {
        const core::SanityResult* result = resultOf(index.row());
        return result ? QVariant(icon(lookOf(result->outcome).icon, lookOf(result->outcome).tone))
                      : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Query:
        return role == Qt::ToolTipRole ? QStringLiteral("<pre>%1</pre>").arg(query.sql.toHtmlEscaped())
                                       : core::singleLine(query.name);
    case Expected:
        return expectationWords(query);
    default:
        return resultData(index.row(), index.column(), role);
    }
}

QVariant SanityListModel::resultData(int row, int column, int role) const
{
    const core::SanityResult* result = resultOf(row);
    if (!result)
        return {};
    switch (column) {
    case Answer:
        return answerData(result->source ? *result->source : result->target, role);
    case Other:
        return result->source ? answerData(result->target, role) : QVariant();
    default:
        return role == SortRole ? QVariant(rankOf(result->outcome)) : QVariant(lookOf(result->outcome).word);
    }
}

QVariant SanityListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Query:
        return tr("Sanity query");
    case Expected:
        return tr("Expected");
    case Answer:
        return tr("Answer");
    case Other:
        return tr("The other one");
    default:
        return tr("Result");
    }
}

Qt::ItemFlags SanityListModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Query ? flags | Qt::ItemIsUserCheckable : flags;
}

bool SanityListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (index.column() != Query || role != Qt::CheckStateRole)
        return false;
    core::SanityQuery query = m_queries.at(index.row());
    query.enabled = value.toInt() == Qt::Checked;
    Q_EMIT enabledWanted(query);
    return true;
}

} // namespace tidemark::ui
