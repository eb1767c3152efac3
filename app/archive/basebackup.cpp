// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackup.h"

namespace tidemark::archive {

core::Result<BaseBackupFacts> readBaseBackup(const QString& folder)
{
    core::Result<BackupManifest> manifest =
        readBackupManifest(folder + QLatin1Char('/') + QLatin1String(backupManifestName));
    if (!manifest)
        return std::move(manifest).error();
    BaseBackupFacts facts;
    facts.manifestVersion = manifest->version;
    facts.systemIdentifier = manifest->systemIdentifier;
    facts.walRanges = manifest->walRanges;
    for (const BackupManifest::File& file : manifest->files) {
        ++facts.files;
        facts.bytes += file.size;
        if (file.kind != ChecksumKind::None)
            facts.checksumAlgorithm = checksumName(file.kind);
        facts.isIncremental = facts.isIncremental || file.path.contains("/INCREMENTAL.");
    }
    return facts;
}

} // namespace tidemark::archive
