// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/headedmodel.h"

namespace tidemark::ui {

QVariant HeadedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    return role == Qt::DisplayRole ? QVariant(headOf(section).text) : QVariant();
}

QVariant HeadedModel::alignmentOf(int column) const
{
    return headOf(column).kind == Kind::Number ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

} // namespace tidemark::ui
