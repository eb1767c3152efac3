// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "catalog/backupset.h"
#include "core/result.h"
#include "core/runcontext.h"
#include "restore/filestate.h"

#include <QStringList>

#include <optional>

namespace tidemark::restore {

/// A dump that can be restored, and its set where it is part of one.
struct RestoreSource
{
    QString archivePath;
    std::optional<catalog::BackupSet> set; // absent for a dump file from elsewhere
    archive::Toc toc;                      // of the part
    archive::DumpFormat format = archive::DumpFormat::Custom;
    qint64 fileBytes = 0; // of the file, or of all files of a directory
    int part = 0;         // which database of the dump, as archive::Dump counts
    bool isForPgRestore =
        true; // else it goes through psql: plain SQL, and archives within gzip, zstd, lz4 or tar
    bool isOneOfSeveral = false;
    bool isCutOff = false;      // plain SQL without its last line; only where that was allowed
    qint64 looseStatements = 0; // of plain SQL; see archive::DumpPart
    FileState state;            // from before the contents were read

    /// The database that was dumped.
    QString database() const { return toc.database; }
    /// Whether Tidemark made it, in a session whose settings are known. An imported dump is from elsewhere,
    /// too.
    bool isOwn() const;
    /// Whoever acts on what `toc` says asks this first: dump ids of another file mean something else.
    /// Conflict where the file is not as it was.
    core::Status checkUnchanged() const;
    /// The same of the contents, for who has opened the file again.
    core::Status checkSame(const archive::DumpContents& contents) const;
};

enum class Damaged
{
    Refuse,
    Allow, // the contents at least are readable
};

/// Opens a set's folder, a dump inside a set, or any dump. `database` says which one in a dump of a whole
/// server. Reads the contents only; plain SQL is scanned. Errors say what the file is instead: "This is a ZIP
/// file, not a PostgreSQL dump."; InvalidInput with the names where there are several databases and none is
/// named, NotFound where it is not there; Corrupt where files of a set or the end of a dump are missing,
/// unless `damage` allows that.
core::Result<RestoreSource> openSource(const QString& path, const QString& database = {},
                                       const core::RunContext& context = core::silentContext(),
                                       Damaged damage = Damaged::Refuse);

/// The databases that a dump, or the dump of a set, holds, in its order; names may be empty in dumps that do
/// not say. Errors as openSource().
core::Result<QStringList> databasesIn(const QString& path,
                                      const core::RunContext& context = core::silentContext());

} // namespace tidemark::restore
