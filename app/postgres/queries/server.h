// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsn.h"
#include "postgres/connection.h"

namespace tidemark::postgres {

struct ServerFacts
{
    core::ServerVersion version;
    QString versionText;                     // version(), for people
    std::optional<QString> systemIdentifier; // absent where the role may not read it
    bool inRecovery = false;
    bool superuser = false;
    bool readsAllData = false; // superuser or member of pg_read_all_data (14+)
    bool createsDatabases = false;
    bool createsRoles = false;
    QString database;
    QString user;
    QString encoding;
};

/// Any role.
core::Result<ServerFacts> readServerFacts(Connection& connection);

} // namespace tidemark::postgres
