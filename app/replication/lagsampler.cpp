// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagsampler.h"

#include "core/wait.h"
#include "postgres/queries/replication.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace tidemark::replication {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longestBackOff{30'000};
constexpr milliseconds patience{5'000};

/// An answer that takes longer than the interval is no measurement of now.
milliseconds lookLimit(milliseconds interval)
{
    return std::clamp(interval * 9 / 10, milliseconds(500), milliseconds(10'000));
}

postgres::SessionOptions monitorOptions(milliseconds interval)
{
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark monitor");
    options.connectLimit = std::chrono::seconds(10);
    options.statementLimit = std::chrono::seconds(5); // for setting up the session
    options.cancelLimit = std::chrono::seconds(1);
    options.linkLimit = std::max(3 * interval, milliseconds(5000));
    return options;
}

/// Takes looks through one connection, and remembers what changes rarely.
class Looker
{
public:
    Looker(postgres::Connection connection, milliseconds limit)
        : m_connection(std::move(connection))
        , m_limit(limit)
    {
    }

    core::Result<postgres::ReplicationRows> look()
    {
        if (!m_facts || Clock::now() - m_factsRead > factsInterval)
            TIDEMARK_TRY(readFacts());
        auto rows = postgres::readReplication(m_connection, m_limit, subscriptionsToRead());
        if (!rows)
            return rows;
        if (m_facts && (rows->configurationLoaded > m_facts->readAt || rows->inRecovery != m_inRecovery))
            TIDEMARK_TRY(readFacts());
        m_inRecovery = rows->inRecovery;
        rows->facts = m_facts;
        return rows;
    }
    bool isUsable() const { return m_connection.isUsable(); }
    core::ServerVersion version() const { return m_connection.serverVersion(); }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds factsInterval{10};

    postgres::WithSubscriptions subscriptionsToRead() const
    {
        if (!m_facts || m_facts->subscriptions == 0 || !m_facts->mayReadSubscriptions)
            return postgres::WithSubscriptions::No;
        return m_facts->mayReadSubscriptionIds ? postgres::WithSubscriptions::Yes
                                               : postgres::WithSubscriptions::ByName;
    }

    /// What cannot be read is done without, as long as the server answers.
    core::Status readFacts()
    {
        m_factsRead = Clock::now();
        auto facts = postgres::readReplicationFacts(m_connection, m_limit);
        if (!facts && (facts.error().kind == core::ErrorKind::Cancelled || !m_connection.isUsable()))
            return std::move(facts).error();
        if (facts)
            m_facts = *std::move(facts);
        return {};
    }

    postgres::Connection m_connection;
    milliseconds m_limit;
    std::optional<postgres::ReplicationFacts> m_facts;
    Clock::time_point m_factsRead;
    bool m_inRecovery = false;
};

/// One look, judged, with its own times.
core::Result<LagSample> takeSample(Looker& looker, LagModel& model)
{
    const auto started = std::chrono::steady_clock::now();
    auto rows = looker.look();
    if (!rows)
        return std::move(rows).error();
    LagSample sample = model.judge(*rows);
    sample.measured = std::chrono::steady_clock::now();
    sample.measuredAt = QDateTime::currentDateTimeUtc();
    sample.roundTrip = std::chrono::duration_cast<milliseconds>(sample.measured - started);
    sample.serverVersion = looker.version().number();
    return sample;
}

/// What will fail again in the same way until somebody changes something need not be tried often.
bool isLasting(core::ErrorKind kind)
{
    return kind == core::ErrorKind::AuthenticationFailed || kind == core::ErrorKind::PermissionDenied ||
           kind == core::ErrorKind::InvalidInput || kind == core::ErrorKind::NotFound;
}

} // namespace

struct LagSampler::State
{
    access::Target target;
    LagOptions options;
    Callback callback;

    std::mutex mutex; // held while a callback runs, so that stop() can promise that none begins after it
    bool stopped = false;
    std::mutex wishes; // of its own: a callback may wait for a disk
    QStringList forgotten;
    std::condition_variable ended;
    bool hasEnded = false;

    void tell(const core::Result<LagSample>& sample)
    {
        const std::lock_guard lock(mutex);
        if (!stopped)
            callback(sample);
    }
    void forgetIn(LagModel& model)
    {
        const std::lock_guard lock(wishes);
        for (const QString& id : std::as_const(forgotten))
            model.forget(id);
        forgotten.clear();
    }
    void tellRetry(milliseconds wait)
    {
        const std::lock_guard lock(mutex);
        if (!stopped && options.onRetry)
            options.onRetry(wait);
    }
};

LagSampler::LagSampler(access::Target target, milliseconds interval, Callback callback)
    : LagSampler(std::move(target), LagOptions{interval, {}, {}, {}}, std::move(callback))
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

void LagSampler::forget(const QString& standbyId)
{
    const std::lock_guard lock(m_state->wishes);
    m_state->forgotten.append(standbyId);
}

void LagSampler::watch(State& state, const std::stop_token& stop)
{
    core::RunContext context;
    context.stop = stop;
    const milliseconds interval = state.options.interval;
    const postgres::SessionOptions options = monitorOptions(interval);
    milliseconds backOff = interval;
    LagThresholds thresholds = state.options.thresholds;
    thresholds.gapAfter = std::max(3 * interval, milliseconds(5000));
    LagModel model(thresholds);
    model.expect(state.options.expected);

    const auto failed = [&](const core::Error& error) {
        if (stop.stop_requested())
            return;
        model.interrupted();
        const milliseconds wait = isLasting(error.kind) ? longestBackOff : backOff;
        backOff = std::min(backOff * 2, std::max(longestBackOff, interval));
        state.tell(error);
        state.tellRetry(wait);
        core::sleepFor(wait, stop);
    };

    while (!stop.stop_requested()) {
        auto server = access::ServerAccess::open(state.target, context);
        auto connection =
            server ? server->connect({}, options, stop) : core::Result<postgres::Connection>(server.error());
        if (!connection) {
            failed(connection.error());
            continue;
        }
        Looker looker(*std::move(connection), lookLimit(interval));
        while (!stop.stop_requested() && looker.isUsable()) {
            const auto started = std::chrono::steady_clock::now();
            state.forgetIn(model);
            const auto sample = takeSample(looker, model);
            if (!sample) {
                failed(sample.error());
                continue;
            }
            if (stop.stop_requested())
                break;
            backOff = interval;
            state.tell(sample);
            const auto spent =
                std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started);
            core::sleepFor(std::max(interval - spent, milliseconds(50)), stop);
        }
    }
}

core::Result<LagSample> sampleOnce(const access::ServerAccess& server, const core::RunContext& context,
                                   const QList<ExpectedStandby>& expected)
{
    auto connection = server.connect({}, monitorOptions(std::chrono::seconds(10)), context.stop);
    if (!connection)
        return std::move(connection).error();
    Looker looker(*std::move(connection), std::chrono::seconds(10));
    LagModel model;
    model.expect(expected);
    return takeSample(looker, model);
}

} // namespace tidemark::replication
