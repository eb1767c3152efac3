// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"
#include "replication/standbyidentity.h"
#include "store/laghistorywriter.h"

#include <QSet>

#include <optional>

namespace tidemark::replication {

/// Writes looks into the history, unless another process does so for this server already. It is a record:
/// where it cannot be written, watching goes on. Used by one thread: that of the sampler's callback.
class LagRecorder
{
public:
    /// `server` is what the server is known by: a profile's id. Touches nothing yet.
    explicit LagRecorder(QString server, QString path = store::LagHistory::defaultPath(),
                         store::LagRetention retention = {});

    void record(const LagSample& sample);
    /// What is expected here by what was recorded before; see expectedStandbys(). Reads alone, on any thread.
    static QList<ExpectedStandby> expectedOf(const QString& server,
                                             const QString& path = store::LagHistory::defaultPath());
    /// Ids of those that were here and are not expected: somebody has said so, or they were in passing.
    static QStringList forgottenOf(const QString& server,
                                   const QString& path = store::LagHistory::defaultPath());
    /// Why nothing is written; nothing while it is. Conflict: another process does it.
    const std::optional<core::Error>& problem() const { return m_problem; }

private:
    QString m_server;
    QString m_path;
    store::LagRetention m_retention;
    std::optional<store::LagHistoryWriter> m_writer;
    std::optional<core::Error> m_problem;
    std::chrono::steady_clock::time_point m_triedAt;
    QSet<QString> m_present; // subjects of the look before
};

/// What a server is known by in history and alerts: its profile, or what a connection without one names.
QString serverKey(const QString& profileId, const QString& label);
/// The rows that a look becomes.
QList<store::LagRow> historyRows(const LagSample& sample);

} // namespace tidemark::replication
