// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "replication/lagsampler.h"
#include "ui/services.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace tidemark::ui {

/// Brings the looks of a replication::LagSampler to the GUI thread, for one profile at a time. What a former profile's
/// sampler still had to say is dropped. Nothing here blocks: a sampler that has to wait for its server ends in the background.
class LagFeed : public QObject
{
    Q_OBJECT
public:
    LagFeed(Services& services, replication::LagOptions options, QObject* parent = nullptr);
    ~LagFeed() override;

    /// Starts anew, with the password as it is known now.
    void watch(const store::Profile& profile);
    void stop();
    bool isWatching() const { return m_watching; }
    std::chrono::milliseconds interval() const { return m_options.interval; }

Q_SIGNALS:
    void sampled(const tidemark::replication::LagSample& sample);
    /// `retry` is how long it waits until it tries again; 0 where it does not: the password cannot be had.
    void failed(const tidemark::core::Error& error, std::chrono::milliseconds retry);

private:
    void start(access::Target target);

    Services& m_services;
    const replication::LagOptions m_options;
    std::unique_ptr<replication::LagSampler> m_sampler;
    quint64 m_generation = 0; // of watch() and stop(): what carries another one is late
    bool m_watching = false;
};

} // namespace tidemark::ui
