// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/watchsettings.h"

#include "replication/lagsampler.h"

#include <algorithm>

namespace tidemark::replication {

namespace {
const QString intervalKey = QStringLiteral("interval");
const QString backgroundKey = QStringLiteral("inBackground");
} // namespace

WatchSettings WatchSettings::fromJson(const QJsonObject& choices)
{
    WatchSettings settings;
    settings.interval =
        std::clamp(std::chrono::seconds(choices.value(intervalKey).toInteger(settings.interval.count())),
                   shortestInterval, longestInterval);
    settings.inBackground = choices.value(backgroundKey).toBool();
    return settings;
}

void WatchSettings::writeTo(QJsonObject& choices) const
{
    choices.insert(intervalKey, static_cast<qint64>(interval.count()));
    choices.insert(backgroundKey, inBackground);
}

} // namespace tidemark::replication
