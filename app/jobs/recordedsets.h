// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with sets that are there already, with its history: for window, command line and timer alike.
#pragma once

#include "catalog/backupcheck.h"
#include "catalog/setimport.h"
#include "catalog/setremoval.h"
#include "jobs/recordedruns.h"

#include <QStringList>

#include <vector>

namespace tidemark::jobs {

// Everywhere `runId` is the id of the run in the history, as catalog::newRunId makes it.

/// Reads a backup again: catalog::checkBackup with a row in the history.
core::Result<catalog::CheckReport> runCheck(const QString& path, const QString& runId, const RunOwner& owner,
                                            const core::RunContext& context);

struct CheckItem
{
    QString path;
    core::Result<catalog::CheckReport> report;
};

struct CheckBatch
{
    std::vector<CheckItem> items;  // those that a cancel kept from starting are not there
    core::Verdict verdict() const; // the worst of all
};

/// Several, one after the other; each is a run of the history, of several with ".1", ".2" … behind the id.
/// Progress is that of all, weighed by size.
CheckBatch runChecks(const QStringList& paths, const QString& runId, const RunOwner& owner,
                     const core::RunContext& context);

/// A dump from elsewhere becomes a set. Looks for the same dump below the destination first.
core::Result<catalog::ImportReport> runImport(const catalog::ImportRequest& request, const QString& runId,
                                              const RunOwner& owner, const core::RunContext& context);

struct RemovalItem
{
    QString folder;
    QString subject; // "shop, 22 Nov 2026 …", for sentences
    core::Result<catalog::RemovalReport> report;
};

struct RemovalBatch
{
    std::vector<RemovalItem> items; // those that a cancel kept from starting are not there
    core::Verdict verdict() const;
};

struct RemovalOrder
{
    QString folder;
    QString subject;
    catalog::RemovalWay way = catalog::RemovalWay::Permanent;
};

/// Deletes sets one after the other; one row of the history for all. A cancel ends it between two sets.
RemovalBatch runRemovals(const QList<RemovalOrder>& orders, const QString& runId, const RunOwner& owner,
                         const core::RunContext& context);

/// Whose backup and of when, in one line: "shop of 22 Nov 2026 02:00 UTC".
QString subjectOf(const catalog::BackupSet& set);

/// What a check came to, in a sentence for people.
QString verdictSentence(const catalog::CheckReport& report);
QString verdictSentence(const CheckBatch& batch);
QString verdictSentence(const catalog::ImportReport& report);
QString verdictSentence(const RemovalBatch& batch);

} // namespace tidemark::jobs
