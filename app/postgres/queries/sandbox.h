// SPDX-License-Identifier: GPL-3.0-or-later
// What a server that was made for one dump is given first. Superuser.
#pragma once

#include "postgres/connection.h"

#include <QHash>
#include <QMap>

namespace tidemark::postgres {

enum class RoleUse
{
    NameOnly, // for owners and privileges: nobody can log in. Row security does not stop it
    Login,    // without a password: the socket's folder says who may; makes databases of its own
};

core::Status createRole(Connection& connection, const QString& role, RoleUse use);

enum class ExtensionRight
{
    DatabaseOwner, // PostgreSQL 13 and newer, for those that are marked as trusted
    Superuser,
};

/// The extensions that this server could create, and who may.
core::Result<QHash<QString, ExtensionRight>> installableExtensions(Connection& connection);

core::Status createSchema(Connection& connection, const QString& name, const QString& owner);
/// An empty schema means the extension's own choice.
core::Status createExtension(Connection& connection, const QString& name, const QString& schema);

/// Everything that the connection's database takes on the server's disk.
core::Result<qint64> databaseBytes(Connection& connection);

/// The databases of the server that take connections and are no templates.
core::Result<QStringList> ordinaryDatabases(Connection& connection);

/// Names of the tablespaces that people made, by OID.
core::Result<QMap<QString, QString>> ownTablespaces(Connection& connection);

} // namespace tidemark::postgres
