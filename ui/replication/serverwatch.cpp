// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/serverwatch.h"

#include "replication/alertwatch.h"
#include "replication/lagrecorder.h"
#include "ui/common/task.h"

#include <QFileInfo>
#include <QPointer>

#include <mutex>

namespace tidemark::ui {

using replication::Alert;
using replication::AlertEvent;
using replication::LagSample;

WatchFiles WatchFiles::of(const Services& services)
{
    const QString folder = QFileInfo(services.historyPath).path();
    return {folder + QStringLiteral("/lag.sqlite"), folder + QStringLiteral("/alerts.sqlite")};
}

/// Made on the GUI thread, used on the sampler's.
struct ServerWatch::Records
{
    Records(const store::Profile& profile, const WatchFiles& files)
        : rules(replication::AlertRules::fromJson(profile.alerts))
        , recorder(profile.id, files.history)
        , alerts(profile.id, profile.name, rules, files.alerts)
    {
    }

    QList<AlertEvent> take(const core::Result<LagSample>& look)
    {
        {
            const std::lock_guard lock(mutex);
            alerts.setRules(rules);
        }
        if (look)
            recorder.record(*look);
        return alerts.feed(look, QDateTime::currentDateTimeUtc());
    }

    std::mutex mutex;
    replication::AlertRules rules; // under the lock
    replication::LagRecorder recorder;
    replication::AlertWatch alerts;
};

ServerWatch::ServerWatch(Services& services, store::Profile profile, replication::LagOptions options,
                         QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_profile(std::move(profile))
    , m_options(std::move(options))
{
}

ServerWatch::~ServerWatch()
{
    stop();
}

void ServerWatch::setProfile(const store::Profile& profile)
{
    m_profile = profile;
    if (!m_records)
        return;
    const std::lock_guard lock(m_records->mutex);
    m_records->rules = replication::AlertRules::fromJson(profile.alerts);
}

void ServerWatch::start()
{
    stop();
    m_running = true;
    const QPointer<ServerWatch> guard(this);
    resolveTarget(m_services, m_profile,
                  [guard, generation = m_generation](core::Result<access::Target> target) {
                      ServerWatch* watch = guard.data();
                      if (!watch || watch->m_generation != generation)
                          return;
                      if (target)
                          watch->prepare(*std::move(target));
                      else
                          Q_EMIT watch->failed(target.error(), std::chrono::milliseconds(0));
                  });
}

/// Who is expected stands in the history, and that is a file.
void ServerWatch::prepare(access::Target target)
{
    const QPointer<ServerWatch> guard(this);
    m_services.tasks.start<QList<replication::ExpectedStandby>>(
        tr("Standbys that were seen before"), nullptr,
        [id = m_profile.id, files = WatchFiles::of(m_services)](
            const core::RunContext&) -> core::Result<QList<replication::ExpectedStandby>> {
            return replication::expectedStandbys(id, files.history, files.alerts);
        },
        [guard, target,
         generation = m_generation](const core::Result<QList<replication::ExpectedStandby>>& expected) {
            ServerWatch* watch = guard.data();
            if (watch && watch->m_generation == generation)
                watch->launch(target, expected ? *expected : QList<replication::ExpectedStandby>());
        });
}

/// From the sampler's thread to the window's. The lock is held for as long as a message is queued, never
/// while something is recorded: stop() waits for no disk.
struct ServerWatch::Line
{
    explicit Line(ServerWatch* end)
        : watch(end)
    {
    }

    template <typename Say> void say(Say what)
    {
        const std::lock_guard lock(mutex);
        if (watch)
            QMetaObject::invokeMethod(watch, std::move(what), Qt::QueuedConnection);
    }
    void cut()
    {
        const std::lock_guard lock(mutex);
        watch = nullptr;
    }

    std::mutex mutex;
    ServerWatch* watch; // under the lock; null once nobody listens
};

void ServerWatch::launch(access::Target target, const QList<replication::ExpectedStandby>& expected)
{
    replication::LagOptions options = m_options;
    options.expected = expected;
    auto records = std::make_shared<Records>(m_profile, WatchFiles::of(m_services));
    m_records = records;
    auto problem = std::make_shared<std::optional<core::Error>>();
    m_line = std::make_shared<Line>(this);
    options.onRetry = [this, line = m_line, problem,
                       generation = m_generation](std::chrono::milliseconds wait) {
        line->say([this, generation, wait, error = problem->value_or(core::Error())] {
            if (generation != m_generation)
                return;
            m_sample.reset();
            Q_EMIT failed(error, wait);
        });
    };
    const auto looked = [this, line = m_line, problem, records,
                         generation = m_generation](const core::Result<LagSample>& look) {
        const QList<AlertEvent> events = records->take(look);
        if (!look)
            *problem = look.error();
        line->say([this, generation, events, lasting = records->alerts.lasting(),
                   sample = look ? std::optional(*look) : std::nullopt] {
            if (generation != m_generation)
                return;
            m_alerts = lasting;
            for (const AlertEvent& event : events)
                Q_EMIT alerted(event);
            if (!sample || generation != m_generation)
                return;
            m_sample = sample;
            Q_EMIT sampled(*sample);
        });
    };
    m_sampler = std::make_unique<replication::LagSampler>(std::move(target), std::move(options), looked);
}

void ServerWatch::forget(const QString& standbyId)
{
    if (m_sampler)
        m_sampler->forget(standbyId);
}

void ServerWatch::stop()
{
    ++m_generation;
    m_running = false;
    m_sample.reset();
    m_alerts.clear();
    m_records.reset();
    if (!m_sampler)
        return;
    m_line->cut();
    // Its thread may be waiting for a server that does not answer, or for a file that another process writes:
    // that is no business of the window's.
    auto ending = std::make_shared<std::unique_ptr<replication::LagSampler>>(std::move(m_sampler));
    m_services.tasks.start<void>(
        tr("Stop watching replication"), nullptr,
        [ending](const core::RunContext&) -> core::Status {
            ending->reset();
            return {};
        },
        [](const core::Status&) {});
}

} // namespace tidemark::ui
