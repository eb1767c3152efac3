// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/basebackup.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("postgres::queries", text);
}

core::Status readTablespaces(Connection& connection, BaseBackupSource& source)
{
    // Empty for those that live in the data directory: pg_default, pg_global, and the in-place ones of tests.
    auto rows = connection.query("SELECT t.oid, t.spcname, pg_catalog.pg_tablespace_location(t.oid)"
                                 " FROM pg_catalog.pg_tablespace t ORDER BY t.oid",
                                 {}, tr("The tablespaces could not be listed."));
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        if (rows->text(row, 2).startsWith(QLatin1Char('/')) || rows->text(row, 2).contains(QLatin1Char(':')))
            source.tablespaces.append({rows->text(row, 0), rows->text(row, 1), rows->text(row, 2)});
    }
    return {};
}

core::Status readSize(Connection& connection, BaseBackupSource& source)
{
    // CASE: the function itself fails where the privilege is missing.
    auto rows = connection.query("SELECT CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')"
                                 "   OR EXISTS (SELECT FROM pg_catalog.pg_roles a WHERE a.rolname = 'pg_read_all_stats'"
                                 "     AND pg_catalog.pg_has_role(a.oid, 'USAGE'))"
                                 "   THEN pg_catalog.pg_database_size(d.oid) END"
                                 " FROM pg_catalog.pg_database d",
                                 {}, tr("The sizes of the databases could not be read."));
    if (!rows)
        return std::move(rows).error();
    core::ByteSize sum;
    for (qsizetype row = 0; row < rows->count(); ++row) {
        if (rows->isNull(row, 0))
            return {};
        sum += core::ByteSize(rows->number(row, 0));
    }
    source.size = sum;
    return {};
}

} // namespace

core::Result<BaseBackupSource> readBaseBackupSource(Connection& connection)
{
    auto rows = connection.query("SELECT r.rolsuper OR r.rolreplication,"
                                 " pg_catalog.current_setting('wal_level'),"
                                 " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication),"
                                 " pg_catalog.current_setting('max_wal_senders'),"
                                 " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots),"
                                 " pg_catalog.current_setting('max_replication_slots'),"
                                 " pg_catalog.current_setting('synchronous_standby_names'),"
                                 " pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_segment_size')),"
                                 " pg_catalog.host(pg_catalog.inet_client_addr()),"
                                 " (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid())"
                                 " FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER",
                                 {}, tr("The server's settings for replication could not be read."));
    if (!rows)
        return std::move(rows).error();
    if (rows->count() != 1)
        return core::Error{core::ErrorKind::QueryFailed, tr("The server's settings for replication could not be read."), {}, {}};
    BaseBackupSource source;
    source.mayReplicate = rows->flag(0, 0);
    source.walLevel = rows->text(0, 1);
    source.walSenders = static_cast<int>(rows->number(0, 2));
    source.mostWalSenders = static_cast<int>(rows->number(0, 3));
    source.slotsUsed = static_cast<int>(rows->number(0, 4));
    source.mostSlots = static_cast<int>(rows->number(0, 5));
    source.synchronousStandbyNames = rows->text(0, 6);
    source.walSegment = core::ByteSize(rows->number(0, 7));
    source.route = {rows->text(0, 8), rows->flag(0, 9)};
    TIDEMARK_TRY(readTablespaces(connection, source));
    TIDEMARK_TRY(readSize(connection, source));
    return source;
}

core::Result<SystemIdentity> identifySystem(Connection& replication)
{
    const QString whatFailed = tr("The server did not say who it is.");
    auto rows = replication.query("IDENTIFY_SYSTEM", {}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    if (rows->count() != 1)
        return core::Error{core::ErrorKind::QueryFailed, whatFailed, {}, {}};
    return SystemIdentity{rows->text(0, 0), static_cast<int>(rows->number(0, 1)), core::Lsn::parse(rows->text(0, 2)).value_or(core::Lsn())};
}

core::Result<std::optional<BaseBackupActivity>> baseBackupActivity(Connection& connection, const QString& applicationName)
{
    std::optional<BaseBackupActivity> activity;
    if (!connection.serverVersion().hasProgressBaseBackup())
        return activity;
    auto rows = connection.query("SELECT p.pid, p.phase, p.backup_total, p.backup_streamed, p.tablespaces_total, p.tablespaces_streamed"
                                 " FROM pg_catalog.pg_stat_activity a"
                                 " JOIN pg_catalog.pg_stat_progress_basebackup p ON p.pid = a.pid"
                                 " WHERE a.application_name = $1",
                                 {applicationName}, tr("The progress could not be read."));
    if (!rows)
        return std::move(rows).error();
    if (rows->count() == 0)
        return activity;
    activity.emplace();
    activity->pid = static_cast<int>(rows->number(0, 0));
    activity->phase = rows->text(0, 1);
    if (!rows->isNull(0, 2))
        activity->totalBytes = rows->number(0, 2);
    activity->streamedBytes = rows->number(0, 3);
    activity->tablespaces = static_cast<int>(rows->number(0, 4));
    activity->tablespacesDone = static_cast<int>(rows->number(0, 5));
    return activity;
}

} // namespace tidemark::postgres
