// SPDX-License-Identifier: GPL-3.0-or-later
// How large a backup will be and how long it will take, learned from earlier ones of the same database and server.
#pragma once

#include "backup/backupfacts.h"
#include "backup/dumpform.h"
#include "catalog/manifest.h"
#include "jobs/recordedruns.h"
#include "store/history.h"

#include <optional>

namespace tidemark::jobs {

/// An earlier backup of a database that came out well, as far as it teaches.
struct PastBackup
{
    QDateTime started; // UTC
    core::ByteSize read; // tables read; 0 where it is not recorded
    core::ByteSize size; // of the whole set
    std::chrono::milliseconds duration{0};
    backup::DumpForm form;
    bool hasRows = true; // not of the definitions alone
};

/// Nothing for what is no backup of a database, or did not come out well.
std::optional<PastBackup> pastBackupOf(const store::RunRecord& run);
std::optional<PastBackup> pastBackupOf(const catalog::Manifest& manifest);

/// Those of this draft's database on this server that the history knows, and the newest set in its folder (which may have
/// been made elsewhere), newest first. A history or a set that cannot be read costs the estimate and nothing else. Blocks.
QList<PastBackup> pastBackups(const backup::BackupDraft& draft, const RunOwner& owner, const QString& systemIdentifier);

/// What is expected of a backup of one database.
struct BackupEstimate
{
    QString database;
    core::ByteSize read; // what it has to read
    bool hasRows = true;
    std::optional<core::ByteSize> size;
    std::optional<std::chrono::milliseconds> duration;
    QDateTime learnedOn;        // the newest run it was learned from
    core::ByteSize readThen;    // what that one had to read
    bool isOtherForm = false;   // that one was in another form: there is a past, and nothing to be expected from it
};

/// From the newest runs in the same format and compression: the median of their bytes on disk and of their time, per byte
/// read. A run that read little says nothing about one that reads much.
BackupEstimate estimateBackup(const QString& database, core::ByteSize read, bool hasRows, const backup::DumpForm& form, const QList<PastBackup>& past);

/// "about 1.2 GB in 3 min 5 s, as on 12 Nov 2026", and of several databases their sum; says from what it was learned, and
/// for which nothing is known.
QString estimateSentence(const QList<BackupEstimate>& estimates);

} // namespace tidemark::jobs
