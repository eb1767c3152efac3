// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/writeload.h"

#include "cluster/sample.h"
#include "core/wait.h"
#include "postgres/queries/databaseadmin.h"

#include <algorithm>

namespace tidemark::cluster {

namespace {

constexpr std::chrono::milliseconds firstBackOff{250};
constexpr std::chrono::milliseconds longestBackOff{5'000};
constexpr postgres::Connection::Deadline beatLimit{10'000};

} // namespace

WriteLoad::WriteLoad(postgres::ConnectionSpec sampleDatabase, std::chrono::milliseconds interval)
    : m_spec(std::move(sampleDatabase))
    , m_interval(interval)
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{
}

WriteLoad::~WriteLoad() = default;

void WriteLoad::work(const std::stop_token& stop)
{
    const QByteArray script = sampleScript(SamplePart::Writes);
    postgres::SessionOptions options;
    options.applicationName = QStringLiteral("tidemark demo writes");
    options.connectLimit = std::chrono::seconds(5);
    std::chrono::milliseconds backOff = firstBackOff;
    while (!stop.stop_requested()) {
        auto connection = postgres::Connection::open(m_spec, core::Secret(), options, stop);
        // Whatever goes wrong, the server is away or a person is at work in the database: try again, later and later.
        while (connection && postgres::runScript(*connection, script, beatLimit)) {
            ++m_beats;
            backOff = firstBackOff;
            core::sleepFor(m_interval, stop);
        }
        core::sleepFor(backOff, stop);
        backOff = std::min(backOff * 2, longestBackOff);
    }
}

} // namespace tidemark::cluster
