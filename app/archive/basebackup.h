// SPDX-License-Identifier: GPL-3.0-or-later
// What a base backup says about itself. Layout: the PostgreSQL manual, "Backup Manifest Format".
#pragma once

#include "core/lsn.h"
#include "core/result.h"

#include <QList>
#include <QString>

namespace tidemark::archive {

/// The WAL that is needed to make the backup consistent.
struct WalRange
{
    int timeline = 0;
    core::Lsn start;
    core::Lsn end;
};

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

/// Reads the backup_manifest of a folder that pg_basebackup wrote, in either of its formats. NotFound where
/// it has none; Corrupt; InvalidInput where it is larger than 64 MB: then the backup has some 400 000 files.
core::Result<BaseBackupFacts> readBaseBackup(const QString& folder);

} // namespace tidemark::archive
