// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/lagfeed.h"

namespace tidemark::ui {

LagFeed::LagFeed(ServerWatches& watches, QObject* parent)
    : QObject(parent)
    , m_watches(watches)
{
}

LagFeed::~LagFeed()
{
    detach();
}

void LagFeed::detach()
{
    ++m_generation;
    if (ServerWatch* watch = m_watch.data())
        disconnect(watch, nullptr, this, nullptr);
    m_watch.clear();
}

void LagFeed::watch(const store::Profile& profile)
{
    if (m_profile && m_profile->id != profile.id)
        stop();
    detach();
    m_profile = profile;
    ServerWatch& watch = m_watches.open(profile);
    m_watch = &watch;
    connect(&watch, &ServerWatch::sampled, this, &LagFeed::sampled);
    connect(&watch, &ServerWatch::failed, this, &LagFeed::failed);
    if (!watch.sample())
        return;
    QMetaObject::invokeMethod(
        this,
        [this, generation = m_generation, sample = *watch.sample()] {
            if (generation == m_generation)
                Q_EMIT sampled(sample);
        },
        Qt::QueuedConnection);
}

void LagFeed::restart()
{
    if (ServerWatch* watch = m_watch.data())
        watch->start();
    else if (m_profile)
        this->watch(*m_profile);
}

void LagFeed::stop()
{
    detach();
    if (m_profile)
        m_watches.leave(m_profile->id);
}

void LagFeed::pause()
{
    detach();
    if (m_profile)
        m_watches.pause(*m_profile);
}

void LagFeed::forget(const QString& standbyId)
{
    if (ServerWatch* watch = m_watch.data())
        watch->forget(standbyId);
}

std::chrono::milliseconds LagFeed::interval() const
{
    return m_watches.intervalOf(m_profile ? m_profile->id : QString());
}

QList<replication::Alert> LagFeed::alerts() const
{
    const ServerWatch* watch = m_watch.data();
    return watch ? watch->alerts() : QList<replication::Alert>();
}

} // namespace tidemark::ui
