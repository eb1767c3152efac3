// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plaindatareader.h"

#include "archive/archiveerror.h"

#include <QCoreApplication>

#include <algorithm>
#include <vector>

namespace tidemark::archive {

namespace {

constexpr std::size_t skipBytes = 256 * 1024;
constexpr std::size_t cleanBytes = 64 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

PlainDataReader::PlainDataReader(std::unique_ptr<TextSource> text, PlainDataPlace place,
                                 core::RunContext context)
    : m_text(std::move(text))
    , m_place(std::move(place))
    , m_context(std::move(context))
{
}

qint64 PlainDataReader::fileBytesRead() const
{
    return m_text ? std::max<qint64>(m_text->fileBytesRead() - m_place.fileStart, 0) : 0;
}

core::Error PlainDataReader::tooEarly(const QString& what) const
{
    return damagedAt({m_place.file, m_text ? m_text->fileBytesRead() : 0, m_place.fileBytes}, what);
}

core::Status PlainDataReader::skip()
{
    if (m_place.skip == 0)
        return {};
    std::vector<char> room(skipBytes);
    while (m_place.skip > 0) {
        TIDEMARK_TRY(m_context.checkpoint());
        const auto most = std::size_t(std::min<qint64>(m_place.skip, qint64(room.size())));
        const auto count = m_text->read({room.data(), most});
        if (!count)
            return count.error();
        if (*count == 0)
            return tooEarly(tr("the file became shorter while it was read"));
        m_place.skip -= qint64(*count);
    }
    return {};
}

// 0 at the end of the data.
core::Result<std::size_t> PlainDataReader::readText(std::span<char> into)
{
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(skip());
    if (m_place.bytes == 0) {
        if (m_place.endsTooEarly)
            return tooEarly(tr("the dump ends within the rows of this table"));
        return std::size_t(0);
    }
    const auto count =
        m_text->read(into.first(std::size_t(std::min<qint64>(m_place.bytes, qint64(into.size())))));
    if (count && *count == 0)
        return tooEarly(tr("the file became shorter while it was read"));
    if (count)
        m_place.bytes -= qint64(*count);
    return count;
}

core::Result<std::size_t> PlainDataReader::sendTo(int descriptor, std::size_t most)
{
    if (m_place.dropCarriageReturns || m_place.bytes <= 1)
        return std::size_t(0);
    TIDEMARK_TRY(m_context.checkpoint());
    TIDEMARK_TRY(skip());
    const auto allowed = std::size_t(std::min<qint64>(m_place.bytes - 1, qint64(most)));
    const std::size_t count = m_text->sendTo(descriptor, allowed);
    m_place.bytes -= qint64(count);
    return count;
}

// Leaves nothing cleaned at the end of the data only.
core::Status PlainDataReader::refillCleaned()
{
    m_cleaned.resize(cleanBytes);
    m_cleanedAt = m_cleanedEnd = 0;
    while (m_cleanedEnd == 0) {
        const std::size_t held = m_heldReturn ? 1 : 0;
        m_cleaned[0] = '\r'; // where it is held
        const auto count = readText(std::span(m_cleaned).subspan(held));
        if (!count)
            return count.error();
        const std::size_t end = held + *count;
        m_heldReturn = false;
        for (std::size_t from = 0; from < end; ++from) {
            const bool isLast = from + 1 == end;
            if (m_cleaned[from] == '\r' && isLast && *count > 0)
                m_heldReturn = true;
            else if (m_cleaned[from] != '\r' || isLast || m_cleaned[from + 1] != '\n')
                m_cleaned[m_cleanedEnd++] = m_cleaned[from];
        }
        if (*count == 0)
            break;
    }
    return {};
}

core::Result<std::size_t> PlainDataReader::read(std::span<char> into)
{
    if (!m_place.dropCarriageReturns)
        return readText(into);
    if (m_cleanedAt == m_cleanedEnd)
        TIDEMARK_TRY(refillCleaned());
    const std::size_t count = std::min(into.size(), m_cleanedEnd - m_cleanedAt);
    std::copy_n(m_cleaned.begin() + std::ptrdiff_t(m_cleanedAt), count, into.begin());
    m_cleanedAt += count;
    return count;
}

} // namespace tidemark::archive
