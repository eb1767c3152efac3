// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagmodel.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::replication {

namespace {

std::optional<core::ByteSize> behind(const std::optional<core::Lsn>& head, const std::optional<core::Lsn>& position)
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

/// How far standbys could be sent to: what this server has written, or on a standby what has arrived, from an archive too.
std::optional<core::Lsn> headOf(const postgres::ReplicationRows& rows)
{
    if (!rows.inRecovery)
        return rows.current;
    return std::max(rows.received, rows.replayed); // an absent one counts as the lesser
}

core::Finding privilegeFinding(const postgres::ReplicationRows& rows)
{
    const QString grant = QStringLiteral("GRANT pg_monitor TO %1;").arg(core::quoteIdentifier(rows.user));
    return {core::Severity::Warning, QStringLiteral("privilege.monitor"),
            rows.inRecovery ? QCoreApplication::translate("replication", "The role %1 may not see the state of replication on this standby.").arg(rows.user)
                            : QCoreApplication::translate("replication", "The role %1 may not see the state of the standbys.").arg(rows.user),
            rows.inRecovery ? QCoreApplication::translate("replication", "Let an administrator run on the primary: %1").arg(grant)
                            : QCoreApplication::translate("replication", "Let an administrator run: %1").arg(grant),
            {}};
}

/// One id per row. Name and address survive a reconnect; standbys that share both can only be told apart by their process.
QStringList idsOf(const QList<postgres::WalSenderRow>& senders)
{
    QStringList ids;
    for (const postgres::WalSenderRow& row : senders)
        ids.append(row.applicationName + QLatin1Char('\n') + row.clientAddress);
    const QStringList plain = ids;
    for (qsizetype i = 0; i < ids.size(); ++i) {
        if (plain.count(plain.at(i)) > 1)
            ids[i] += QLatin1Char('\n') + QString::number(senders.at(i).pid);
    }
    return ids;
}

} // namespace

const LagModel::Track& LagModel::follow(const QString& id, core::Lsn position, core::ByteSize distance, const QDateTime& now)
{
    m_seen.insert(id);
    auto track = m_tracks.find(id);
    if (track == m_tracks.end())
        return *m_tracks.insert(id, {position, now, {}});
    if (track->position != position) {
        if (track->position != core::Lsn()) // the first report is no move
            track->movedAt = now;
        track->position = position;
        track->stillSince = now;
    }
    // Whoever has everything need not move. And a clock that was set back measures nothing.
    if (distance <= m_thresholds.level || track->stillSince > now)
        track->stillSince = now;
    if (track->movedAt > now)
        track->movedAt = {};
    return *track;
}

Condition LagModel::judgeDistance(const QString& id, core::Lsn position, core::ByteSize distance, const QDateTime& now, Condition whenLevel)
{
    const Track& track = follow(id, position, distance, now);
    if (distance <= m_thresholds.level)
        return whenLevel;
    if (between(track.stillSince, now) > m_thresholds.stalledAfter)
        return Condition::Stalled;
    if (distance <= m_thresholds.following)
        return Condition::Streaming;
    const bool moves = track.movedAt.isValid() && between(track.movedAt, now) <= m_thresholds.stalledAfter;
    return moves ? Condition::CatchingUp : Condition::Behind;
}

StandbyLag LagModel::judgeSender(const postgres::WalSenderRow& row, const QString& id, std::optional<core::Lsn> head, const QDateTime& now)
{
    StandbyLag lag;
    lag.id = id;
    lag.name = row.applicationName;
    lag.address = row.clientAddress;
    lag.state = row.state;
    lag.syncState = row.syncState;
    lag.bytes = {behind(head, row.sent), behind(head, row.write), behind(head, row.flush), behind(head, row.replay)};
    lag.seconds = {row.writeLagSeconds, row.flushLagSeconds, row.replayLagSeconds};
    lag.replyAge = row.replyAgeSeconds;

    if (!row.visible) {
        lag.condition = Condition::NoPrivilege;
    } else if (olderThan(row.replyAgeSeconds, m_thresholds.silentAfter)) {
        if (row.replay && lag.bytes.replay)
            follow(id, *row.replay, *lag.bytes.replay, now);
        lag.condition = Condition::Silent;
    } else if (!row.write && !row.replay) {
        // Nothing was reported yet. A distance counts from here on, so that a silent start does not stay one.
        const Track& track = follow(id, core::Lsn(), core::ByteSize(m_thresholds.level.bytes() + 1), now);
        lag.condition = between(track.stillSince, now) > m_thresholds.silentAfter ? Condition::Silent : Condition::Starting;
    } else if (!row.replay) {
        lag.condition = Condition::ReceiverOnly;
        lag.seconds.replay.reset(); // the server lets it grow for ever
    } else if (lag.bytes.replay) {
        const Condition whenLevel = row.replayLagSeconds ? Condition::Streaming : Condition::Idle;
        lag.condition = judgeDistance(id, *row.replay, *lag.bytes.replay, now, whenLevel);
    }
    return lag;
}

StandbyLag LagModel::judgeSelf(const postgres::ReplicationRows& rows, std::optional<core::Lsn> head)
{
    StandbyLag lag;
    lag.id = QStringLiteral("self");
    lag.name = QCoreApplication::translate("replication", "this standby");
    lag.viewpoint = Viewpoint::Inside;
    lag.lastReplayedCommitAge = rows.lastReplayedCommitAgeSeconds;
    auto silentAfter = m_thresholds.silentAfter;
    if (rows.receiver) {
        lag.address = rows.receiver->senderHost;
        lag.state = rows.receiver->status;
        lag.replyAge = rows.receiver->lastMessageAgeSeconds;
        lag.bytes.write = behind(rows.receiver->senderEnd, rows.receiver->written);
        lag.bytes.flush = behind(rows.receiver->senderEnd, rows.received);
        head = std::max(head, rows.receiver->senderEnd);
        // An idle sender speaks only when it is asked, after half of this time.
        silentAfter = std::max(silentAfter, rows.receiver->timeout.value_or(std::chrono::hours(24 * 365)) / 2 + std::chrono::seconds(5));
    }
    lag.bytes.replay = behind(head, rows.replayed);

    const bool silent = olderThan(lag.replyAge, silentAfter);
    if (rows.replayPaused)
        lag.condition = Condition::Paused;
    else if (!rows.receiver)
        lag.condition = Condition::Disconnected;
    else if (!rows.receiver->visible)
        lag.condition = Condition::NoPrivilege;
    else if (silent)
        lag.condition = Condition::Silent;
    else if (lag.bytes.replay)
        lag.condition = judgeDistance(lag.id, *rows.replayed, *lag.bytes.replay, rows.serverTime, Condition::Streaming);
    // Having all that has arrived means nothing while nothing arrives: that 0 is not the distance to the primary.
    if ((!rows.receiver || !rows.receiver->visible || silent) && lag.bytes.replay <= m_thresholds.level)
        lag.bytes.replay.reset();
    return lag;
}

LagSample LagModel::judge(const postgres::ReplicationRows& rows)
{
    LagSample sample;
    sample.serverTime = rows.serverTime;
    sample.role = rows.inRecovery ? ServerRole::Standby : ServerRole::Primary;
    sample.lsn = rows.inRecovery ? rows.replayed : rows.current;
    const std::optional<core::Lsn> head = headOf(rows);
    m_seen.clear();
    bool blind = rows.inRecovery && rows.receiver && !rows.receiver->visible;
    if (rows.inRecovery)
        sample.standbys.append(judgeSelf(rows, head));
    const QStringList ids = idsOf(rows.senders);
    for (qsizetype i = 0; i < rows.senders.size(); ++i) {
        sample.standbys.append(judgeSender(rows.senders.at(i), ids.at(i), head, rows.serverTime));
        blind = blind || !rows.senders.at(i).visible;
    }
    // One that went away starts anew when it comes back: where it stood before says nothing about it now.
    m_tracks.removeIf([this](const auto& entry) { return !m_seen.contains(entry.key()); });
    for (const postgres::SlotRow& row : rows.slotRows)
        sample.slotLags.append({row.name, row.type, row.active, behind(head, row.restart), row.walStatus, row.safeWalSize});
    if (blind)
        sample.findings.append(privilegeFinding(rows));
    return sample;
}

} // namespace tidemark::replication
