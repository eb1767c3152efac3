// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serverversion.h"

#include <QRegularExpression>

namespace tidemark::core {

std::optional<ServerVersion> ServerVersion::parse(QStringView text)
{
    // The program's own name may hold digits ("pg_dump15"), so the number must stand alone.
    static const QRegularExpression pattern(QStringLiteral(R"((?:^|\s)(\d{1,2})(?:\.(\d{1,2}))?(?:\.(\d{1,2}))?(?:devel|beta\d+|rc\d+)?(?:\s|$))"));
    const QRegularExpressionMatch match = pattern.match(text.toString());
    if (!match.hasMatch())
        return std::nullopt;
    const int major = match.captured(1).toInt();
    const int minor = match.captured(2).toInt();
    if (major < 10) // 9.6.24 is 90624
        return ServerVersion(major * 10000 + minor * 100 + match.captured(3).toInt());
    return ServerVersion(major * 10000 + minor);
}

QString ServerVersion::toText() const
{
    if (major() < 10)
        return QStringLiteral("%1.%2.%3").arg(major()).arg(m_number / 100 % 100).arg(m_number % 100);
    const int minor = m_number % 10000;
    return minor == 0 ? QString::number(major()) : QStringLiteral("%1.%2").arg(major()).arg(minor);
}

} // namespace tidemark::core
