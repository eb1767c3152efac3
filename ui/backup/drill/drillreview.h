// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "restore/drill/drilldraft.h"
#include "store/profilestore.h"
#include "ui/common/toolsource.h"

#include <optional>

namespace tidemark::ui {

/// What somebody wants of a trial restore.
struct DrillChoice
{
    QString source;                       // folder of a backup, or a dump from elsewhere
    std::optional<store::Profile> server; // instead of one that is started for it
    restore::drill::Trust trust = restore::drill::Trust::BySource;
};

/// What a trial restore of a backup will be, before it is begun.
struct DrillReview
{
    catalog::BackupSet set;           // of a dump from elsewhere: what it says of itself
    QString subject;                  // "shop of 22 Nov 2026 02:00 UTC"
    bool isFromElsewhere = false;     // not dumped by Tidemark: whose code it brings is not known
    restore::drill::DrillDraft draft; // with the sanity queries of its databases
    process::ToolSet tools;
    int major = 0;                      // of the server that is started for it
    std::optional<core::Error> refusal; // why none can be
    core::Findings findings;

    bool isBase() const { return set.manifest.kind == catalog::SetKind::BaseBackup; }
};

/// `refusal` is ToolMissing with the package to install. Errors: those of reading the backup and the sanity
/// queries. For a worker thread.
core::Result<DrillReview> reviewDrill(const DrillChoice& choice, const ToolSource& source,
                                      const store::ProfileStore& profiles, const core::RunContext& context);

/// "Sanity queries": which are asked.
QString sanityWords(const DrillReview& review);
/// What is compared with what.
QString comparedWords(const DrillReview& review);
/// What is done there, and removed again.
QString placeWords(const DrillReview& review, const DrillChoice& choice);
/// The same by tidemarkctl.
QString drillCommand(const DrillChoice& choice);

} // namespace tidemark::ui
