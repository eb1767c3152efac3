// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace tidemark::core {

/// "0.4 s", "41 s", "3 min 20 s", "5 h 12 min", "9 d 3 h": the two largest units.
QString durationText(std::chrono::milliseconds duration);
/// "just now", "3 min ago", "2 days ago".
QString agoText(std::chrono::seconds age);
/// ISO 8601 in UTC with a Z, as files have it.
QString isoUtc(const QDateTime& when);
/// The person's locale, local time, with the zone's abbreviation.
QString localDateTimeText(const QDateTime& when);
/// Digits grouped as the person's locale does.
QString countText(qint64 count);

} // namespace tidemark::core
