// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/base/basebackupplan.h"
#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "core/verdict.h"

#include <QJsonObject>

#include <chrono>

namespace tidemark::backup::base {

struct BaseBackupReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString setFolder;
    catalog::Manifest manifest;
    qint64 serverFiles = 0; // of the data directory, however they are packed
    qint64 serverBytes = 0; // of these
    std::chrono::milliseconds duration{0};
    std::chrono::milliseconds copyDuration{0};
    std::chrono::milliseconds readBackDuration{0};
    std::chrono::milliseconds verifyDuration{0};

    QJsonObject toJson() const;
};

/// Copies, reads every byte back, has pg_verifybackup look where it can, and only then lets the set appear under its name.
/// Blocks; for a worker thread. Whatever ends it early (error, cancel, kill) leaves no set behind: on error and cancel the
/// partial folder, what was written into folders of mapped tablespaces, and the tool's server processes are gone when this
/// returns.
core::Result<BaseBackupReport> run(const BaseBackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::backup::base
