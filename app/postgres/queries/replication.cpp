// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/replication.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::postgres {

namespace {

QString whatFailed()
{
    return QCoreApplication::translate("postgres::queries", "The replication state could not be read.");
}

std::optional<core::Lsn> lsn(const Rows& rows, qsizetype row, int column)
{
    return rows.isNull(row, column) ? std::nullopt : core::Lsn::parse(rows.text(row, column));
}

std::optional<double> seconds(const Rows& rows, qsizetype row, int column)
{
    return rows.isNull(row, column) ? std::nullopt : std::optional(rows.text(row, column).toDouble());
}

core::Status readPosition(Connection& connection, Connection::Deadline limit, ReplicationRows& out)
{
    auto rows = connection.query(
        "SELECT pg_catalog.pg_is_in_recovery(),"
        " (EXTRACT(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8,"
        " CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_current_wal_lsn() END,"
        " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_receive_lsn() END,"
        " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() END,"
        " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_is_wal_replay_paused() ELSE false END,"
        " EXTRACT(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()), CURRENT_USER",
        {}, whatFailed(), limit);
    if (!rows)
        return std::move(rows).error();
    out.inRecovery = rows->flag(0, 0);
    out.serverTime = QDateTime::fromMSecsSinceEpoch(rows->number(0, 1), Qt::UTC);
    out.current = lsn(*rows, 0, 2);
    out.received = lsn(*rows, 0, 3);
    out.replayed = lsn(*rows, 0, 4);
    out.replayPaused = rows->flag(0, 5);
    out.lastReplayedCommitAgeSeconds = seconds(*rows, 0, 6);
    out.user = rows->text(0, 7);
    return {};
}

core::Status readSenders(Connection& connection, Connection::Deadline limit, ReplicationRows& out)
{
    Sql statement("SELECT pid, application_name, pg_catalog.host(client_addr), state, sync_state,"
                  " sent_lsn, write_lsn, flush_lsn, replay_lsn,"
                  " EXTRACT(epoch FROM write_lag), EXTRACT(epoch FROM flush_lag), EXTRACT(epoch FROM replay_lag),"
                  " backend_start IS NOT NULL OR state IS NOT NULL, ");
    if (connection.serverVersion().hasReplyTime())
        statement.add("EXTRACT(epoch FROM pg_catalog.clock_timestamp() - reply_time)");
    else
        statement.add("NULL");
    // The two rows of a running pg_basebackup are no standbys: its data row has the state "backup", its WAL row its name.
    statement.add(" FROM pg_catalog.pg_stat_replication"
                  " WHERE coalesce(state, '') <> 'backup' AND coalesce(application_name, '') NOT IN ('pg_basebackup', 'pg_rewind')"
                  " ORDER BY application_name, client_addr, pid");
    auto rows = connection.query(statement, {}, whatFailed(), limit);
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        WalSenderRow sender;
        sender.pid = static_cast<int>(rows->number(row, 0));
        sender.applicationName = rows->text(row, 1);
        sender.clientAddress = rows->text(row, 2);
        sender.state = rows->text(row, 3);
        sender.syncState = rows->text(row, 4);
        sender.sent = lsn(*rows, row, 5);
        sender.write = lsn(*rows, row, 6);
        sender.flush = lsn(*rows, row, 7);
        sender.replay = lsn(*rows, row, 8);
        sender.writeLagSeconds = seconds(*rows, row, 9);
        sender.flushLagSeconds = seconds(*rows, row, 10);
        sender.replayLagSeconds = seconds(*rows, row, 11);
        sender.visible = rows->flag(row, 12);
        sender.replyAgeSeconds = seconds(*rows, row, 13);
        out.senders.append(sender);
    }
    return {};
}

core::Status readSlots(Connection& connection, Connection::Deadline limit, ReplicationRows& out)
{
    Sql statement("SELECT slot_name, slot_type, active, restart_lsn, ");
    if (connection.serverVersion().hasWalStatus())
        statement.add("wal_status, safe_wal_size");
    else
        statement.add("NULL, NULL");
    statement.add(" FROM pg_catalog.pg_replication_slots WHERE NOT temporary ORDER BY slot_name");
    auto rows = connection.query(statement, {}, whatFailed(), limit);
    if (!rows)
        return std::move(rows).error();
    for (qsizetype row = 0; row < rows->count(); ++row) {
        SlotRow slot{rows->text(row, 0), rows->text(row, 1), rows->flag(row, 2), lsn(*rows, row, 3), rows->text(row, 4), std::nullopt};
        if (!rows->isNull(row, 5))
            slot.safeWalSize = core::ByteSize(rows->number(row, 5));
        out.slotRows.append(slot);
    }
    return {};
}

core::Status readReceiver(Connection& connection, Connection::Deadline limit, ReplicationRows& out)
{
    // latest_end_lsn is, despite its name in the manual, the end that the sender put into its last message.
    Sql statement("SELECT status, ");
    if (connection.serverVersion().number() >= 110000)
        statement.add("sender_host");
    else
        statement.add("NULL");
    statement.add(", EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_msg_receipt_time), status IS NOT NULL, latest_end_lsn, ");
    if (connection.serverVersion().hasWrittenLsn())
        statement.add("written_lsn");
    else
        statement.add("NULL");
    statement.add(", (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_receiver_timeout')"
                  " FROM pg_catalog.pg_stat_wal_receiver WHERE pid IS NOT NULL");
    auto rows = connection.query(statement, {}, whatFailed(), limit);
    if (!rows)
        return std::move(rows).error();
    if (rows->count() == 0)
        return {};
    WalReceiverRow receiver;
    receiver.status = rows->text(0, 0);
    receiver.senderHost = rows->text(0, 1);
    receiver.lastMessageAgeSeconds = seconds(*rows, 0, 2);
    receiver.visible = rows->flag(0, 3);
    receiver.senderEnd = lsn(*rows, 0, 4);
    receiver.written = lsn(*rows, 0, 5);
    if (const qint64 timeout = rows->number(0, 6); timeout > 0)
        receiver.timeout = std::chrono::milliseconds(timeout);
    out.receiver = receiver;
    return {};
}

core::Error tooOld(core::ServerVersion version)
{
    return {core::ErrorKind::InvalidInput, QCoreApplication::translate("postgres::queries", "Replication can be watched from PostgreSQL 10 on."),
            QCoreApplication::translate("postgres::queries", "This server is %1.").arg(version.toText()), {}};
}

} // namespace

core::Result<ReplicationRows> readReplication(Connection& connection, Connection::Deadline limit)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + limit;
    const auto left = [deadline] {
        return std::max(std::chrono::ceil<Connection::Deadline>(deadline - Clock::now()), Connection::Deadline(1));
    };
    if (connection.serverVersion().number() < 100000)
        return tooOld(connection.serverVersion());
    ReplicationRows out;
    TIDEMARK_TRY(readPosition(connection, left(), out));
    TIDEMARK_TRY(readSenders(connection, left(), out));
    TIDEMARK_TRY(readSlots(connection, left(), out));
    if (out.inRecovery)
        TIDEMARK_TRY(readReceiver(connection, left(), out));
    return out;
}

} // namespace tidemark::postgres
