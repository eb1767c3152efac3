// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bytesize.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace tidemark::core {

QString ByteSize::toText() const
{
    const double magnitude = std::abs(static_cast<double>(m_bytes));
    if (magnitude < 1000) {
        // Plural forms are for counts: Qt leaves the placeholder standing where the number is negative.
        const int count = static_cast<int>(magnitude); // a plain expression, or lupdate sees no plural
        const QString text = QCoreApplication::translate("core::ByteSize", "%Ln byte(s)", nullptr, count);
        return m_bytes < 0 ? QLocale().negativeSign() + text : text;
    }

    static constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = magnitude;
    std::size_t unit = 0;
    value /= 1000;
    // 999.5 and more would print as "1000": go on to the next unit instead.
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    const int decimals = value < 9.95 ? 1 : 0;
    const QString number = QLocale().toString(std::copysign(value, static_cast<double>(m_bytes)), 'f', decimals);
    return number + QChar(QChar::Nbsp) + QLatin1String(units[unit]);
}

} // namespace tidemark::core
