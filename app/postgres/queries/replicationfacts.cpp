// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/replicationfacts.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::postgres {

namespace {

std::optional<double> seconds(const Rows& rows, qsizetype row, int column)
{
    return rows.isNull(row, column) ? std::nullopt : std::optional(rows.text(row, column).toDouble());
}

Sql baseStatement(core::ServerVersion version)
{
    Sql statement("SELECT (EXTRACT(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8,"
                  " (SELECT system_identifier FROM pg_catalog.pg_control_system()),"
                  " (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()),"
                  " pg_catalog.pg_has_role(CURRENT_USER, 'pg_read_all_stats', 'USAGE'),"
                  " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_subscription),"
                  " (SELECT setting = '' FROM pg_catalog.pg_settings WHERE name = 'primary_conninfo')"
                  " AND (SELECT setting <> '' FROM pg_catalog.pg_settings WHERE name = 'restore_command'),"
                  " pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subname', 'SELECT') AND "
                  "pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subenabled', 'SELECT'),"
                  " pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'oid', 'SELECT'), ");
    // Listing the folder is not for everybody, and is not worth it where nothing is archived.
    if (version.hasArchiveStatusListing()) {
        statement.add(
            "CASE WHEN pg_catalog.current_setting('archive_mode') <> 'off'"
            " AND pg_catalog.has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'EXECUTE')"
            " THEN (SELECT pg_catalog.count(*) FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE "
            "'%.ready') END;");
    } else {
        statement.add("NULL;");
    }
    return statement;
}

Sql archiverStatement()
{
    return Sql("SELECT archived_count, failed_count, last_archived_wal, last_failed_wal,"
               " EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_archived_time),"
               " EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_failed_time) FROM "
               "pg_catalog.pg_stat_archiver;");
}

Sql conflictStatement(core::ServerVersion version)
{
    Sql statement(
        "SELECT pg_catalog.sum(confl_tablespace), pg_catalog.sum(confl_lock), "
        "pg_catalog.sum(confl_snapshot), pg_catalog.sum(confl_bufferpin), pg_catalog.sum(confl_deadlock), ");
    if (version.hasConflictingSlots())
        statement.add("pg_catalog.sum(confl_active_logicalslot)");
    else
        statement.add("0");
    statement.add(" FROM pg_catalog.pg_stat_database_conflicts;");
    return statement;
}

Sql settingsStatement()
{
    return Sql("SELECT name, pg_catalog.current_setting(name), setting, unit FROM pg_catalog.pg_settings "
               "WHERE name IN ("
               "'synchronous_standby_names', 'synchronous_commit', 'max_slot_wal_keep_size', "
               "'wal_keep_size', 'wal_keep_segments', 'hot_standby',"
               " 'hot_standby_feedback', 'recovery_min_apply_delay', 'max_standby_streaming_delay', "
               "'max_standby_archive_delay', 'wal_sender_timeout',"
               " 'wal_receiver_timeout', 'wal_receiver_status_interval', 'archive_mode', 'max_wal_senders', "
               "'max_replication_slots', 'wal_level',"
               " 'max_wal_size', 'wal_segment_size', 'idle_replication_slot_timeout', 'primary_slot_name') "
               "ORDER BY name;");
}

/// Factor to bytes or milliseconds; nothing for a unit that we do not know.
std::optional<qint64> factorOf(const QString& unit)
{
    static const QList<std::pair<QString, qint64>> known{{QString(), 1},
                                                         {QStringLiteral("B"), 1},
                                                         {QStringLiteral("kB"), 1024},
                                                         {QStringLiteral("8kB"), 8192},
                                                         {QStringLiteral("MB"), 1 << 20},
                                                         {QStringLiteral("GB"), 1 << 30},
                                                         {QStringLiteral("ms"), 1},
                                                         {QStringLiteral("s"), 1000},
                                                         {QStringLiteral("min"), 60'000}};
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.first == unit; });
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

SettingRow settingOf(const Rows& rows, qsizetype row)
{
    SettingRow setting{rows.text(row, 0), rows.text(row, 1), std::nullopt};
    bool good = false;
    const qint64 number = rows.text(row, 2).toLongLong(&good);
    const auto factor = factorOf(rows.text(row, 3));
    if (good && factor)
        setting.number = number < 0 ? number : number * *factor;
    return setting;
}

void takeArchiver(const Rows& rows, ReplicationFacts& out)
{
    if (rows.count() == 0)
        return;
    out.archiver.archivedCount = rows.number(0, 0);
    out.archiver.failedCount = rows.number(0, 1);
    out.archiver.lastArchived = rows.text(0, 2);
    out.archiver.lastFailed = rows.text(0, 3);
    out.archiver.lastArchivedAge = seconds(rows, 0, 4);
    out.archiver.lastFailedAge = seconds(rows, 0, 5);
}

QString whatFailed()
{
    return QCoreApplication::translate("postgres::queries", "The settings of replication could not be read.");
}

} // namespace

const SettingRow* ReplicationFacts::setting(const QString& name) const
{
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&name](const SettingRow& row) { return row.name == name; });
    return found == settings.end() ? nullptr : &*found;
}

std::optional<qint64> ReplicationFacts::number(const QString& name) const
{
    const SettingRow* row = setting(name);
    return row ? row->number : std::nullopt;
}

QString ReplicationFacts::text(const QString& name) const
{
    const SettingRow* row = setting(name);
    return row ? row->text : QString();
}

core::Result<ReplicationFacts> readReplicationFacts(Connection& connection, Connection::Deadline limit)
{
    const core::ServerVersion version = connection.serverVersion();
    Sql statements = baseStatement(version);
    statements.add(archiverStatement()).add(conflictStatement(version)).add(settingsStatement());
    if (version.hasSubscriptionStatistics())
        statements.add("SELECT subname, apply_error_count, sync_error_count FROM "
                       "pg_catalog.pg_stat_subscription_stats ORDER BY subname;");
    auto answers = connection.queryAll(statements, whatFailed(), limit);
    if (!answers)
        return std::move(answers).error();
    if (answers->size() < 4 || answers->constFirst().count() != 1 || answers->at(2).count() != 1)
        return core::Error{
            core::ErrorKind::Internal, whatFailed(), QStringLiteral("not every statement was answered"), {}};
    const Rows& base = answers->constFirst();
    ReplicationFacts out;
    out.readAt = QDateTime::fromMSecsSinceEpoch(base.number(0, 0), Qt::UTC);
    out.systemIdentifier = base.text(0, 1);
    out.checkpointTimeline = static_cast<quint32>(base.number(0, 2));
    out.mayReadStatistics = base.flag(0, 3);
    out.subscriptions = static_cast<int>(base.number(0, 4));
    takeArchiver(answers->at(1), out);
    if (!base.isNull(0, 5))
        out.restoresAlone = base.flag(0, 5);
    out.mayReadSubscriptions = base.flag(0, 6);
    out.mayReadSubscriptionIds = base.flag(0, 7);
    if (!base.isNull(0, 8))
        out.archiver.waitingFiles = base.number(0, 8);
    const Rows& conflicts = answers->at(2);
    out.conflicts = {conflicts.number(0, 0), conflicts.number(0, 1), conflicts.number(0, 2),
                     conflicts.number(0, 3), conflicts.number(0, 4), conflicts.number(0, 5)};
    for (qsizetype row = 0; row < answers->at(3).count(); ++row)
        out.settings.append(settingOf(answers->at(3), row));
    for (qsizetype row = 0; answers->size() > 4 && row < answers->at(4).count(); ++row)
        out.subscriptionErrors.append(
            {answers->at(4).text(row, 0), answers->at(4).number(row, 1), answers->at(4).number(row, 2)});
    return out;
}

} // namespace tidemark::postgres
