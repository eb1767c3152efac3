// SPDX-License-Identifier: GPL-3.0-or-later
// A sampler and everything it has said, for tests that wait for something to be seen.
#pragma once

#include "replication/lagrules.h"
#include "replication/lagsampler.h"

#include <QString>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace tidemark::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using replication::Condition;
using replication::LagSample;
using replication::StandbyLag;

inline access::Target targetOf(const postgres::ConnectionSpec& spec)
{
    return {spec, {}, {}, u"test"_s};
}

/// A sampler and everything it has said.
class Watch
{
public:
    explicit Watch(const postgres::ConnectionSpec& spec)
        : Watch(spec, thresholds())
    {
    }
    explicit Watch(const postgres::ConnectionSpec& spec, const replication::LagThresholds& limits,
                   std::chrono::milliseconds interval = 200ms)
        : m_sampler(targetOf(spec),
                    replication::LagOptions{interval, limits,
                                            [this](std::chrono::milliseconds wait) { retried(wait); }},
                    [this](const core::Result<LagSample>& sample) { said(sample); })
    {
    }

    /// The defaults would make each test wait for half a minute; the rules are the same.
    static replication::LagThresholds thresholds()
    {
        replication::LagThresholds limits;
        limits.stalledAfter = 2s;
        limits.silentAfter = 4s;
        limits.surelyAfter = 2s;
        return limits;
    }

    using Test = std::function<bool(const LagSample&)>;
    /// Waits for a sample from now on that passes.
    bool see(const Test& test, std::chrono::seconds limit = 15s)
    {
        std::unique_lock lock(m_mutex);
        std::size_t next = m_samples.size();
        const auto deadline = std::chrono::steady_clock::now() + limit;
        for (;;) {
            for (; next < m_samples.size(); ++next) {
                if (test(m_samples[next]))
                    return true;
            }
            if (m_news.wait_until(lock, deadline) == std::cv_status::timeout)
                return false;
        }
    }
    bool seeStandby(const QString& name, const std::function<bool(const StandbyLag&)>& test,
                    std::chrono::seconds limit = 15s)
    {
        return see(
            [&](const LagSample& sample) {
                return std::any_of(sample.standbys.begin(), sample.standbys.end(),
                                   [&](const StandbyLag& lag) { return lag.name == name && test(lag); });
            },
            limit);
    }
    bool seeCondition(const QString& name, Condition condition, std::chrono::seconds limit = 15s)
    {
        return seeStandby(
            name, [condition](const StandbyLag& lag) { return lag.condition == condition; }, limit);
    }
    bool seeError(std::chrono::seconds limit = 15s)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, limit, [this] { return m_errors > 0 && m_retries == m_errors; });
    }
    using Moment = std::chrono::steady_clock::time_point;
    /// How long after `since` the first look that passes came; nothing where none has yet.
    std::optional<std::chrono::milliseconds> firstAfter(Moment since, const Test& test)
    {
        const std::lock_guard lock(m_mutex);
        for (const LagSample& sample : m_samples) {
            if (sample.measured >= since && test(sample))
                return std::chrono::duration_cast<std::chrono::milliseconds>(sample.measured - since);
        }
        return std::nullopt;
    }
    std::optional<std::chrono::milliseconds> firstErrorAfter(Moment since)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = std::lower_bound(m_errorTimes.begin(), m_errorTimes.end(), since);
        if (found == m_errorTimes.end())
            return std::nullopt;
        return std::chrono::duration_cast<std::chrono::milliseconds>(*found - since);
    }
    std::vector<LagSample> samples()
    {
        const std::lock_guard lock(m_mutex);
        return m_samples;
    }
    /// Waits for an error from now on.
    bool seeNewError(std::chrono::seconds limit = 15s)
    {
        std::unique_lock lock(m_mutex);
        const int before = m_errors;
        return m_news.wait_for(lock, limit, [this, before] { return m_errors > before; });
    }
    QString last()
    {
        const std::lock_guard lock(m_mutex);
        if (m_samples.empty())
            return u"no sample; "_s + m_lastError;
        QStringList parts;
        for (const StandbyLag& lag : m_samples.back().standbys) {
            parts.append(lag.name + u' ' + replication::conditionName(lag.condition) + u' ' +
                         (lag.bytes.replay ? lag.bytes.replay->toText() : u"-"_s));
        }
        return parts.join(u", "_s) + u"; "_s + m_lastError;
    }

private:
    void said(const core::Result<LagSample>& sample)
    {
        const std::lock_guard lock(m_mutex);
        if (sample) {
            m_samples.push_back(*sample);
        } else {
            ++m_errors;
            m_errorTimes.push_back(std::chrono::steady_clock::now());
            m_lastError = sample.error().toText();
        }
        m_news.notify_all();
    }
    void retried(std::chrono::milliseconds wait)
    {
        const std::lock_guard lock(m_mutex);
        m_retries += wait > 0ms ? 1 : 0;
        m_news.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_news;
    std::vector<LagSample> m_samples;
    QString m_lastError;
    std::vector<Moment> m_errorTimes;
    int m_errors = 0;
    int m_retries = 0;
    replication::LagSampler m_sampler; // last: its thread uses the rest
};

} // namespace tidemark::test

#define SEE(watch, expression) QVERIFY2((expression), qPrintable((watch).last()))
