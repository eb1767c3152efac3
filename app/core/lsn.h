// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"

#include <QString>

#include <compare>
#include <optional>

namespace tidemark::core {

/// A position in the write-ahead log (pg_lsn): a 64-bit byte address, written as two hexadecimal halves.
class Lsn
{
public:
    constexpr Lsn() = default;
    constexpr explicit Lsn(quint64 position) : m_position(position) {}
    /// Reads "16/B374D848"; nothing for any other form.
    static std::optional<Lsn> parse(QStringView text);

    constexpr quint64 position() const { return m_position; }
    QString toText() const;

    /// Bytes from `b` to `a`; negative where `a` is behind.
    friend constexpr ByteSize operator-(Lsn a, Lsn b)
    {
        return ByteSize(static_cast<qint64>(a.m_position - b.m_position));
    }
    friend constexpr auto operator<=>(Lsn, Lsn) = default;

private:
    quint64 m_position = 0;
};

} // namespace tidemark::core
