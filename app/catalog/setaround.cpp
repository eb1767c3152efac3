// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setaround.h"

#include <QFileInfo>

namespace tidemark::catalog {

std::optional<BackupSet> setAround(const QString& path)
{
    const QFileInfo info(path);
    for (const QString& folder : {info.absoluteFilePath(), info.absolutePath()}) {
        if (auto set = inspectSet(folder))
            return *std::move(set);
    }
    return std::nullopt;
}

} // namespace tidemark::catalog
