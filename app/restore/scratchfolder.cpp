// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/scratchfolder.h"

#include <QFileInfo>

namespace tidemark::restore {

QString scratchFolder()
{
    const QString chosen = qEnvironmentVariable("TMPDIR");
    if (!chosen.isEmpty())
        return chosen;
    return QFileInfo(QStringLiteral("/var/tmp")).isWritable() ? QStringLiteral("/var/tmp")
                                                              : QStringLiteral("/tmp");
}

} // namespace tidemark::restore
