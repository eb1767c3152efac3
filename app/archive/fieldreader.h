// SPDX-License-Identifier: GPL-3.0-or-later
// The few shapes of which pg_dump archives are made: bytes, integers with a sign byte, texts with a length.
#pragma once

#include "archive/bytesource.h"

#include <QByteArray>
#include <QtEndian>

#include <cstring>
#include <optional>

namespace tidemark::archive {

/// Reads them from a ByteSource and judges them. The first fault sticks: later reads give zero or nothing, so
/// that a caller may read a whole record and ask `failed()` once.
class FieldReader
{
public:
    explicit FieldReader(ByteSource& source)
        : m_source(source)
    {
    }

    /// Bytes per integer, as the archive's header says: 1…8.
    void setIntegerSize(int bytes) { m_integerSize = bytes; }
    int integerSize() const { return m_integerSize; }

    quint8 readByte()
    {
        const QByteArrayView there = m_source.buffered();
        if (there.isEmpty() || m_error)
            return readLateByte();
        m_source.consume(1);
        return quint8(there.front());
    }
    /// -2³¹…2³¹-1, the range of what pg_dump writes.
    qint64 readInteger()
    {
        const QByteArrayView there = m_source.buffered();
        if (m_integerSize != 4 || there.size() < 5 || m_error)
            return readAnyInteger();
        const auto magnitude = qFromLittleEndian<quint32>(there.data() + 1);
        const qint64 value = there[0] == 1 ? -qint64(magnitude) : qint64(magnitude);
        if (quint8(there[0]) > 1 || value != qint32(value) || (there[0] == 1 && value == 0))
            return readAnyInteger();
        m_source.consume(5);
        return value;
    }
    /// Nothing where pg_dump wrote a null pointer. Never holds a zero byte.
    std::optional<QByteArray> readText();
    /// The same without a copy where it can be had without: valid until the next call.
    std::optional<QByteArrayView> readTextView()
    {
        const qint64 start = m_source.position();
        const qint64 length = readInteger();
        if (m_error || length < -1)
            return readLongText(start, length);
        if (length == -1)
            return std::nullopt;
        if (length == 0)
            return QByteArrayView("", 0);
        const QByteArrayView there = m_source.buffered();
        if (length > there.size() || std::memchr(there.data(), 0, size_t(length)) != nullptr)
            return readLongText(start, length);
        m_source.consume(length);
        return there.first(length);
    }
    /// `bytes` bytes, least first; fails when the value does not fit.
    qint64 readOffset(int bytes);

    bool failed() const { return m_error.has_value(); }
    /// It failed because the file ends, most likely before it should.
    bool metTheEnd() const { return m_metTheEnd; }
    const core::Error& error() const { return *m_error; }
    /// Records a fault at the present position unless there is one already.
    void fail(const QString& what);
    void failAt(qint64 position, const QString& what);
    /// Takes over why the source gives no more bytes, although it should.
    void failAtEnd();

    ByteSource& source() const { return m_source; }

private:
    quint8 readLateByte();
    std::optional<QByteArrayView> readLongText(qint64 start, qint64 length);
    qint64 readAnyInteger();
    bool read(char* into, qint64 count);
    std::optional<QByteArray> gatherText(qint64 length);

    ByteSource& m_source;
    QByteArray m_gathered; // a text that reaches beyond the source's window
    int m_integerSize = 4;
    std::optional<core::Error> m_error;
    bool m_metTheEnd = false;
};

} // namespace tidemark::archive
