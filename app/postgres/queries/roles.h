// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// All roles of the server, by name. Any role.
core::Result<QStringList> listRoleNames(Connection& connection);

struct Role
{
    QString name;
    bool actsFor = false; // the session's role may give objects to it: itself, its member, a superuser
    bool superuser = false;
};

/// The same with what this session may do. Any role.
core::Result<QList<Role>> listRoles(Connection& connection);

/// Never with a password, nor with what only a superuser may give.
struct NewRole
{
    QString name;
    bool login = false;
    bool inherits = true;
    bool createsDatabases = false;
    int connectionLimit = -1;
    QString validUntil;   // empty: for ever
    QStringList memberOf; // that are there, or are made before
};

/// One line that can be copied; memberships in others behind it.
QString createRoleText(const NewRole& role);
/// For a script: makes the role where it is not there.
QByteArray createAbsentRoleText(const NewRole& role);
/// Makes it, and the session's role its member where `actFor` says so, so that objects can be given to it. Needs
/// CREATEROLE. Errors: Conflict where the name is taken, PermissionDenied.
core::Status createRole(Connection& connection, const NewRole& role, bool actFor);
/// Of a role that owns nothing and has no privileges left. No error if it is not there.
core::Status dropRole(Connection& connection, const QString& name);

/// Goes on with the privileges of that role, as pg_dump --role does. Errors: PermissionDenied, NotFound.
core::Status setRole(Connection& connection, const QString& role);

} // namespace tidemark::postgres
