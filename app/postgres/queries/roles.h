// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/connection.h"

namespace tidemark::postgres {

/// All roles of the server, by name. Any role.
core::Result<QStringList> listRoleNames(Connection& connection);

} // namespace tidemark::postgres
