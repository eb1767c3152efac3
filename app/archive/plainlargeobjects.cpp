// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainlargeobjects.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <utility>

namespace tidemark::archive {

namespace {

constexpr qsizetype longestLine = 1 << 20; // pg_dump writes 16 kB in one, as 32 kB of digits

/// What stands between the two, where the line has both.
QByteArrayView between(QByteArrayView line, QByteArrayView before, QByteArrayView after)
{
    return line.size() >= before.size() + after.size() && line.startsWith(before) && line.endsWith(after)
               ? line.sliced(before.size(), line.size() - before.size() - after.size())
               : QByteArrayView();
}

quint32 openedObject(QByteArrayView line)
{
    bool isNumber = false;
    const quint32 oid =
        between(line, "SELECT pg_catalog.lo_open('", "', 131072);").toByteArray().toUInt(&isNumber);
    return isNumber ? oid : 0;
}

bool saysNothing(QByteArrayView line)
{
    return line.isEmpty() || line.startsWith("--") || line == QByteArrayView("BEGIN;") ||
           line == QByteArrayView("COMMIT;");
}

bool isHex(QByteArrayView digits)
{
    return digits.size() % 2 == 0 && std::all_of(digits.begin(), digits.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

/// Doubled where standard_conforming_strings is off.
QByteArrayView digitsOf(QByteArrayView line)
{
    const QByteArrayView value = between(line, "SELECT pg_catalog.lowrite(0, '\\", "');");
    return value.startsWith("\\x") ? value.sliced(2)
           : value.startsWith("x") ? value.sliced(1)
                                   : QByteArrayView();
}

} // namespace

PlainLargeObjects::PlainLargeObjects(std::unique_ptr<DataReader> text, QString file)
    : m_text(std::move(text))
    , m_file(std::move(file))
    , m_buffer(std::size_t(64) << 10)
{
}

core::Error PlainLargeObjects::unknown(const QByteArray& line) const
{
    return {core::ErrorKind::Corrupt,
            QCoreApplication::translate("archive", "The large objects in “%1” cannot be read.").arg(m_file),
            QCoreApplication::translate("archive", "This is not what pg_dump writes: %1")
                .arg(QString::fromUtf8(line.left(80))),
            QCoreApplication::translate("archive", "Restore the whole file with psql.")};
}

core::Result<QByteArray> PlainLargeObjects::nextLine()
{
    QByteArray line;
    for (;;) {
        const char* const begin = m_buffer.data() + m_used;
        const char* const end = m_buffer.data() + m_filled;
        const char* const newline = std::find(begin, end, '\n');
        if (line.size() + (newline - begin) > longestLine)
            return unknown(line);
        line.append(begin, newline - begin);
        if (newline != end) {
            m_used = std::size_t(newline - m_buffer.data()) + 1;
            return line;
        }
        const core::Result<std::size_t> count = m_text->read(m_buffer);
        if (!count)
            return count.error();
        m_used = 0;
        m_filled = *count;
        if (*count == 0) {
            m_ended = true;
            return line;
        }
    }
}

core::Result<quint32> PlainLargeObjects::nextObject()
{
    std::vector<char> rest(std::size_t(64) << 10);
    while (m_inObject) {
        const auto skipped = read(rest);
        if (!skipped)
            return skipped.error();
        if (*skipped == 0)
            break;
    }
    while (!m_ended) {
        const auto line = nextLine();
        if (!line)
            return line.error();
        if (const quint32 oid = openedObject(*line); oid != 0) {
            m_inObject = true;
            return oid;
        }
        if (!saysNothing(*line))
            return unknown(*line);
    }
    return quint32(0);
}

core::Result<std::size_t> PlainLargeObjects::read(std::span<char> into)
{
    while (m_inObject && m_given == m_bytes.size()) {
        if (m_ended)
            return unknown({}); // not closed
        const auto line = nextLine();
        if (!line)
            return line.error();
        if (*line == "SELECT pg_catalog.lo_close(0);") {
            m_inObject = false;
            break;
        }
        const QByteArrayView digits = digitsOf(*line);
        if (saysNothing(*line))
            continue;
        if (digits.isNull() || !isHex(digits))
            return unknown(*line);
        m_bytes = QByteArray::fromHex(digits.toByteArray());
        m_given = 0;
    }
    if (!m_inObject)
        return std::size_t(0);
    const auto count = std::min(into.size(), static_cast<std::size_t>(m_bytes.size() - m_given));
    std::memcpy(into.data(), m_bytes.constData() + m_given, count);
    m_given += static_cast<qsizetype>(count);
    return count;
}

} // namespace tidemark::archive
