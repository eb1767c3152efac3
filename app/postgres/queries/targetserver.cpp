// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/targetserver.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<TargetServer> readTargetServer(Connection& connection)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "What the server has could not be read.");
    TargetServer server;
    const Sql versions = connection.serverVersion().major() >= 13
                             ? Sql("SELECT name, version, trusted OR NOT superuser FROM pg_catalog.pg_available_extension_versions")
                             : Sql("SELECT name, version, NOT superuser FROM pg_catalog.pg_available_extension_versions");
    const auto extensions = connection.query(versions, {}, whatFailed);
    if (!extensions)
        return extensions.error();
    for (qsizetype row = 0; row < extensions->count(); ++row) {
        AvailableExtension& extension = server.extensions[extensions->text(row, 0)];
        extension.versions.append(extensions->text(row, 1));
        extension.isForAll = extension.isForAll || extensions->flag(row, 2);
    }
    const auto collations = connection.query("SELECT DISTINCT collname FROM pg_catalog.pg_collation WHERE collnamespace = 'pg_catalog'::pg_catalog.regnamespace", {}, whatFailed);
    if (!collations)
        return collations.error();
    for (qsizetype row = 0; row < collations->count(); ++row)
        server.collations.insert(collations->text(row, 0));
    // pg_settings leaves out what the role may not see.
    const auto about = connection.query("SELECT (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'), r.rolsuper OR r.rolbypassrls"
                                        " FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER",
                                        {}, whatFailed);
    if (!about)
        return about.error();
    server.dataDirectory = about->text(0, 0);
    server.bypassesRowSecurity = about->flag(0, 1);
    return server;
}

core::Result<TargetUse> readTargetUse(Connection& connection)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "What is going on in the database could not be read.");
    TargetUse use;
    const auto counts = connection.query("SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database()"
                                         "   AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'),"
                                         " (SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database()),"
                                         " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')",
                                         {}, whatFailed);
    if (!counts)
        return counts.error();
    use.sessions = counts->number(0, 0);
    use.preparedTransactions = counts->number(0, 1);
    use.mayCreateSchemas = counts->flag(0, 2);
    const auto schemas = connection.query("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND NOT pg_catalog.has_schema_privilege(oid, 'CREATE')", {}, whatFailed);
    if (!schemas)
        return schemas.error();
    for (qsizetype row = 0; row < schemas->count(); ++row)
        use.closedSchemas.append(schemas->text(row, 0));
    const auto filtered = connection.query("SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                           " WHERE c.relrowsecurity AND pg_catalog.row_security_active(c.oid)",
                                           {}, whatFailed);
    if (!filtered)
        return filtered.error();
    for (qsizetype row = 0; row < filtered->count(); ++row)
        use.filteredTables.append({filtered->text(row, 0), filtered->text(row, 1)});
    const auto limited = connection.query(
        "SELECT n.nspname, c.relname, pg_catalog.pg_get_userbyid(c.relowner),"
        " pg_catalog.pg_has_role(n.nspowner, 'USAGE'), pg_catalog.has_table_privilege(c.oid, 'TRUNCATE'),"
        " pg_catalog.has_table_privilege(c.oid, 'INSERT') FROM pg_catalog.pg_class c"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
        " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')",
        {}, whatFailed);
    if (!limited)
        return limited.error();
    for (qsizetype row = 0; row < limited->count(); ++row)
        use.limited.insert(
            {limited->text(row, 0), limited->text(row, 1)},
            {limited->text(row, 2), limited->flag(row, 3), limited->flag(row, 4), limited->flag(row, 5)});
    return use;
}

} // namespace tidemark::postgres
