// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/replication.h"
#include "replication/lagrules.h"
#include "replication/lagsample.h"
#include "replication/positionring.h"
#include "replication/standbyidentity.h"

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
    /// The same where it is sure: it has answered after that time and stands where it stood, or was sent WAL
    /// and has not answered.
    std::chrono::milliseconds surelyAfter{3'500};
    /// Both for subscribers: while one applies a transaction it neither reads nor reports, however long that
    /// takes.
    std::chrono::milliseconds applying{120'000};
    /// The header of a WAL page is counted on one side and not yet on the other: that is no distance.
    core::ByteSize level{40};
    /// Following within this is not worth the word "behind".
    core::ByteSize following{1 << 20};
    /// A slot that nobody reads from and that keeps more than this holds WAL.
    core::ByteSize slotHolds{64 << 20};
    /// Two looks further apart than this have a gap between them: nothing is said of the time there.
    std::chrono::milliseconds gapAfter{60'000};
};

/// Turns what a server says into what is the case. Remembers earlier looks, because "stalled" can only be
/// seen by comparing two. No clock of its own: all times come from the server. Memory is bounded, however
/// long it watches.
class LagModel
{
public:
    explicit LagModel(const LagThresholds& thresholds = {})
        : m_thresholds(thresholds)
    {
    }
    LagSample judge(const postgres::ReplicationRows& rows);

    /// The connection was lost: the next sample is one after a gap.
    void interrupted() { m_interrupted = true; }
    /// Those that were here once: whoever of them is not is Missing. Add what an earlier run has seen before
    /// the first look.
    void expect(const QList<ExpectedStandby>& standbys) { m_identity.expect(standbys); }
    QList<ExpectedStandby> expected() const { return m_identity.expected(); }
    /// It will not come back, and that is well.
    void forget(const QString& id) { m_identity.forget(id); }

private:
    struct Track
    {
        core::Lsn position;
        QDateTime stillSince; // the latest time at which it moved, or was level
        QDateTime movedAt;    // the latest time at which it was seen to have moved; invalid if never
        bool level = false;   // at the last look
        SmoothRate rate;
    };
    void beginLook(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head, LagSample& sample);
    StandbyLag judgeSender(const postgres::WalSenderRow& row, const SenderIdentity& identity,
                           std::optional<core::Lsn> head, const QDateTime& now);
    Condition judgeVisible(const postgres::WalSenderRow& row, StandbyLag& lag, const QDateTime& now);
    StandbyLag judgeSelf(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head);
    StandbyLag judgeSubscription(const postgres::SubscriptionRow& row,
                                 const postgres::ReplicationRows& rows) const;
    SlotLag judgeSlot(const postgres::SlotRow& row, std::optional<core::Lsn> head, const QDateTime& now);
    void addMissing(const QDateTime& now, QList<StandbyLag>& standbys);
    /// The condition of one that replays, by how far it is behind and whether it moves. `positionAge` is how
    /// old that position is, in seconds; absent where it is not known.
    Condition judgeDistance(const QString& id, core::Lsn position, core::ByteSize distance,
                            std::optional<double> positionAge, const QDateTime& now, Condition whenLevel,
                            StreamKind kind = StreamKind::Physical);
    /// Keeps the track of this id up to date. `distance` is how far the position is behind.
    const Track& follow(const QString& id, core::Lsn position, core::ByteSize distance, const QDateTime& now);
    /// Time behind, rate and time to catch up, from what is remembered.
    void measure(StandbyLag& lag, std::optional<core::Lsn> position, const PositionRing& ring,
                 const QDateTime& now) const;

    LagThresholds m_thresholds;
    QHash<QString, Track> m_tracks;
    QSet<QString> m_seen;                  // ids of the look that is being judged
    QHash<QString, QDateTime> m_slotsUsed; // when a slot was last seen in use
    StandbyIdentity m_identity;
    PositionRing m_heads;      // where this server was when
    PositionRing m_senderEnds; // on a standby: where its sender was when
    SmoothRate m_walRate;
    QString m_systemIdentifier;
    QDateTime m_lastLook;
    bool m_interrupted = false;
    bool m_gap = false;   // before the look that is being judged
    bool m_apart = false; // the looks are too far apart to tell when something began between them
};

} // namespace tidemark::replication
