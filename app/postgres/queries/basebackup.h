// SPDX-License-Identifier: GPL-3.0-or-later
// What a base backup needs to know of a server, before and while it is made.
#pragma once

#include "core/bytesize.h"
#include "core/lsn.h"
#include "postgres/connection.h"

#include <QStringList>

#include <optional>

namespace tidemark::postgres {

/// A tablespace outside of the data directory.
struct Tablespace
{
    QString oid;
    QString name;
    QString location; // on the server
};

/// How a session of this role reaches the server, as the server sees it.
struct ClientRoute
{
    QString address; // of the client; empty for a Unix socket
    bool encrypted = false; // by TLS
};

struct BaseBackupSource
{
    bool mayReplicate = false; // REPLICATION, or superuser
    QString walLevel;
    int walSenders = 0; // in use
    int mostWalSenders = 0;
    int slotsUsed = 0;
    int mostSlots = 0;
    QString synchronousStandbyNames;
    core::ByteSize walSegment;
    std::optional<core::ByteSize> size; // of all databases; absent where the role may not see one of them
    QList<Tablespace> tablespaces;      // by OID
    ClientRoute route;
};

/// PostgreSQL 10+. Any role; sizes need CONNECT on every database, or pg_read_all_stats.
core::Result<BaseBackupSource> readBaseBackupSource(Connection& connection);

/// What the server says of itself over a replication connection (command IDENTIFY_SYSTEM).
struct SystemIdentity
{
    QString systemIdentifier;
    int timeline = 0;
    core::Lsn position;
};

/// Of a session of SessionKind::Replication.
core::Result<SystemIdentity> identifySystem(Connection& replication);

/// Where a running base backup stands (pg_stat_progress_basebackup).
struct BaseBackupActivity
{
    int pid = 0;
    QString phase;                   // in English, as the manual has it
    std::optional<qint64> totalBytes; // absent where the size is not estimated
    qint64 streamedBytes = 0;
    int tablespaces = 0;
    int tablespacesDone = 0;
};

/// That of the session that carries this application_name; nothing where there is none, or before PostgreSQL 13. Any role for
/// its own sessions.
core::Result<std::optional<BaseBackupActivity>> baseBackupActivity(Connection& connection, const QString& applicationName);

} // namespace tidemark::postgres
