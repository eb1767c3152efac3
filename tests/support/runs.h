// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs, as window and command line make them, for tests.
#pragma once

#include "backup/backuprun.h"
#include "restore/restorerun.h"
#include "support/testcluster.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace tidemark::test {

access::ServerAccess openAccess(const postgres::ConnectionSpec& spec, const QString& password = {});

/// Nothing chosen but what every test needs.
backup::BackupDraft draftOf(const QString& database, const QString& destination);
core::Result<backup::BackupReport> backUp(const access::ServerAccess& server, const backup::BackupDraft& draft, const core::RunContext& context = {},
                                          const process::ToolSet& toolSet = tools());
core::Result<backup::BackupPlan> planBackup(const access::ServerAccess& server, const QString& database, const QString& destination,
                                            const process::ToolSet& toolSet = tools());
core::Result<backup::BackupReport> backUp(const access::ServerAccess& server, const QString& database, const QString& destination,
                                          const core::RunContext& context = {}, const process::ToolSet& toolSet = tools());
core::Result<restore::RestorePlan> planRestore(const access::ServerAccess& server, const QString& source, const QString& target);
core::Result<restore::RestoreReport> restoreInto(const access::ServerAccess& server, const QString& source, const QString& target,
                                                 const core::RunContext& context = {});

/// A tool set in which one program is replaced by a script. `%REAL%` in it stands for the path of the real one.
process::ToolSet withScript(process::ToolKind kind, const QByteArray& script, const QString& folder);

/// Every file and folder below, without the lock files that stay on purpose. Sorted.
QStringList filesBelow(const QString& folder);
/// "" when there is none; else what was found, for a failure's text.
QString leftovers(const QString& destination);
/// Sessions on the server that carry an application_name of ours.
QString tidemarkSessions(const TestCluster& cluster);

/// Requests a stop as soon as progress meets the condition.
core::RunContext stoppedWhen(std::stop_source& source, std::function<bool(const core::Progress&)> condition);

} // namespace tidemark::test
