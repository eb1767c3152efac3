// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcluster.h"

namespace tidemark::test {

/// Makes a database with every kind of object that pg_dump knows and every name and dependency that is hard
/// to take apart: hardschema.sql says which. Makes the roles hard_…, and the tablespace "hard space", where
/// they are absent from the cluster; they stay. PostgreSQL 15 or newer.
core::Status createHardSchema(const TestCluster& cluster, const QString& database);

} // namespace tidemark::test
