// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/leftovers.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "postgres/connection.h"

namespace tidemark::backup {

/// Ends what runs that crashed (SetWriter::removed()) may still have at work on the server, found by their
/// run ids: a backend that waits for a lock does not notice that its pg_dump is gone. Says of each run that
/// it was interrupted, as a finding and in the log. That the server could not be asked is in the log only.
core::Findings settleCrashedRuns(const QList<catalog::Leftover>& runs, postgres::Connection& connection,
                                 const core::RunContext& context);

} // namespace tidemark::backup
