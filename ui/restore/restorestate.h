// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of a restore wizard share, and the questions they ask.
#pragma once

#include "access/serveraccess.h"
#include "restore/restoreplan.h"
#include "ui/common/toolsource.h"
#include "ui/services.h"

#include <memory>
#include <optional>

namespace tidemark::ui {

struct RestoreReview
{
    restore::RestoreFacts facts;
    core::Findings findings;
    std::optional<restore::RestorePlan> plan; // absent while a finding forbids it
    QStringList commands;
    QString openCommand; // how to look at the new database afterwards
};

struct RestoreState
{
    RestoreState(Services& allServices, const store::Profile& ofProfile, const QString& source);

    Services& services;
    store::Profile profile;
    restore::RestoreDraft draft;
    std::optional<restore::RestoreSource> source;
    std::optional<restore::RestoreFacts> facts; // of the target server, for live validation
    std::optional<RestoreReview> review;
};

/// "<database>_restored", with a number where that is taken; cut to what PostgreSQL allows.
QString suggestedName(const QString& database, const restore::RestoreFacts& facts);

/// For a worker thread.
core::Result<RestoreReview> reviewRestore(const restore::RestoreDraft& draft, const ToolSource& toolSource, const access::ServerAccess& server,
                                          const core::RunContext& context);

} // namespace tidemark::ui
