// SPDX-License-Identifier: GPL-3.0-or-later
// Sanity queries of a server's databases: whose they are, and asking them. For window and command line alike.
#pragma once

#include "core/runcontext.h"
#include "postgres/connection.h"
#include "store/profilestore.h"
#include "store/sanitystore.h"

#include <QHash>

namespace tidemark::jobs {

/// Under what the sanity queries of a server's database are kept; `server` is a profile's id or name, or a
/// label.
store::SanityPlace sanityPlace(const QString& server, const QString& database,
                               const store::ProfileStore& profiles);

/// The queries for every database of the set that `source` is, or is in; none for dumps from elsewhere.
/// Errors: those of the store.
core::Result<QHash<QString, QList<core::SanityQuery>>> sanityQueriesFor(const QString& source,
                                                                        const store::SanityStore& queries,
                                                                        const store::ProfileStore& profiles);

/// Asks a query that somebody has written, before it is kept: reading only, and for five minutes at most.
/// Errors: InvalidInput; QueryFailed with the server's words; those of the connection, and Cancelled.
core::Result<core::SanityAnswer> trySanityQuery(const core::SanityQuery& query,
                                                postgres::Connection& connection);

/// What is worth asking of a database, seen from its tables, without those that `known` has by name or by
/// statement.
core::Result<QList<core::SanityQuery>> newSanityQueries(const QList<core::SanityQuery>& known,
                                                        postgres::Connection& connection);

/// The same queries asked of one database and, where `target` is given, of another: the live one first.
core::Result<QList<core::SanityResult>> runSanityQueries(const QList<core::SanityQuery>& queries,
                                                         postgres::Connection& source,
                                                         postgres::Connection* target,
                                                         const core::RunContext& context);

} // namespace tidemark::jobs
