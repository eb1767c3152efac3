// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "backup/cluster/clusterdumpplan.h"
#include "catalog/manifest.h"
#include "core/runcontext.h"
#include "core/verdict.h"

#include <QJsonObject>

#include <chrono>

namespace tidemark::backup::cluster {

struct ClusterDumpReport
{
    core::Verdict verdict = core::Verdict::Ok;
    core::Findings findings;
    QString setFolder;
    catalog::Manifest manifest;
    QStringList databases; // in the file
    int roles = 0;         // in the file
    int tablespaces = 0;
    std::chrono::milliseconds duration{0};
    std::chrono::milliseconds dumpDuration{0};
    std::chrono::milliseconds readBackDuration{0};

    qint64 rows() const;
    QJsonObject toJson() const;
};

/// Dumps, reads back, judges, and only then lets the set appear under its name. Blocks; for a worker thread.
/// Whatever ends it early (error, cancel, kill) leaves no set behind: on error and cancel the partial folder
/// and the tools' server processes are gone when this returns.
core::Result<ClusterDumpReport> run(const ClusterDumpPlan& plan, const access::ServerAccess& server,
                                    const core::RunContext& context);

} // namespace tidemark::backup::cluster
