// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace tidemark::core {

enum class Liveness
{
    Alive,
    Gone,
    Unknown, // it lives in another process namespace (a container): not ours to judge
};

/// A process that cannot be mistaken for a later one with the same number: its number, when it started (field 22 of
/// /proc/PID/stat, clock ticks since boot), which boot that was, and in which process namespace the number counts.
struct ProcessIdentity
{
    qint64 pid = 0;
    qint64 startTicks = 0;
    QString bootId;
    QString pidNamespace;

    /// Nothing when there is no such process, or it has ended and only waits to be reaped.
    static std::optional<ProcessIdentity> of(qint64 pid);
    static ProcessIdentity self();
    Liveness liveness() const;

    QJsonObject toJson() const;
    static ProcessIdentity fromJson(const QJsonObject& object);
    friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

} // namespace tidemark::core
