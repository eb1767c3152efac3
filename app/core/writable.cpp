// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/writable.h"

#include <QFileInfo>

namespace tidemark::core {

bool canWriteBelow(const QString& folder)
{
    QFileInfo nearest(QFileInfo(folder).absoluteFilePath());
    while (!nearest.exists() && !nearest.isRoot())
        nearest = QFileInfo(nearest.absolutePath());
    return nearest.isDir() && nearest.isWritable();
}

} // namespace tidemark::core
