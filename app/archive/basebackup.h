// SPDX-License-Identifier: GPL-3.0-or-later
// What a base backup says about itself. Layout: the PostgreSQL manual, "Backup Manifest Format".
#pragma once

#include "archive/backupmanifest.h"
#include "core/result.h"

#include <QList>
#include <QString>

namespace tidemark::archive {

struct BaseBackupFacts
{
    int manifestVersion = 0;
    QString systemIdentifier; // since version 2 (PostgreSQL 17)
    qint64 files = 0;
    qint64 bytes = 0;          // of these files, unpacked
    QString checksumAlgorithm; // "CRC32C", "SHA256" …; empty where there are no checksums
    QList<WalRange> walRanges;
    bool isIncremental = false; // needs the backup before it (PostgreSQL 17)
};

/// Reads the backup_manifest of a folder that pg_basebackup wrote, in either of its formats. Errors as
/// readBackupManifest has them: NotFound where it has none.
core::Result<BaseBackupFacts> readBaseBackup(const QString& folder);

} // namespace tidemark::archive
