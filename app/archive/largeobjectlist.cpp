// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/largeobjectlist.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr std::size_t longestLine = 1024; // "4294967295 blob_4294967295.dat.gz"

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

core::Error LargeObjectList::damaged(const QByteArray& line) const
{
    return {
        core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(m_name),
        tr("A line of this list of large objects cannot be read: %1").arg(QString::fromUtf8(line.left(80))),
        tr("Make a new backup, or use another one that passes the check.")};
}

core::Result<std::optional<QByteArray>> LargeObjectList::nextLine()
{
    QByteArray line;
    for (;;) {
        const char* const begin = m_buffer.data() + m_used;
        const char* const end = m_buffer.data() + m_filled;
        const char* const newline = std::find(begin, end, '\n');
        line.append(begin, newline - begin);
        if (newline != end) {
            m_used = std::size_t(newline - m_buffer.data()) + 1;
            return std::optional(line);
        }
        if (std::size_t(line.size()) > longestLine)
            return damaged(line);
        const core::Result<std::size_t> count = m_list.read(m_buffer);
        if (!count)
            return count.error();
        m_used = 0;
        m_filled = *count;
        if (*count == 0) {
            if (line.isEmpty())
                return std::optional<QByteArray>();
            return damaged(line); // cut off
        }
    }
}

core::Result<std::optional<ListedObject>> LargeObjectList::next()
{
    core::Result<std::optional<QByteArray>> line = nextLine();
    if (!line)
        return std::move(line).error();
    if (!*line)
        return std::optional<ListedObject>();
    const qsizetype space = (*line)->indexOf(' ');
    bool isNumber = false;
    ListedObject object;
    object.oid = (*line)->left(std::max<qsizetype>(space, 0)).toUInt(&isNumber);
    object.file = (*line)->mid(space + 1);
    if (!isNumber || object.oid == 0 || !object.file.startsWith("blob_") || object.file.contains('/'))
        return damaged(**line);
    return std::optional(object);
}

} // namespace tidemark::archive
