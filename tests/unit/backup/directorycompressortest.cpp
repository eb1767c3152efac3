// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that is compressed while somebody writes into it, without any tool.
#include "archive/decompressingreader.h"
#include "backup/directorycompressor.h"
#include "backup/streamcompressor.h"
#include "support/fulldisk.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tidemark;
using backup::DirectoryCompressor;
using backup::StreamCompressor;
using core::CompressionSpec;
using core::ErrorKind;

namespace {

constexpr qint64 megabyte = 1 << 20;

QByteArray rows(qint64 size)
{
    QByteArray bytes;
    bytes.reserve(size + 100);
    for (int i = 0; bytes.size() < size; ++i)
        bytes += QByteArray::number(i * 7919LL) + "\tsome words of row " + QByteArray::number(i) + "\n";
    bytes.truncate(size);
    return bytes;
}

QByteArray noise(qint64 size)
{
    QRandomGenerator random(1);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = char(random.generate());
    return bytes;
}

/// As a tool writes: in blocks of its stdio.
void append(QFile& file, const QByteArray& bytes)
{
    for (qsizetype at = 0; at < bytes.size(); at += 4096)
        QVERIFY(file.write(bytes.mid(at, 4096)) > 0);
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    append(file, bytes);
}

QByteArray contentOf(const QString& path, core::CompressionMethod method)
{
    auto source = archive::ByteSource::open(path);
    if (!source)
        return "error: " + source.error().toText().toUtf8();
    auto reader = archive::decompressedStream(*source, method)({});
    QByteArray all;
    std::vector<char> block(megabyte);
    for (;;) {
        const auto count = (*reader)->read(block);
        if (!count)
            return "error: " + count.error().toText().toUtf8();
        if (*count == 0)
            return all;
        all.append(block.data(), qsizetype(*count));
    }
}

DirectoryCompressor::Options optionsFor(const QString& folder, const char* spec = "gzip", int major = 15)
{
    return {folder, *CompressionSpec::fromText(QString::fromLatin1(spec)), major, 2};
}

} // namespace

class DirectoryCompressorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); } // as in our programs
    void takesDataFilesOnly_data();
    void takesDataFilesOnly();
    void beginsWhileAFileGrows();
    void manyFiles();
    void folderOfBeforeTheStart();
    void hostileFolderName();
    void withoutCompression();
    void methodThatPgRestoreCannotRead();
    void missingParent();
    void fullDiskStopsTheTool();
    void givesBackWhereRoomIsShort();
    void stopEndsItAtOnce();
    void destroyedHalfWay();
    void blindWithoutWatches();
    void streamRoundTrip_data();
    void streamRoundTrip();
    void streamToAFullDisk();
    void streamStopped();

private:
    QString folder() { return m_folder.path() + QStringLiteral("/%1").arg(++m_folders); }
    QTemporaryDir m_folder;
    int m_folders = 0;
};

void DirectoryCompressorTest::takesDataFilesOnly_data()
{
    QTest::addColumn<QByteArray>("spec");
    for (const char* spec : {"gzip", "gzip:3", "gzip:6", "zstd", "lz4"})
        QTest::newRow(spec) << QByteArray(spec);
}

void DirectoryCompressorTest::takesDataFilesOnly()
{
    QFETCH(QByteArray, spec);
    const QString path = folder();
    const DirectoryCompressor::Options options = optionsFor(path, spec.constData(), 17);
    const core::CompressionMethod method = options.compression.method;
    const QString ending = QString::fromLatin1(core::compressionEnding(method));
    DirectoryCompressor compressor(options, {});
    QVERIFY(compressor.start());
    const QList<QPair<QString, QByteArray>> taken{{QStringLiteral("3361.dat"), rows(3 * megabyte + 1)}, {QStringLiteral("1.dat"), rows(4097)},
                                                  {QStringLiteral("blob_16403.dat"), noise(2 * megabyte)}, {QStringLiteral("4294967295.dat"), rows(600'000)}};
    const QList<QPair<QString, QByteArray>> left{{QStringLiteral("toc.dat"), rows(90'000)}, {QStringLiteral("blobs.toc"), rows(90'000)},
                                                 {QStringLiteral("blobs_3400.toc"), rows(90'000)}, {QStringLiteral("2.dat"), rows(4096)},
                                                 {QStringLiteral("3.dat"), "\\.\n\n\n"}, {QStringLiteral("4.dat"), {}}, {QStringLiteral("blob_5.dat"), "x"},
                                                 {QStringLiteral("x.dat"), rows(9000)}, {QStringLiteral("5.dat.gz"), rows(9000)}, {QStringLiteral("blob_.dat"), rows(9000)},
                                                 {QStringLiteral(".dat"), rows(9000)}, {QStringLiteral("6.data"), rows(9000)}};
    for (const auto& file : taken + left)
        writeFile(path + QLatin1Char('/') + file.first, file.second);
    const core::Status status = compressor.finish();
    QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
    QCOMPARE(QDir(path).entryList(QDir::Files | QDir::Hidden).size(), taken.size() + left.size());
    qint64 bytes = 0;
    qint64 out = 0;
    for (const auto& file : taken) {
        const QString name = path + QLatin1Char('/') + file.first;
        QVERIFY2(!QFileInfo::exists(name), qPrintable(file.first));
        QVERIFY2(contentOf(name + ending, method) == file.second, qPrintable(file.first));
        bytes += file.second.size();
        out += QFileInfo(name + ending).size();
    }
    for (const auto& file : left)
        QVERIFY2(contentOf(path + QLatin1Char('/') + file.first, core::CompressionMethod::None) == file.second, qPrintable(file.first));
    QCOMPARE(compressor.stats().bytesIn, bytes);
    QCOMPARE(compressor.stats().bytesOut, out);
    QCOMPARE(compressor.stats().files, taken.size());
    QVERIFY(!compressor.toolStop().stop_requested());
}

void DirectoryCompressorTest::beginsWhileAFileGrows()
{
    const QString path = folder();
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    const QByteArray bytes = rows(9 * megabyte + 5);
    QFile file(path + QStringLiteral("/7.dat"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    append(file, bytes.left(5 * megabyte));
    QTRY_COMPARE(compressor.stats().bytesIn, 5 * megabyte);
    QTRY_VERIFY(compressor.stats().bytesOut > 100'000);
    QVERIFY(QFileInfo::exists(file.fileName()));
    append(file, bytes.mid(5 * megabyte));
    file.close();
    // The closing is noticed while the tool goes on.
    QTRY_VERIFY(!QFileInfo::exists(file.fileName()));
    QTRY_COMPARE(compressor.stats().files, 1);
    QVERIFY(compressor.finish());
    QVERIFY(contentOf(path + QStringLiteral("/7.dat.gz"), core::CompressionMethod::Gzip) == bytes);
}

void DirectoryCompressorTest::manyFiles()
{
    const QString path = folder();
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    const QByteArray bytes = rows(10'000);
    for (int i = 0; i < 1500; ++i)
        writeFile(path + QStringLiteral("/%1.dat").arg(i), bytes.left(i % 2 ? 10'000 : 20));
    QVERIFY(compressor.finish());
    QCOMPARE(compressor.stats().files, 750);
    for (int i = 0; i < 1500; ++i) {
        const QString name = path + (i % 2 ? QStringLiteral("/%1.dat.gz") : QStringLiteral("/%1.dat")).arg(i);
        QVERIFY(contentOf(name, i % 2 ? core::CompressionMethod::Gzip : core::CompressionMethod::None) == bytes.left(i % 2 ? 10'000 : 20));
    }
    QCOMPARE(QDir(path).entryList(QDir::Files).size(), 1500);
}

void DirectoryCompressorTest::folderOfBeforeTheStart()
{
    const QString path = folder();
    QVERIFY(QDir().mkpath(path));
    writeFile(path + QStringLiteral("/1.dat"), rows(10'000));
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    QVERIFY(compressor.finish());
    QVERIFY(QFileInfo::exists(path + QStringLiteral("/1.dat.gz")));
}

void DirectoryCompressorTest::hostileFolderName()
{
    const QString path = m_folder.path() + QStringLiteral("/ a\"b'c\n$(x) %1 ünï");
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    writeFile(path + QStringLiteral("/1.dat"), rows(10'000));
    QVERIFY(compressor.finish());
    QVERIFY(QFileInfo::exists(path + QStringLiteral("/1.dat.gz")));
}

void DirectoryCompressorTest::withoutCompression()
{
    const QString path = folder();
    DirectoryCompressor compressor(optionsFor(path, "none"), {});
    QVERIFY(compressor.start());
    writeFile(path + QStringLiteral("/1.dat"), rows(10'000));
    QVERIFY(compressor.finish());
    QCOMPARE(QDir(path).entryList(QDir::Files), QStringList(QStringLiteral("1.dat")));
}

void DirectoryCompressorTest::methodThatPgRestoreCannotRead()
{
    for (const char* spec : {"zstd", "lz4"}) {
        DirectoryCompressor compressor(optionsFor(folder(), spec, 15), {});
        const core::Status status = compressor.start();
        QVERIFY(!status);
        QCOMPARE(status.error().kind, ErrorKind::InvalidInput);
        QVERIFY(status.error().hint.contains(QStringLiteral("16")));
    }
}

void DirectoryCompressorTest::missingParent()
{
    DirectoryCompressor compressor(optionsFor(folder() + QStringLiteral("/below")), {});
    const core::Status status = compressor.start();
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::NotFound);
}

void DirectoryCompressorTest::fullDiskStopsTheTool()
{
    const auto disk = test::SmallDisk::mount(8 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString path = disk->path() + QStringLiteral("/set");
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    QFile file(path + QStringLiteral("/1.dat"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    // The tool has its room for sure: here it is the compressor that runs out of it.
    QCOMPARE(::fallocate(file.handle(), FALLOC_FL_KEEP_SIZE, 0, 5 * megabyte), 0);
    append(file, noise(5 * megabyte)); // it does not become smaller, and stays open
    QTRY_VERIFY(compressor.toolStop().stop_requested());
    const core::Status status = compressor.finish();
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::StorageFull);
    QVERIFY(!status.error().hint.isEmpty());
    QCOMPARE(QDir(path).entryList(QDir::Files), QStringList(QStringLiteral("1.dat")));
}

void DirectoryCompressorTest::givesBackWhereRoomIsShort()
{
    const auto disk = test::SmallDisk::mount(160 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString path = disk->path() + QStringLiteral("/set");
    DirectoryCompressor compressor(optionsFor(path), {});
    QVERIFY(compressor.start());
    QFile file(path + QStringLiteral("/1.dat"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    const QByteArray block = rows(8 * megabyte);
    for (int i = 1; i <= 30; ++i) { // 240 MB on a disk of 160
        append(file, block);
        QTRY_COMPARE(compressor.stats().bytesIn, i * 8 * megabyte);
    }
    struct stat facts{};
    QCOMPARE(::fstat(file.handle(), &facts), 0);
    QVERIFY(facts.st_blocks * 512 < 100 * megabyte);
    file.close();
    const core::Status status = compressor.finish();
    QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
    QVERIFY(contentOf(path + QStringLiteral("/1.dat.gz"), core::CompressionMethod::Gzip) == block.repeated(30));
}

void DirectoryCompressorTest::stopEndsItAtOnce()
{
    const QString path = folder();
    std::stop_source source;
    DirectoryCompressor compressor(optionsFor(path, "gzip:9"), source.get_token());
    QVERIFY(compressor.start());
    writeFile(path + QStringLiteral("/1.dat"), rows(100 * megabyte)); // a second of work and more
    QTRY_VERIFY(compressor.stats().bytesIn > 0);
    QElapsedTimer timer;
    timer.start();
    source.request_stop();
    QVERIFY(compressor.toolStop().stop_requested());
    const core::Status status = compressor.finish();
    QVERIFY(!status);
    QCOMPARE(status.error().kind, ErrorKind::Cancelled);
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!QFileInfo::exists(path + QStringLiteral("/1.dat.gz")));
    QVERIFY(QFileInfo::exists(path + QStringLiteral("/1.dat")));
}

void DirectoryCompressorTest::destroyedHalfWay()
{
    const QString path = folder();
    QFile file(path + QStringLiteral("/1.dat"));
    {
        DirectoryCompressor compressor(optionsFor(path), {});
        QVERIFY(compressor.start());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        append(file, rows(3 * megabyte));
        QTRY_VERIFY(compressor.stats().bytesIn > 0);
    }
    QCOMPARE(QDir(path).entryList(QDir::Files), QStringList(QStringLiteral("1.dat")));
}

void DirectoryCompressorTest::blindWithoutWatches()
{
    // No descriptor is left for a watch, then there are again.
    const QString path = folder();
    QVERIFY(QDir().mkpath(path));
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = ::dup(0);
    ::close(next);
    const rlimit none{static_cast<rlim_t>(next), before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    backup::FolderWatch watch;
    const core::Status opened = watch.open(path);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY(opened);
    QCOMPARE(watch.descriptor(), -1);
    QVERIFY(watch.take().someAreMissing);
}

void DirectoryCompressorTest::streamRoundTrip_data()
{
    QTest::addColumn<QByteArray>("spec");
    for (const char* spec : {"none", "gzip", "gzip:6", "zstd", "zstd:9", "lz4"})
        QTest::newRow(spec) << QByteArray(spec);
}

void DirectoryCompressorTest::streamRoundTrip()
{
    QFETCH(QByteArray, spec);
    const CompressionSpec compression = *CompressionSpec::fromText(QString::fromLatin1(spec));
    for (const qint64 size : {qint64(0), qint64(1), 5 * megabyte + 3}) {
        const QString path = m_folder.path() + QStringLiteral("/%1.sql").arg(++m_folders);
        StreamCompressor compressor({path, compression, 2}, {});
        QVERIFY(compressor.start());
        QFile tool;
        QVERIFY(tool.open(compressor.outputDescriptor(), QIODevice::WriteOnly | QIODevice::Unbuffered));
        const QByteArray bytes = rows(size);
        if (size > 0)
            append(tool, bytes);
        tool.close(); // not the descriptor: it is not its own
        const core::Status status = compressor.finish();
        QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
        QVERIFY(contentOf(path, compression.method) == bytes);
        QCOMPARE(compressor.stats().bytesIn, size);
        QCOMPARE(compressor.stats().bytesOut, QFileInfo(path).size());
    }
}

void DirectoryCompressorTest::streamToAFullDisk()
{
    const auto disk = test::SmallDisk::mount(1 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString path = disk->path() + QStringLiteral("/x.sql.gz");
    {
        StreamCompressor compressor({path, *CompressionSpec::fromText(QStringLiteral("gzip")), 2}, {});
        QVERIFY(compressor.start());
        const QByteArray bytes = noise(3 * megabyte);
        qsizetype at = 0;
        while (at < bytes.size()) {
            const ssize_t count = ::write(compressor.outputDescriptor(), bytes.constData() + at, 65536);
            if (count < 0)
                break; // a broken pipe
            at += count;
        }
        QTRY_VERIFY(compressor.toolStop().stop_requested());
        const core::Status status = compressor.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().kind, ErrorKind::StorageFull);
    }
    QVERIFY(!QFileInfo::exists(path));
}

void DirectoryCompressorTest::streamStopped()
{
    const QString path = m_folder.path() + QStringLiteral("/stopped.sql.gz");
    {
        std::stop_source source;
        StreamCompressor compressor({path, *CompressionSpec::fromText(QStringLiteral("gzip")), 2}, source.get_token());
        QVERIFY(compressor.start());
        QCOMPARE(::write(compressor.outputDescriptor(), "abc", 3), ssize_t(3));
        source.request_stop();
        QVERIFY(compressor.toolStop().stop_requested());
        const core::Status status = compressor.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().kind, ErrorKind::Cancelled);
    }
    QVERIFY(!QFileInfo::exists(path));
}

QTEST_GUILESS_MAIN(DirectoryCompressorTest)
#include "directorycompressortest.moc"
