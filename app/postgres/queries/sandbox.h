// SPDX-License-Identifier: GPL-3.0-or-later
// What a server that was made for one dump is given first. Superuser.
#pragma once

#include "postgres/connection.h"

#include <QSet>

namespace tidemark::postgres {

enum class RoleUse
{
    NameOnly, // for owners and privileges: nobody can log in
    Login,    // without a password: the socket's folder says who may
};

core::Status createRole(Connection& connection, const QString& role, RoleUse use);

/// An empty folder of the server's user becomes a tablespace.
core::Status createTablespace(Connection& connection, const QString& name, const QString& folder);

/// The names of the extensions that this server could create.
core::Result<QSet<QString>> installableExtensions(Connection& connection);

/// CREATE EXTENSION IF NOT EXISTS, into a schema that is made where it is absent.
core::Status createExtension(Connection& connection, const QString& name, const QString& schema);

/// Everything that the connection's database takes on the server's disk.
core::Result<qint64> databaseBytes(Connection& connection);

/// The databases of the server that take connections and are no templates.
core::Result<QStringList> ordinaryDatabases(Connection& connection);

} // namespace tidemark::postgres
