// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QObject>

#include <memory>

namespace tidemark::ui {

class Notices;
class TrayIcon;
struct Activity;

/// Whether the program lives on without its window. Where the desktop has no tray, it does not.
class TrayPresence : public QObject
{
    Q_OBJECT
public:
    TrayPresence(Services& services, Notices& notices, QWidget* window);
    ~TrayPresence() override;

    /// Looks for a tray; not before the window is seen.
    void begin();
    /// The person closes the window. False: the program is to end. Otherwise the window was hidden, or a note in it asks,
    /// once, what closing shall mean.
    bool keepsRunning();
    /// The person looks at the window.
    void windowSeen();
    /// Something has come up that does not belong to a run; nothing where there is no tray.
    void tell(const QString& title, const QString& text);

Q_SIGNALS:
    void quitRequested();

private:
    void ask();
    void noteEnd(const Activity& activity);
    void bringBack();

    Services& m_services;
    Notices& m_notices;
    QWidget* m_window;
    std::unique_ptr<TrayIcon> m_icon;
};

} // namespace tidemark::ui
