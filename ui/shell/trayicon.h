// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace tidemark::ui {

/// The icon in the desktop's tray: all is well, something runs, something needs attention. Only to be made where there is
/// a tray.
class TrayIcon : public QObject
{
    Q_OBJECT
public:
    explicit TrayIcon(Services& services, QObject* parent = nullptr);

    /// A run that did not end well, until the window is looked at.
    void setAttention(bool attention);
    void tell(const QString& title, const QString& text);

Q_SIGNALS:
    void showRequested();
    void quitRequested();

private:
    void showState();
    Services& m_services;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    bool m_attention = false;
};

} // namespace tidemark::ui
