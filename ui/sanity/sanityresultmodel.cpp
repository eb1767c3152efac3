// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanityresultmodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/sanity/sanitywords.h"

#include <algorithm>

namespace tidemark::ui {

void SanityResultModel::setResults(const QList<core::SanityResult>& results, const QStringList& live)
{
    beginResetModel();
    m_results = results;
    m_live = live;
    std::stable_sort(m_results.begin(), m_results.end(),
                     [](const core::SanityResult& a, const core::SanityResult& b) {
                         return rankOf(a.outcome) < rankOf(b.outcome);
                     });
    endResetModel();
}

int SanityResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_results.size());
}

int SanityResultModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SanityResultModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::SanityResult& result = m_results.at(index.row());
    if (role == Qt::DecorationRole && index.column() == Result) {
        const StatusLook look = lookOf(result.outcome);
        return icon(look.icon, look.tone);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Query:
        return role == Qt::ToolTipRole ? QStringLiteral("<pre>%1</pre>").arg(result.query.sql.toHtmlEscaped())
                                       : core::singleLine(result.query.name);
    case Source:
        return sourceData(result, role);
    case Target:
        return answerData(result.target, role);
    default:
        if (role == SortRole)
            return rankOf(result.outcome);
        return lookOf(result.outcome).word;
    }
}

QVariant SanityResultModel::sourceData(const core::SanityResult& result, int role) const
{
    if (!result.source)
        return tr("–");
    const QVariant data = answerData(*result.source, role);
    const bool isNow = role == Qt::DisplayRole && m_live.contains(result.query.name);
    return isNow ? QVariant(tr("%1 (now)", "answer of the live database").arg(data.toString())) : data;
}

QVariant SanityResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Query:
        return tr("Sanity query");
    case Source:
        return m_live.isEmpty() ? tr("When it was backed up") : tr("Source");
    case Target:
        return tr("Restored");
    default:
        return tr("Result");
    }
}

} // namespace tidemark::ui
