// SPDX-License-Identifier: GPL-3.0-or-later
// Roles as pg_dumpall describes them, beside a dump or in the same file.
#pragma once

#include "core/runcontext.h"
#include "postgres/queries/roles.h"
#include "restore/restoresource.h"

#include <QMap>

namespace tidemark::restore {

struct GlobalRole
{
    postgres::NewRole role; // without memberships in roles that are not described
    QStringList powers;     // that it had and does not get: "SUPERUSER", "REPLICATION"
};

/// By name; empty where there is no such description. Passwords are passed over. Reads statements as text and
/// runs none.
QMap<QString, GlobalRole> globalRoles(const RestoreSource& source, const core::RunContext& context);

/// Of the entries of that part of a dump.
QMap<QString, GlobalRole> globalRolesIn(const archive::Toc& globals);

} // namespace tidemark::restore
