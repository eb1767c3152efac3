// SPDX-License-Identifier: GPL-3.0-or-later
// A role that may make backups and nothing else.
#pragma once

#include "core/secret.h"
#include "postgres/connection.h"

#include <QStringList>

namespace tidemark::postgres {

enum class ReadGrant
{
    None,
    AllData,  // membership in pg_read_all_data (PostgreSQL 14+)
    Explicit, // USAGE and SELECT on what there is, and on what the granting role makes later
};

enum class ReplicationGrant
{
    None,
    Replication,
};

struct BackupRole
{
    QString name;
    ReadGrant read = ReadGrant::None;
    ReplicationGrant replication = ReplicationGrant::None;
};

struct BackupRoleFacts
{
    bool exists = false;       // a role of that name
    bool mayCreateRoles = false;
    bool superuser = false;    // only such a one may give REPLICATION before PostgreSQL 16
    bool mayReplicate = false; // the session's own role
    QStringList closedDatabases; // which PUBLIC may not connect to
    QStringList databases;       // that allow connections, without template1
};

/// Any role.
core::Result<BackupRoleFacts> readBackupRoleFacts(Connection& connection, const QString& name);

/// In the connection's database: schemas that are no system's.
core::Result<QStringList> listGrantSchemas(Connection& connection);

/// What makes the role, in order. `verifier` stands in the first one.
QStringList roleStatements(const BackupRole& role, const BackupRoleFacts& facts, const QString& verifier);
/// What lets it read one database, for ReadGrant::Explicit.
QStringList schemaGrants(const BackupRole& role, const QStringList& schemas);

/// The SCRAM-SHA-256 verifier of a password, made here: the server and its log never see the password itself.
core::Result<QString> scramVerifier(Connection& connection, const QString& role, const core::Secret& password);

/// Makes the role with roleStatements(), in one transaction. Error: Conflict where the name is taken. Needs CREATEROLE, for
/// REPLICATION more.
core::Status createBackupRole(Connection& connection, const BackupRole& role, const BackupRoleFacts& facts, const QString& verifier);
/// schemaGrants() in the connection's database, in one transaction. Needs to own what is granted, or a superuser.
core::Status grantSchemas(Connection& connection, const BackupRole& role, const QStringList& schemas);

} // namespace tidemark::postgres
