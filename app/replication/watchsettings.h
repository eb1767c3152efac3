// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include <chrono>

namespace tidemark::replication {

/// How the window watches the replication of a profile; kept with its other choices of that profile
/// (store::Preferences::replicationChoices).
struct WatchSettings
{
    std::chrono::seconds interval{2}; // shortestInterval to longestInterval
    bool inBackground = false;        // from the start of the program on, whichever server is looked at

    /// What is missing or makes no sense is the default, or the nearest that makes sense.
    static WatchSettings fromJson(const QJsonObject& choices);
    /// Sets its own fields and leaves the others.
    void writeTo(QJsonObject& choices) const;
    friend bool operator==(const WatchSettings&, const WatchSettings&) = default;
};

} // namespace tidemark::replication
