// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QObject>

#include <memory>

namespace tidemark::ui {

class Notices;
class ServerWatches;
class TrayIcon;
struct Activity;

/// What goes on without the window: whether the program lives on, which it does not where the desktop has no
/// tray; the servers that are watched in the background, and their alerts.
class TrayPresence : public QObject
{
    Q_OBJECT
public:
    TrayPresence(Services& services, Notices& notices, QWidget* window);
    ~TrayPresence() override;

    /// Looks for a tray and begins to watch servers; not before the window is seen.
    void begin();
    /// The person closes the window. False: the program is to end. Otherwise the window was hidden, or a note
    /// in it asks, once, what closing shall mean.
    bool keepsRunning();
    /// The person looks at the window.
    void windowSeen();
    /// Something has come up that does not belong to a run; it is not seen where there is no tray.
    void tell(const QString& title, const QString& text);

    /// Of all pages, too.
    ServerWatches& watches() { return *m_watches; }

Q_SIGNALS:
    void serverRequested(const QString& profileId); // an alert of it is to be looked at
    void quitRequested();
    /// The stored profiles were read afresh: somebody has changed them.
    void profilesRead();
    void told(const QString& title, const QString& text); // whether there is a tray or not

private:
    void ask();
    void noteEnd(const Activity& activity);
    void bringBack();

    Services& m_services;
    Notices& m_notices;
    QWidget* m_window;
    ServerWatches* m_watches;
    std::unique_ptr<TrayIcon> m_icon;
};

} // namespace tidemark::ui
