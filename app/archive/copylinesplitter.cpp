// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/copylinesplitter.h"

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

bool isEndMarker(const char* line, qsizetype length)
{
    return length == 2 && line[0] == '\\' && line[1] == '.';
}

} // namespace

void CopyLineSplitter::add(QByteArrayView bytes)
{
    if (m_ended)
        return lookAfterEnd(bytes);
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at < end) {
        const auto* newline = static_cast<const char*>(std::memchr(at, '\n', size_t(end - at)));
        if (newline == nullptr)
            return holdBack({at, end - at});
        const QByteArrayView line(at, newline - at);
        at = newline + 1;
        if (m_inRow) {
            endHeldRow(line);
        } else if (isEndMarker(line.data(), line.size())) {
            m_ended = true;
        } else {
            m_rowBytes += line.size() + 1;
            m_sink->row(line);
        }
        if (m_ended)
            return lookAfterEnd({at, end - at});
    }
}

void CopyLineSplitter::finish()
{
    if (m_inRow)
        endHeldRow({});
}

void CopyLineSplitter::lookAfterEnd(QByteArrayView bytes)
{
    m_trailing = m_trailing || std::any_of(bytes.begin(), bytes.end(), [](char c) { return c != '\n'; });
}

// The piece ends within a row. The first two bytes wait until it is clear that the row is not the end marker.
void CopyLineSplitter::holdBack(QByteArrayView part)
{
    m_inRow = true;
    if (!m_released && m_headLength + part.size() <= 2) {
        for (const char c : part)
            m_head[m_headLength++] = c;
        return;
    }
    releaseHead();
    m_rowBytes += part.size();
    m_sink->rowPart(part);
}

void CopyLineSplitter::endHeldRow(QByteArrayView rest)
{
    if (!m_released && m_headLength + rest.size() == 2) {
        char line[2] = {m_head[0], m_head[1]};
        std::copy(rest.begin(), rest.end(), line + m_headLength);
        m_ended = isEndMarker(line, 2);
    }
    if (!m_ended) {
        releaseHead();
        m_rowBytes += rest.size() + 1;
        m_sink->rowPart(rest);
        m_sink->rowEnd();
    }
    m_inRow = false;
    m_released = false;
    m_headLength = 0;
}

void CopyLineSplitter::releaseHead()
{
    if (m_headLength > 0) {
        m_rowBytes += m_headLength;
        m_sink->rowPart({m_head, m_headLength});
        m_headLength = 0;
    }
    m_released = true;
}

} // namespace tidemark::archive
