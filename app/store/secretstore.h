// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "store/profile.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>

namespace QKeychain {
class Job;
}

namespace tidemark::store {

enum class SecretPlace
{
    Keychain, // the desktop's, and read back from there
    Memory,   // of this process, until it ends
};

/// Passwords: in the desktop's keychain, else in memory until the program ends; never on disk in clear text.
/// Lives on the thread of an event loop. Every call answers through its callback, from the event loop, within the limit.
class SecretStore : public QObject
{
    Q_OBJECT
public:
    enum class Backend
    {
        Untried,
        Keychain,   // it has answered
        MemoryOnly, // it cannot be used: see backendReason()
    };
    enum class Use
    {
        Keychain,
        MemoryOnly,
    };
    using Limit = std::chrono::milliseconds;

    explicit SecretStore(Use use = Use::Keychain, Limit limit = std::chrono::seconds(10), QObject* parent = nullptr);

    /// An empty secret where none is saved. Error: PermissionDenied where one is saved and cannot be had now: a locked
    /// keychain answers like one without the entry, so only the profile's passwordSaved tells that there is one.
    void read(const Profile& profile, std::function<void(core::Result<core::Secret>)> done);
    /// Says where the password is kept now. The caller sets passwordSaved when that is the keychain.
    void write(const Profile& profile, const core::Secret& secret, std::function<void(SecretPlace)> done);
    /// Forgets it here, and in the keychain where passwordSaved says so. Error: PermissionDenied where that is locked or
    /// does not answer; the entry is still there then.
    void remove(const Profile& profile, std::function<void(core::Status)> done);

    Backend backend() const { return m_backend; }
    /// Why only memory is left, in a sentence for people.
    const QString& backendReason() const { return m_reason; }

Q_SIGNALS:
    void backendChanged();
    /// A late answer of the keychain (someone has unlocked it): read() gives the password of this profile now.
    void secretArrived(const QString& profileId);

private:
    using Finished = std::function<void(QKeychain::Job*)>;
    void start(QKeychain::Job* job, const QString& key, Finished finished, std::function<void()> late, std::function<void()> timedOut);
    void readBack(const Profile& profile, const core::Secret& secret, const std::function<void(SecretPlace)>& done);
    void keepInMemory(const Profile& profile, const core::Secret& secret, const std::function<void(SecretPlace)>& done);
    void setBackend(Backend backend, const QString& reason);
    void judge(const QKeychain::Job& job);
    bool mayAsk() const { return m_use == Use::Keychain && !m_hung; }

    Use m_use;
    Limit m_limit;
    Backend m_backend = Backend::Untried;
    QString m_reason;
    bool m_hung = false; // jobs are served one after the other: behind one that hangs every other would wait too
    QHash<QString, core::Secret> m_memory;
};

} // namespace tidemark::store
