// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/watchchoices.h"

#include "replication/watchsettings.h"

#include <algorithm>

namespace tidemark::ui {

namespace {
const QString unitKey = QStringLiteral("seconds");
const QString windowKey = QStringLiteral("window");
constexpr qint64 longestWindow = qint64(90) * 86400;
} // namespace

WatchChoices WatchChoices::of(const Services& services, const QString& profileId)
{
    const QJsonObject stored = services.preferences.replicationChoices(profileId);
    WatchChoices choices;
    const auto settings = replication::WatchSettings::fromJson(stored);
    choices.interval = settings.interval;
    choices.inBackground = settings.inBackground;
    choices.seconds = stored.value(unitKey).toBool();
    choices.window = std::chrono::seconds(
        std::clamp<qint64>(stored.value(windowKey).toInteger(choices.window.count()), 60, longestWindow));
    return choices;
}

void WatchChoices::store(Services& services, const QString& profileId) const
{
    QJsonObject stored = services.preferences.replicationChoices(profileId);
    replication::WatchSettings{interval, inBackground}.writeTo(stored);
    stored.insert(unitKey, seconds);
    stored.insert(windowKey, static_cast<qint64>(window.count()));
    services.preferences.setReplicationChoices(profileId, stored);
}

} // namespace tidemark::ui
