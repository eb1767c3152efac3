// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/objectlinkmodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"

#include <QFont>
#include <QGuiApplication>

namespace tidemark::ui {

void ObjectLinkModel::setObjects(const ContentIndex* index, const QList<int>& objects)
{
    beginResetModel();
    m_index = index;
    m_objects = objects;
    endResetModel();
}

int ObjectLinkModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_objects.size());
}

int ObjectLinkModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ObjectLinkModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int object = m_objects.at(index.row());
    const ObjectKind kind = m_index->object(object).kind;
    if (index.column() == Kind)
        return role == Qt::DisplayRole ? QVariant(kindWord(kind)) : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return m_index->displayName(object);
    case Qt::ToolTipRole:
        return tr("%1, %2").arg(m_index->displayName(object), kindWord(kind)).toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(m_index->displayName(object), kindWord(kind));
    case Qt::DecorationRole:
        return icon(kindIcon(kind));
    case Qt::ForegroundRole:
        return toneColour(Tone::Accent, QGuiApplication::palette());
    case Qt::FontRole: {
        QFont link;
        link.setUnderline(true);
        return link;
    }
    default:
        return {};
    }
}

QVariant ObjectLinkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Object") : tr("Kind");
}

} // namespace tidemark::ui
