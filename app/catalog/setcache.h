// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace tidemark::catalog {

/// What a destination held when it was last looked at. A memory for disks that are not plugged in, never the
/// truth.
struct RememberedSets
{
    QDateTime seen; // UTC
    QString disk;   // where the file system began that it lay on
    QList<BackupSet> sets;
};

/// Keeps the sets of a destination in a file of `cacheFolder`, without their lists of tables and files (the
/// sums stay). Best effort: what cannot be written is forgotten.
void rememberSets(const QString& cacheFolder, const QString& destination, const QList<BackupSet>& sets);
/// Nothing where nothing is known, or it cannot be read.
std::optional<RememberedSets> recallSets(const QString& cacheFolder, const QString& destination);
/// Whether the destination is not there, or is the empty folder on which a disk used to be mounted.
bool isAway(const QString& destination, const RememberedSets& remembered, bool foundNothing);

} // namespace tidemark::catalog
