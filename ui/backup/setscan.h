// SPDX-License-Identifier: GPL-3.0-or-later
// Where backups are looked for, and what is found there.
#pragma once

#include "catalog/backupset.h"
#include "ui/services.h"

#include <QStringList>

namespace tidemark::ui {

/// The folders in which backups of a profile are looked for, the likeliest first: its own, the one for all,
/// those of the other profiles, those that were added by hand.
QStringList backupFolders(const Services& services, const store::Profile& profile);
/// Scans all of them; a folder that was never made is no error. For a worker thread.
core::Result<catalog::ScanResult> scanFolders(const QStringList& folders, const core::RunContext& context);

/// A folder that held backups and is not there now.
struct AwayFolder
{
    QString path;
    QDateTime seen; // when it was there last; UTC
};

struct SetSurvey
{
    QList<catalog::BackupSet>
        sets; // whole ones, damaged ones, and what is remembered of folders that are away; newest first
    core::Findings problems; // of folders that cannot be read
    QList<AwayFolder> away;
    QStringList watched; // folders in which sets appear and vanish
};

/// scanFolders() for the Backups section: notes what each folder holds, and recalls that of those that are
/// away.
core::Result<SetSurvey> surveySets(const QStringList& folders, const QString& cacheFolder,
                                   const core::RunContext& context);

} // namespace tidemark::ui
