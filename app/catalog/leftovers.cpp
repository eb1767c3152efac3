// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/leftovers.h"

#include "catalog/setname.h"

#include <QDir>
#include <QFileInfo>

namespace tidemark::catalog {

QStringList removeLeftovers(const QString& databaseFolder)
{
    QStringList removed;
    const QString pattern = QLatin1Char('*') + QLatin1String(partialSuffix);
    const QFileInfoList found = QDir(databaseFolder).entryInfoList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo& folder : found) {
        if (!QFileInfo::exists(folder.filePath() + QLatin1Char('/') + QLatin1String(partialMark)))
            continue;
        if (QDir(folder.filePath()).removeRecursively())
            removed.append(folder.filePath());
    }
    return removed;
}

} // namespace tidemark::catalog
