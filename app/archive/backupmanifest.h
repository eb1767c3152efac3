// SPDX-License-Identifier: GPL-3.0-or-later
// The backup_manifest of a base backup. Layout: the PostgreSQL manual, "Backup Manifest Format".
#pragma once

#include "archive/checksum.h"
#include "core/lsn.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <vector>

namespace tidemark::archive {

inline constexpr char backupManifestName[] = "backup_manifest";

/// The WAL that is needed to make the backup consistent.
struct WalRange
{
    int timeline = 0;
    core::Lsn start;
    core::Lsn end; // behind the last byte
};

struct BackupManifest
{
    struct File
    {
        QByteArray path; // below the data directory; never leads out of it
        qint64 size = 0;
        ChecksumKind kind = ChecksumKind::None;
        QByteArray checksum; // its bytes; empty without one
    };

    int version = 0;
    QString systemIdentifier; // since version 2 (PostgreSQL 17)
    std::vector<File> files;
    QList<WalRange> walRanges;
    bool isIntact = false; // its own checksum fits
};

/// Reads it line by line, as PostgreSQL writes it: memory is that of the list. NotFound; Corrupt for what is no manifest
/// (but not for a wrong checksum of its own); InvalidInput for one in another layout of more than 64 MB.
core::Result<BackupManifest> readBackupManifest(const QString& path);

} // namespace tidemark::archive
