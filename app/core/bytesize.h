// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>

namespace tidemark::core {

/// A number of bytes. Signed so that differences are representable.
class ByteSize
{
public:
    constexpr ByteSize() = default;
    constexpr explicit ByteSize(qint64 bytes) : m_bytes(bytes) {}

    constexpr qint64 bytes() const { return m_bytes; }
    /// "0 bytes", "812 bytes", "1.2 kB", "3.4 GB": powers of 1000, at most three significant digits, in the person's locale.
    QString toText() const;

    constexpr ByteSize& operator+=(ByteSize other)
    {
        m_bytes += other.m_bytes;
        return *this;
    }
    friend constexpr ByteSize operator+(ByteSize a, ByteSize b) { return ByteSize(a.m_bytes + b.m_bytes); }
    friend constexpr ByteSize operator-(ByteSize a, ByteSize b) { return ByteSize(a.m_bytes - b.m_bytes); }
    friend constexpr auto operator<=>(ByteSize, ByteSize) = default;

private:
    qint64 m_bytes = 0;
};

} // namespace tidemark::core
