// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"

#include <QCoreApplication>
#include <QLocale>

namespace tidemark::core {


QString durationText(std::chrono::milliseconds duration)
{
    const qint64 milliseconds = std::max<qint64>(0, duration.count());
    if (milliseconds < 9950) {
        return QCoreApplication::translate("core::Text", "%1 s")
            .arg(QLocale().toString(static_cast<double>(milliseconds) / 1000.0, 'f', 1));
    }
    const qint64 seconds = (milliseconds + 500) / 1000;
    if (seconds < 60)
        return QCoreApplication::translate("core::Text", "%1 s").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("core::Text", "%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86400)
        return QCoreApplication::translate("core::Text", "%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
    return QCoreApplication::translate("core::Text", "%1 d %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString agoText(std::chrono::seconds age)
{
    const qint64 seconds = age.count();
    if (seconds < 10)
        return QCoreApplication::translate("core::Text", "just now");
    if (seconds < 60)
        return QCoreApplication::translate("core::Text", "%1 s ago").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("core::Text", "%1 min ago").arg(seconds / 60);
    if (seconds < 86400)
        return QCoreApplication::translate("core::Text", "%1 h ago").arg(seconds / 3600);
    const int days = static_cast<int>(seconds / 86400); // a plain expression, or lupdate sees no plural
    return QCoreApplication::translate("core::Text", "%n day(s) ago", nullptr, days);
}

QString isoUtc(const QDateTime& when)
{
    return when.toUTC().toString(Qt::ISODateWithMs);
}

QString localDateTimeText(const QDateTime& when)
{
    const QDateTime local = when.toLocalTime();
    return QLocale().toString(local, QLocale::ShortFormat) + QLatin1Char(' ') + local.timeZoneAbbreviation();
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace tidemark::core
