// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>

#include <memory>

namespace tidemark::ui {

class Task;

/// The embedded demo: two servers of our own, a small write load, and profiles for them that are stored nowhere. All of it,
/// and the backups that were made into its own folder, are gone when it is stopped.
class DemoSession : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Stopped,
        Starting,
        Running,
        Stopping,
    };

    explicit DemoSession(Services& services, QObject* parent = nullptr);
    ~DemoSession() override;

    void start();
    /// Removes everything, in the background; stopped() follows.
    void stop();
    State state() const { return m_state; }
    /// Folders of backups of demos whose program was killed. For a worker thread; best effort.
    static void removeLeftovers();

Q_SIGNALS:
    void started(const tidemark::store::Profile& primary, const tidemark::store::Profile& standby);
    void failed(const tidemark::core::Error& error);
    void stopped();
    void stateChanged();

private:
    struct Servers;
    void setState(State state);
    void take(core::Result<std::shared_ptr<Servers>> servers);

    Services& m_services;
    State m_state = State::Stopped;
    bool m_stopAsked = false; // while it was starting
    QPointer<Task> m_starting;
    std::shared_ptr<Servers> m_servers;
    std::unique_ptr<QTemporaryDir> m_backups;
};

} // namespace tidemark::ui
