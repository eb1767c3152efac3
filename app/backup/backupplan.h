// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupfacts.h"
#include "backup/pgdumpcommand.h"
#include "catalog/manifest.h"
#include "core/sanityquery.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::backup {

/// Exactly what will be done. A value: it is shown before the run, stored with it, and serialises to JSON without secrets.
struct BackupPlan
{
    BackupDraft draft;
    QString runId; // also the application_name of the tools: "tidemark/<run id>"
    process::Tool pgDump;
    std::optional<process::Tool> pgDumpAll; // absent: no globals
    RolePasswords rolePasswords = RolePasswords::Keep;
    DumpForm form;
    QStringList contentArguments; // for pg_dump
    core::ByteSize estimatedRead; // table bytes, the weight of the progress
    /// Asked in the dump's own snapshot; the answers go into the set, for trial restores. Whoever runs the plan fills them in.
    QList<core::SanityQuery> sanity = {};

    QString applicationName() const;
    QString dumpFileName(const QDateTime& started) const; // inside the set
    catalog::Coverage coverage() const;
    QJsonObject toJson() const;
};

/// The draft that a stored plan was made of, as toJson() wrote it. Errors: InvalidInput.
core::Result<BackupDraft> draftOf(const QJsonObject& plan);

/// Errors: the first blocker of validate(), as an error of its kind.
core::Result<BackupPlan> makePlan(const BackupDraft& draft, const BackupFacts& facts);

/// pg_dump as the plan wants it; without a file it writes to its standard output.
process::Command dumpCommand(const BackupPlan& plan, const QString& file, const QString& snapshot);

/// The commands as they will be run, for reading and copying; the snapshot, which exists only during the run, is left out.
QStringList shownCommands(const BackupPlan& plan, const QString& conninfo);

} // namespace tidemark::backup
