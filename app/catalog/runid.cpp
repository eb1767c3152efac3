// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/runid.h"

#include "catalog/setname.h"

#include <QRandomGenerator>

namespace tidemark::catalog {

QString newRunId(const QDateTime& now)
{
    return setFolderName(now) + QStringLiteral("-%1").arg(QRandomGenerator::global()->generate(), 8, 16, QLatin1Char('0'));
}

QString applicationNameOf(const QString& runId)
{
    return QStringLiteral("tidemark/") + runId;
}

} // namespace tidemark::catalog
