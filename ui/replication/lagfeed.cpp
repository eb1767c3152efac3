// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/lagfeed.h"

#include "ui/common/task.h"

#include <QPointer>

#include <optional>

namespace tidemark::ui {

LagFeed::LagFeed(Services& services, replication::LagOptions options, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_options(std::move(options))
{
}

LagFeed::~LagFeed()
{
    stop();
}

void LagFeed::watch(const store::Profile& profile)
{
    stop();
    m_watching = true;
    const QPointer<LagFeed> guard(this);
    resolveTarget(m_services, profile, [guard, generation = m_generation](core::Result<access::Target> target) {
        LagFeed* feed = guard.data();
        if (!feed || feed->m_generation != generation)
            return;
        if (target)
            feed->start(*std::move(target));
        else
            Q_EMIT feed->failed(target.error(), std::chrono::milliseconds(0));
    });
}

void LagFeed::start(access::Target target)
{
    // Both run on the sampler's thread, one after the other. None runs once stop() has returned, so `this` is there.
    replication::LagOptions options = m_options;
    auto problem = std::make_shared<std::optional<core::Error>>();
    options.onRetry = [this, problem, generation = m_generation](std::chrono::milliseconds wait) {
        QMetaObject::invokeMethod(
            this,
            [this, generation, wait, error = problem->value_or(core::Error())] {
                if (generation == m_generation)
                    Q_EMIT failed(error, wait);
            },
            Qt::QueuedConnection);
    };
    const auto looked = [this, problem, generation = m_generation](const core::Result<replication::LagSample>& sample) {
        if (!sample) {
            *problem = sample.error();
            return;
        }
        QMetaObject::invokeMethod(
            this,
            [this, generation, sample = *sample] {
                if (generation == m_generation)
                    Q_EMIT sampled(sample);
            },
            Qt::QueuedConnection);
    };
    m_sampler = std::make_unique<replication::LagSampler>(std::move(target), std::move(options), looked);
}

void LagFeed::stop()
{
    ++m_generation;
    m_watching = false;
    if (!m_sampler)
        return;
    m_sampler->stop();
    // Its thread may be waiting for a server that does not answer: that is no business of the window's.
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
