// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tarreader.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace tidemark::archive {

namespace {

constexpr qsizetype blockBytes = 512;
constexpr qint64 mostExtension = 64 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// Up to the first zero byte.
QByteArray textField(QByteArrayView block, qsizetype at, qsizetype length)
{
    const QByteArrayView field = block.sliced(at, length);
    const qsizetype end = field.indexOf('\0');
    return field.first(end < 0 ? length : end).toByteArray();
}

// Octal digits between spaces and zero bytes, or base 256, most significant first, marked by the top bit.
// Nothing for what is neither, is negative or does not fit.
std::optional<qint64> numberField(QByteArrayView block, qsizetype at, qsizetype length)
{
    const QByteArrayView field = block.sliced(at, length);
    quint64 value = 0;
    if ((static_cast<quint8>(field[0]) & 0x80U) != 0) {
        if (static_cast<quint8>(field[0]) != 0x80U)
            return std::nullopt;
        for (const char c : field.sliced(1)) {
            if (value > quint64(std::numeric_limits<qint64>::max()) >> 8U)
                return std::nullopt;
            value = value << 8U | static_cast<quint8>(c);
        }
        return qint64(value);
    }
    QByteArray digits = textField(block, at, length).trimmed();
    for (const char c : std::as_const(digits)) {
        if (c < '0' || c > '7')
            return std::nullopt;
        value = value * 8 + quint64(c - '0'); // at most 12 digits
    }
    return digits.isEmpty() ? std::nullopt : std::optional(qint64(value));
}

bool isEmptyBlock(QByteArrayView block)
{
    return std::all_of(block.begin(), block.end(), [](char c) { return c == '\0'; });
}

// The checksum counts its own eight bytes as spaces; some programs add the bytes as signed ones.
bool checksumIsRight(QByteArrayView block)
{
    qint64 sum = 0;
    qint64 signedSum = 0;
    for (qsizetype i = 0; i < blockBytes; ++i) {
        const char c = i >= 148 && i < 156 ? ' ' : block[i];
        sum += static_cast<quint8>(c);
        signedSum += static_cast<signed char>(c);
    }
    const std::optional<qint64> written = numberField(block, 148, 8);
    return written && (*written == sum || *written == signedSum);
}

QByteArray nameOf(QByteArrayView block)
{
    QByteArray name = textField(block, 0, 100);
    const bool isUstar = block.sliced(257, 6) == QByteArrayView("ustar\0", 6);
    const QByteArray prefix = isUstar ? textField(block, 345, 155) : QByteArray();
    return prefix.isEmpty() ? name : prefix + '/' + name;
}

QByteArray withoutDots(QByteArray name)
{
    while (name.startsWith("./")) {
        name.remove(0, 2);
        while (name.startsWith('/'))
            name.remove(0, 1);
    }
    return name;
}

bool hasBytes(char type)
{
    // Links, devices, folders and pipes have none, whatever the size says.
    return type < '1' || type > '6';
}

} // namespace

bool TarMember::leadsOutside() const
{
    return name.startsWith('/') || name.split('/').contains("..");
}

bool isTarHeader(QByteArrayView head)
{
    return head.size() >= blockBytes && head.sliced(257, 5) == QByteArrayView("ustar", 5) &&
           checksumIsRight(head.first(blockBytes));
}

core::Error TarReader::damaged(qint64 position, const QString& what) const
{
    return damagedAt({m_source.name(), position, m_source.size()}, what);
}

core::Result<std::optional<TarMember>> TarReader::next()
{
    Extension extension;
    for (;;) {
        core::Result<std::optional<TarMember>> member = readHeader(extension);
        if (!member || !*member)
            return member;
        const char type = (*member)->type;
        if (type == 'x' || type == 'L') {
            TIDEMARK_TRY(readExtension(**member, extension));
        } else if (type != 'g' && type != 'K') {
            return member;
        }
    }
}

core::Result<std::optional<TarMember>> TarReader::readHeader(Extension& extension)
{
    if (m_sawEnd)
        return std::optional<TarMember>();
    const qint64 start = m_next < 0 ? m_source.position() : m_next;
    if (!m_source.seek(start)) {
        if (m_source.failure())
            return *m_source.failure();
        return damaged(m_source.size(), tr("the file ends within a member"));
    }
    if (m_source.atEnd()) {
        if (m_source.failure())
            return *m_source.failure();
        return std::optional<TarMember>();
    }
    std::array<char, blockBytes> bytes = {};
    if (!m_source.read(bytes.data(), blockBytes))
        return *m_source.failure();
    const QByteArrayView block(bytes.data(), blockBytes);
    if (isEmptyBlock(block)) {
        m_sawEnd = true;
        return std::optional<TarMember>();
    }
    TarMember member;
    const std::optional<qint64> size = numberField(block, 124, 12);
    if (!checksumIsRight(block) || !size)
        return damaged(start, tr("there should be the header of a member"));
    member.type = block[156] == '\0' || block[156] == '7' ? '0' : block[156];
    member.name = withoutDots(extension.name.value_or(nameOf(block)));
    member.size = hasBytes(member.type) ? extension.size.value_or(*size) : 0;
    member.header = start;
    member.position = start + blockBytes;
    constexpr qint64 most = std::numeric_limits<qint64>::max() - 4 * blockBytes;
    if (member.size > most - member.position)
        return damaged(start, tr("a member is said to have %1 bytes").arg(QString::number(member.size)));
    m_next = member.position + (member.size + blockBytes - 1) / blockBytes * blockBytes;
    if (member.type != 'x' && member.type != 'L')
        extension = {};
    return std::optional(member);
}

// GNU: the name itself. POSIX: lines "length keyword=value".
core::Status TarReader::readExtension(const TarMember& member, Extension& extension)
{
    if (member.size > mostExtension)
        return damaged(member.header, tr("the name of a member has %1 bytes").arg(member.size));
    QByteArray text(member.size, Qt::Uninitialized);
    if (!m_source.read(text.data(), text.size()))
        return *m_source.failure();
    if (member.type == 'L') {
        const qsizetype end = text.indexOf('\0');
        extension.name = end < 0 ? text : text.left(end);
        return {};
    }
    while (!text.isEmpty()) {
        const qsizetype space = text.indexOf(' ');
        bool isNumber = false;
        const qsizetype length = text.left(std::max<qsizetype>(space, 0)).toLongLong(&isNumber);
        if (!isNumber || length <= space + 1 || length > text.size())
            return damaged(member.header, tr("the extended header of a member cannot be read"));
        const QByteArray record = text.mid(space + 1, length - space - 2);
        if (record.startsWith("path=")) {
            extension.name = record.mid(5);
        } else if (record.startsWith("size=")) {
            const qint64 size = record.mid(5).toLongLong(&isNumber);
            if (!isNumber || size < 0)
                return damaged(member.header, tr("the extended header of a member cannot be read"));
            extension.size = size;
        }
        text.remove(0, length);
    }
    return {};
}

} // namespace tidemark::archive
