// SPDX-License-Identifier: GPL-3.0-or-later
// Trial restores and sanity queries, with their history: for window, command line and timer alike.
#pragma once

#include "jobs/recordedruns.h"
#include "restore/drill/drillrun.h"
#include "store/profilestore.h"
#include "store/sanitystore.h"

namespace tidemark::jobs {

/// restore::drill::run with a row in the history, as a check. `runId` as catalog::newRunId makes it.
core::Result<restore::drill::DrillReport> runDrill(const restore::drill::DrillDraft& draft,
                                                   const QString& runId, const process::ToolSet& tools,
                                                   const access::ServerAccess* chosen, const RunOwner& owner,
                                                   const core::RunContext& context);

/// What a drill came to, in a sentence for people.
QString verdictSentence(const restore::drill::DrillReport& report);

/// Under what the sanity queries of a server's database are kept; `server` is a profile's id or name, or a
/// label.
store::SanityPlace sanityPlace(const QString& server, const QString& database,
                               const store::ProfileStore& profiles);

/// The queries for every database of the set that `source` is, or is in; none for dumps from elsewhere.
/// Errors: those of the store.
core::Result<QHash<QString, QList<core::SanityQuery>>> sanityQueriesFor(const QString& source,
                                                                        const store::SanityStore& queries,
                                                                        const store::ProfileStore& profiles);

/// The same queries asked of one database and, where `target` is given, of another: the live one first.
core::Result<QList<core::SanityResult>> runSanityQueries(const QList<core::SanityQuery>& queries,
                                                         postgres::Connection& source,
                                                         postgres::Connection* target,
                                                         const core::RunContext& context);

} // namespace tidemark::jobs
