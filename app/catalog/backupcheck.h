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

namespace tidemark::catalog {

struct CheckReport
{
    core::Verdict verdict = core::Verdict::Ok; // Ok, Warnings or Differences
    QString dump;
    QString setFolder; // empty for a dump from elsewhere, of which nothing is known to compare with
    QString format;    // "custom", "directory" …
    qint64 bytes = 0;  // of the dump's files
    qint64 largeObjects = 0;
    std::chrono::milliseconds duration{0};
    QList<ManifestTable> tables;
    QStringList databases; // of each table, where the dump holds several databases; else empty
    core::Findings findings;

    QJsonObject toJson() const;
};

/// Reads every byte of the backup that `path` means: a set's folder, a dump within one, or any dump. Of a set
/// the files' SHA-256 and the tables' rows and digests are compared with the manifest, and what was found
/// becomes a line of its checks.jsonl. Errors: Corrupt where it cannot be read any more (noted in
/// checks.jsonl, too), else as archive::readBack has them.
core::Result<CheckReport> checkBackup(const QString& path, const core::RunContext& context);

} // namespace tidemark::catalog
