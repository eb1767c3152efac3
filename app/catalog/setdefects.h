// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said against a set without reading its files.
#pragma once

#include "catalog/backupset.h"

namespace tidemark::catalog {

/// Holds the files against the manifest by name, size and time, and notes what is wrong. `enough`: findings
/// of damage after which it ends.
void compareFiles(BackupSet& set, qsizetype enough);
/// Whether the newest check that read the set itself found that it is not what was written.
bool checkFailed(const BackupSet& set);
/// Adds what earlier checks, the files' times and strangers in the folder say. After compareFiles().
void judge(BackupSet& set);

} // namespace tidemark::catalog
