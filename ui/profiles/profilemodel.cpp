// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profilemodel.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::ui {

QString ServerState::iconName() const
{
    switch (kind) {
    case Kind::Untried:
        return QStringLiteral("server");
    case Kind::Checking:
        return QStringLiteral("loader");
    case Kind::Reachable:
        return QStringLiteral("circle-check");
    case Kind::Unreachable:
        return QStringLiteral("unplug");
    }
    return {};
}

QString ServerState::word() const
{
    switch (kind) {
    case Kind::Untried:
        return QCoreApplication::translate("ui::ServerState", "not tried yet");
    case Kind::Checking:
        return QCoreApplication::translate("ui::ServerState", "connecting");
    case Kind::Reachable:
        return QCoreApplication::translate("ui::ServerState", "connected");
    case Kind::Unreachable:
        return QCoreApplication::translate("ui::ServerState", "not reachable");
    }
    return {};
}

ProfileModel::ProfileModel(const store::ProfileStore& store, QObject* parent) : QAbstractListModel(parent), m_store(store)
{
    reload();
}

int ProfileModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_profiles.size());
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const store::Profile& profile = at(index.row());
    const ServerState known = state(profile.id);
    const QString place = core::singleLine(profile.spec.describe());
    const QString environment = store::environmentLabel(profile.environment);
    switch (role) {
    case Qt::DisplayRole:
        return core::singleLine(profile.name);
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2\n%3").arg(core::singleLine(profile.name), place, known.sentence.isEmpty() ? known.word() : known.sentence);
    case Qt::AccessibleTextRole:
        return QStringList{core::singleLine(profile.name), environment, place, known.word()}.join(QStringLiteral(", "));
    case IdRole:
        return profile.id;
    case PlaceRole:
        return place;
    case StateRole:
        return static_cast<int>(known.kind);
    default:
        return {};
    }
}

void ProfileModel::reload()
{
    beginResetModel();
    m_profiles = m_store.profiles();
    std::sort(m_profiles.begin(), m_profiles.end(),
              [](const store::Profile& a, const store::Profile& b) { return a.name.localeAwareCompare(b.name) < 0; });
    m_profiles += m_transient;
    endResetModel();
}

void ProfileModel::addTransient(const store::Profile& profile)
{
    m_transient.append(profile);
    reload();
}

void ProfileModel::removeTransient(const QString& id)
{
    m_transient.removeIf([&](const store::Profile& profile) { return profile.id == id; });
    reload();
}

bool ProfileModel::isTransient(const QString& id) const
{
    return std::any_of(m_transient.begin(), m_transient.end(), [&](const store::Profile& profile) { return profile.id == id; });
}

void ProfileModel::setState(const QString& id, const ServerState& state)
{
    m_states.insert(id, state);
    const int row = rowOf(id);
    if (row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

std::optional<store::Profile> ProfileModel::find(const QString& id) const
{
    const int row = rowOf(id);
    return row < 0 ? std::nullopt : std::optional(at(row));
}

int ProfileModel::rowOf(const QString& id) const
{
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(), [&](const store::Profile& profile) { return profile.id == id; });
    return found == m_profiles.end() ? -1 : static_cast<int>(found - m_profiles.begin());
}

} // namespace tidemark::ui
