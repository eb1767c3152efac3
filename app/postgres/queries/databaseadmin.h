// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// What a new database is made with; empty fields are the server's choice.
struct NewDatabase
{
    QString name;
    QString owner;
    QString encoding;
    QString collation;
    QString characterType;
};

core::Result<bool> databaseExists(Connection& connection, const QString& name);
/// CREATE DATABASE … TEMPLATE template0, so that nothing of a site's own template1 comes along. Needs CREATEDB.
/// Errors: Conflict where the name exists.
core::Status createDatabase(Connection& connection, const NewDatabase& database);
/// Ends the database's other sessions as far as the role may, then drops it. Needs its owner. No error if it is not there.
core::Status dropDatabase(Connection& connection, const QString& name);
/// Renames; needs the owner, CREATEDB and that nobody is connected to it. Errors: Conflict where the new name exists.
core::Status renameDatabase(Connection& connection, const QString& from, const QString& to);
/// Runs a script in the connection's database: the sample data of the demo.
core::Status runScript(Connection& connection, const QByteArray& script, Connection::Deadline limit);
/// Planner statistics for everything in the connection's database, as a restored one needs them.
core::Status analyzeDatabase(Connection& connection, Connection::Deadline limit);

} // namespace tidemark::postgres
