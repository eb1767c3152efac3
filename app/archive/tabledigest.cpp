// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tabledigest.h"

// Rows are mostly short: there the call costs as much as the hash, so it is compiled in.
#define XXH_INLINE_ALL
#include <algorithm>
#include <xxhash.h>

namespace tidemark::archive {

struct TableDigest::Stream
{
    XXH3_state_t state; // aligned to 64 bytes by its own type
    bool open = false;
};

QString ContentDigest::toHex() const
{
    return QStringLiteral("%1%2").arg(high, 16, 16, QLatin1Char('0')).arg(low, 16, 16, QLatin1Char('0'));
}

std::optional<ContentDigest> ContentDigest::fromHex(QStringView text)
{
    const auto isDigit = [](QChar c) {
        return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) ||
               (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
    };
    if (text.size() != 32 || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    return ContentDigest{text.first(16).toULongLong(nullptr, 16), text.last(16).toULongLong(nullptr, 16)};
}

ContentDigest& ContentDigest::operator+=(const ContentDigest& other)
{
    low += other.low;
    high += other.high + (low < other.low ? 1U : 0U);
    return *this;
}

TableDigest::TableDigest()
    : m_stream(std::make_unique<Stream>())
    , m_splitter(*this)
{
}

TableDigest::~TableDigest() = default;

TableContent TableDigest::finish()
{
    m_splitter.finish();
    return {m_rows, m_splitter.rowBytes(), m_sum};
}

void TableDigest::row(QByteArrayView line)
{
    const XXH128_hash_t hash = XXH3_128bits(line.data(), size_t(line.size()));
    m_sum += ContentDigest{hash.high64, hash.low64};
    ++m_rows;
}

void TableDigest::rowPart(QByteArrayView part)
{
    if (!m_stream->open)
        XXH3_128bits_reset(&m_stream->state);
    m_stream->open = true;
    XXH3_128bits_update(&m_stream->state, part.data(), size_t(part.size()));
}

void TableDigest::rowEnd()
{
    const XXH128_hash_t hash = XXH3_128bits_digest(&m_stream->state);
    m_sum += ContentDigest{hash.high64, hash.low64};
    m_stream->open = false;
    ++m_rows;
}

} // namespace tidemark::archive
