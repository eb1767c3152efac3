// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes at all, taken for a custom archive: contents, one pass over everything, single entries.
#include "archive/archiveopener.h"
#include "archive/readback.h"
#include "fuzz/readdump.h"

#include <cstdint>
#include <cstdlib>

using namespace tidemark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto result = archive::readBack(archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")),
                                          {archive::FileHash::Sha256, {}}, core::silentContext());
    // What passes has been read to the last byte; what does not says why.
    if (result ? result->fileBytes != qint64(size) : result.error().message.isEmpty())
        std::abort();
    const auto dump =
        archive::openCustomDump(archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")), {});
    if (dump)
        fuzz::readDump(**dump);
    return 0;
}
