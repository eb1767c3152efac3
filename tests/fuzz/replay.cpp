// SPDX-License-Identifier: GPL-3.0-or-later
// Runs what a fuzzer runs over the files of folders, and over each of them cut short, where there is no
// libFuzzer.
#include <QDirIterator>
#include <QFile>

#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv)
{
    int runs = 0;
    for (int i = 1; i < argc; ++i) {
        QDirIterator files(QFile::decodeName(argv[i]), QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                return 1;
            const QByteArray bytes = file.readAll();
            const auto run = [&](qsizetype size) {
                // A copy of its own, so that a tool that watches memory sees a byte read too many.
                const QByteArray piece(bytes.constData(), size);
                LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(piece.constData()),
                                       std::size_t(size));
                ++runs;
            };
            for (int part = 0; part <= 32; ++part)
                run(bytes.size() * part / 32);
        }
    }
    std::printf("%d runs\n", runs);
    return runs > 0 ? 0 : 1;
}
