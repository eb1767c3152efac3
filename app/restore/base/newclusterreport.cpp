// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/newclusterrun.h"

#include <QJsonArray>

namespace tidemark::restore::base {

QJsonObject NewClusterReport::toJson() const
{
    QJsonArray found;
    for (const FoundDatabase& database : databases)
        found.append(QJsonObject{{QStringLiteral("name"), database.name},
                                 {QStringLiteral("bytes"), database.bytes},
                                 {QStringLiteral("objects"), database.objects}});
    QJsonArray places;
    for (const auto& [label, place] : tablespaces)
        places.append(QJsonObject{{QStringLiteral("name"), label}, {QStringLiteral("folder"), place}});
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("cluster"), name},
            {QStringLiteral("backup"), source},
            {QStringLiteral("folder"), folder},
            {QStringLiteral("dataDirectory"), dataFolder},
            {QStringLiteral("log"), logFile},
            {QStringLiteral("serverVersion"), serverVersion},
            {QStringLiteral("serverUser"), serverUser},
            {QStringLiteral("conninfo"), spec.toConninfo()},
            {QStringLiteral("running"), isRunning},
            {QStringLiteral("databases"), found},
            {QStringLiteral("tablespaces"), places},
            {QStringLiteral("bytes"), bytes},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::restore::base
