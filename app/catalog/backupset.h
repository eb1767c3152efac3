// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

#include <optional>

namespace tidemark::catalog {

/// How far a set is known to be good. Each step includes the ones before it.
enum class Proven
{
    Written,  // the tool said so
    ReadBack, // every byte was read and decompressed again, and counted
    Restored, // it was restored, and the content compared
};

QString provenName(Proven proven); // stable, for JSON: "written", "readBack", "restored"

/// A line of checks.jsonl: what was found about a set after it was made.
struct CheckRecord
{
    QDateTime when;
    QString kind; // "readBack", "restore"
    core::Verdict verdict = core::Verdict::Ok;
    double seconds = 0;
    QString note; // for people: where it was restored to
};

struct BackupSet
{
    QString folder;
    Manifest manifest;
    QList<CheckRecord> checks; // oldest first

    QString dumpPath() const;
    Proven proven() const;
    /// When that was found; the end of the backup for what was read back at once.
    QDateTime provenAt() const;
};

/// Errors: NotFound where there is no manifest; Corrupt, ToolTooOld as Manifest has it; Corrupt where a file that the
/// manifest names is missing or has another size.
core::Result<BackupSet> readSet(const QString& folder);
/// Adds to checks.jsonl; the manifest stays as it is.
core::Status appendCheck(const QString& folder, const CheckRecord& record);

struct ScanResult
{
    QList<BackupSet> sets; // newest first
    QList<core::Error> problems; // folders that should be sets and cannot be read
};

/// Finds the sets below a destination (or the destination itself), partial ones left out. Bounded in depth.
core::Result<ScanResult> scanFolder(const QString& destination, const core::RunContext& context);

} // namespace tidemark::catalog
