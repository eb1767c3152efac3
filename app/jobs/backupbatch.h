// SPDX-License-Identifier: GPL-3.0-or-later
// Several databases of a server in one run: a set for each, one run id for all.
#pragma once

#include "jobs/recordedruns.h"

#include <QStringList>

#include <vector>

namespace tidemark::jobs {

/// One database of a batch: what it came to. A database that fails leaves the others as they are.
struct BatchItem
{
    QString database;
    core::Result<backup::BackupReport> report;
};

struct BatchReport
{
    std::vector<BatchItem> items; // in the order of the plans; those that a cancel kept from starting are not there
    std::chrono::milliseconds duration{0};

    core::Verdict verdict() const; // the worst of all
    QJsonObject toJson() const;
};

/// The databases that a backup of all of them means: those that allow connections and are no templates. Any role.
core::Result<QStringList> databasesToBackUp(const access::ServerAccess& server, const core::RunContext& context);

/// Runs the plans one after the other, and writes each into the history. Progress is that of all, weighed by what each has
/// to read. They get the run id of the first.
BatchReport runBackups(QList<backup::BackupPlan> plans, const access::ServerAccess& server, const RunOwner& owner, const core::RunContext& context);

/// "3 databases are backed up …": one sentence for people.
QString verdictSentence(const BatchReport& report);

} // namespace tidemark::jobs
