// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rangereader.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

RangeReader::RangeReader(ByteSource source)
    : m_source(std::move(source))
    , m_start(m_source.position())
    , m_fileStart(m_source.fileBytesRead())
    , m_begun(true)
{
    m_source.allowAnySize();
}

RangeReader::RangeReader(ByteSource source, qint64 start, qint64 length)
    : m_source(std::move(source))
    , m_start(start)
    , m_left(length)
{
    m_source.allowAnySize();
}

core::Result<std::size_t> RangeReader::read(std::span<char> into)
{
    if (!m_begun) {
        // A position outside of a file is noticed below, by the bytes that are not there.
        m_begun = m_source.seek(m_start);
        m_fileStart = m_source.fileBytesRead();
    }
    if (m_left == 0 && m_begun)
        return std::size_t(0);
    const qint64 most = m_left < 0 ? qint64(into.size()) : std::min(m_left, qint64(into.size()));
    const QByteArrayView piece = m_begun ? m_source.peek(most) : QByteArrayView();
    if (!piece.isEmpty()) {
        std::memcpy(into.data(), piece.data(), std::size_t(piece.size()));
        m_source.consume(piece.size());
        if (m_left > 0)
            m_left -= piece.size();
        return std::size_t(piece.size());
    }
    if (m_source.failure())
        return *m_source.failure();
    if (m_left >= 0)
        return damagedAt(m_source.place(), QCoreApplication::translate("archive", "the file ends too early"));
    return std::size_t(0);
}

qint64 RangeReader::fileBytesRead() const
{
    return m_begun ? m_source.fileBytesRead() - m_fileStart : 0;
}

} // namespace tidemark::archive
