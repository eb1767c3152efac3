// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/fieldreader.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr qint64 integerLimit = qint64(1) << 31;
constexpr qint64 textStep = 256 * 1024;
constexpr qint64 likelyText = 1024 * 1024; // a longer one is rather a wrong length than a cut file

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

void FieldReader::fail(const QString& what)
{
    failAt(m_source.position(), what);
}

void FieldReader::failAt(qint64 position, const QString& what)
{
    if (!m_error)
        m_error = damagedAt({m_source.name(), position, m_source.size()}, what);
}

void FieldReader::failAtEnd()
{
    if (m_error)
        return;
    m_metTheEnd = !m_source.failure();
    m_error =
        m_source.failure() ? *m_source.failure() : damagedAt(m_source.place(), tr("the file ends too early"));
}

bool FieldReader::read(char* into, qint64 count)
{
    if (m_error)
        return false;
    if (!m_source.read(into, count)) {
        m_error = m_source.failure();
        m_metTheEnd = m_source.size() >= 0 && m_source.remaining() <= 0;
        return false;
    }
    return true;
}

// At the end of the window.
quint8 FieldReader::readLateByte()
{
    char byte = 0;
    read(&byte, 1);
    return static_cast<quint8>(byte);
}

// Of any size, at the end of the window, or wrong.
qint64 FieldReader::readAnyInteger()
{
    std::array<char, 9> copy = {};
    const qint64 start = m_source.position();
    const char* raw = copy.data();
    const QByteArrayView there = m_error ? QByteArrayView() : m_source.peek(m_integerSize + 1);
    if (there.size() == m_integerSize + 1) {
        raw = there.data();
        m_source.consume(there.size());
    } else if (!read(copy.data(), m_integerSize + 1)) {
        return 0;
    }
    quint64 magnitude = 0;
    for (int i = m_integerSize; i > 0; --i)
        magnitude = (magnitude << 8) | static_cast<quint8>(raw[i]);
    const auto sign = static_cast<quint8>(raw[0]);
    const bool negative = sign == 1;
    const auto limit = quint64(negative ? integerLimit : integerLimit - 1);
    if (sign > 1 || magnitude > limit || (negative && magnitude == 0)) {
        failAt(start, tr("a number cannot have been written by pg_dump"));
        return 0;
    }
    return negative ? -qint64(magnitude) : qint64(magnitude);
}

std::optional<QByteArray> FieldReader::readText()
{
    const std::optional<QByteArrayView> text = readTextView();
    if (!text)
        return std::nullopt;
    return text->data() == m_gathered.constData() ? std::exchange(m_gathered, {}) : text->toByteArray();
}

// Beyond the window, too long or with a zero byte in it.
std::optional<QByteArrayView> FieldReader::readLongText(qint64 start, qint64 length)
{
    if (m_error)
        return std::nullopt;
    if (length < 0 || length > m_source.remaining()) {
        m_metTheEnd = length > 0 && length < likelyText;
        failAt(start, tr("a text of %1 bytes does not fit into what is left of the file").arg(length));
        return std::nullopt;
    }
    std::optional<QByteArray> text = gatherText(length);
    if (!text)
        return std::nullopt;
    m_gathered = std::move(*text);
    return QByteArrayView(m_gathered);
}

// In steps: a length that lies usually meets a zero byte, which no text has, long before its end.
std::optional<QByteArray> FieldReader::gatherText(qint64 length)
{
    QByteArray text;
    while (text.size() < length) {
        const QByteArrayView piece = m_source.peek(std::min(length - text.size(), textStep));
        if (piece.isEmpty()) {
            failAtEnd();
            return std::nullopt;
        }
        if (std::memchr(piece.data(), 0, size_t(piece.size())) != nullptr) {
            fail(tr("a text contains a zero byte"));
            return std::nullopt;
        }
        text.append(piece.data(), piece.size());
        m_source.consume(piece.size());
    }
    return text;
}

qint64 FieldReader::readOffset(int bytes)
{
    const qint64 start = m_source.position();
    const QByteArrayView there = m_source.buffered();
    quint64 value = 0;
    if (bytes == 8 && there.size() >= 8 && !m_error) {
        value = qFromLittleEndian<quint64>(there.data());
        m_source.consume(8);
        bytes = 0;
    }
    for (int i = 0; i < bytes; ++i) {
        const quint64 byte = readByte();
        if (i < 8)
            value |= byte << (8 * i);
        else if (byte != 0)
            failAt(start, tr("a position in the file is too large"));
    }
    if (value > quint64(std::numeric_limits<qint64>::max())) {
        failAt(start, tr("a position in the file is too large"));
        return 0;
    }
    return m_error ? 0 : qint64(value);
}

} // namespace tidemark::archive
