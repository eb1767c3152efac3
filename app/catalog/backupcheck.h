// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a backup again, long after it was made.
#pragma once

#include "archive/readback.h"
#include "catalog/backupset.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "core/verdict.h"

#include <QJsonObject>

#include <chrono>
#include <optional>

namespace tidemark::catalog {

/// What a check says of a base backup.
struct CheckedBase
{
    QString compression;       // of tar files; "none" for plain ones
    QString checksumAlgorithm; // of its backup_manifest; empty where there is none
    qint64 files = 0;          // of the data directory
    qint64 unpackedBytes = 0;  // of these
    qint64 checkedFiles = 0;   // whose checksum was compared with backup_manifest
    qint64 walSegments = 0;
    int timeline = 0;
    core::Lsn start;
    core::Lsn end;
};

struct CheckReport
{
    core::Verdict verdict = core::Verdict::Ok; // Ok, Warnings or Differences
    QString dump;
    QString setFolder; // empty for a dump from elsewhere, of which nothing is known to compare with
    SetKind kind = SetKind::Database;
    QString format;    // "custom", "directory" …; of a base backup "plain" or "tar"
    qint64 bytes = 0;  // of the dump's files
    qint64 largeObjects = 0;
    std::chrono::milliseconds duration{0};
    QList<ManifestTable> tables;
    QStringList databases; // of each table, where the dump holds several databases; else empty
    std::optional<CheckedBase> base; // of SetKind::BaseBackup
    core::Findings findings;

    QJsonObject toJson() const;
};

/// Reads every byte of the backup that `path` means: a set's folder, a dump within one, any dump, or the folder of a base
/// backup, which is held against its backup_manifest, and in which the WAL that it needs is looked for. Of a set
/// the files' SHA-256 and the tables' rows and digests are compared with the manifest, and what was found
/// becomes a line of its checks.jsonl. Errors: Corrupt where it cannot be read any more (noted in
/// checks.jsonl, too), else as archive::readBack and
/// archive::readBackBaseBackup have them.
core::Result<CheckReport> checkBackup(const QString& path, const core::RunContext& context);

} // namespace tidemark::catalog
