// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the archives that fuzzing starts from: every layout version with every compression that it has,
// custom and tar.
#include "unit/archive/archivewriter.h"

#include <QFile>

#include <cstdio>

using namespace tidemark;
using namespace Qt::StringLiterals;

namespace {

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
        return true;
    std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return false;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: fuzz_seeds FOLDER\n", stderr);
        return 2;
    }
    const QString folder = QFile::decodeName(argv[1]);
    for (int minor = 12; minor <= 17; ++minor) {
        for (const archive::Compression method : tests::compressionsOf(minor)) {
            tests::ArchiveWriter writer = tests::sampleArchive(minor, method);
            writer.recordsOffsets = minor % 2 == 0;
            const QString name = u"1.%1-%2"_s.arg(minor).arg(archive::compressionText(method));
            if (!write(folder + u"/custom/"_s + name, writer.build()) ||
                !write(folder + u"/tar/"_s + name, tests::tarOf(writer.buildFiles())))
                return 1;
        }
    }
    return 0;
}
