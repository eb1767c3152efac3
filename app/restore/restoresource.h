// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "catalog/backupset.h"
#include "core/result.h"

#include <optional>

namespace tidemark::restore {

/// An archive that can be restored, and its set where it is part of one.
struct RestoreSource
{
    QString archivePath;
    std::optional<catalog::BackupSet> set; // absent for a dump file from elsewhere
    archive::Toc toc;
    archive::DumpFormat format = archive::DumpFormat::Custom; // one of those that pg_restore reads
    qint64 fileBytes = 0;                                     // of the file, or of all files of a directory

    /// The database that was dumped.
    QString database() const { return toc.database; }
};

/// Opens a set's folder, a dump inside a set, or any dump in the custom, directory or tar format. Reads the contents only. Errors say what the file is
/// instead: "This is a ZIP file, not a PostgreSQL dump."
core::Result<RestoreSource> openSource(const QString& path);

} // namespace tidemark::restore
