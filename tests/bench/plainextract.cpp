// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the rows of one table of a plain dump to standard output, through the reader alone: the whole of the
// program is what is measured.
//   bench_plainextract none|gzip|zstd|lz4 FILE TABLE [CACHE-FOLDER]
#include "archive/plaindump.h"
#include "archive/transfer.h"

#include <QFile>

#include <cstdio>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::archive;

namespace {

int fail(const core::Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    return 1;
}

Wrapping wrappingOf(const QByteArray& word)
{
    return word == "gzip"   ? Wrapping::Gzip
           : word == "zstd" ? Wrapping::Zstd
           : word == "lz4"  ? Wrapping::Lz4
                            : Wrapping::None;
}

int copyOut(const Dump& dump, int part, const TocEntry& entry)
{
    const auto reader = dump.openData(part, entry, core::silentContext());
    if (!reader)
        return fail(reader.error());
    DescriptorSink out(STDOUT_FILENO, QStringLiteral("standard output"));
    const auto done = transfer(**reader, out, core::silentContext());
    return done ? 0 : fail(done.error());
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) {
        std::fputs("usage: bench_plainextract none|gzip|zstd|lz4 FILE TABLE [CACHE-FOLDER]\n", stderr);
        return 2;
    }
    const DumpOptions options{argc > 4 ? QFile::decodeName(argv[4]) : QString()};
    const auto dump =
        openPlainDump(QFile::decodeName(argv[2]), wrappingOf(argv[1]), options, core::silentContext());
    if (!dump)
        return fail(dump.error());
    int part = 0;
    for (const DumpPart& database : (*dump)->contents().parts) {
        for (const TocEntry* entry : database.toc.tableData()) {
            if (entry->tag() == QString::fromUtf8(argv[3]))
                return copyOut(**dump, part, *entry);
        }
        ++part;
    }
    std::fputs("there is no such table\n", stderr);
    return 1;
}
