// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "restore/drill/drilldraft.h"
#include "store/profilestore.h"
#include "ui/common/toolsource.h"

namespace tidemark::ui {

/// What a trial restore of a backup will be, before it is begun.
struct DrillReview
{
    catalog::BackupSet set;
    restore::drill::DrillDraft draft; // with the sanity queries of its databases
    process::ToolSet tools;
    int major = 0;                      // of the server that is started for it
    std::optional<core::Error> refusal; // why none can be
    core::Findings findings;
};

/// `refusal` is ToolMissing with the package to install. Errors: those of reading the set's manifest and the
/// sanity queries. For a worker thread.
core::Result<DrillReview> reviewDrill(const QString& folder, const ToolSource& source,
                                      const store::ProfileStore& profiles, const core::RunContext& context);

/// "Sanity queries": which are asked.
QString sanityWords(const DrillReview& review);
/// What is compared with what.
QString comparedWords(const DrillReview& review);
/// The same by tidemarkctl.
QString drillCommand(const QString& folder);

} // namespace tidemark::ui
