// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "core/result.h"

#include <optional>

namespace tidemark::catalog {

/// What somebody means who names a backup: the folder of a set, the dump within one, or any dump.
struct BackupPath
{
    QString dump;      // file or folder
    QString setFolder; // empty for a dump from elsewhere
};

/// Looks at names only, but reads the manifest of a set. Errors as readSet has them, except that files of the
/// set may be missing or changed.
core::Result<BackupPath> resolveBackup(const QString& path);

} // namespace tidemark::catalog
