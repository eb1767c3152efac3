// SPDX-License-Identifier: GPL-3.0-or-later
// What pg_dumpall goes through: databases, roles, tablespaces. PostgreSQL's src/bin/pg_dump/pg_dumpall.c is
// the rule.
#pragma once

#include "core/bytesize.h"
#include "postgres/connection.h"
#include "postgres/namepattern.h"

#include <QList>
#include <QSet>
#include <QString>

namespace tidemark::postgres {

struct DumpableDatabase
{
    quint32 oid = 0;
    QString name;
    bool mayConnect = true;     // by the grants of this role
    bool isHalfDropped = false; // what an interrupted DROP DATABASE left; nobody can connect to it
};

/// Databases that allow connections, without template0, in the order in which pg_dumpall takes them. Any
/// role.
core::Result<QList<DumpableDatabase>> listDumpableDatabases(Connection& connection);

/// Of all databases those that the patterns mean. Any role.
core::Result<QSet<QString>> databasesMatching(Connection& connection, const QList<NamePattern>& patterns);

/// Of what pg_dumpall writes: not the system's own ones. Any role.
struct ServerGlobals
{
    QSet<QString> roles;
    QSet<QString> tablespaces;
};
core::Result<ServerGlobals> listGlobals(Connection& connection);

/// Whether this role may read the password hashes of all roles (pg_authid). Any role.
core::Result<bool> mayReadRolePasswords(Connection& connection);

} // namespace tidemark::postgres
