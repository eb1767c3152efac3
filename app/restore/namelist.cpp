// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/namelist.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

QString listed(const QStringList& names, qsizetype most)
{
    QStringList shown;
    for (const QString& name : names.first(std::min(most, names.size())))
        shown.append(core::singleLine(name));
    const QString text = shown.join(QLatin1String(", "));
    if (names.size() <= most)
        return text;
    return QCoreApplication::translate("restore::nameList", "%1 and %2 more")
        .arg(text, QString::number(names.size() - most));
}

} // namespace tidemark::restore
