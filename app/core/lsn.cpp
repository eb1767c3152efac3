// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsn.h"

namespace tidemark::core {

std::optional<Lsn> Lsn::parse(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 1 || slash > 8 || text.size() - slash - 1 < 1 || text.size() - slash - 1 > 8)
        return std::nullopt;
    bool highOk = false;
    bool lowOk = false;
    const quint64 high = text.left(slash).toUInt(&highOk, 16);
    const quint64 low = text.mid(slash + 1).toUInt(&lowOk, 16);
    if (!highOk || !lowOk)
        return std::nullopt;
    return Lsn((high << 32) | low);
}

QString Lsn::toText() const
{
    return QStringLiteral("%1/%2").arg(QString::number(m_position >> 32, 16).toUpper(),
                                       QString::number(m_position & 0xFFFFFFFFU, 16).toUpper());
}

} // namespace tidemark::core
