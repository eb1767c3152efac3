// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "replication/alertpolicy.h"
#include "replication/lagsampler.h"
#include "ui/services.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace tidemark::ui {

/// Where the window's records of replication are.
struct WatchFiles
{
    QString history;
    QString alerts;

    static WatchFiles of(const Services& services);
};

/// Watches the replication of one profile: looks at it, records the looks, raises alerts; all of that on the
/// sampler's thread. What it says arrives on the GUI thread, and nothing of before a start() or stop()
/// arrives after it. Nothing here blocks: a sampler that has to wait for its server ends in the background.
class ServerWatch : public QObject
{
    Q_OBJECT
public:
    ServerWatch(Services& services, store::Profile profile, replication::LagOptions options,
                QObject* parent = nullptr);
    ~ServerWatch() override;

    const store::Profile& profile() const { return m_profile; }
    /// Other thresholds, or another name; takes effect at the next look. Not for another connection.
    void setProfile(const store::Profile& profile);
    /// Anew, with the password as it is known now.
    void start();
    void stop();
    bool isRunning() const { return m_running; }
    std::chrono::milliseconds interval() const { return m_options.interval; }
    /// A standby that will not come back is not missed any more.
    void forget(const QString& standbyId);
    /// The last look since the start, unless it has failed since; with the time that has passed since in its
    /// `measured`.
    const std::optional<replication::LagSample>& sample() const { return m_sample; }
    /// Alerts that are raised and not over.
    const QList<replication::Alert>& alerts() const { return m_alerts; }

Q_SIGNALS:
    void sampled(const tidemark::replication::LagSample& sample);
    /// `retry` is how long it waits until it tries again; 0 where it does not: the password cannot be had.
    void failed(const tidemark::core::Error& error, std::chrono::milliseconds retry);
    void alerted(const tidemark::replication::AlertEvent& event);

private:
    struct Records; // of the sampler's thread
    struct Line;
    void prepare(access::Target target);
    void launch(access::Target target, const QList<replication::ExpectedStandby>& expected);

    Services& m_services;
    store::Profile m_profile;
    const replication::LagOptions m_options;
    std::unique_ptr<replication::LagSampler> m_sampler;
    std::shared_ptr<Records> m_records;
    std::shared_ptr<Line> m_line; // of the sampler
    std::optional<replication::LagSample> m_sample;
    QList<replication::Alert> m_alerts;
    quint64 m_generation = 0; // of start() and stop(): what carries another one is late
    bool m_running = false;
};

} // namespace tidemark::ui
