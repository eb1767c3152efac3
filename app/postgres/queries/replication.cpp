// SPDX-License-Identifier: GPL-3.0-or-later
// The statements of a look are sent together: one round trip, one transaction, the rows of each in turn.
#include "postgres/queries/replication.h"

#include <QCoreApplication>

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

std::optional<quint32> timeline(const Rows& rows, qsizetype row, int column, int base)
{
    bool good = false;
    const quint32 number = rows.text(row, column).toUInt(&good, base);
    return good && number > 0 ? std::optional(number) : std::nullopt;
}

QDateTime moment(const Rows& rows, qsizetype row, int column)
{
    return QDateTime::fromMSecsSinceEpoch(rows.number(row, column), Qt::UTC);
}

Sql positionStatement(core::ServerVersion version)
{
    Sql statement("SELECT pg_catalog.pg_is_in_recovery(),"
                  " (EXTRACT(epoch FROM pg_catalog.clock_timestamp()) * 1000)::pg_catalog.int8,"
                  " CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_current_wal_lsn() END,"
                  " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_receive_lsn() END,"
                  " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() END,");
    // "pause requested" counts: it takes hold with the next record.
    if (version.hasReplayPauseState())
        statement.add(" CASE WHEN pg_catalog.pg_is_in_recovery() THEN "
                      "pg_catalog.pg_get_wal_replay_pause_state() <> 'not paused' ELSE false END,");
    else
        statement.add(" CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_is_wal_replay_paused() "
                      "ELSE false END,");
    // pg_control_checkpoint() shows a new timeline only after the next checkpoint; the name of the current
    // file at once.
    statement.add(" EXTRACT(epoch FROM pg_catalog.clock_timestamp() - "
                  "pg_catalog.pg_last_xact_replay_timestamp()), CURRENT_USER,"
                  " CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN "
                  "pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END,"
                  " pg_catalog.pg_backend_pid(),"
                  " (EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000)::pg_catalog.int8,"
                  " (EXTRACT(epoch FROM pg_catalog.pg_conf_load_time()) * 1000)::pg_catalog.int8;");
    return statement;
}

void takePosition(const Rows& rows, ReplicationRows& out)
{
    out.inRecovery = rows.flag(0, 0);
    out.serverTime = moment(rows, 0, 1);
    out.current = lsn(rows, 0, 2);
    out.received = lsn(rows, 0, 3);
    out.replayed = lsn(rows, 0, 4);
    out.replayPaused = rows.flag(0, 5);
    out.lastReplayedCommitAgeSeconds = seconds(rows, 0, 6);
    out.user = rows.text(0, 7);
    out.timeline = timeline(rows, 0, 8, 16);
    out.serverStarted = moment(rows, 0, 10);
    out.configurationLoaded = moment(rows, 0, 11);
}

Sql senderStatement(core::ServerVersion version)
{
    Sql statement(
        "SELECT pid, application_name, pg_catalog.host(client_addr), state, sync_state,"
        " sent_lsn, write_lsn, flush_lsn, replay_lsn,"
        " EXTRACT(epoch FROM write_lag), EXTRACT(epoch FROM flush_lag), EXTRACT(epoch FROM replay_lag),"
        " backend_start IS NOT NULL OR state IS NOT NULL, ");
    if (version.hasReplyTime())
        statement.add("EXTRACT(epoch FROM pg_catalog.clock_timestamp() - reply_time)");
    else
        statement.add("NULL");
    statement.add(" FROM pg_catalog.pg_stat_replication ORDER BY application_name, client_addr, pid;");
    return statement;
}

void takeSenders(const Rows& rows, ReplicationRows& out)
{
    for (qsizetype row = 0; row < rows.count(); ++row) {
        WalSenderRow sender;
        sender.pid = static_cast<int>(rows.number(row, 0));
        sender.applicationName = rows.text(row, 1);
        sender.clientAddress = rows.text(row, 2);
        sender.state = rows.text(row, 3);
        sender.syncState = rows.text(row, 4);
        sender.sent = lsn(rows, row, 5);
        sender.write = lsn(rows, row, 6);
        sender.flush = lsn(rows, row, 7);
        sender.replay = lsn(rows, row, 8);
        sender.writeLagSeconds = seconds(rows, row, 9);
        sender.flushLagSeconds = seconds(rows, row, 10);
        sender.replayLagSeconds = seconds(rows, row, 11);
        sender.visible = rows.flag(row, 12);
        sender.replyAgeSeconds = seconds(rows, row, 13);
        out.senders.append(sender);
    }
}

Sql slotStatement(core::ServerVersion version)
{
    Sql statement("SELECT slot_name, slot_type, active, restart_lsn, temporary, active_pid, database, "
                  "confirmed_flush_lsn, ");
    if (version.hasWalStatus())
        statement.add("wal_status, safe_wal_size, ");
    else
        statement.add("NULL, NULL, ");
    if (version.hasSlotInvalidation())
        statement.add(
            "invalidation_reason, EXTRACT(epoch FROM pg_catalog.clock_timestamp() - inactive_since), synced");
    else if (version.hasConflictingSlots())
        statement.add("CASE WHEN conflicting THEN 'conflicting' WHEN wal_status = 'lost' THEN 'wal_removed' "
                      "END, NULL, false");
    else if (version.hasWalStatus())
        statement.add("CASE WHEN wal_status = 'lost' THEN 'wal_removed' END, NULL, false");
    else
        statement.add("NULL, NULL, false");
    statement.add(" FROM pg_catalog.pg_replication_slots ORDER BY slot_name;");
    return statement;
}

void takeSlots(const Rows& rows, ReplicationRows& out)
{
    for (qsizetype row = 0; row < rows.count(); ++row) {
        SlotRow slot;
        slot.name = rows.text(row, 0);
        slot.type = rows.text(row, 1);
        slot.active = rows.flag(row, 2);
        slot.restart = lsn(rows, row, 3);
        slot.walStatus = rows.text(row, 8);
        slot.temporary = rows.flag(row, 4);
        slot.activePid = static_cast<int>(rows.number(row, 5));
        slot.database = rows.text(row, 6);
        slot.confirmed = lsn(rows, row, 7);
        if (!rows.isNull(row, 9))
            slot.safeWalSize = core::ByteSize(rows.number(row, 9));
        slot.invalidation = rows.text(row, 10);
        slot.inactiveSeconds = seconds(rows, row, 11);
        slot.synced = rows.flag(row, 12);
        out.slotRows.append(slot);
    }
}

Sql receiverStatement(core::ServerVersion version)
{
    // latest_end_lsn is, despite its name in the manual, the end that the sender put into its last message.
    Sql statement("SELECT status, ");
    if (version.hasSenderHost())
        statement.add("sender_host");
    else
        statement.add("NULL");
    statement.add(", EXTRACT(epoch FROM pg_catalog.clock_timestamp() - last_msg_receipt_time), status IS NOT "
                  "NULL, latest_end_lsn, ");
    if (version.hasWrittenLsn())
        statement.add("written_lsn");
    else
        statement.add("NULL");
    statement.add(
        ", received_tli, (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_receiver_timeout')"
        " FROM pg_catalog.pg_stat_wal_receiver WHERE pid IS NOT NULL;");
    return statement;
}

void takeReceiver(const Rows& rows, ReplicationRows& out)
{
    if (rows.count() == 0)
        return;
    WalReceiverRow receiver;
    receiver.status = rows.text(0, 0);
    receiver.senderHost = rows.text(0, 1);
    receiver.lastMessageAgeSeconds = seconds(rows, 0, 2);
    receiver.visible = rows.flag(0, 3);
    receiver.senderEnd = lsn(rows, 0, 4);
    receiver.written = lsn(rows, 0, 5);
    receiver.timeline = timeline(rows, 0, 6, 10);
    if (const qint64 timeout = rows.number(0, 7); timeout > 0)
        receiver.timeout = std::chrono::milliseconds(timeout);
    out.receiver = receiver;
}

/// For roles that may not read the oid.
Sql subscriptionByNameStatement(core::ServerVersion version)
{
    Sql statement("SELECT DISTINCT ON (made.subname) made.subname, made.enabled, worker.pid IS NOT NULL, "
                  "worker.received_lsn, worker.latest_end_lsn,"
                  " EXTRACT(epoch FROM pg_catalog.clock_timestamp() - worker.last_msg_receipt_time)"
                  " FROM (SELECT subname, pg_catalog.bool_or(subenabled) AS enabled FROM "
                  "pg_catalog.pg_subscription GROUP BY subname) AS made LEFT JOIN "
                  "pg_catalog.pg_stat_subscription AS worker ON worker.subname = made.subname AND "
                  "worker.relid IS NULL");
    if (version.hasParallelApply())
        statement.add(" AND worker.leader_pid IS NULL");
    statement.add(" ORDER BY made.subname, worker.pid;");
    return statement;
}

Sql subscriptionStatement(core::ServerVersion version)
{
    // One row per worker: those that copy a table have a relid, those that help to apply a leader.
    Sql statement("SELECT made.subname, made.subenabled, worker.pid IS NOT NULL, worker.received_lsn, "
                  "worker.latest_end_lsn,"
                  " EXTRACT(epoch FROM pg_catalog.clock_timestamp() - worker.last_msg_receipt_time)"
                  " FROM pg_catalog.pg_subscription AS made LEFT JOIN pg_catalog.pg_stat_subscription AS "
                  "worker ON worker.subid = made.oid AND worker.relid IS NULL");
    if (version.hasParallelApply())
        statement.add(" AND worker.leader_pid IS NULL");
    statement.add(" ORDER BY made.subname;");
    return statement;
}

void takeSubscriptions(const Rows& rows, ReplicationRows& out)
{
    for (qsizetype row = 0; row < rows.count(); ++row)
        out.subscriptions.append({rows.text(row, 0), rows.flag(row, 1), rows.flag(row, 2), lsn(rows, row, 3),
                                  lsn(rows, row, 4), seconds(rows, row, 5)});
}

core::Error tooOld(core::ServerVersion version)
{
    return {
        core::ErrorKind::InvalidInput,
        QCoreApplication::translate("postgres::queries", "Replication can be watched from PostgreSQL 10 on."),
        QCoreApplication::translate("postgres::queries", "This server is %1.").arg(version.toText()),
        {}};
}

} // namespace

core::Result<ReplicationRows> readReplication(Connection& connection, Connection::Deadline limit,
                                              WithSubscriptions subscriptions)
{
    const core::ServerVersion version = connection.serverVersion();
    if (version.number() < 100000)
        return tooOld(version);
    // For this transaction alone: the server ends it by itself where we cannot tell it to any more, and a
    // pooler's other clients do not inherit the limit.
    Sql statements("SELECT pg_catalog.set_config('statement_timeout', '");
    statements.number(limit.count()).add("', true);").add(positionStatement(version));
    statements.add(senderStatement(version)).add(slotStatement(version)).add(receiverStatement(version));
    if (subscriptions == WithSubscriptions::Yes)
        statements.add(subscriptionStatement(version));
    else if (subscriptions == WithSubscriptions::ByName)
        statements.add(subscriptionByNameStatement(version));
    auto answers = connection.queryAll(statements, whatFailed(), limit);
    if (!answers)
        return std::move(answers).error();
    if (!answers->isEmpty())
        answers->removeFirst();
    if (answers->size() < 4 || answers->constFirst().count() != 1)
        return core::Error{
            core::ErrorKind::Internal, whatFailed(), QStringLiteral("not every statement was answered"), {}};
    ReplicationRows out;
    takePosition(answers->at(0), out);
    out.throughPooler = answers->constFirst().number(0, 9) != connection.backendPid();
    takeSenders(answers->at(1), out);
    takeSlots(answers->at(2), out);
    takeReceiver(answers->at(3), out);
    if (answers->size() > 4)
        takeSubscriptions(answers->at(4), out);
    if (!out.timeline && out.receiver)
        out.timeline = out.receiver->timeline;
    return out;
}

} // namespace tidemark::postgres
