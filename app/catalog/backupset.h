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
    QString kind; // "readBack"; "restore"; "drill": restored on trial and compared
    core::Verdict verdict = core::Verdict::Ok;
    double seconds = 0;
    QString note; // for people: where it was restored to
    qint64 peakBytes = 0; // of a drill: the most that the restored data took on the disk; 0: not known

    /// Whether the backup was restored for it, and the content compared.
    bool isRestore() const;
    bool isGood() const { return verdict == core::Verdict::Ok || verdict == core::Verdict::Warnings; }
};

/// What a look at a set's folder says of it. The worst that applies.
enum class SetCondition
{
    Sound,
    Touched,    // a file was written after the backup and after its last check: a copy or a change, only reading tells
    Damaged,    // a file is missing or has another size, or the newest check found that it is not what was written
    Unreadable, // the manifest is damaged, or of a newer Tidemark
};

QString conditionName(SetCondition condition); // stable, for JSON: "sound", "touched", "damaged", "unreadable"

struct BackupSet
{
    QString folder;
    Manifest manifest;
    QList<CheckRecord> checks; // oldest first
    core::Findings defects = {}; // what the look at its folder found; empty for most
    QDateTime touched = {};      // when a file was last written, where that was after the backup; else invalid
    QDateTime unreachableSince = {}; // valid for what is only remembered: its folder could not be looked at since then

    QString dumpPath() const;
    SetCondition condition() const;
    bool isReachable() const { return !unreachableSince.isValid(); }
    /// Whether it may be counted on: nothing is known against it.
    bool isUsable() const { return condition() == SetCondition::Sound || condition() == SetCondition::Touched; }
    Proven proven() const;
    /// When that was found; the end of the backup for what was read back at once.
    QDateTime provenAt() const;
};

/// Errors: NotFound where there is no manifest; Corrupt, ToolTooOld as Manifest has it; Corrupt where a file that the
/// manifest names is missing or has another size.
core::Result<BackupSet> readSet(const QString& folder);
/// The same of a set that may be damaged: what is wrong becomes its defects. Where the manifest cannot be read, server,
/// database and time are those that the names of the folders say. Errors: NotFound where there is no manifest.
core::Result<BackupSet> inspectSet(const QString& folder);
/// Adds to checks.jsonl; the manifest stays as it is.
core::Status appendCheck(const QString& folder, const CheckRecord& record);

struct ScanResult
{
    QList<BackupSet> sets; // newest first
    QList<core::Error> problems; // folders that should be sets and cannot be read
    QList<BackupSet> damaged = {}; // the same folders as sets, as far as they can still be read; newest first
};

/// Finds the sets below a destination (or the destination itself), partial ones left out. Bounded in depth.
core::Result<ScanResult> scanFolder(const QString& destination, const core::RunContext& context);

} // namespace tidemark::catalog
