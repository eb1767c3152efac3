// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsn.h"

#include <algorithm>

namespace tidemark::core {

namespace {

bool isHexadecimal(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'F') || (c >= u'a' && c <= u'f');
    });
}

} // namespace

std::optional<Lsn> Lsn::parse(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 1 || slash > 8 || text.size() - slash - 1 < 1 || text.size() - slash - 1 > 8)
        return std::nullopt;
    // toUInt() alone would take "0x", signs and spaces too.
    if (!isHexadecimal(text.left(slash)) || !isHexadecimal(text.mid(slash + 1)))
        return std::nullopt;
    const quint64 high = text.left(slash).toUInt(nullptr, 16);
    const quint64 low = text.mid(slash + 1).toUInt(nullptr, 16);
    return Lsn((high << 32) | low);
}

QString Lsn::toText() const
{
    return QStringLiteral("%1/%2").arg(QString::number(m_position >> 32, 16).toUpper(),
                                       QString::number(m_position & 0xFFFFFFFFU, 16).toUpper());
}

} // namespace tidemark::core
