// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/databaseadmin.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

constexpr Connection::Deadline copyingTemplate{300'000}; // waits for a checkpoint on servers before 15

core::Status done(core::Result<Rows> rows)
{
    if (!rows)
        return std::move(rows).error();
    return {};
}

} // namespace

core::Result<bool> databaseExists(Connection& connection, const QString& name)
{
    auto counted = connection.query("SELECT pg_catalog.count(*) FROM pg_catalog.pg_database WHERE datname = $1", {name},
                                    QCoreApplication::translate("postgres::queries", "The databases could not be listed."));
    if (!counted)
        return std::move(counted).error();
    return counted->number(0, 0) > 0;
}

namespace {

Sql createStatement(const NewDatabase& database)
{
    Sql statement("CREATE DATABASE ");
    statement.identifier(database.name).add(" TEMPLATE ");
    if (database.templateDatabase.isEmpty())
        statement.add("template0");
    else
        statement.identifier(database.templateDatabase);
    if (!database.owner.isEmpty())
        statement.add(" OWNER ").identifier(database.owner);
    if (!database.encoding.isEmpty())
        statement.add(" ENCODING ").literalValue(database.encoding);
    if (database.provider == CollationProvider::Libc)
        statement.add(" LOCALE_PROVIDER libc");
    else if (database.provider == CollationProvider::Icu)
        statement.add(" LOCALE_PROVIDER icu ICU_LOCALE ").literalValue(database.providerLocale);
    else if (database.provider == CollationProvider::Builtin)
        statement.add(" LOCALE_PROVIDER builtin BUILTIN_LOCALE ").literalValue(database.providerLocale);
    if (!database.collation.isEmpty())
        statement.add(" LC_COLLATE ").literalValue(database.collation);
    if (!database.characterType.isEmpty())
        statement.add(" LC_CTYPE ").literalValue(database.characterType);
    if (!database.tablespace.isEmpty())
        statement.add(" TABLESPACE ").identifier(database.tablespace);
    return statement;
}

} // namespace

QString createDatabaseText(const NewDatabase& database)
{
    return QString::fromUtf8(createStatement(database).text()) + QLatin1Char(';');
}

core::Status createDatabase(Connection& connection, const NewDatabase& database)
{
    const Sql statement = createStatement(database);
    core::Status status = done(connection.query(statement, {}, QCoreApplication::translate("postgres::queries", "The database %1 could not be created.").arg(database.name), copyingTemplate));
    if (!status && status.error().kind == core::ErrorKind::Conflict)
        status.error().hint = QCoreApplication::translate("postgres::queries", "Choose another name for the new database.");
    if (!status && status.error().kind == core::ErrorKind::PermissionDenied)
        status.error().hint = QCoreApplication::translate("postgres::queries", "Let an administrator run: ALTER ROLE … CREATEDB.");
    return status;
}

core::Status dropDatabase(Connection& connection, const QString& name)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "The database %1 could not be dropped.").arg(name);
    // Best effort: sessions of others need a privilege that we may not have; DROP DATABASE then says who is in the way.
    (void)connection.query("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                           " WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid() AND usename = CURRENT_USER",
                           {name}, whatFailed);
    Sql statement("DROP DATABASE IF EXISTS ");
    return done(connection.query(statement.identifier(name), {}, whatFailed, copyingTemplate));
}

core::Status renameDatabase(Connection& connection, const QString& from, const QString& to)
{
    Sql statement("ALTER DATABASE ");
    statement.identifier(from).add(" RENAME TO ").identifier(to);
    return done(connection.query(statement, {}, QCoreApplication::translate("postgres::queries", "The database %1 could not be renamed to %2.").arg(from, to)));
}

core::Status setDatabaseOwner(Connection& connection, const QString& name, const QString& owner)
{
    Sql statement("ALTER DATABASE ");
    statement.identifier(name).add(" OWNER TO ").identifier(owner);
    return done(connection.query(statement, {}, QCoreApplication::translate("postgres::queries", "The database %1 could not be given to %2.").arg(name, owner)));
}

core::Status setConnectionLimit(Connection& connection, const QString& name, int limit)
{
    Sql statement("ALTER DATABASE ");
    statement.identifier(name).add(" CONNECTION LIMIT ").number(limit);
    return done(connection.query(statement, {}, QCoreApplication::translate("postgres::queries", "The connections to the database %1 could not be limited.").arg(name)));
}

core::Status runScript(Connection& connection, const QByteArray& script, Connection::Deadline limit)
{
    return connection.execute(Sql::script(script), QCoreApplication::translate("postgres::queries", "A script failed."), limit);
}

core::Status analyzeDatabase(Connection& connection, Connection::Deadline limit)
{
    return connection.execute("ANALYZE", QCoreApplication::translate("postgres::queries", "The planner statistics could not be gathered."), limit);
}

} // namespace tidemark::postgres
