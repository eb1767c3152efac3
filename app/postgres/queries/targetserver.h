// SPDX-License-Identifier: GPL-3.0-or-later
// What a server, and a database of it, has that a restore will meet.
#pragma once

#include "postgres/connection.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <utility>

namespace tidemark::postgres {

struct AvailableExtension
{
    QStringList versions;
    bool isForAll = false; // whoever may create objects in a database may make it there (trusted, PostgreSQL 13+)
};

struct TargetServer
{
    QHash<QString, AvailableExtension> extensions; // by name; what could be created
    QSet<QString> collations;                      // of pg_catalog
    QString dataDirectory; // on the server's machine; empty where the role may not know it
    bool bypassesRowSecurity = false;
};

/// Any role.
core::Result<TargetServer> readTargetServer(Connection& connection);

/// Of a relation that belongs to a role which this one is not, nor a member of.
struct RelationRights
{
    QString owner;
    bool mayDrop = false; // the owner of its schema may too
    bool mayTruncate = false;
    bool mayInsert = false;
};

struct TargetUse
{
    qint64 sessions = 0; // of others in the connection's database
    qint64 preparedTransactions = 0;
    bool mayCreateSchemas = false;
    QStringList closedSchemas;                          // in which the role may create nothing
    QList<std::pair<QString, QString>> filteredTables; // of which row-level security hides rows from the role
    QHash<std::pair<QString, QString>, RelationRights> limited; // by schema and name; those not in it are its own
};

/// Of the connection's database. Any role.
core::Result<TargetUse> readTargetUse(Connection& connection);

} // namespace tidemark::postgres
