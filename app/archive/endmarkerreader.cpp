// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/endmarkerreader.h"

#include "archive/archiveerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace tidemark::archive {

namespace {

constexpr std::size_t bufferBytes = 256UL * 1024;
constexpr char marker[] = "\n\\.\n";
constexpr std::size_t markerBytes = sizeof marker - 1;

} // namespace

EndMarkerReader::EndMarkerReader(std::unique_ptr<DataReader> data, QString name)
    : m_data(std::move(data))
    , m_name(std::move(name))
    , m_buffer(bufferBytes)
{
}

core::Error EndMarkerReader::damaged() const
{
    return {core::ErrorKind::Corrupt, QCoreApplication::translate("archive", "“%1” is damaged.").arg(m_name),
            QCoreApplication::translate("archive", "The rows of a table do not end as they must."),
            QCoreApplication::translate("archive", "Do not rely on this file. Make a new backup, or use "
                                                   "another one that passes the check.")};
}

core::Result<std::size_t> EndMarkerReader::read(std::span<char> into)
{
    while (m_given == m_safe) {
        if (m_sawMarker) {
            TIDEMARK_TRY(readToEnd());
            return std::size_t(0);
        }
        TIDEMARK_TRY(refill());
    }
    const std::size_t count = std::min(into.size(), m_safe - m_given);
    std::memcpy(into.data(), m_buffer.data() + m_given, count);
    m_given += count;
    return count;
}

core::Status EndMarkerReader::refill()
{
    m_isFirst = m_isFirst && m_given == 0;
    std::memmove(m_buffer.data(), m_buffer.data() + m_given, m_end - m_given);
    m_end -= m_given;
    m_given = 0;
    m_safe = 0;
    const core::Result<std::size_t> count = m_data->read({m_buffer.data() + m_end, m_buffer.size() - m_end});
    if (!count)
        return count.error();
    if (*count == 0)
        return damaged();
    m_end += *count;
    findMarker();
    return {};
}

void EndMarkerReader::findMarker()
{
    const char* const bytes = m_buffer.data();
    const char* rest = nullptr;
    if (m_isFirst && m_end >= markerBytes - 1 && std::memcmp(bytes, marker + 1, markerBytes - 1) == 0) {
        rest = bytes + markerBytes - 1;
    } else if (const void* found = ::memmem(bytes, m_end, marker, markerBytes)) {
        m_safe = std::size_t(static_cast<const char*>(found) - bytes) + 1;
        rest = static_cast<const char*>(found) + markerBytes;
    } else {
        m_safe = m_end < markerBytes ? 0 : m_end - (markerBytes - 1);
        return;
    }
    m_sawMarker = true;
    m_trailing = !std::all_of(rest, bytes + m_end, [](char c) { return c == '\n'; });
}

// Only then the checksums of what is compressed were looked at.
core::Status EndMarkerReader::readToEnd()
{
    if (m_trailing)
        return damaged();
    for (;;) {
        const core::Result<std::size_t> count = m_data->read(m_buffer);
        if (!count)
            return count.error();
        if (*count == 0)
            return {};
        const auto end = m_buffer.begin() + std::ptrdiff_t(*count);
        if (!std::all_of(m_buffer.begin(), end, [](char c) { return c == '\n'; })) {
            m_trailing = true;
            return damaged();
        }
    }
}

} // namespace tidemark::archive
