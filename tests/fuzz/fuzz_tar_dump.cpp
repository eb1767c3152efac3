// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes at all, taken for a tar file that holds a dump.
#include "archive/archiveopener.h"
#include "fuzz/readdump.h"

#include <cstdint>
#include <cstdlib>

using namespace tidemark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto dump = archive::openTarDump(archive::ByteSource::overBytes(bytes, QStringLiteral("fuzz")), {},
                                           core::silentContext());
    if (dump)
        fuzz::readDump(**dump);
    else if (dump.error().message.isEmpty())
        std::abort();
    return 0;
}
