// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// All roles of the server, by name. Any role.
core::Result<QStringList> listRoleNames(Connection& connection);

/// Goes on with the privileges of that role, as pg_dump --role does. Errors: PermissionDenied, NotFound.
core::Status setRole(Connection& connection, const QString& role);

} // namespace tidemark::postgres
