// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupanswers.h"
#include "backup/base/basebackupdraft.h"
#include "backup/cluster/clusterdumpdraft.h"
#include "catalog/backupset.h"
#include "restore/restoredraft.h"
#include "store/history.h"

#include <variant>

namespace tidemark::ui {

/// The answers of an earlier run, for the wizard of its kind.
struct FormerRun
{
    std::variant<backup::BackupAnswers, backup::base::BaseBackupDraft, backup::cluster::ClusterDumpDraft,
                 restore::RestoreDraft>
        answers;
    QString origin; // "As on 12 Nov 2026 02:00 CET"
};

/// Whether this is a run, or a set, whose answers a wizard can ask again.
bool canRunAgain(const store::RunRecord& run);
bool canRunAgain(const catalog::BackupSet& set);
/// Errors: InvalidInput where it is not recorded, or was by a newer version.
core::Result<FormerRun> formerRun(const store::RunRecord& run);
core::Result<FormerRun> formerRun(const catalog::BackupSet& set);
/// Why a run cannot be repeated whose server this window does not know: NotFound.
core::Error serverNotListed(const store::RunRecord& run);

} // namespace tidemark::ui
