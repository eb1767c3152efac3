// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, taken for rows in COPY's text form; the first byte says how many columns they have.
#include "archive/rowcursor.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

using namespace tidemark;
using namespace tidemark::archive;

namespace {

class Bytes final : public DataReader
{
public:
    Bytes(QByteArrayView bytes, std::size_t piece)
        : m_bytes(bytes)
        , m_piece(piece)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min({into.size(), std::size_t(m_bytes.size() - m_at), m_piece});
        if (count > 0)
            std::memcpy(into.data(), m_bytes.data() + m_at, count);
        m_at += qsizetype(count);
        return count;
    }
    qint64 fileBytesRead() const override { return m_at; }

private:
    QByteArrayView m_bytes;
    std::size_t m_piece;
    qsizetype m_at = 0;
};

QList<QByteArray> rowsOf(QByteArrayView text, const QList<QByteArray>& columns, std::size_t piece)
{
    QList<QByteArray> found;
    const auto rows = copyRows(std::make_unique<Bytes>(text, piece), columns);
    auto more = rows->next();
    for (; more && *more; more = rows->next())
        found.append(rows->copyLine().toByteArray());
    found.append(more ? "end" : "error");
    return found;
}

// What is taken apart can be put together again, and then means the same.
void takeApart(const QByteArray& line, qsizetype columns)
{
    Values values;
    if (!decodeCopyLine(line, columns, values))
        return;
    QByteArray again;
    for (const Value& value : values) {
        if (&value != &values.front())
            again.append('\t');
        appendCopyValue(value, again);
    }
    Values same;
    if (qsizetype(values.size()) != columns || !decodeCopyLine(again, columns, same) || same != values)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    QList<QByteArray> columns;
    for (int i = 0; i < data[0] % 16; ++i)
        columns.append('c' + QByteArray::number(i));
    const QByteArrayView text(reinterpret_cast<const char*>(data) + 1, qsizetype(size) - 1);
    const QList<QByteArray> rows = rowsOf(text, columns, size);
    if (rows != rowsOf(text, columns, 1 + size % 5))
        std::abort();
    for (const QByteArray& line : rows)
        takeApart(line, columns.size());
    for (const QByteArray& line : text.toByteArray().split('\n'))
        takeApart(line, columns.size());
    return 0;
}
