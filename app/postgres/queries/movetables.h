// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/relations.h"

namespace tidemark::postgres {

/// Moves relations into a schema, which is made where it is absent. Their indexes, sequences, keys and
/// extended statistics go along. What is inherited from tables that stay, or is a partition of them, is
/// separated from these first: it would show up in them. Sequences that move without their table belong to
/// nothing then. One transaction. Needs the owner of all.
core::Status moveRelations(Connection& connection, const QList<RelationName>& relations,
                           const QString& schema);

} // namespace tidemark::postgres
