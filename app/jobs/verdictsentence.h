// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backuprun.h"
#include "restore/restorerun.h"

#include <QString>

namespace tidemark::jobs {

/// What a run came to, in a sentence for people: "blog_db is backed up: 19 tables with 199 276 rows, 3.9 MB, read back in 0.2 s."
QString verdictSentence(const backup::BackupReport& report);
QString verdictSentence(const restore::RestoreReport& report);

} // namespace tidemark::jobs
