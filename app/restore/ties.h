// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "restore/restoreplan.h"

#include <QSet>

namespace tidemark::restore {

/// What of an archive holds restored tables to others that stay: foreign keys from and to them, and their
/// membership in publications.
struct Ties
{
    QList<int> dumpIds;      // made again, as far as the target allows
    core::Findings findings; // of these, and of what is not
};

/// `restored` are dump ids of the archive. For an existing database whose tables are made, not only loaded.
Ties tiesOf(const RestoreDraft& draft, const archive::Toc& source, const QSet<int>& restored,
            const TargetContents& target);

/// Makes those of the plan, each by itself: what the server refuses, or rows do not keep, is a finding. How
/// many were made goes to `made`.
core::Findings makeTies(const RestorePlan& plan, const access::ServerAccess& server,
                        const core::RunContext& context, qint64& made);

} // namespace tidemark::restore
