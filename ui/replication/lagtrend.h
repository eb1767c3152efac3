// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::ui {

/// Whether a standby comes nearer: compares the distance with that of about half a minute ago, and says nothing where that
/// cannot be told (too few looks, a gap) or where the difference is noise.
class LagTrend
{
public:
    void add(const QDateTime& when, std::optional<core::ByteSize> distance);

    enum class Direction
    {
        Unknown, // or no difference worth a word
        Growing,
        Shrinking,
    };
    Direction direction() const;
    /// "3.4 MB more than 30 s ago"; empty where the direction is unknown.
    QString toText() const;

private:
    struct Point
    {
        QDateTime when;
        core::ByteSize distance;
    };
    std::optional<core::ByteSize> difference() const;
    QList<Point> m_points; // of the last half minute, oldest first, without a gap
};

} // namespace tidemark::ui
