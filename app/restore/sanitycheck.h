// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "core/runcontext.h"
#include "core/sanityquery.h"
#include "postgres/connection.h"

#include <QStringList>

namespace tidemark::restore {

/// What a restored database answers to sanity queries, beside what its source says.
struct SanityCheck
{
    QList<core::SanityResult> results;
    QStringList live; // names of those whose source is the live database, as it is now
    core::Findings findings;
};

/// Asks each query that is enabled, five minutes each at most. Its source is the answer of the backup's own
/// moment, where `answers` has one of the same name and statement; else what `live` answers, where that is
/// given. Planner statistics have to be there. Progress says which, at `fraction`. Errors: only where a
/// connection is gone, and Cancelled.
core::Result<SanityCheck> askSanityQueries(const QList<core::SanityQuery>& queries,
                                           const QList<core::SanityResult>& answers,
                                           postgres::Connection& restored, postgres::Connection* live,
                                           double fraction, const core::RunContext& context);

} // namespace tidemark::restore
