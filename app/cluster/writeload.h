// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connectionspec.h"

#include <QtGlobal>

#include <atomic>
#include <chrono>
#include <thread>

namespace tidemark::cluster {

/// Keeps the sample database busy on a thread and a connection of its own, so that replication has something to show. A
/// server that restarts or is away for a while is met again by itself. The destructor stops it, within a second or so.
class WriteLoad
{
public:
    /// `sampleDatabase` was made by createSampleDatabase(); the role has to own it or be a superuser.
    explicit WriteLoad(postgres::ConnectionSpec sampleDatabase, std::chrono::milliseconds interval = std::chrono::milliseconds(250));
    ~WriteLoad();
    Q_DISABLE_COPY_MOVE(WriteLoad)

    /// How often it has written so far. Any thread.
    quint64 beats() const { return m_beats.load(); }

private:
    void work(const std::stop_token& stop);

    const postgres::ConnectionSpec m_spec;
    const std::chrono::milliseconds m_interval;
    std::atomic<quint64> m_beats{0};
    std::jthread m_thread; // last: it uses the rest
};

} // namespace tidemark::cluster
