// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profilestore.h"

#include <QAbstractListModel>
#include <QHash>

#include <optional>

namespace tidemark::ui {

/// What is known about reaching a server.
struct ServerState
{
    enum class Kind
    {
        Untried,
        Checking,
        Reachable,
        Unreachable,
    };
    Kind kind = Kind::Untried;
    QString sentence; // "Connected, PostgreSQL 15.20", or why not

    QString iconName() const;
    QString word() const; // "connected"
};

/// The servers of the list: those that are stored, in the order of their names, then those of this session only (the demo).
class ProfileModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        IdRole = Qt::UserRole + 1,
        PlaceRole, // where it is, "db1:5432"
        StateRole, // ServerState::Kind as int
    };

    explicit ProfileModel(const store::ProfileStore& store, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// After the store has changed.
    void reload();
    void addTransient(const store::Profile& profile);
    void removeTransient(const QString& id);
    bool isTransient(const QString& id) const;
    void setState(const QString& id, const ServerState& state);

    const store::Profile& at(int row) const { return m_profiles.at(row); }
    std::optional<store::Profile> find(const QString& id) const;
    ServerState state(const QString& id) const { return m_states.value(id); }
    int rowOf(const QString& id) const; // -1 where there is none

private:
    const store::ProfileStore& m_store;
    QList<store::Profile> m_profiles;
    QList<store::Profile> m_transient;
    QHash<QString, ServerState> m_states;
};

} // namespace tidemark::ui
