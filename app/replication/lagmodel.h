// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/replication.h"
#include "replication/lagsample.h"

#include <QHash>
#include <QSet>

#include <chrono>

namespace tidemark::replication {

/// Where the rules draw their lines.
struct LagThresholds
{
    /// A standby reports every 10 s (wal_receiver_status_interval); where that is off, it is asked after 30 s
    /// (wal_sender_timeout / 2). Beyond both is silence.
    std::chrono::milliseconds silentAfter{35'000};
    /// Not moving for this long while behind is a stall; shorter pauses are the rhythm of reports.
    std::chrono::milliseconds stalledAfter{12'000};
    /// The header of a WAL page is counted on one side and not yet on the other: that is no distance.
    core::ByteSize level{40};
    /// Following within this is not worth the word "behind".
    core::ByteSize following{1 << 20};
};

/// Turns what a server says into what is the case. Remembers earlier looks, because "stalled" can only be seen by
/// comparing two. No clock of its own: all times come from the server.
class LagModel
{
public:
    explicit LagModel(const LagThresholds& thresholds = {}) : m_thresholds(thresholds) {}
    LagSample judge(const postgres::ReplicationRows& rows);

private:
    struct Track
    {
        core::Lsn position;
        QDateTime stillSince; // the latest time at which it moved, or was level
        QDateTime movedAt;    // the latest time at which it was seen to have moved; invalid if never
    };
    StandbyLag judgeSender(const postgres::WalSenderRow& row, const QString& id, std::optional<core::Lsn> head, const QDateTime& now);
    StandbyLag judgeSelf(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head);
    /// The condition of one that replays, by how far it is behind and whether it moves.
    Condition judgeDistance(const QString& id, core::Lsn position, core::ByteSize distance, const QDateTime& now, Condition whenLevel);
    /// Keeps the track of this id up to date. `distance` is how far the position is behind.
    const Track& follow(const QString& id, core::Lsn position, core::ByteSize distance, const QDateTime& now);

    LagThresholds m_thresholds;
    QHash<QString, Track> m_tracks;
    QSet<QString> m_seen; // ids of the look that is being judged
};

/// The rule behind each condition, for people.
QString conditionName(Condition condition);     // stable, for JSON: "catchingUp"
QString conditionTitle(Condition condition);    // for a card: "Catching up"
QString conditionSentence(Condition condition); // what it means and what to do

} // namespace tidemark::replication
