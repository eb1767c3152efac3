// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/importmodel.h"

#include "core/quoting.h"

namespace tidemark::ui {

void ImportModel::setProfiles(const QList<store::ImportedProfile>& profiles)
{
    beginResetModel();
    m_profiles = profiles;
    m_ticks.fill(true, profiles.size());
    endResetModel();
    Q_EMIT ticksChanged();
}

QList<store::ImportedProfile> ImportModel::ticked() const
{
    QList<store::ImportedProfile> chosen;
    for (qsizetype i = 0; i < m_profiles.size(); ++i) {
        if (m_ticks.at(i))
            chosen.append(m_profiles.at(i));
    }
    return chosen;
}

int ImportModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_profiles.size());
}

int ImportModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ImportModel::text(const store::ImportedProfile& imported, int column) const
{
    const store::Profile& profile = imported.profile;
    switch (column) {
    case Name:
        return core::singleLine(profile.name);
    case Place:
        return core::singleLine(profile.spec.describe());
    case User:
        return core::singleLine(profile.spec.user);
    default:
        break;
    }
    QStringList extras;
    if (profile.environment != store::EnvironmentTag::None)
        extras.append(store::environmentLabel(profile.environment));
    if (profile.tunnel)
        extras.append(tr("through %1").arg(core::singleLine(profile.tunnel->host)));
    if (!imported.password.isEmpty())
        extras.append(tr("with password"));
    return extras.join(QStringLiteral(", "));
}

QVariant ImportModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::CheckStateRole && index.column() == Name)
        return m_ticks.at(index.row()) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(m_profiles.at(index.row()), index.column());
    return {};
}

bool ImportModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Name)
        return false;
    m_ticks[index.row()] = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
    return true;
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Place:
        return tr("Where");
    case User:
        return tr("User");
    default:
        return tr("Details");
    }
}

Qt::ItemFlags ImportModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace tidemark::ui
