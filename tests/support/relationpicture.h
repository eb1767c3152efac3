// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testcluster.h"

#include <QStringList>

namespace tidemark::test {

/// All that makes up a relation, by names instead of numbers, so that it can be compared with its copy in
/// another database: one sorted line for each column, default, constraint, index, trigger, policy, rule,
/// privilege, comment, owner, sequence with its position …, and one for the content of tables and
/// materialized views. Constraints begin with "constraint NAME ", their comments too.
core::Result<QStringList> relationPicture(postgres::Connection& database, const QString& schema,
                                          const QString& name);
/// A sorted line for every function and type of the database that belongs to no extension.
core::Result<QStringList> helperPicture(postgres::Connection& database);

} // namespace tidemark::test
