// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says about its replication, as it says it: NULL stays absent, nothing is rounded or filled
// in. Judging these values is replication/lagmodel's business.
#pragma once

#include "core/lsn.h"
#include "postgres/connection.h"
#include "postgres/queries/replicationfacts.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace tidemark::postgres {

/// A row of pg_stat_replication (manual, "pg_stat_replication View"), those of running base backups included.
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
    bool temporary = false;
    int activePid = 0;                          // of the walsender that uses it; 0 where none does
    QString database = {};                      // logical slots only
    std::optional<core::Lsn> confirmed = {};    // logical slots only: what the subscriber has said it has
    std::optional<double> inactiveSeconds = {}; // 17+: since it is not used any more
    QString invalidation = {};                  // 16+: why it can never be used again; empty: it can
    bool synced = false; // 17+: on a standby, kept in step with the primary's slot; nobody reads from it
                         // here, and that is well
};

/// The row of pg_stat_wal_receiver on a standby.
struct WalReceiverRow
{
    QString status;
    QString senderHost; // 11+
    std::optional<double> lastMessageAgeSeconds;
    std::optional<core::Lsn> written;                 // 13+
    std::optional<core::Lsn> senderEnd;               // how far the sender's WAL went when it last said so
    std::optional<std::chrono::milliseconds> timeout; // wal_receiver_timeout; absent where it is off
    bool visible = true;                              // false: the role lacks pg_read_all_stats (pg_monitor)
    std::optional<quint32> timeline;
};

/// The main worker of a subscription (pg_stat_subscription and pg_subscription).
struct SubscriptionRow
{
    QString name;
    bool enabled = true;
    bool working = false; // its worker runs
    std::optional<core::Lsn> received;
    std::optional<core::Lsn> senderEnd; // latest_end_lsn: what was last said to the publisher
    std::optional<double> lastMessageAgeSeconds;
};

struct ReplicationRows
{
    QDateTime serverTime; // UTC
    QString user;         // whose privileges count
    bool inRecovery = false;
    std::optional<core::Lsn> current;                   // primary: pg_current_wal_lsn()
    std::optional<core::Lsn> received;                  // standby: pg_last_wal_receive_lsn()
    std::optional<core::Lsn> replayed;                  // standby: pg_last_wal_replay_lsn()
    bool replayPaused = false;                          // or asked to be (14+)
    std::optional<double> lastReplayedCommitAgeSeconds; // standby; not a lag: it grows on an idle primary too
    QList<WalSenderRow> senders;
    QList<SlotRow> slotRows; // temporary ones too: they tell what their walsender is
    std::optional<WalReceiverRow> receiver;
    QList<SubscriptionRow> subscriptions; // where ReplicationFacts::subscriptions says that there are any
    /// The process that answered is not the one that the connection was told of: a pooler (pgbouncer) is in
    /// between.
    bool throughPooler = false;
    std::optional<quint32> timeline; // on a primary; elsewhere the receiver's
    QDateTime serverStarted;         // UTC
    QDateTime configurationLoaded;   // UTC
    /// What changes rarely, from an earlier look (see ReplicationFacts::readAt); absent where nobody asked
    /// for it.
    std::optional<ReplicationFacts> facts;
};

enum class WithSubscriptions
{
    No,
    Yes,    // needs ReplicationFacts::mayReadSubscriptionIds, as by default from 14 on
    ByName, // needs mayReadSubscriptions; of those of several databases with one name, one is told
};
/// One look, in one round trip, within `limit`. PostgreSQL 10+. Any role; full rows need pg_read_all_stats.
core::Result<ReplicationRows> readReplication(Connection& connection, Connection::Deadline limit,
                                              WithSubscriptions subscriptions = WithSubscriptions::No);

} // namespace tidemark::postgres
