// SPDX-License-Identifier: GPL-3.0-or-later
// Any text, taken for a dump in plain SQL: contents, the same however it comes in pieces, and the rows.
#include "archive/copystatement.h"
#include "archive/plaindatareader.h"
#include "archive/plaindump.h"
#include "archive/rowcursor.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace tidemark;
using namespace tidemark::archive;

namespace {

class Pieces final : public TextSource
{
public:
    Pieces(QByteArray bytes, std::size_t size)
        : m_bytes(std::move(bytes))
        , m_size(size)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::min({into.size(), std::size_t(m_bytes.size() - m_at), m_size});
        std::copy_n(m_bytes.constData() + m_at, count, into.data());
        m_at += qsizetype(count);
        return count;
    }
    qint64 fileBytesRead() const override { return m_at; }

private:
    QByteArray m_bytes;
    std::size_t m_size;
    qsizetype m_at = 0;
};

void readRows(const QByteArray& text, const PlainIndex& index, const Toc& toc, const TocEntry& entry)
{
    PlainDataPlace place;
    place.skip = entry.offset();
    place.bytes = std::max<qint64>(entry.dataBytes(), 0);
    place.dropCarriageReturns = index.hasCrLf;
    if (place.skip + place.bytes > text.size())
        std::abort();
    auto data = std::make_unique<PlainDataReader>(textOverBytes(text), place, core::silentContext());
    std::unique_ptr<RowCursor> rows;
    if (const auto statement = CopyStatement::parse(entry.copyStatement())) {
        rows = copyRows(std::move(data), statement->columnNames);
    } else {
        auto opened = insertRows(std::move(data), toc, &entry);
        if (!opened)
            return;
        rows = std::move(*opened);
    }
    for (auto more = rows->next(); more && *more; more = rows->next()) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto index = scanPlainText(*textOverBytes(text), core::silentContext());
    if (!index) {
        if (index.error().message.isEmpty())
            std::abort();
        return 0;
    }
    const QByteArray packed = packPlainIndex(*index);
    Pieces pieces(text, 1 + size % 7);
    const auto again = scanPlainText(pieces, core::silentContext());
    if (!again || packPlainIndex(*again) != packed || !unpackPlainIndex(packed, qint64(size)))
        std::abort();
    int most = 20;
    for (const DumpPart& part : index->contents.parts) {
        for (const TocEntry* entry : part.toc.tableData()) {
            if (--most > 0)
                readRows(text, *index, part.toc, *entry);
        }
    }
    return 0;
}
