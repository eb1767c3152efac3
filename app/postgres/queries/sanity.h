// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"
#include "postgres/connection.h"

namespace tidemark::postgres {

/// In which transaction a sanity query runs.
enum class SanityScope
{
    Own,   // a READ ONLY one of its own
    Given, // the one that is open, which has to be READ ONLY; it goes on whatever happens
};

/// How long somebody's query may take where nobody waits for it at a screen.
inline constexpr std::chrono::minutes sanityLimit{5};

/// Asks one question, in the search path that the role has in the database, reading only. What the server
/// says against it is the answer's problem; at most 100 rows, 64 Ki characters of a value and about 16 Mi of
/// them all are fetched. Errors: only
/// where the connection is gone, and Cancelled.
core::Result<core::SanityAnswer> askSanityQuery(Connection& connection, const core::SanityQuery& query,
                                                SanityScope scope, Connection::Deadline limit);

/// What is worth asking of the current database, seen from its three largest tables: how many rows each has,
/// when the newest is from, and its last five. Any role; only tables that it may read.
core::Result<QList<core::SanityQuery>> suggestSanityQueries(Connection& connection);

} // namespace tidemark::postgres
