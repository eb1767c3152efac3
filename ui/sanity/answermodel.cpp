// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/answermodel.h"

#include "core/quoting.h"
#include "ui/common/recordtable.h"
#include "ui/common/theme.h"

#include <QGuiApplication>

namespace tidemark::ui {

namespace {
constexpr qsizetype longestTip = 2000;
}

void AnswerModel::setAnswer(const core::SanityAnswer& answer)
{
    beginResetModel();
    m_answer = answer;
    endResetModel();
}

int AnswerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_answer.rows.size());
}

int AnswerModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_answer.columns.size());
}

QVariant AnswerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& cell = m_answer.rows.at(index.row()).value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell ? core::singleLine(*cell) : QStringLiteral("NULL");
    case Qt::ToolTipRole:
        return cell ? QStringLiteral("<pre>%1</pre>").arg(cell->left(longestTip).toHtmlEscaped())
                    : QStringLiteral("NULL");
    case Qt::ForegroundRole: // told apart from the text “NULL”
        return cell ? QVariant() : QVariant(toneColour(Tone::Muted, QGuiApplication::palette()));
    case SortRole: {
        bool isNumber = false;
        const double number = cell ? cell->toDouble(&isNumber) : 0;
        return isNumber ? QVariant(number) : QVariant(cell.value_or(QString()));
    }
    default:
        return {};
    }
}

QVariant AnswerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return core::singleLine(m_answer.columns.value(section));
}

} // namespace tidemark::ui
