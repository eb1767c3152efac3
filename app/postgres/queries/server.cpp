// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/server.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<ServerFacts> readServerFacts(Connection& connection)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "The server's facts could not be read.");
    auto rows = connection.query("SELECT pg_catalog.version(), pg_catalog.pg_is_in_recovery(), r.rolsuper, r.rolcreatedb,"
                                 " pg_catalog.current_database(), r.rolname,"
                                 " pg_catalog.current_setting('server_encoding'),"
                                 " EXISTS (SELECT FROM pg_catalog.pg_roles a WHERE a.rolname = 'pg_read_all_data'"
                                 "   AND pg_catalog.pg_has_role(r.oid, a.oid, 'USAGE')), r.rolcreaterole"
                                 " FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER",
                                 {}, whatFailed);
    if (!rows)
        return std::move(rows).error();
    if (rows->count() != 1)
        return core::Error{core::ErrorKind::QueryFailed, whatFailed, {}, {}};
    ServerFacts facts;
    facts.version = connection.serverVersion();
    facts.versionText = rows->text(0, 0);
    facts.inRecovery = rows->flag(0, 1);
    facts.superuser = rows->flag(0, 2);
    facts.createsDatabases = facts.superuser || rows->flag(0, 3);
    facts.database = rows->text(0, 4);
    facts.user = rows->text(0, 5);
    facts.encoding = rows->text(0, 6);
    facts.createsRoles = facts.superuser || rows->flag(0, 8);
    facts.readsAllData = facts.superuser || rows->flag(0, 7);

    // Managed services may have revoked this function; its absence only costs us the identity across renames.
    auto identifier = connection.query("SELECT system_identifier FROM pg_catalog.pg_control_system()", {}, whatFailed);
    if (identifier && identifier->count() == 1)
        facts.systemIdentifier = identifier->text(0, 0);
    else if (!identifier && identifier.error().kind == core::ErrorKind::Cancelled)
        return identifier.error();
    return facts;
}

} // namespace tidemark::postgres
