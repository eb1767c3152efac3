// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagmodel.h"

#include "replication/lagadvice.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::replication {

namespace {

std::optional<core::ByteSize> behind(const std::optional<core::Lsn>& head,
                                     const std::optional<core::Lsn>& position)
{
    if (!head || !position)
        return std::nullopt;
    // The head was read a moment before the positions, so that these may be ahead of it.
    return std::max(core::ByteSize(0), *head - *position);
}

std::chrono::milliseconds between(const QDateTime& from, const QDateTime& to)
{
    return std::chrono::milliseconds(from.msecsTo(to));
}

bool olderThan(const std::optional<double>& age, std::chrono::milliseconds limit)
{
    return age && *age > std::chrono::duration<double>(limit).count();
}

/// How far standbys could be sent to: what this server has written, or on a standby what has arrived, from an
/// archive too.
std::optional<core::Lsn> headOf(const postgres::ReplicationRows& rows)
{
    if (!rows.inRecovery)
        return rows.current;
    return std::max(rows.received, rows.replayed); // an absent one counts as the lesser
}

/// It was set up so. (Without the privilege to see primary_conninfo that is not known.)
bool isFedFromArchive(const postgres::ReplicationRows& rows)
{
    return !rows.receiver && rows.facts && rows.facts->restoresAlone.value_or(false);
}

/// Whether it retains more than it may retain besides, until it is lost.
bool isHalfWay(const SlotLag& slot)
{
    return slot.safeWalSize && slot.retained > *slot.safeWalSize;
}

/// A standby of this server that is there.
bool isPresent(const StandbyLag& lag)
{
    return lag.viewpoint == Viewpoint::Sender && lag.condition != Condition::Missing;
}

} // namespace

const LagModel::Track& LagModel::follow(const QString& id, core::Lsn position, core::ByteSize distance,
                                        const QDateTime& now)
{
    m_seen.insert(id);
    auto track = m_tracks.find(id);
    if (track == m_tracks.end()) {
        track = m_tracks.insert(id, {position, now, {}, distance <= m_thresholds.level, {}});
        if (position != core::Lsn())
            track->rate.add(now, position);
        return *track;
    }
    if (track->position != position) {
        if (track->position != core::Lsn()) // the first report is no move
            track->movedAt = now;
        track->position = position;
        track->stillSince = now;
    } else if (m_apart && track->level) {
        track->stillSince = now; // what came since the last look may have come just now
    }
    // Whoever has everything need not move. And a clock that was set back measures nothing.
    if (distance <= m_thresholds.level || track->stillSince > now)
        track->stillSince = now;
    if (track->movedAt > now)
        track->movedAt = {};
    track->level = distance <= m_thresholds.level;
    if (position != core::Lsn())
        track->rate.add(now, position);
    return *track;
}

Condition LagModel::judgeDistance(const QString& id, core::Lsn position, core::ByteSize distance,
                                  std::optional<double> positionAge, const QDateTime& now,
                                  Condition whenLevel, StreamKind kind)
{
    const bool isPhysical = kind == StreamKind::Physical;
    const auto stalledAfter = isPhysical ? m_thresholds.stalledAfter : m_thresholds.applying;
    const Track& track = follow(id, position, distance, now);
    if (distance <= m_thresholds.level)
        return whenLevel;
    if (between(track.stillSince, now) > stalledAfter)
        return Condition::Stalled;
    if (distance <= m_thresholds.following)
        return Condition::Streaming;
    // A report that is newer than the last move by that much, and says the same.
    if (isPhysical && positionAge &&
        between(track.stillSince, now) -
                std::chrono::milliseconds(static_cast<qint64>(*positionAge * 1000)) >=
            m_thresholds.surelyAfter)
        return Condition::Stalled;
    const bool moves = track.movedAt.isValid() && between(track.movedAt, now) <= m_thresholds.stalledAfter;
    return moves ? Condition::CatchingUp : Condition::Behind;
}

Condition LagModel::judgeVisible(const postgres::WalSenderRow& row, StandbyLag& lag, const QDateTime& now)
{
    const auto silentAfter =
        lag.kind == StreamKind::Physical ? m_thresholds.silentAfter : m_thresholds.applying;
    if (olderThan(row.replyAgeSeconds, silentAfter)) {
        if (row.replay && lag.bytes.replay)
            follow(lag.id, *row.replay, *lag.bytes.replay, now);
        return Condition::Silent;
    }
    if (!row.write && !row.replay) {
        // Nothing was reported yet. A distance counts from here on, so that a silent start does not stay one.
        const Track& track = follow(lag.id, core::Lsn(), core::ByteSize(m_thresholds.level.bytes() + 1), now);
        return between(track.stillSince, now) > m_thresholds.silentAfter ? Condition::Silent
                                                                         : Condition::Starting;
    }
    if (!row.replay) {
        lag.seconds.replay.reset(); // the server lets it grow for ever
        return Condition::ReceiverOnly;
    }
    if (!lag.bytes.replay)
        return Condition::Starting;
    // A receiver answers to what it is sent within milliseconds. (A subscriber answers when it has applied
    // it.)
    const bool unanswered = lag.kind == StreamKind::Physical && row.sent && row.write &&
                            *row.sent - *row.write > m_thresholds.level &&
                            olderThan(row.replyAgeSeconds, m_thresholds.surelyAfter) &&
                            *lag.bytes.replay > m_thresholds.following;
    if (unanswered) {
        follow(lag.id, *row.replay, *lag.bytes.replay, now);
        return Condition::Stalled;
    }
    return judgeDistance(lag.id, *row.replay, *lag.bytes.replay, row.replyAgeSeconds, now,
                         row.replayLagSeconds ? Condition::Streaming : Condition::Idle, lag.kind);
}

void LagModel::measure(StandbyLag& lag, std::optional<core::Lsn> position, const PositionRing& ring,
                       const QDateTime& now) const
{
    if (!position || !lag.bytes.replay)
        return;
    // Level is level, even where the ring holds a page header that was counted on one side only.
    lag.behind =
        *lag.bytes.replay <= m_thresholds.level ? std::optional(TimeBehind()) : ring.ageOf(*position, now);
    const auto track = m_tracks.constFind(lag.id);
    if (track == m_tracks.constEnd())
        return;
    lag.replayRate = track->rate.perSecond();
    const auto written = m_walRate.perSecond();
    if (!lag.replayRate || !written || *lag.bytes.replay <= m_thresholds.level)
        return;
    const double gained = *lag.replayRate - *written;
    if (gained > 0)
        lag.catchUpSeconds = static_cast<double>(lag.bytes.replay->bytes()) / gained;
    lag.fallsBehind = gained < 0 && *lag.bytes.replay > m_thresholds.following;
}

StandbyLag LagModel::judgeSender(const postgres::WalSenderRow& row, const SenderIdentity& identity,
                                 std::optional<core::Lsn> head, const QDateTime& now)
{
    StandbyLag lag;
    lag.id = identity.id;
    lag.kind = identity.kind;
    lag.slot = identity.slot;
    lag.name = row.applicationName;
    lag.address = row.clientAddress;
    lag.state = row.state;
    lag.syncState = row.syncState;
    lag.bytes = {behind(head, row.sent), behind(head, row.write), behind(head, row.flush),
                 behind(head, row.replay)};
    lag.seconds = {row.writeLagSeconds, row.flushLagSeconds, row.replayLagSeconds};
    lag.replyAge = row.replyAgeSeconds;
    lag.lastSeen = now;
    lag.condition = row.visible ? judgeVisible(row, lag, now) : Condition::NoPrivilege;
    measure(lag, row.replay, m_heads, now);
    return lag;
}

StandbyLag LagModel::judgeSelf(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head)
{
    StandbyLag lag;
    lag.id = QStringLiteral("self");
    lag.name = QCoreApplication::translate("replication", "this standby");
    lag.viewpoint = Viewpoint::Inside;
    lag.lastReplayedCommitAge = rows.lastReplayedCommitAgeSeconds;
    lag.lastSeen = rows.serverTime;
    auto silentAfter = m_thresholds.silentAfter;
    bool isAsked = true;
    if (rows.receiver) {
        lag.address = rows.receiver->senderHost;
        lag.state = rows.receiver->status;
        lag.replyAge = rows.receiver->lastMessageAgeSeconds;
        lag.bytes.write = behind(rows.receiver->senderEnd, rows.receiver->written);
        lag.bytes.flush = behind(rows.receiver->senderEnd, rows.received);
        head = std::max(head, rows.receiver->senderEnd);
        // An idle sender speaks only when it is asked, after half of this time. (Its own keepalives come
        // where the standby does not report, which it does every 10 s: WalSndKeepaliveIfNecessary in
        // walsender.c.)
        isAsked = rows.receiver->timeout.has_value();
        if (isAsked)
            silentAfter = std::max(silentAfter, *rows.receiver->timeout / 2 + std::chrono::seconds(5));
    }
    if (head)
        m_senderEnds.add(rows.serverTime, *head);
    lag.bytes.replay = behind(head, rows.replayed);

    const bool quiet = olderThan(lag.replyAge, silentAfter);
    const bool silent = quiet && isAsked;
    const bool unheard = quiet && !isAsked && lag.bytes.replay <= m_thresholds.level;
    lag.replayPaused = rows.replayPaused;
    // Of a standby that has lost its sender the figures stand still, paused or not.
    if (isFedFromArchive(rows))
        lag.condition = rows.replayPaused ? Condition::Paused : Condition::FromArchive;
    else if (!rows.receiver)
        lag.condition = Condition::Disconnected;
    else if (silent)
        lag.condition = Condition::Silent;
    else if (rows.replayPaused)
        lag.condition = Condition::Paused;
    else if (!rows.receiver->visible)
        lag.condition = Condition::NoPrivilege;
    else if (unheard)
        lag.condition = Condition::Unheard;
    else if (lag.bytes.replay)
        lag.condition = judgeDistance(lag.id, *rows.replayed, *lag.bytes.replay, 0.0, rows.serverTime,
                                      Condition::Streaming);
    // A standby that is delayed on purpose is behind on purpose, as long as nothing waits for longer than
    // that. (The age of the last commit that was replayed says nothing of it: it grows while nobody writes.)
    const qint64 delay =
        rows.facts ? rows.facts->number(QStringLiteral("recovery_min_apply_delay")).value_or(0) : 0;
    const bool isHeld = lag.condition == Condition::Stalled || lag.condition == Condition::Behind ||
                        lag.condition == Condition::CatchingUp || lag.condition == Condition::Streaming;
    if (delay > 0 && isHeld && rows.replayed && lag.bytes.replay > m_thresholds.level) {
        const auto waits = m_senderEnds.ageOf(*rows.replayed, rows.serverTime);
        if (waits && !olderThan(waits->seconds, std::chrono::milliseconds(delay) + std::chrono::minutes(1)))
            lag.condition = Condition::Delayed;
    }
    // Having all that has arrived means nothing while nothing arrives: that 0 is not the distance to the
    // primary.
    if ((!rows.receiver || !rows.receiver->visible || quiet) && lag.bytes.replay <= m_thresholds.level)
        lag.bytes.replay.reset();
    measure(lag, rows.replayed, m_senderEnds, rows.serverTime);
    return lag;
}

StandbyLag LagModel::judgeSubscription(const postgres::SubscriptionRow& row,
                                       const postgres::ReplicationRows& rows) const
{
    StandbyLag lag;
    lag.id = QStringLiteral("subscription\n") + row.name;
    lag.name = row.name;
    lag.viewpoint = Viewpoint::Subscription;
    lag.kind = StreamKind::Logical;
    lag.replyAge = row.lastMessageAgeSeconds;
    lag.lastSeen = rows.serverTime;
    // An idle publisher speaks when it is asked, as in judgeSelf(); and while a transaction is applied
    // nothing is read.
    const std::chrono::milliseconds timeout(
        rows.facts ? rows.facts->number(QStringLiteral("wal_receiver_timeout")).value_or(60'000) : 60'000);
    const auto silentAfter = std::max(m_thresholds.applying, timeout / 2 + std::chrono::seconds(5));
    if (!row.enabled)
        lag.condition = Condition::Disabled;
    else if (!row.working)
        lag.condition = Condition::Disconnected;
    else if (olderThan(row.lastMessageAgeSeconds, silentAfter))
        lag.condition = timeout.count() > 0 ? Condition::Silent : Condition::Unheard;
    else
        lag.condition = row.received ? Condition::Streaming : Condition::Starting;
    return lag;
}

SlotLag LagModel::judgeSlot(const postgres::SlotRow& row, std::optional<core::Lsn> head, const QDateTime& now)
{
    SlotLag slot;
    slot.name = row.name;
    slot.type = row.type;
    slot.active = row.active;
    slot.retained = behind(head, row.restart);
    slot.unconfirmed = behind(head, row.confirmed);
    slot.walStatus = row.walStatus;
    slot.safeWalSize = row.safeWalSize;
    slot.database = row.database;
    slot.invalidation = row.invalidation;
    QDateTime& used = m_slotsUsed[row.name];
    if (row.active)
        used = now;
    slot.inactiveSeconds = row.inactiveSeconds;
    if (!row.active && !slot.inactiveSeconds && used.isValid() && used <= now)
        slot.inactiveSeconds = static_cast<double>(used.msecsTo(now)) / 1000;

    if (row.walStatus == QLatin1String("lost") || !row.invalidation.isEmpty())
        slot.condition = SlotCondition::Lost;
    else if (row.walStatus == QLatin1String("unreserved"))
        slot.condition = SlotCondition::Endangered;
    else if (row.active || row.synced)
        slot.condition = SlotCondition::InUse;
    else
        slot.condition = slot.retained > m_thresholds.slotHolds || isHalfWay(slot) ? SlotCondition::HoldingWal
                                                                                   : SlotCondition::Unused;
    const auto rate = m_walRate.perSecond();
    if (!row.active && row.safeWalSize && *row.safeWalSize > core::ByteSize(0) && rate && *rate > 0 &&
        slot.condition != SlotCondition::Lost)
        slot.secondsToLoss = static_cast<double>(row.safeWalSize->bytes()) / *rate;
    return slot;
}

void LagModel::beginLook(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head,
                         LagSample& sample)
{
    sample.serverTime = rows.serverTime;
    sample.role = rows.inRecovery ? ServerRole::Standby : ServerRole::Primary;
    sample.lsn = rows.inRecovery ? rows.replayed : rows.current;
    sample.facts = rows.facts;
    sample.timeline = rows.timeline;
    if (rows.facts) {
        if (!sample.timeline)
            sample.timeline = rows.facts->checkpointTimeline;
        sample.systemIdentifier = rows.facts->systemIdentifier;
        if (!m_systemIdentifier.isEmpty() && m_systemIdentifier != sample.systemIdentifier) {
            *this = LagModel(m_thresholds); // another cluster answers at this address: nothing that was
                                            // remembered is about it
            m_interrupted = true;
        }
        m_systemIdentifier = sample.systemIdentifier;
    }
    const auto passed =
        m_lastLook.isValid() ? between(m_lastLook, rows.serverTime) : std::chrono::milliseconds(0);
    m_gap = m_interrupted || passed > m_thresholds.gapAfter || passed.count() < 0;
    m_apart = m_gap || passed > m_thresholds.surelyAfter;
    m_interrupted = false;
    m_lastLook = rows.serverTime;
    sample.afterGap = m_gap;
    if (m_gap) {
        m_heads.interrupt();
        m_senderEnds.interrupt();
        m_walRate.interrupt();
        for (Track& track : m_tracks)
            track.rate.interrupt();
    }
    if (head) {
        m_heads.add(rows.serverTime, *head);
        m_walRate.add(rows.serverTime, *head);
    }
    sample.walRate = m_walRate.perSecond();
    m_seen.clear();
}

void LagModel::addMissing(const QDateTime& now, QList<StandbyLag>& standbys)
{
    for (const StandbyLag& lag : std::as_const(standbys)) {
        if (isPresent(lag))
            m_identity.saw(lag);
    }
    const QList<ExpectedStandby> missing = m_identity.missing(standbys);
    for (const ExpectedStandby& expected : missing) {
        StandbyLag lag;
        lag.id = expected.id;
        lag.name = expected.name;
        lag.address = expected.address;
        lag.slot = expected.slot;
        lag.kind = expected.kind;
        lag.condition = Condition::Missing;
        lag.lastSeen = std::min(expected.lastSeen, now);
        standbys.append(lag);
    }
}

LagSample LagModel::judge(const postgres::ReplicationRows& rows)
{
    LagSample sample;
    const std::optional<core::Lsn> head = headOf(rows);
    beginLook(rows, head, sample);
    if (rows.inRecovery)
        sample.standbys.append(judgeSelf(rows, head));
    else
        m_senderEnds.clear();
    const QList<postgres::WalSenderRow> senders = StandbyIdentity::standbysOf(rows);
    const QList<SenderIdentity> identities = m_identity.identify(senders, rows.slotRows);
    for (qsizetype i = 0; i < senders.size(); ++i)
        sample.standbys.append(judgeSender(senders.at(i), identities.at(i), head, rows.serverTime));
    addMissing(rows.serverTime, sample.standbys);
    for (const postgres::SubscriptionRow& row : rows.subscriptions)
        sample.standbys.append(judgeSubscription(row, rows));
    // One that went away starts anew when it comes back: where it stood before says nothing about it now.
    m_tracks.removeIf([this](const auto& entry) { return !m_seen.contains(entry.key()); });
    QSet<QString> slotNames;
    for (const postgres::SlotRow& row : rows.slotRows) {
        if (row.temporary)
            continue;
        slotNames.insert(row.name);
        sample.slotLags.append(judgeSlot(row, head, rows.serverTime));
    }
    m_slotsUsed.removeIf([&slotNames](const auto& entry) { return !slotNames.contains(entry.key()); });
    sample.findings = adviseOn(rows, sample);
    return sample;
}

} // namespace tidemark::replication
