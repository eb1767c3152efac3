// SPDX-License-Identifier: GPL-3.0-or-later
// Compressed files are read by the programs of their names and by our own reader, and are whole or fail.
#include "archive/compress/compressedwriter.h"
#include "archive/decompressingreader.h"
#include "support/fulldisk.h"

#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

using namespace tidemark;
using archive::CompressedWriter;
using archive::CompressorThreads;
using core::CompressionMethod;
using core::CompressionSpec;

namespace {

constexpr qsizetype piece = qsizetype(CompressorThreads::pieceBytes);

// Rows that repeat, then bytes that do not: both ways of a compressor are gone.
QByteArray mixed(qsizetype size)
{
    QRandomGenerator random(4711);
    QByteArray bytes;
    bytes.reserve(size + 300'000);
    while (bytes.size() < size) {
        for (int i = 0; i < 3000; ++i)
            bytes += QByteArray::number(i) + "\tauthor " + QByteArray::number(random.bounded(500)) + "\t2024-05-01\n";
        for (int i = 0; i < 40'000; ++i)
            bytes += char(random.generate());
    }
    bytes.truncate(size);
    return bytes;
}

CompressionSpec specOf(const QString& text)
{
    return *CompressionSpec::fromText(text);
}

QString endingOf(const CompressionSpec& spec)
{
    return QString::fromLatin1(core::compressionEnding(spec.method));
}

core::Status writeFile(const QString& path, const QByteArray& bytes, CompressedWriter::Options options, qsizetype step = 100'003)
{
    auto writer = CompressedWriter::create(path, std::move(options));
    if (!writer)
        return std::move(writer).error();
    for (qsizetype at = 0; at < bytes.size(); at += step)
        TIDEMARK_TRY((*writer)->write(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at))));
    TIDEMARK_TRY((*writer)->finish());
    if ((*writer)->bytesIn() != bytes.size() || (*writer)->bytesOut() != QFileInfo(path).size())
        return core::Error{core::ErrorKind::Internal, QStringLiteral("the counts are wrong"), {}, {}};
    return {};
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

core::Result<QByteArray> readByUs(const QString& path, CompressionMethod method)
{
    auto source = archive::ByteSource::open(path);
    if (!source)
        return std::move(source).error();
    auto reader = archive::decompressedStream(*source, method)({});
    if (!reader)
        return std::move(reader).error();
    QByteArray all;
    std::vector<char> block(1 << 20);
    for (;;) {
        const auto count = (*reader)->read(block);
        if (!count)
            return count.error();
        if (*count == 0)
            return all;
        all.append(block.data(), qsizetype(*count));
    }
}

/// What `gzip -dc FILE` and its like print; nothing where it fails.
std::optional<QByteArray> readByProgram(const QString& program, const QString& path)
{
    QProcess process;
    process.start(program, {QStringLiteral("-dc"), path});
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitCode() != 0 || !process.readAllStandardError().isEmpty())
        return {};
    return process.readAllStandardOutput();
}

} // namespace

class CompressedWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void readByStockPrograms_data() { roundTrip_data(); }
    void readByStockPrograms();
    void gzreadReadsAll();
    void oneHugeWrite();
    void roomWithoutCopy();
    void manyFilesShareThreads();
    void sameBytesForAnyNumberOfThreads();
    void cutAnywhereIsNotWhole_data();
    void cutAnywhereIsNotWhole();
    void existingFileIsKept();
    void unfinishedFileGoes();
    void fullDisk_data();
    void fullDisk();
    void deviceThatIsFull();
    void stopIsHeard_data();
    void stopIsHeard();

private:
    QString file(const QString& ending = {}) { return m_folder.path() + QStringLiteral("/%1").arg(++m_files) + ending; }
    QTemporaryDir m_folder;
    int m_files = 0;
};

void CompressedWriterTest::roundTrip_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<qsizetype>("size");
    for (const char* spec : {"none", "gzip", "gzip:1", "gzip:2", "gzip:3", "gzip:4", "gzip:6", "gzip:9", "lz4", "lz4:9", "zstd", "zstd:1", "zstd:12"}) {
        for (const qsizetype size : {qsizetype(0), qsizetype(1), piece - 1, piece, piece + 1, 5 * piece + 17})
            QTest::addRow("%s %lld", spec, qlonglong(size)) << QString::fromLatin1(spec) << size;
    }
    QTest::addRow("zstd:22") << QStringLiteral("zstd:22") << 2 * piece;
}

void CompressedWriterTest::roundTrip()
{
    QFETCH(QString, spec);
    QFETCH(qsizetype, size);
    const CompressionSpec compression = specOf(spec);
    const QByteArray bytes = mixed(size);
    for (const int threads : {1, 3}) {
        const QString path = file(endingOf(compression));
        const core::Status status = writeFile(path, bytes, {compression, std::make_shared<CompressorThreads>(threads), 0, {}});
        QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
        const auto again = readByUs(path, compression.method);
        QVERIFY2(again, qPrintable(again ? QString() : again.error().toText()));
        QVERIFY(*again == bytes);
        if (compression.method != CompressionMethod::None && size > piece)
            QVERIFY(QFileInfo(path).size() < size * 2 / 3);
        QCOMPARE(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
    }
}

void CompressedWriterTest::readByStockPrograms()
{
    QFETCH(QString, spec);
    QFETCH(qsizetype, size);
    const CompressionSpec compression = specOf(spec);
    if (compression.method == CompressionMethod::None)
        return;
    const QString program = core::compressionName(compression.method);
    if (QStandardPaths::findExecutable(program).isEmpty())
        QSKIP(qPrintable(program + QStringLiteral(" is not installed")));
    const QString path = file(endingOf(compression));
    const QByteArray bytes = mixed(size);
    QVERIFY(writeFile(path, bytes, {compression, {}, 0, {}}));
    const auto again = readByProgram(program, path);
    QVERIFY(again.has_value());
    QVERIFY(*again == bytes);
}

// As pg_restore reads it.
void CompressedWriterTest::gzreadReadsAll()
{
    const QString path = file(QStringLiteral(".gz"));
    const QByteArray bytes = mixed(3 * piece + 5);
    QVERIFY(writeFile(path, bytes, {specOf(QStringLiteral("gzip")), {}, 0, {}}));
    const gzFile opened = ::gzopen(QFile::encodeName(path).constData(), "rb");
    QByteArray again(bytes.size() + 1, '\0');
    const int count = ::gzread(opened, again.data(), unsigned(again.size()));
    QVERIFY(::gzeof(opened) == 1);
    QCOMPARE(::gzclose(opened), Z_OK);
    again.truncate(count);
    QVERIFY(again == bytes);
}

void CompressedWriterTest::oneHugeWrite()
{
    const QByteArray bytes = mixed(64 << 20);
    for (const char* spec : {"gzip", "zstd", "lz4"}) {
        const CompressionSpec compression = specOf(QString::fromLatin1(spec));
        const QString path = file(endingOf(compression));
        QVERIFY(writeFile(path, bytes, {compression, std::make_shared<CompressorThreads>(2), 0, {}}, bytes.size()));
        const auto again = readByUs(path, compression.method);
        QVERIFY(again && *again == bytes);
    }
}

void CompressedWriterTest::roomWithoutCopy()
{
    const QString path = file(QStringLiteral(".gz"));
    auto writer = CompressedWriter::create(path, {specOf(QStringLiteral("gzip")), {}, 0, {}});
    QVERIFY(writer);
    QByteArray expected;
    for (int i = 0; i < 40; ++i) {
        const std::span<char> room = (*writer)->room();
        QVERIFY(!room.empty());
        const std::size_t count = std::min<std::size_t>(room.size(), 70'000);
        std::fill_n(room.begin(), count, char('a' + i % 26));
        expected.append(qsizetype(count), char('a' + i % 26));
        QVERIFY((*writer)->written(count));
    }
    QVERIFY((*writer)->end());
    QTRY_VERIFY((*writer)->isDone());
    QVERIFY((*writer)->finish());
    const auto again = readByUs(path, CompressionMethod::Gzip);
    QVERIFY(again && *again == expected);
}

void CompressedWriterTest::manyFilesShareThreads()
{
    const auto threads = std::make_shared<CompressorThreads>(3);
    const QByteArray bytes = mixed(2 * piece + 11);
    std::vector<std::unique_ptr<CompressedWriter>> writers;
    QStringList paths;
    const QStringList specs{QStringLiteral("gzip"), QStringLiteral("gzip:5"), QStringLiteral("zstd"), QStringLiteral("lz4"), QStringLiteral("none")};
    for (int i = 0; i < 20; ++i) {
        paths.append(file());
        auto writer = CompressedWriter::create(paths.last(), {specOf(specs.at(i % specs.size())), threads, 1, {}});
        QVERIFY(writer);
        writers.push_back(std::move(*writer));
    }
    for (qsizetype at = 0; at < bytes.size(); at += 40'000) {
        for (const auto& writer : writers)
            QVERIFY(writer->write(QByteArrayView(bytes).sliced(at, std::min<qsizetype>(40'000, bytes.size() - at))));
    }
    for (const auto& writer : writers)
        QVERIFY(writer->end());
    for (qsizetype i = 0; i < paths.size(); ++i) {
        QVERIFY(writers[std::size_t(i)]->finish());
        const auto again = readByUs(paths.at(i), specOf(specs.at(i % specs.size())).method);
        QVERIFY(again && *again == bytes);
    }
}

void CompressedWriterTest::sameBytesForAnyNumberOfThreads()
{
    const QByteArray bytes = mixed(7 * piece + 1);
    QByteArray first;
    for (const int threads : {1, 2, 5}) {
        const QString path = file();
        QVERIFY(writeFile(path, bytes, {specOf(QStringLiteral("gzip")), std::make_shared<CompressorThreads>(threads), 0, {}}));
        const QByteArray content = contentOf(path);
        QVERIFY(first.isEmpty() || content == first);
        first = content;
    }
}

void CompressedWriterTest::cutAnywhereIsNotWhole_data()
{
    QTest::addColumn<QString>("spec");
    for (const char* spec : {"gzip", "gzip:6", "lz4", "zstd"})
        QTest::newRow(spec) << QString::fromLatin1(spec);
}

void CompressedWriterTest::cutAnywhereIsNotWhole()
{
    QFETCH(QString, spec);
    const CompressionSpec compression = specOf(spec);
    const QString path = file();
    QByteArray bytes = mixed(piece).left(9000);
    bytes.append(2 * piece, 'x'); // three pieces that become little
    QVERIFY(writeFile(path, bytes, {compression, {}, 0, {}}));
    const QByteArray whole = contentOf(path);
    QVERIFY(whole.size() < 40'000);
    const QString cut = file();
    for (qsizetype size = 0; size < whole.size(); size += size < 50 || size > whole.size() - 50 ? 1 : 97) {
        QFile out(cut);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(out.write(whole.left(size)), size);
        out.close();
        const auto again = readByUs(cut, compression.method);
        QVERIFY2(!again, qPrintable(QString::number(size)));
        QCOMPARE(again.error().kind, core::ErrorKind::Corrupt);
    }
    // One flipped bit is found by the checksum at the latest, unless it only fills up a byte between two pieces.
    int found = 0;
    for (qsizetype at = 16; at < whole.size(); at += whole.size() / 23) {
        QByteArray flipped = whole;
        flipped[at] = char(flipped.at(at) ^ 4);
        QFile out(cut);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(out.write(flipped), flipped.size());
        out.close();
        const auto again = readByUs(cut, compression.method);
        QVERIFY2(!again || *again == bytes, qPrintable(QString::number(at)));
        found += !again;
    }
    QVERIFY(found > 12); // of 23 or 24
}

void CompressedWriterTest::existingFileIsKept()
{
    const QString path = file();
    QVERIFY(writeFile(path, "one", {specOf(QStringLiteral("none")), {}, 0, {}}));
    const core::Status status = writeFile(path, "two", {specOf(QStringLiteral("none")), {}, 0, {}});
    QVERIFY(!status);
    QCOMPARE(status.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(contentOf(path), QByteArray("one"));
    const core::Status nowhere = writeFile(path + QStringLiteral("/below"), "two", {specOf(QStringLiteral("none")), {}, 0, {}});
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().kind, core::ErrorKind::NotFound);
}

void CompressedWriterTest::unfinishedFileGoes()
{
    const QString path = file();
    {
        auto writer = CompressedWriter::create(path, {specOf(QStringLiteral("gzip")), {}, 0, {}});
        QVERIFY(writer);
        QVERIFY((*writer)->write(mixed(4 * piece)));
        QVERIFY(QFileInfo::exists(path));
    }
    QVERIFY(!QFileInfo::exists(path));
}

void CompressedWriterTest::fullDisk_data()
{
    QTest::addColumn<QString>("spec");
    for (const char* spec : {"none", "gzip", "gzip:9", "lz4", "zstd"})
        QTest::newRow(spec) << QString::fromLatin1(spec);
}

void CompressedWriterTest::fullDisk()
{
    QFETCH(QString, spec);
    const auto disk = test::SmallDisk::mount(2 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString path = disk->path() + QStringLiteral("/x");
    const core::Status status = writeFile(path, mixed(32 << 20), {specOf(spec), {}, 0, {}});
    QVERIFY(!status);
    QCOMPARE(status.error().kind, core::ErrorKind::StorageFull);
    QVERIFY(status.error().message.contains(path));
    QVERIFY(!QFileInfo::exists(path));
}

void CompressedWriterTest::deviceThatIsFull()
{
    // So little that only finish() meets the disk.
    const int device = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(device >= 0);
    const auto writer = CompressedWriter::onto(device, QStringLiteral("/dev/full"), {specOf(QStringLiteral("gzip")), {}, 0, {}});
    QVERIFY(writer->write("a few bytes"));
    const core::Status status = writer->finish();
    QVERIFY(!status);
    QCOMPARE(status.error().kind, core::ErrorKind::StorageFull);
    QVERIFY(!writer->finish()); // and it stays so
}

void CompressedWriterTest::stopIsHeard_data()
{
    fullDisk_data();
}

void CompressedWriterTest::stopIsHeard()
{
    QFETCH(QString, spec);
    // Nobody reads the pipe: the writer stands still in the middle.
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    std::stop_source source;
    std::thread reader;
    {
        const auto writer = CompressedWriter::onto(ends[1], QStringLiteral("pipe"), {specOf(spec), {}, 0, source.get_token()});
        const QByteArray bytes = mixed(1 << 20);
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            source.request_stop();
        });
        core::Status status;
        for (int i = 0; i < 100 && status; ++i)
            status = writer->write(bytes);
        QVERIFY(!status);
        QCOMPARE(status.error().kind, core::ErrorKind::Cancelled);
        reader = std::thread([&] {
            char block[65536];
            while (::read(ends[0], block, sizeof block) > 0) {
            }
        });
        const core::Status finished = writer->finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, core::ErrorKind::Cancelled);
    }
    reader.join();
    ::close(ends[0]);
}

QTEST_GUILESS_MAIN(CompressedWriterTest)
#include "compressedwritertest.moc"
