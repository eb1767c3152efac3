// SPDX-License-Identifier: GPL-3.0-or-later
// A dump from elsewhere becomes a backup set.
#pragma once

#include "catalog/backupset.h"
#include "core/runcontext.h"

#include <QString>

#include <optional>

namespace tidemark::catalog {

enum class ImportWay
{
    Copy, // sharing the blocks where the file system can
    Link, // a second name for the same bytes: no room needed, and who changes one changes both
    Move, // the original is removed once the set is whole
};

enum class Duplicates
{
    Refuse,
    Accept,
};

struct ImportRequest
{
    QString source;      // a dump's file or folder, or the folder of a base backup
    QString destination; // folder of backups
    QString server;      // which it is listed under; may be empty
    QString database;    // empty: what the dump says
    ImportWay way = ImportWay::Copy;
    Duplicates duplicates = Duplicates::Refuse;
    QString cacheFolder; // for indexes of plain dumps, as archive::DumpOptions has it
};

struct ImportReport
{
    core::Verdict verdict = core::Verdict::Ok; // or Warnings
    QString setFolder;
    Manifest manifest;
    core::Findings findings;
    std::chrono::milliseconds duration{0};

    QJsonObject toJson() const;
};

/// What the manifest of a set that was not made here says of where it came from.
struct ImportOrigin
{
    QString name;              // of the file or folder
    bool timeFromDump = false; // else the set's time is that of the file
};
std::optional<ImportOrigin> originOf(const Manifest& manifest);

/// Copies, reads every byte back, and writes a manifest with what the dump itself says; nothing is made up.
/// Without success nothing stays, and the original is as it was. `known` are sets among which the same dump
/// is looked for, by size and SHA-256. Errors: InvalidInput for what is no dump, is a set already, or says
/// nowhere which database it is of while the request does not either; Conflict for a duplicate, or while
/// another run writes there; Corrupt, ToolTooOld, NotFound, PermissionDenied, StorageFull, Io, Cancelled.
core::Result<ImportReport> importDump(const ImportRequest& request, const QList<BackupSet>& known,
                                      const core::RunContext& context);

} // namespace tidemark::catalog
