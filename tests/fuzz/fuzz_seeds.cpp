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
    const auto write = [folder = QFile::decodeName(argv[1])](const QString& name, const QByteArray& bytes) {
        QFile file(folder + u'/' + name);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
            return true;
        std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
        return false;
    };
    for (int minor = 12; minor <= 17; ++minor) {
        for (const archive::Compression method : tests::compressionsOf(minor)) {
            tests::ArchiveWriter writer = tests::sampleArchive(minor, method);
            writer.recordsOffsets = minor % 2 == 0;
            const QString name = u"1.%1-%2"_s.arg(minor).arg(archive::compressionText(method));
            if (!write(name, writer.build()) || !write(name + u".tar"_s, tests::tarOf(writer.buildFiles())))
                return 1;
        }
    }
    // The first byte says what the rest is taken for.
    const QByteArray copy = "1\ta\\tb\n\\N\tx\n\\.\n";
    const QByteArray inserts = "INSERT INTO s.t (a, b) VALUES\n\t(1, 'it''s'),\n\t(-2.5, NULL);\n";
    for (int form = 0; form < 4; ++form) {
        const auto first = [form](int more) { return QByteArray(1, char(form | more)); };
        if (!write(u"copy-%1"_s.arg(form), first(0) + copy) ||
            !write(u"insert-%1"_s.arg(form), first(4) + inserts) ||
            !write(u"gzip-%1"_s.arg(form),
                   first(0x10) + tests::compressedFile(copy, archive::Compression::Gzip)) ||
            !write(u"zstd-%1"_s.arg(form),
                   first(0x34) + tests::compressedFile(inserts, archive::Compression::Zstd)))
            return 1;
    }
    return 0;
}
