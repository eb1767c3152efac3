// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/replication/serverwatch.h"

#include <QHash>
#include <QStringList>

namespace tidemark::ui {

/// The servers whose replication is watched: those that a page looks at, and those that are watched in the
/// background. One thread each; GUI thread.
class ServerWatches : public QObject
{
    Q_OBJECT
public:
    /// `options` are the same for all; where the interval was chosen for a profile, that one counts.
    explicit ServerWatches(Services& services, replication::LagOptions options = {},
                           QObject* parent = nullptr);
    ~ServerWatches() override;

    /// Begins with all that are to be watched in the background.
    void startBackground(const QList<store::Profile>& profiles);
    /// The stored profiles are these now: watches of those that are gone end, the others go by the thresholds
    /// of today, and one whose connection has changed starts anew. A profile that was never stored (of the
    /// demo) is watched on.
    void takeProfiles(const QList<store::Profile>& stored);
    /// The watch of this profile, running. One whose connection has changed starts anew. A page that looks at
    /// it calls this.
    ServerWatch& open(const store::Profile& profile);
    /// Nobody looks at it any more: it ends, unless it is watched in the background; then a paused one goes on.
    void leave(const QString& profileId);
    /// It ends for as long as somebody looks at it and does not open it again.
    void pause(const store::Profile& profile);
    ServerWatch* find(const QString& profileId) const { return m_watches.value(profileId); }
    std::chrono::milliseconds intervalOf(const QString& profileId) const;
    int count() const { return static_cast<int>(m_watches.size()); }

Q_SIGNALS:
    void alerted(const tidemark::store::Profile& profile, const tidemark::replication::AlertEvent& event);
    /// The profile is stored no more; nothing follows of it.
    void removed(const QString& profileId);

private:
    void end(const QString& profileId);

    Services& m_services;
    const replication::LagOptions m_options;
    QHash<QString, ServerWatch*> m_watches;
    QHash<QString, store::Profile> m_paused;
    QStringList m_stored; // ids, as far as was told
};

/// Whether the two are the same server, reached in the same way.
bool isSameConnection(const store::Profile& a, const store::Profile& b);

} // namespace tidemark::ui
