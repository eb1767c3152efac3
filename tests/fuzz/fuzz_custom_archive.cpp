// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes at all, taken for a custom archive: contents, one pass over everything, single entries.
#include "archive/copystatement.h"
#include "archive/customarchive.h"
#include "archive/readback.h"

#include <array>
#include <cstdint>
#include <cstdlib>

using namespace tidemark;

namespace {

class NullSink final : public archive::DataSink
{
public:
    std::span<char> room() override { return m_room; }
    void written(std::size_t) override {}

private:
    std::array<char, 1000> m_room = {};
};

void readSingleEntries(const QByteArray& bytes)
{
    auto opened = archive::CustomArchive::open(archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")));
    if (!opened)
        return;
    const QList<const archive::TocEntry*> tables = opened->toc().tableData();
    for (auto table = tables.crbegin(); table != tables.crend(); ++table) {
        NullSink sink;
        (void)opened->readData(**table, sink, core::silentContext());
        (void)archive::CopyStatement::parse((*table)->copyStatement);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto result = archive::readBack(archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")),
                                          {archive::FileHash::Sha256, {}}, core::silentContext());
    // What passes has been read to the last byte; what does not says why.
    if (result ? result->fileBytes != qint64(size) : result.error().message.isEmpty())
        std::abort();
    readSingleEntries(bytes);
    return 0;
}
