// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/serverwatches.h"

#include "ui/replication/watchchoices.h"

namespace tidemark::ui {

bool isSameConnection(const store::Profile& a, const store::Profile& b)
{
    return a.id == b.id && a.spec == b.spec && a.tunnel == b.tunnel && a.passwordSaved == b.passwordSaved;
}

ServerWatches::ServerWatches(Services& services, replication::LagOptions options, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_options(std::move(options))
{
}

ServerWatches::~ServerWatches()
{
    qDeleteAll(m_watches);
}

void ServerWatches::startBackground(const QList<store::Profile>& profiles)
{
    for (const store::Profile& profile : profiles) {
        m_stored.append(profile.id);
        if (WatchChoices::of(m_services, profile.id).inBackground)
            open(profile);
    }
}

void ServerWatches::takeProfiles(const QList<store::Profile>& stored)
{
    QStringList ids;
    for (const store::Profile& profile : stored) {
        ids.append(profile.id);
        if (m_watches.contains(profile.id))
            open(profile);
        else if (m_paused.contains(profile.id))
            m_paused.insert(profile.id, profile);
    }
    for (const QString& id : std::as_const(m_stored)) {
        if (ids.contains(id))
            continue;
        end(id);
        Q_EMIT removed(id);
    }
    m_stored = ids;
}

std::chrono::milliseconds ServerWatches::intervalOf(const QString& profileId) const
{
    const bool chosen =
        m_services.preferences.replicationChoices(profileId).contains(QStringLiteral("interval"));
    return chosen ? std::chrono::milliseconds(WatchChoices::of(m_services, profileId).interval)
                  : m_options.interval;
}

ServerWatch& ServerWatches::open(const store::Profile& profile)
{
    m_paused.remove(profile.id);
    ServerWatch* known = m_watches.value(profile.id);
    if (known && isSameConnection(known->profile(), profile) && known->interval() == intervalOf(profile.id)) {
        known->setProfile(profile);
        return *known;
    }
    delete known;
    replication::LagOptions options = m_options;
    options.interval = intervalOf(profile.id);
    auto* watch = new ServerWatch(m_services, profile, std::move(options), this);
    m_watches.insert(profile.id, watch);
    connect(watch, &ServerWatch::alerted, this,
            [this, watch](const replication::AlertEvent& event) { Q_EMIT alerted(watch->profile(), event); });
    watch->start();
    return *watch;
}

void ServerWatches::leave(const QString& profileId)
{
    if (!WatchChoices::of(m_services, profileId).inBackground)
        end(profileId);
    else if (m_paused.contains(profileId))
        open(m_paused.take(profileId));
}

void ServerWatches::pause(const store::Profile& profile)
{
    end(profile.id);
    m_paused.insert(profile.id, profile);
}

void ServerWatches::end(const QString& profileId)
{
    m_paused.remove(profileId);
    delete m_watches.take(profileId);
}

} // namespace tidemark::ui
