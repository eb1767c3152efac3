// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/base/basebackupfacts.h"
#include "process/command.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace tidemark::backup::base {

enum class SlotUse
{
    Temporary, // of the tool's own, so that the server keeps the WAL that is still to be streamed
    None,      // none is free
};

/// Exactly what will be done. A value: it is shown before the run, stored with it, and serialises to JSON without secrets.
struct BaseBackupPlan
{
    BaseBackupDraft draft; // with an absolute destination
    QString runId;         // also the application_name of the tool: "tidemark/<run id>"
    process::Tool pgBaseBackup;
    std::optional<process::Tool> pgVerifyBackup; // of exactly the server's major; it cannot read another's WAL
    core::ServerVersion server;
    Compression compression; // what is used
    SlotUse slot = SlotUse::Temporary;
    bool hasManifest = true; // server and tool make one
    QList<postgres::Tablespace> tablespaces;
    std::optional<core::ByteSize> estimatedSize;

    QString applicationName() const;
    /// Where a tablespace of a plain backup goes: below the set's folder, or an absolute path.
    QString tablespaceFolder(const postgres::Tablespace& tablespace) const;
    QJsonObject toJson() const;
};

/// Errors: the first blocker of validate(), as an error of its kind.
core::Result<BaseBackupPlan> makePlan(const BaseBackupDraft& draft, const BaseBackupFacts& facts);

/// pg_basebackup into `setFolder`, without the connection (see access::ToolAccess).
process::Command baseBackupCommand(const BaseBackupPlan& plan, const QString& setFolder);
/// pg_verifybackup of a plain backup's structure and WAL. Its checksums are left to reading back, which computes them all.
process::Command verifyCommand(const process::Tool& tool, const QString& baseFolder);

/// The commands as they will be run, for reading and copying; the destination stands for the set's folder, which is made only then.
QStringList shownCommands(const BaseBackupPlan& plan, const QString& conninfo);

} // namespace tidemark::backup::base
