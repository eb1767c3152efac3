// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verdict.h"
#include "postgres/connectionspec.h"
#include "restore/base/newcluster.h"

#include <chrono>

namespace tidemark::restore::base {

/// A database that the new server has.
struct FoundDatabase
{
    QString name;
    qint64 bytes = 0;
    qint64 objects = 0; // tables, views, sequences of users
};

struct NewClusterReport
{
    core::Verdict verdict =
        core::Verdict::Ok; // Ok, Warnings; Failed where the server is there, but not all of its data
    QString name;          // by which lists of kept clusters call it
    QString source;        // folder of the backup
    QString setFolder;     // empty for a folder from elsewhere
    QString folder;
    QString dataFolder;
    QString logFile;
    QString serverVersion;
    QString serverUser;            // who runs it; empty: the user who runs Tidemark
    postgres::ConnectionSpec spec; // as a superuser
    bool isRunning = false;
    QList<FoundDatabase> databases;
    QList<QPair<QString, QString>> tablespaces; // name or OID, folder
    qint64 bytes = 0;                           // that it takes
    std::chrono::milliseconds duration{0};
    core::Findings findings;

    QJsonObject toJson() const;
};

/// Copies or unpacks, compares every file with the manifest, starts the server until it has recovered and
/// answers, and leaves it as wanted. Nothing is written but into the new folders. Errors: Corrupt with what
/// differs; ToolFailed with the server's words where it does not come up; StorageFull, Conflict, ToolMissing,
/// Cancelled. After an error everything is removed again, or the hint says what is left; what a killed run
/// leaves is removed by the next one. Blocks; for a worker thread.
core::Result<NewClusterReport> run(const NewClusterPlan& plan, const process::ToolSet& tools,
                                   const core::RunContext& context);

} // namespace tidemark::restore::base
