// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the archives that fuzzing starts from: every layout version with every compression that it has.
#include "unit/archive/archivewriter.h"

#include <QFile>

#include <cstdio>

using namespace tidemark;
using namespace Qt::StringLiterals;

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: fuzz_seeds FOLDER\n", stderr);
        return 2;
    }
    for (int minor = 12; minor <= 17; ++minor) {
        for (const archive::Compression method : tests::compressionsOf(minor)) {
            tests::ArchiveWriter writer = tests::sampleArchive(minor, method);
            writer.recordsOffsets = minor % 2 == 0;
            QFile file(u"%1/1.%2-%3"_s.arg(QFile::decodeName(argv[1]))
                           .arg(minor)
                           .arg(archive::compressionText(method)));
            if (!file.open(QIODevice::WriteOnly) || file.write(writer.build()) < 0) {
                std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
                return 1;
            }
        }
    }
    return 0;
}
