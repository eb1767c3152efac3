// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backuppath.h"

#include "core/atomicfile.h"

#include <QFileInfo>

namespace tidemark::catalog {

namespace {

constexpr qint64 largestManifest = 256 << 20;

} // namespace

core::Result<BackupPath> resolveBackup(const QString& path)
{
    const QFileInfo info(path);
    // The folder itself, or the one that a dump lies in.
    for (const QString& folder : {info.absoluteFilePath(), info.absolutePath()}) {
        const QString manifestPath = folder + QLatin1Char('/') + QLatin1String(manifestFileName);
        if (!QFileInfo::exists(manifestPath))
            continue;
        const core::Result<QByteArray> json = core::readFile(manifestPath, largestManifest);
        if (!json)
            return json.error();
        const core::Result<Manifest> manifest = Manifest::fromJson(*json);
        if (!manifest)
            return manifest.error();
        const QString dump = folder + QLatin1Char('/') + manifest->dumpFile;
        if (folder == info.absoluteFilePath() || QFileInfo(dump).absoluteFilePath() == info.absoluteFilePath())
            return BackupPath{dump, folder};
    }
    return BackupPath{path, {}};
}

} // namespace tidemark::catalog
