// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/backuprole.h"

#include <QCoreApplication>

namespace tidemark::postgres {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("postgres::queries", text);
}

QList<Sql> createSql(const BackupRole& role, const BackupRoleFacts& facts, const QString& verifier)
{
    QList<Sql> statements;
    Sql create("CREATE ROLE ");
    create.identifier(role.name).add(" LOGIN");
    if (role.replication == ReplicationGrant::Replication)
        create.add(" REPLICATION");
    create.add(" PASSWORD ").literalValue(verifier);
    statements.append(create);
    if (role.read == ReadGrant::AllData)
        statements.append(Sql("GRANT pg_read_all_data TO ").identifier(role.name));
    if (role.read != ReadGrant::None) {
        for (const QString& database : facts.closedDatabases)
            statements.append(Sql("GRANT CONNECT ON DATABASE ").identifier(database).add(" TO ").identifier(role.name));
    }
    return statements;
}

QList<Sql> grantSql(const BackupRole& role, const QStringList& schemas)
{
    QList<Sql> statements;
    for (const QString& schema : schemas) {
        statements.append(Sql("GRANT USAGE ON SCHEMA ").identifier(schema).add(" TO ").identifier(role.name));
        statements.append(Sql("GRANT SELECT ON ALL TABLES IN SCHEMA ").identifier(schema).add(" TO ").identifier(role.name));
        statements.append(Sql("GRANT SELECT ON ALL SEQUENCES IN SCHEMA ").identifier(schema).add(" TO ").identifier(role.name));
        statements.append(Sql("ALTER DEFAULT PRIVILEGES IN SCHEMA ").identifier(schema).add(" GRANT SELECT ON TABLES TO ").identifier(role.name));
        statements.append(Sql("ALTER DEFAULT PRIVILEGES IN SCHEMA ").identifier(schema).add(" GRANT SELECT ON SEQUENCES TO ").identifier(role.name));
    }
    return statements;
}

QStringList textOf(const QList<Sql>& statements)
{
    QStringList lines;
    for (const Sql& statement : statements)
        lines.append(QString::fromUtf8(statement.text()) + QLatin1Char(';'));
    return lines;
}

core::Status runAll(Connection& connection, const QList<Sql>& statements, const QString& whatFailed)
{
    if (auto begun = connection.query("BEGIN", {}, whatFailed); !begun)
        return std::move(begun).error();
    for (const Sql& statement : statements) {
        if (auto done = connection.query(statement, {}, whatFailed); !done) {
            (void)connection.query("ROLLBACK", {}, whatFailed);
            return std::move(done).error();
        }
    }
    if (auto committed = connection.query("COMMIT", {}, whatFailed); !committed)
        return std::move(committed).error();
    return {};
}

} // namespace

core::Result<BackupRoleFacts> readBackupRoleFacts(Connection& connection, const QString& name)
{
    const QString whatFailed = tr("The server's roles could not be read.");
    auto rows = connection.query("SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = $1),"
                                 " r.rolsuper OR r.rolcreaterole, r.rolsuper, r.rolsuper OR r.rolreplication"
                                 " FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER",
                                 {name}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    if (rows->count() != 1)
        return core::Error{core::ErrorKind::QueryFailed, whatFailed, {}, {}};
    BackupRoleFacts facts;
    facts.exists = rows->flag(0, 0);
    facts.mayCreateRoles = rows->flag(0, 1);
    facts.superuser = rows->flag(0, 2);
    facts.mayReplicate = rows->flag(0, 3);
    auto databases = connection.query("SELECT datname, pg_catalog.has_database_privilege('public', oid, 'CONNECT')"
                                      " FROM pg_catalog.pg_database WHERE datallowconn AND datname <> 'template1' ORDER BY datname",
                                      {}, whatFailed);
    if (!databases)
        return std::move(databases).error();
    for (qsizetype row = 0; row < databases->count(); ++row) {
        facts.databases.append(databases->text(row, 0));
        if (!databases->flag(row, 1))
            facts.closedDatabases.append(databases->text(row, 0));
    }
    return facts;
}

core::Result<QStringList> listGrantSchemas(Connection& connection)
{
    auto rows = connection.query("SELECT nspname FROM pg_catalog.pg_namespace"
                                 " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname COLLATE \"C\"",
                                 {}, tr("The schemas could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QStringList names;
    for (qsizetype row = 0; row < rows->count(); ++row)
        names.append(rows->text(row, 0));
    return names;
}

QStringList roleStatements(const BackupRole& role, const BackupRoleFacts& facts, const QString& verifier)
{
    return textOf(createSql(role, facts, verifier));
}

QStringList schemaGrants(const BackupRole& role, const QStringList& schemas)
{
    return textOf(grantSql(role, schemas));
}

core::Result<QString> scramVerifier(Connection& connection, const QString& role, const core::Secret& password)
{
    return connection.encryptedPassword(role, password);
}

core::Status createBackupRole(Connection& connection, const BackupRole& role, const BackupRoleFacts& facts, const QString& verifier)
{
    return runAll(connection, createSql(role, facts, verifier), tr("The role could not be made."));
}

core::Status grantSchemas(Connection& connection, const BackupRole& role, const QStringList& schemas)
{
    return runAll(connection, grantSql(role, schemas), tr("The role could not be given what it has to read."));
}

} // namespace tidemark::postgres
