// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says about its replication, as it says it: NULL stays absent, nothing is rounded or filled in.
// Judging these values is replication/lagmodel's business.
#pragma once

#include "core/lsn.h"
#include "postgres/connection.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace tidemark::postgres {

/// A row of pg_stat_replication (manual, "pg_stat_replication View").
struct WalSenderRow
{
    int pid = 0;
    QString applicationName;
    QString clientAddress; // empty for a Unix socket
    QString state;         // empty also where the role may not see it, see `visible`
    QString syncState;
    std::optional<core::Lsn> sent;
    std::optional<core::Lsn> write;
    std::optional<core::Lsn> flush;
    std::optional<core::Lsn> replay;
    std::optional<double> writeLagSeconds;
    std::optional<double> flushLagSeconds;
    std::optional<double> replayLagSeconds;
    std::optional<double> replyAgeSeconds; // PostgreSQL 12+, by the server's clock
    bool visible = true;                   // false: the role lacks pg_read_all_stats (pg_monitor)
};

/// A row of pg_replication_slots.
struct SlotRow
{
    QString name;
    QString type; // physical, logical
    bool active = false;
    std::optional<core::Lsn> restart;
    QString walStatus; // 13+: reserved, extended, unreserved, lost
    std::optional<core::ByteSize> safeWalSize;
};

/// The row of pg_stat_wal_receiver on a standby.
struct WalReceiverRow
{
    QString status;
    QString senderHost; // 11+
    std::optional<double> lastMessageAgeSeconds;
    std::optional<core::Lsn> written;   // 13+
    std::optional<core::Lsn> senderEnd; // how far the sender's WAL went when it last said so
    std::optional<std::chrono::milliseconds> timeout; // wal_receiver_timeout; absent where it is off
    bool visible = true; // false: the role lacks pg_read_all_stats (pg_monitor)
};

struct ReplicationRows
{
    QDateTime serverTime; // UTC
    QString user;    // whose privileges count
    bool inRecovery = false;
    std::optional<core::Lsn> current;  // primary: pg_current_wal_lsn()
    std::optional<core::Lsn> received; // standby: pg_last_wal_receive_lsn()
    std::optional<core::Lsn> replayed; // standby: pg_last_wal_replay_lsn()
    bool replayPaused = false;
    std::optional<double> lastReplayedCommitAgeSeconds; // standby; not a lag: it grows on an idle primary too
    QList<WalSenderRow> senders;
    QList<SlotRow> slotRows;
    std::optional<WalReceiverRow> receiver;
};

/// One look, within `limit` as a whole. PostgreSQL 10+. Any role; full rows need pg_read_all_stats.
core::Result<ReplicationRows> readReplication(Connection& connection, Connection::Deadline limit);

} // namespace tidemark::postgres
