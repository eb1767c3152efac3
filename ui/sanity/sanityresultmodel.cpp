// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/sanityresultmodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

StatusLook lookOf(core::SanityOutcome outcome)
{
    switch (outcome) {
    case core::SanityOutcome::Equal:
        return {QStringLiteral("circle-check"), SanityResultModel::tr("equal"), Tone::Ok};
    case core::SanityOutcome::Different:
        return {QStringLiteral("triangle-alert"), SanityResultModel::tr("different"), Tone::Warning};
    case core::SanityOutcome::Unmet:
        return {QStringLiteral("circle-x"), SanityResultModel::tr("not as it must be"), Tone::Danger};
    case core::SanityOutcome::Failed:
        return {QStringLiteral("circle-x"), SanityResultModel::tr("not answered"), Tone::Danger};
    case core::SanityOutcome::NotCompared:
        break;
    }
    return {QStringLiteral("info"), SanityResultModel::tr("answered"), Tone::Accent};
}

/// What needs attention comes first.
int rank(core::SanityOutcome outcome)
{
    switch (outcome) {
    case core::SanityOutcome::Unmet:
    case core::SanityOutcome::Failed:
        return 0;
    case core::SanityOutcome::Different:
        return 1;
    case core::SanityOutcome::NotCompared:
        return 2;
    case core::SanityOutcome::Equal:
        break;
    }
    return 3;
}

QString rowsText(const core::SanityAnswer& answer)
{
    constexpr qsizetype mostRows = 10;
    if (answer.isFailed())
        return core::singleLine(answer.problem);
    QStringList lines{answer.columns.join(QStringLiteral(" | "))};
    for (qsizetype row = 0; row < std::min(mostRows, answer.rows.size()); ++row) {
        QStringList cells;
        for (const auto& cell : answer.rows.at(row))
            cells.append(core::singleLine(cell.value_or(QStringLiteral("NULL"))));
        lines.append(cells.join(QStringLiteral(" | ")));
    }
    if (answer.rows.size() > mostRows || answer.isCut)
        lines.append(QStringLiteral("…"));
    return lines.join(QLatin1Char('\n'));
}

QVariant answerData(const core::SanityAnswer& answer, int role)
{
    if (role != Qt::ToolTipRole)
        return core::singleLine(answer.summary());
    return QStringLiteral("<pre>%1</pre>").arg(rowsText(answer).toHtmlEscaped());
}

} // namespace

void SanityResultModel::setResults(const QList<core::SanityResult>& results)
{
    beginResetModel();
    m_results = results;
    std::stable_sort(m_results.begin(), m_results.end(),
                     [](const core::SanityResult& a, const core::SanityResult& b) {
                         return rank(a.outcome) < rank(b.outcome);
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
        return result.source ? answerData(*result.source, role) : QVariant(tr("–"));
    case Target:
        return answerData(result.target, role);
    default:
        if (role == SortRole)
            return rank(result.outcome);
        return lookOf(result.outcome).word;
    }
}

QVariant SanityResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Query:
        return tr("Sanity query");
    case Source:
        return tr("When it was backed up");
    case Target:
        return tr("Restored");
    default:
        return tr("Result");
    }
}

} // namespace tidemark::ui
