// SPDX-License-Identifier: GPL-3.0-or-later
// What we compress behind pg_dump's back is read by stock pg_restore, and holds what the server holds.
#include "archive/decompressingreader.h"
#include "archive/readback.h"
#include "backup/directorycompressor.h"
#include "backup/streamcompressor.h"
#include "support/dumphold.h"
#include "support/fulldisk.h"
#include "support/testcluster.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tidemark;
using namespace tidemark::test;
using backup::DirectoryCompressor;
using backup::StreamCompressor;
using core::CompressionSpec;

namespace {

const QString database = QStringLiteral("compressed");

process::Command dumpCommand(TestCluster& cluster, const QStringList& arguments)
{
    process::Command command(tools().pick(process::ToolKind::PgDump, cluster.local().major())->path, arguments);
    command.addOption(QStringLiteral("--dbname"), cluster.spec(database).toConninfo());
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C")).unsetEnvironment(QStringLiteral("LC_ALL"));
    return command;
}

process::Command directoryDump(TestCluster& cluster, const QString& folder, int jobs)
{
    return dumpCommand(cluster, {QStringLiteral("--format=directory"), QStringLiteral("--compress=0"), QStringLiteral("--no-sync"),
                                 QStringLiteral("--jobs=%1").arg(jobs), QStringLiteral("--file=") + folder});
}

core::RunContext contextWith(std::stop_token stop)
{
    core::RunContext context;
    context.stop = std::move(stop);
    return context;
}

DirectoryCompressor::Options optionsFor(const QString& folder, const QString& spec)
{
    return {folder, *CompressionSpec::fromText(spec), 15, 2};
}

/// A digest of every table's rows and of all large objects.
QString picture(const TestCluster& cluster, const QString& name)
{
    return cluster.value(name, QStringLiteral(
        "SELECT md5(string_agg(n || '=' || d, E'\\n' ORDER BY n)) FROM ("
        "SELECT format('%I.%I', table_schema, table_name) AS n, query_to_xml(format("
        "'SELECT count(*) AS c, md5(coalesce(string_agg(h, '''' ORDER BY h), '''')) AS h FROM (SELECT md5(t::text) AS h FROM %I.%I t) s',"
        " table_schema, table_name), false, true, '')::text AS d FROM information_schema.tables"
        " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        " UNION ALL SELECT 'large objects', md5(string_agg(oid::text || md5(lo_get(oid)), ',' ORDER BY oid)) FROM pg_largeobject_metadata) q"));
}

QString dataFiles(const QString& folder, const QString& ending)
{
    return QDir(folder).entryList({QStringLiteral("*") + ending}, QDir::Files).join(QLatin1Char(' '));
}

QByteArray contentOf(const QString& path, core::CompressionMethod method)
{
    auto source = archive::ByteSource::open(path);
    if (!source)
        return "error: " + source.error().toText().toUtf8();
    auto reader = archive::decompressedStream(*source, method)({});
    QByteArray all;
    std::vector<char> block(1 << 20);
    for (;;) {
        const auto count = (*reader)->read(block);
        if (!count)
            return "error: " + count.error().toText().toUtf8();
        if (*count == 0)
            return all;
        all.append(block.data(), qsizetype(*count));
    }
}

/// A plain dump of newer versions names a random key.
QByteArray withoutKey(const QByteArray& sql)
{
    QByteArray rest;
    for (const QByteArray& line : sql.split('\n')) {
        if (!line.startsWith("\\restrict ") && !line.startsWith("\\unrestrict "))
            rest += line + '\n';
    }
    return rest;
}

} // namespace

class TestCompress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void stockToolsReadIt_data();
    void stockToolsReadIt();
    void filesGoWhileTheToolRuns();
    void toolKilledHalfWay();
    void stoppedHalfWay();
    void diskFull();
    void plainDump_data();
    void plainDump();
    void plainDumpToAFullDisk();

private:
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
};

void TestCompress::initTestCase()
{
    QVERIFY(m_cluster.createSample(database));
    const core::Status filled = m_cluster.script(database, QStringLiteral(
        "CREATE SCHEMA \"s .\"\"x\";"
        "CREATE TABLE \"s .\"\"x\".\"t\nable\" (\"c,1\" int, \"d\"\"\" text);"
        "INSERT INTO \"s .\"\"x\".\"t\nable\" VALUES (1, E'\\\\.'), (2, NULL), (3, E'a\\tb\\nc');"
        "CREATE TABLE nothing (a int); CREATE TABLE \"Ünï\" ();"
        "CREATE TABLE big AS SELECT i, md5(i::text) AS m, repeat('word ' || i % 977, 30) AS t FROM generate_series(1, 150000) i;"
        "SELECT lo_from_bytea(0, convert_to('small ' || i, 'UTF8')) FROM generate_series(1, 200) i;"
        "SELECT lo_from_bytea(0, ''::bytea);"
        "SELECT lo_from_bytea(0, (SELECT string_agg(sha512(i::text::bytea), ''::bytea) FROM generate_series(1, 40000) i));"));
    QVERIFY2(filled, qPrintable(filled ? QString() : filled.error().toText()));
}

void TestCompress::stockToolsReadIt_data()
{
    QTest::addColumn<QString>("spec");
    QTest::addColumn<int>("jobs");
    QTest::newRow("gzip, 1 job") << QStringLiteral("gzip") << 1;
    QTest::newRow("gzip, 2 jobs") << QStringLiteral("gzip") << 2;
    QTest::newRow("gzip:6, 4 jobs") << QStringLiteral("gzip:6") << 4;
    QTest::newRow("none, 2 jobs") << QStringLiteral("none") << 2;
}

void TestCompress::stockToolsReadIt()
{
    QFETCH(QString, spec);
    QFETCH(int, jobs);
    const QString folder = m_folder.path() + QStringLiteral("/%1.%2.dir").arg(spec).arg(jobs);
    DirectoryCompressor compressor(optionsFor(folder, spec), {});
    QVERIFY(compressor.start());
    const auto dumped = process::run(directoryDump(m_cluster, folder, jobs), {}, contextWith(compressor.toolStop()));
    QVERIFY(dumped);
    QCOMPARE(dumped->errorOutput, QByteArray());
    QVERIFY(dumped->succeeded());
    const core::Status status = compressor.finish();
    QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));

    QVERIFY(QFileInfo::exists(folder + QStringLiteral("/toc.dat")));
    QVERIFY(QFileInfo::exists(folder + QStringLiteral("/blobs.toc")));
    const bool isCompressed = spec != QLatin1String("none");
    QVERIFY(dataFiles(folder, QStringLiteral(".gz")).isEmpty() != isCompressed);
    for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.dat")}, QDir::Files))
        QVERIFY2(!isCompressed || file.size() <= 4096 || file.fileName() == QLatin1String("toc.dat"), qPrintable(file.fileName()));

    // Stock pg_restore: lists it, and restores it in two jobs.
    const auto listed = process::run(process::Command(tools().pick(process::ToolKind::PgRestore, 10)->path, {QStringLiteral("--list"), folder}), {}, {});
    QVERIFY(listed && listed->succeeded());
    QVERIFY(listed->output.contains("TABLE DATA public big"));
    const QByteArray level = isCompressed ? (spec.endsWith(QLatin1Char('6')) ? "6" : "-1") : "0";
    QVERIFY2(listed->output.contains(";     Compression: " + level + '\n') || listed->output.contains(isCompressed ? "Compression: gzip" : "Compression: none"),
             listed->output.left(600).constData());
    const QString target = QStringLiteral("restored %1 %2").arg(spec).arg(jobs);
    QVERIFY(m_cluster.createDatabase(target));
    const auto restored = m_cluster.runTool(process::ToolKind::PgRestore, target, {QStringLiteral("--jobs=2"), QStringLiteral("--exit-on-error"), folder});
    QVERIFY(restored);
    QVERIFY2(restored->succeeded(), restored->errorOutput.constData());
    const QString expected = picture(m_cluster, database);
    QCOMPARE(expected.size(), 32);
    QCOMPARE(picture(m_cluster, target), expected);
    QVERIFY(m_cluster.dropDatabase(target));

    // Our own reader, against a dump that nobody touched.
    const QString untouched = folder + QStringLiteral(".untouched");
    QVERIFY(m_cluster.dump(database, {QStringLiteral("--format=directory"), QStringLiteral("--compress=0")}, untouched));
    const auto ours = archive::readBack(folder, {}, {});
    QVERIFY2(ours, qPrintable(ours ? QString() : ours.error().toText()));
    const auto theirs = archive::readBack(untouched, {}, {});
    QVERIFY(theirs);
    QCOMPARE(ours->tables.size(), theirs->tables.size());
    for (qsizetype i = 0; i < ours->tables.size(); ++i) {
        QCOMPARE(ours->tables.at(i).name, theirs->tables.at(i).name);
        QCOMPARE(ours->tables.at(i).rows, theirs->tables.at(i).rows);
        QCOMPARE(ours->tables.at(i).content->digest.toHex(), theirs->tables.at(i).content->digest.toHex());
    }
    QCOMPARE(ours->largeObjects, theirs->largeObjects);
    QCOMPARE(ours->largeObjectBytes, theirs->largeObjectBytes);
}

void TestCompress::filesGoWhileTheToolRuns()
{
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    const QString folder = m_folder.path() + QStringLiteral("/while");
    DirectoryCompressor compressor(optionsFor(folder, QStringLiteral("gzip")), {});
    QVERIFY(compressor.start());
    bool seen = false;
    process::RunOptions options;
    options.onTick = [&] {
        if (!hold->reached() || !dataFiles(folder, QStringLiteral(".gz")).contains(QStringLiteral(".dat.gz")))
            return;
        for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.dat")}, QDir::Files)) {
            if (file.size() > 4096 && file.fileName() != QLatin1String("toc.dat"))
                return;
        }
        seen = true; // all tables are compressed, and pg_dump has not ended
        hold->release();
    };
    options.limit = std::chrono::seconds(60);
    const auto dumped = process::run(directoryDump(m_cluster, folder, 1), options, contextWith(compressor.toolStop()));
    QVERIFY2(dumped && dumped->succeeded(), qPrintable(dumped ? QString::fromUtf8(dumped->errorOutput) : dumped.error().toText()));
    QVERIFY(seen);
    QVERIFY(compressor.finish());
    QVERIFY(archive::readBack(folder, {}, {}));
}

void TestCompress::toolKilledHalfWay()
{
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    const QString folder = m_folder.path() + QStringLiteral("/killed");
    DirectoryCompressor compressor(optionsFor(folder, QStringLiteral("gzip")), {});
    QVERIFY(compressor.start());
    process::RunOptions options;
    qint64 tool = 0;
    options.onStarted = [&](qint64 processId) { tool = processId; };
    options.onTick = [&] {
        if (hold->reached())
            ::kill(static_cast<pid_t>(tool), SIGKILL);
    };
    options.limit = std::chrono::seconds(60);
    const auto dumped = process::run(directoryDump(m_cluster, folder, 1), options, contextWith(compressor.toolStop()));
    QVERIFY(dumped);
    QVERIFY(!dumped->succeeded());
    QVERIFY(!compressor.toolStop().stop_requested());
    QVERIFY(compressor.finish()); // what was written is whole
    for (const QString& name : QDir(folder).entryList({QStringLiteral("*.gz")}, QDir::Files))
        QVERIFY2(!contentOf(folder + QLatin1Char('/') + name, core::CompressionMethod::Gzip).startsWith("error: "), qPrintable(name));
    hold->release();
}

void TestCompress::stoppedHalfWay()
{
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    const QString folder = m_folder.path() + QStringLiteral("/stopped");
    std::stop_source source;
    DirectoryCompressor compressor(optionsFor(folder, QStringLiteral("gzip")), source.get_token());
    QVERIFY(compressor.start());
    process::RunOptions options;
    options.onTick = [&] {
        if (hold->reached())
            source.request_stop();
    };
    options.limit = std::chrono::seconds(60);
    const auto dumped = process::run(directoryDump(m_cluster, folder, 1), options, contextWith(compressor.toolStop()));
    QVERIFY(!dumped);
    QCOMPARE(dumped.error().kind, core::ErrorKind::Cancelled);
    const core::Status status = compressor.finish();
    QVERIFY(!status);
    QCOMPARE(status.error().kind, core::ErrorKind::Cancelled);
    hold->release();
}

void TestCompress::diskFull()
{
    const auto disk = SmallDisk::mount(6 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString folder = disk->path() + QStringLiteral("/set");
    DirectoryCompressor compressor(optionsFor(folder, QStringLiteral("gzip")), {});
    QVERIFY(compressor.start());
    const auto dumped = process::run(directoryDump(m_cluster, folder, 2), {}, contextWith(compressor.toolStop()));
    // Whoever met the full disk first: the tool does not succeed, or it is told to stop.
    const bool toolFailed = dumped && !dumped->succeeded() && dumped->errorOutput.contains("No space left");
    const core::Status status = compressor.finish();
    QVERIFY(toolFailed || (!dumped && dumped.error().kind == core::ErrorKind::Cancelled));
    if (!toolFailed)
        QCOMPARE(status.error().kind, core::ErrorKind::StorageFull);
}

void TestCompress::plainDump_data()
{
    QTest::addColumn<QString>("spec");
    for (const char* spec : {"gzip", "zstd", "lz4", "none"})
        QTest::newRow(spec) << QString::fromLatin1(spec);
}

void TestCompress::plainDump()
{
    QFETCH(QString, spec);
    const CompressionSpec compression = *CompressionSpec::fromText(spec);
    const QString path = m_folder.path() + QStringLiteral("/plain.sql") + QString::fromLatin1(core::compressionEnding(compression.method));
    StreamCompressor compressor({path, compression, 2}, {});
    QVERIFY(compressor.start());
    process::RunOptions options;
    options.outputDescriptor = compressor.outputDescriptor();
    const auto dumped = process::run(dumpCommand(m_cluster, {QStringLiteral("--format=plain")}), options, contextWith(compressor.toolStop()));
    QVERIFY(dumped && dumped->succeeded());
    const core::Status status = compressor.finish();
    QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
    const QString direct = m_folder.path() + QStringLiteral("/direct.sql");
    QVERIFY(m_cluster.dump(database, {QStringLiteral("--format=plain")}, direct));
    const QByteArray expected = withoutKey(contentOf(direct, core::CompressionMethod::None));
    QVERIFY(expected.size() > 10'000'000);
    QVERIFY(withoutKey(contentOf(path, compression.method)) == expected);
    QVERIFY(compression.method == core::CompressionMethod::None || QFileInfo(path).size() < expected.size() / 2);
    const auto ours = archive::readBack(path, {}, {});
    QVERIFY2(ours, qPrintable(ours ? QString() : ours.error().toText()));
    QVERIFY(ours->tables.size() > 20);
}

void TestCompress::plainDumpToAFullDisk()
{
    const auto disk = SmallDisk::mount(1 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString path = disk->path() + QStringLiteral("/x.sql.gz");
    {
        StreamCompressor compressor({path, *CompressionSpec::fromText(QStringLiteral("gzip")), 2}, {});
        QVERIFY(compressor.start());
        process::RunOptions options;
        options.outputDescriptor = compressor.outputDescriptor();
        const auto dumped = process::run(dumpCommand(m_cluster, {QStringLiteral("--format=plain")}), options, contextWith(compressor.toolStop()));
        QVERIFY(!dumped || !dumped->succeeded());
        const core::Status status = compressor.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().kind, core::ErrorKind::StorageFull);
    }
    QVERIFY(!QFileInfo::exists(path));
}

QTEST_GUILESS_MAIN(TestCompress)
#include "compresstest.moc"
