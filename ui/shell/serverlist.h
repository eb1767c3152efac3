// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/profilemodel.h"

#include <QWidget>

#include <optional>

class QListView;
class QMenu;
class QPushButton;

namespace tidemark::ui {

/// The left side of the window: the servers, and the button that adds one.
class ServerList : public QWidget
{
    Q_OBJECT
public:
    explicit ServerList(ProfileModel& model, QWidget* parent = nullptr);

    std::optional<store::Profile> current() const;
    void select(const QString& id);
    void setCanAdd(bool can);
    /// What can be done with a server; shown at a right click or the menu key. Not owned.
    void setContextMenu(QMenu* menu) { m_menu = menu; }

Q_SIGNALS:
    void currentChanged(const std::optional<tidemark::store::Profile>& profile);
    void addRequested();
    void activated(const QString& id);

private:
    void showMenu(const QPoint& position);
    void keepCurrent();
    void announce();

    ProfileModel& m_model;
    QListView* m_view;
    QPushButton* m_add;
    QMenu* m_menu = nullptr;
    QString m_currentId; // survives a reset of the model
    std::optional<store::Profile> m_announced;
};

} // namespace tidemark::ui
