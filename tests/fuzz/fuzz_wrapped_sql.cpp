// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, taken for plain SQL within gzip, zstd or lz4; the first byte says which.
#include "archive/plaindump.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::archive;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    constexpr std::array wrappings{Wrapping::Gzip, Wrapping::Zstd, Wrapping::Lz4, Wrapping::None};
    const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || ::write(file, data + 1, size - 1) != ssize_t(size - 1))
        std::abort();
    const QString path = QStringLiteral("/proc/self/fd/%1").arg(file);
    const auto dump = openPlainDump(path, wrappings.at(data[0] % 4), {}, core::silentContext());
    if (!dump && dump.error().message.isEmpty())
        std::abort();
    std::array<char, 4096> room = {};
    int most = 10;
    if (dump) {
        for (const DumpPart& part : (*dump)->contents().parts) {
            for (const TocEntry* entry : part.toc.tableData()) {
                if (--most < 0)
                    break;
                const auto reader = (*dump)->openData(0, *entry, core::silentContext());
                if (!reader)
                    continue;
                for (auto count = (*reader)->read(room); count && *count > 0; count = (*reader)->read(room)) {
                }
            }
        }
    }
    ::close(file);
    return 0;
}
