// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backuprun.h"
#include "backup/base/basebackuprun.h"
#include "backup/cluster/clusterdumprun.h"
#include "restore/restorerun.h"
#include "restore/rows/recoveryrun.h"

#include <QString>

namespace tidemark::jobs {

/// What a run came to, in a sentence for people: "blog_db is backed up: 19 tables with 199 276 rows, 3.9 MB, read back in 0.2 s."
QString verdictSentence(const backup::BackupReport& report);
/// "test is copied whole and every byte was read back: 1 214 files with 39.1 MB, WAL to 0/3000138, 5.2 MB on disk, in 4 s."
QString verdictSentence(const backup::base::BaseBackupReport& report);
/// "test is dumped and every byte was read back: 4 databases, 21 tables with 199 276 rows, 3 roles, 3.9 MB in 2 s."
QString verdictSentence(const backup::cluster::ClusterDumpReport& report);
QString verdictSentence(const restore::RestoreReport& report);
/// "public.posts has its rows back: 37 inserted, 4 set back, 0 deleted, in 0.4 s."
QString verdictSentence(const restore::rows::RecoveryReport& report);

} // namespace tidemark::jobs
