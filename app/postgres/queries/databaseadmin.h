// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

enum class CollationProvider
{
    ServersOwn,
    Libc,    // PostgreSQL 15 and newer say so
    Icu,     // 15 and newer
    Builtin, // 17 and newer
};

/// What a new database is made with; empty fields are the server's choice.
struct NewDatabase
{
    QString name;
    QString owner;
    QString encoding;
    QString collation;
    QString characterType;
    CollationProvider provider = CollationProvider::ServersOwn;
    QString providerLocale{};   // of Icu and Builtin
    QString templateDatabase{}; // empty: template0, so that nothing of a site's own template1 comes along
    QString tablespace{};
};

core::Result<bool> databaseExists(Connection& connection, const QString& name);
/// One line that can be copied.
QString createDatabaseText(const NewDatabase& database);
/// CREATE DATABASE. Needs CREATEDB.
/// Errors: Conflict where the name exists.
core::Status createDatabase(Connection& connection, const NewDatabase& database);
/// Ends the database's other sessions as far as the role may, then drops it. Needs its owner. No error if it is not there.
core::Status dropDatabase(Connection& connection, const QString& name);
/// Renames; needs the owner, CREATEDB and that nobody is connected to it. Errors: Conflict where the new name exists.
core::Status renameDatabase(Connection& connection, const QString& from, const QString& to);
/// Needs the owner, and to be a member of the new one.
core::Status setDatabaseOwner(Connection& connection, const QString& name, const QString& owner);
/// How many may be connected; -1: no limit. Needs the owner.
core::Status setConnectionLimit(Connection& connection, const QString& name, int limit);
/// Runs a script in the connection's database: the sample data of the demo.
core::Status runScript(Connection& connection, const QByteArray& script, Connection::Deadline limit);
/// Planner statistics for everything in the connection's database, as a restored one needs them.
core::Status analyzeDatabase(Connection& connection, Connection::Deadline limit);

} // namespace tidemark::postgres
