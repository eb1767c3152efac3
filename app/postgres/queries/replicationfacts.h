// SPDX-License-Identifier: GPL-3.0-or-later
// What matters to replication and changes rarely: settings, archiving, conflicts, privileges, which cluster
// it is.
#pragma once

#include "postgres/connection.h"

#include <QDateTime>
#include <QList>

#include <chrono>
#include <optional>

namespace tidemark::postgres {

/// A row of pg_settings.
struct SettingRow
{
    QString name;
    QString text; // as SHOW has it: "64MB"
    /// In bytes or milliseconds where it has a unit; -1 mostly means "no limit". Absent where it is no
    /// number.
    std::optional<qint64> number;
};

/// pg_stat_archiver. Ages are in seconds by the server's clock.
struct ArchiverRow
{
    qint64 archivedCount = 0;
    qint64 failedCount = 0;
    QString lastArchived;
    QString lastFailed;
    std::optional<double> lastArchivedAge;
    std::optional<double> lastFailedAge;
    std::optional<qint64> waitingFiles; // 12+, needs pg_monitor: segments that are ready and not archived yet

    /// The last attempt failed.
    bool isFailing() const
    {
        return lastFailedAge && (!lastArchivedAge || *lastFailedAge < *lastArchivedAge);
    }
};

/// Queries that this standby has cancelled for the sake of replay, over all databases
/// (pg_stat_database_conflicts).
struct ConflictCounts
{
    qint64 tablespace = 0;
    qint64 lock = 0;
    qint64 snapshot = 0;
    qint64 bufferPin = 0;
    qint64 deadlock = 0;
    qint64 logicalSlot = 0; // 16+

    qint64 total() const { return tablespace + lock + snapshot + bufferPin + deadlock + logicalSlot; }
};

/// pg_stat_subscription_stats (15+).
struct SubscriptionErrors
{
    QString name;
    qint64 apply = 0;
    qint64 initialCopy = 0;
};

struct ReplicationFacts
{
    QDateTime readAt; // UTC, server's clock
    QString systemIdentifier;
    bool mayReadStatistics = true; // pg_read_all_stats
    std::optional<quint32> checkpointTimeline;
    /// Rows of pg_stat_subscription: at least one for each subscription.
    int subscriptions = 0;
    /// What the role may read of pg_subscription. Before 14 everybody may read all but the oid; later that,
    /// too.
    bool mayReadSubscriptions = true;
    bool mayReadSubscriptionIds = true;
    /// restore_command is set and primary_conninfo is not (12+); absent where the role may not see that.
    /// Neither is read: they may hold passwords.
    std::optional<bool> restoresAlone;
    QList<SettingRow> settings;
    ArchiverRow archiver;
    ConflictCounts conflicts;
    QList<SubscriptionErrors> subscriptionErrors;

    const SettingRow* setting(const QString& name) const;
    /// Bytes or milliseconds; nothing where the server has no such setting.
    std::optional<qint64> number(const QString& name) const;
    QString text(const QString& name) const;
};

/// One round trip, within `limit`. PostgreSQL 10+. Any role; the count of waiting files needs pg_monitor.
core::Result<ReplicationFacts> readReplicationFacts(Connection& connection, Connection::Deadline limit);

} // namespace tidemark::postgres
