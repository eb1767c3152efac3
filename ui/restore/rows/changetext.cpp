// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/changetext.h"

#include "core/quoting.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype longValue = 40;
constexpr qsizetype keptBefore = 8; // characters before the first difference

QString around(const QString& text, qsizetype start)
{
    const QString part = text.mid(start, longValue);
    return (start > 0 ? QString(QChar(0x2026)) : QString()) + part +
           (start + part.size() < text.size() ? QString(QChar(0x2026)) : QString());
}

} // namespace

QString quotedValue(const std::optional<QString>& value)
{
    if (!value)
        return QStringLiteral("NULL");
    if (value->isEmpty() || *value == QLatin1String("NULL") || value->trimmed() != *value)
        return QLatin1Char('\'') + core::singleLine(*value) + QLatin1Char('\'');
    return core::singleLine(*value);
}

QString changeText(const std::optional<QString>& now, const std::optional<QString>& then)
{
    QString before = quotedValue(now);
    QString after = quotedValue(then);
    if (before.size() > longValue || after.size() > longValue) {
        const auto [one, other] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
        const qsizetype start = std::max<qsizetype>(0, (one - before.begin()) - keptBefore);
        before = around(before, start);
        after = around(after, start);
    }
    return QStringLiteral("%1 → %2").arg(before, after);
}

} // namespace tidemark::ui
