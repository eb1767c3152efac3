// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "access/target.h"
#include "core/result.h"
#include "replication/lagmodel.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace tidemark::replication {

/// Between what a person may choose.
constexpr std::chrono::seconds shortestInterval{1};
constexpr std::chrono::seconds longestInterval{60};

struct LagOptions
{
    std::chrono::milliseconds interval{2000};
    LagThresholds thresholds;
    /// Called after an error, on the sampler's thread: how long it waits until it tries again.
    std::function<void(std::chrono::milliseconds)> onRetry = {};
    /// Those that an earlier run has seen here (expectedStandbys()): whoever is not is Missing from the
    /// first look on.
    QList<ExpectedStandby> expected = {};
};

/// Watches one server: one thread, one persistent connection, one look per interval, never two at once. A
/// look is one round trip; every ten seconds, and when the server has loaded its configuration anew, a second
/// one reads settings. A look that takes longer than the interval is an error, and so is a link that was cut
/// without a word: found within three intervals or 5 s, whichever is more. After an error it backs off (to at
/// most 30 s) and connects again; the next sample is one after a gap. The callbacks run on the sampler's
/// thread; the next look waits for them.
class LagSampler
{
public:
    using Callback = std::function<void(const core::Result<LagSample>&)>;

    LagSampler(access::Target target, std::chrono::milliseconds interval, Callback callback);
    LagSampler(access::Target target, LagOptions options, Callback callback);
    /// stop(), then waits for the thread, which takes milliseconds while the server answers and 5 s at most:
    /// a thread that is stuck in the system (a name server or a frozen server that does not answer) is left
    /// to end by itself.
    ~LagSampler();
    LagSampler(const LagSampler&) = delete;
    LagSampler& operator=(const LagSampler&) = delete;

    /// Waits for a callback that is under way, for nothing else. None begins after it.
    void stop();
    /// A standby that will not come back is not missed any more, from the next look on.
    void forget(const QString& standbyId);

private:
    struct State;
    static void watch(State& state, const std::stop_token& stop);

    std::shared_ptr<State> m_state; // the thread's own too
    std::jthread m_thread;
};

/// One look, for the command line; whoever is expected and not there is Missing. Blocks.
core::Result<LagSample> sampleOnce(const access::ServerAccess& server, const core::RunContext& context,
                                   const QList<ExpectedStandby>& expected = {});

} // namespace tidemark::replication
