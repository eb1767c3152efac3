// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/laghistory.h"

#include <chrono>
#include <memory>

namespace tidemark::store {

/// How long each step is kept. Tests have shorter ones.
struct LagRetention
{
    std::chrono::seconds raw = std::chrono::hours(24);
    std::chrono::seconds tenSeconds = std::chrono::hours(24 * 3);
    std::chrono::seconds minutes = std::chrono::hours(24 * 14);
    std::chrono::seconds tenMinutes = std::chrono::hours(24 * 90);
    /// Beyond this the oldest looks go first, whatever their age.
    qint64 mostBytes = qint64(1) << 30;
};

/// The one who writes a server's curves, by a lock. Used by one thread, that of its first call. A look is in
/// the file when the call returns: a killed process loses nothing, a power cut the last seconds at most.
class LagHistoryWriter
{
public:
    /// Errors: Conflict where another process (or another writer of this one) records this server already;
    /// those of History::open.
    static core::Result<LagHistoryWriter> open(const QString& server,
                                               const QString& path = LagHistory::defaultPath(),
                                               const LagRetention& retention = {});

    LagHistoryWriter(LagHistoryWriter&&) noexcept;
    LagHistoryWriter& operator=(LagHistoryWriter&&) noexcept;
    ~LagHistoryWriter();

    /// One look. `time` is UTC by our clock. Makes the steps and forgets what is too old when it is time for
    /// it, in small pieces.
    core::Status write(const QDateTime& time, const QList<LagRow>& rows);
    const LagHistory& reader() const;

private:
    struct State;
    explicit LagHistoryWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace tidemark::store
