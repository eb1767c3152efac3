// SPDX-License-Identifier: GPL-3.0-or-later
// The proof that a base backup is whole: every byte is read, unpacked, and held against its manifest, and the WAL that it
// needs is there. What pg_verifybackup does for a plain one, and for tar files too, of any version.
#pragma once

#include "archive/backupmanifest.h"
#include "archive/bytesource.h"
#include "archive/readback.h"
#include "archive/toc.h"
#include "archive/walsegments.h"
#include "core/finding.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

#include <optional>

namespace tidemark::archive {

enum class BaseBackupFormat
{
    Plain, // files as in a data directory
    Tar,   // base.tar, one more for each tablespace, and pg_wal.tar
};

QString baseBackupFormatText(BaseBackupFormat format); // "plain", "tar": the words of pg_basebackup

struct BaseBackupOptions
{
    PageCache pageCache = PageCache::Keep;
    /// Needed WAL that is known from elsewhere, for a backup without a manifest.
    QList<WalRange> walRanges;
};

struct BaseBackupContent
{
    BaseBackupFormat format = BaseBackupFormat::Plain;
    Compression compression = Compression::None; // of the tar files
    bool hasManifest = false;
    QString checksumAlgorithm; // of the manifest; empty where it has none
    QString systemIdentifier;  // where the manifest says it
    QList<WalRange> walRanges; // needed
    std::optional<BackupLabel> label;
    bool isIncremental = false;
    qint64 files = 0;       // of the data directory
    qint64 bytes = 0;       // of these, unpacked
    qint64 checkedFiles = 0; // whose checksum was compared
    qint64 walSegments = 0;
    qint64 fileBytes = 0;      // on disk
    QList<FileReadBack> onDisk; // below the folder, with "/", with their SHA-256; by name
    core::Findings findings;    // Blocker: this is not the backup that was made, or it cannot be restored
};

/// Reads all of the backup in `folder`: plain ones with several threads, tar files one after the other. What is not as the
/// manifest says becomes a finding, of each kind at most twenty. Reports bytes of files as progress and leaves `fraction` to
/// the caller. Memory: the manifest's list, and some megabytes. Errors: Corrupt for tar files and manifests that cannot be
/// read, NotFound, InvalidInput where it is no base backup, PermissionDenied, Io, Cancelled.
core::Result<BaseBackupContent> readBackBaseBackup(const QString& folder, const BaseBackupOptions& options, const core::RunContext& context);

} // namespace tidemark::archive
