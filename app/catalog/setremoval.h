// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting a backup set: its own files, nothing else, and never so that half of it looks like a whole one.
#pragma once

#include "catalog/backupset.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace tidemark::catalog {

enum class RemovalWay
{
    Trash, // the desktop's, from which it can be brought back
    Permanent,
};

/// What deleting a set comes to, before it is done.
struct RemovalFacts
{
    BackupSet set;
    QStringList strangers; // what lies in its folder and is not its own, below the folder; stays
    bool canTrash = false; // there is a trash for this file system, and no stranger has to stay
    bool lastProven =
        false; // no other usable set of its database was read back or restored, below the same destination
};

/// Of several sets at once, so that the last proven one is known among what would stay. `all` is what a scan
/// found. Errors: NotFound; Corrupt, ToolTooOld where the manifest cannot be read: then it is not known which
/// files are the set's.
core::Result<QList<RemovalFacts>> removalFacts(const QStringList& folders, const QList<BackupSet>& all);

struct RemovalReport
{
    QString folder;
    RemovalWay way = RemovalWay::Permanent;
    QString trashPath;     // where it lies now; empty where it was deleted for good
    QStringList strangers; // left in the folder
};

/// Deletes one set. To the trash it goes whole, in one step. For good, its folder is first renamed to a name
/// that is no set's; what a crash leaves is ended by finishRemovals(). Links in it are never followed.
/// Errors: Conflict while it is in use, and with RemovalWay::Trash where it cannot go there (then nothing was
/// changed); NotFound, Corrupt, ToolTooOld, PermissionDenied, Io.
core::Result<RemovalReport> removeSet(const QString& folder, RemovalWay way);

/// Ends what was begun to be deleted below a destination, or in one folder of sets. Says how many.
int finishRemovals(const QString& destination);

} // namespace tidemark::catalog
