// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/backupplan.h"
#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "core/verdict.h"

#include <QJsonObject>

namespace tidemark::backup {

struct BackupReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString setFolder;
    catalog::Manifest manifest;
    std::chrono::milliseconds duration{0};
    std::chrono::milliseconds dumpDuration{0};
    std::chrono::milliseconds readBackDuration{0};

    qint64 rows() const;
    QJsonObject toJson() const;
};

/// Dumps, reads back, judges, and only then lets the set appear under its name. Blocks; for a worker thread. Whatever
/// ends it early (error, cancel, kill) leaves no set behind: on error and cancel the partial folder and the tool's
/// server processes are gone when this returns.
core::Result<BackupReport> run(const BackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::backup
