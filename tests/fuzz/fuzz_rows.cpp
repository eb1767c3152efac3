// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes at all, taken for rows: COPY's text form, INSERT statements, a compressed file of either.
#include "archive/decompressingreader.h"
#include "archive/insertrows.h"
#include "archive/rangereader.h"
#include "archive/rowexport.h"

#include <cstdint>
#include <cstdlib>

using namespace tidemark;

namespace {

std::unique_ptr<archive::DataReader> readerOver(const QByteArray& bytes)
{
    return std::make_unique<archive::RangeReader>(
        archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")));
}

void exportAll(archive::RowCursor& rows, archive::RowForm form)
{
    archive::RowExportOptions options;
    options.form = form;
    archive::MemorySink sink;
    (void)archive::exportRows(rows, options, sink, core::silentContext());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), qsizetype(size - 1));
    const int choice = data[0];
    std::unique_ptr<archive::DataReader> reader = readerOver(bytes);
    if ((choice & 0x30) != 0) {
        reader = std::make_unique<archive::DecompressingReader>(
            std::move(reader), archive::Compression((choice >> 4) & 3), QStringLiteral("fuzz"));
    }
    const auto form = archive::RowForm(choice & 3);
    if ((choice & 4) != 0) {
        const auto backslash = (choice & 8) != 0 ? archive::Backslash::Escapes : archive::Backslash::IsItself;
        auto rows = archive::InsertRows::open(std::move(reader), {{"a"}, {"b"}}, backslash);
        if (rows)
            exportAll(**rows, form);
        return 0;
    }
    exportAll(*archive::copyRows(std::move(reader), {"a", "b"}), form);
    return 0;
}
