// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "core/runcontext.h"

namespace tidemark::restore::drill {

/// Lays out the files of a base backup in an empty data directory: copied from a plain one (shared with it
/// where the file system can), or unpacked from tar files, compressed or not. Tablespaces go into folders
/// below `runFolder`. Errors: Corrupt where something is missing or damaged; those of writing; Cancelled.
core::Status layOutBase(const catalog::BackupSet& set, const QString& dataFolder, const QString& runFolder,
                        const core::RunContext& context);

/// The major of the server whose files they are; 0 where the manifest does not say it.
int majorOfBase(const catalog::BackupSet& set);

} // namespace tidemark::restore::drill
