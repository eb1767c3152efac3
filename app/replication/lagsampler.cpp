// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagsampler.h"

#include "core/wait.h"
#include "postgres/queries/replication.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace tidemark::replication {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longestBackOff{30'000};
constexpr milliseconds patience{5'000};

postgres::SessionOptions monitorOptions(milliseconds interval)
{
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark monitor");
    options.connectLimit = std::chrono::seconds(10);
    // An answer that takes longer than the interval is no measurement of now.
    options.statementLimit = std::max(interval, milliseconds(1000));
    return options;
}

/// What will fail again in the same way until somebody changes something need not be tried often.
bool isLasting(core::ErrorKind kind)
{
    return kind == core::ErrorKind::AuthenticationFailed || kind == core::ErrorKind::PermissionDenied || kind == core::ErrorKind::InvalidInput
           || kind == core::ErrorKind::NotFound;
}

} // namespace

struct LagSampler::State
{
    access::Target target;
    LagOptions options;
    Callback callback;

    std::mutex mutex; // held while a callback runs, so that stop() can promise that none begins after it
    bool stopped = false;
    std::condition_variable ended;
    bool hasEnded = false;

    void tell(const core::Result<LagSample>& sample)
    {
        const std::lock_guard lock(mutex);
        if (!stopped)
            callback(sample);
    }
    void tellRetry(milliseconds wait)
    {
        const std::lock_guard lock(mutex);
        if (!stopped && options.onRetry)
            options.onRetry(wait);
    }
};

LagSampler::LagSampler(access::Target target, milliseconds interval, Callback callback)
    : LagSampler(std::move(target), LagOptions{interval, {}, {}}, std::move(callback))
{
}

LagSampler::LagSampler(access::Target target, LagOptions options, Callback callback)
    : m_state(std::make_shared<State>())
{
    m_state->target = std::move(target);
    m_state->options = std::move(options);
    m_state->callback = std::move(callback);
    m_thread = std::jthread([state = m_state](const std::stop_token& stop) {
        watch(*state, stop);
        const std::lock_guard lock(state->mutex);
        state->hasEnded = true;
        state->ended.notify_all();
    });
}

LagSampler::~LagSampler()
{
    stop();
    std::unique_lock lock(m_state->mutex);
    if (!m_state->ended.wait_for(lock, patience, [this] { return m_state->hasEnded; }))
        m_thread.detach();
}

void LagSampler::stop()
{
    m_thread.request_stop();
    const std::lock_guard lock(m_state->mutex);
    m_state->stopped = true;
}

void LagSampler::watch(State& state, const std::stop_token& stop)
{
    core::RunContext context;
    context.stop = stop;
    const milliseconds interval = state.options.interval;
    const postgres::SessionOptions options = monitorOptions(interval);
    milliseconds backOff = interval;
    LagModel model(state.options.thresholds);

    const auto failed = [&](const core::Error& error) {
        if (stop.stop_requested())
            return;
        const milliseconds wait = isLasting(error.kind) ? longestBackOff : backOff;
        backOff = std::min(backOff * 2, std::max(longestBackOff, interval));
        state.tell(error);
        state.tellRetry(wait);
        core::sleepFor(wait, stop);
    };

    while (!stop.stop_requested()) {
        auto server = access::ServerAccess::open(state.target, context);
        auto connection = server ? server->connect({}, options, stop) : core::Result<postgres::Connection>(server.error());
        if (!connection) {
            failed(connection.error());
            continue;
        }
        while (!stop.stop_requested()) {
            const auto started = std::chrono::steady_clock::now();
            const auto rows = postgres::readReplication(*connection, options.statementLimit);
            if (!rows) {
                failed(rows.error());
                if (!connection->isUsable())
                    break;
                continue;
            }
            if (stop.stop_requested())
                break;
            backOff = interval;
            state.tell(model.judge(*rows));
            const auto spent = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
            core::sleepFor(std::max(interval - spent, milliseconds(50)), stop);
        }
    }
}

core::Result<LagSample> sampleOnce(const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, monitorOptions(std::chrono::seconds(10)), context.stop);
    if (!connection)
        return std::move(connection).error();
    auto rows = postgres::readReplication(*connection, std::chrono::seconds(10));
    if (!rows)
        return std::move(rows).error();
    return LagModel().judge(*rows);
}

} // namespace tidemark::replication
