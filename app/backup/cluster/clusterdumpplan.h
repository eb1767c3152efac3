// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/cluster/clusterdumpfacts.h"
#include "backup/dumpform.h"
#include "catalog/manifest.h"
#include "process/command.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace tidemark::backup::cluster {

/// Exactly what will be done. A value: it is shown before the run, stored with it, and serialises to JSON
/// without secrets.
struct ClusterDumpPlan
{
    ClusterDumpDraft draft; // with an absolute destination
    QString runId;          // also the application_name of the tools: "tidemark/<run id>"
    process::Tool pgDumpAll;
    RolePasswords rolePasswords = RolePasswords::Keep;
    DumpForm form;
    QString firstDatabase; // where pg_dumpall reads what is for all
    QStringList databases; // that are to be dumped
    core::ByteSize estimatedRead;

    QString applicationName() const;
    QString dumpFileName(const QDateTime& started) const; // inside the set
    /// Whole only where every database is in it, definitions and rows.
    catalog::Coverage coverage() const;
    QJsonObject toJson() const;
};

/// Errors: the first blocker of validate(), as an error of its kind.
core::Result<ClusterDumpPlan> makePlan(const ClusterDumpDraft& draft, const ClusterDumpFacts& facts);

/// pg_dumpall as the plan wants it, without the connection; without a file it writes to its standard output.
process::Command dumpAllCommand(const ClusterDumpPlan& plan, const QString& file);

/// The commands as they will be run, for reading and copying.
QStringList shownCommands(const ClusterDumpPlan& plan, const QString& conninfo);

} // namespace tidemark::backup::cluster
