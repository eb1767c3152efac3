// SPDX-License-Identifier: GPL-3.0-or-later
// What stock pg_dump writes, in every form: the rows and digests of every table are those of the server.
#include "archive/largeobjects.h"
#include "archive/readback.h"
#include "archive/rowcursor.h"
#include "archive/rowexport.h"
#include "archive/sequencevalues.h"
#include "core/quoting.h"
#include "support/hardschema.h"
#include "support/testcluster.h"
#include "unit/archive/archivewriter.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

const QString database = u"hard rows"_s;

QString keyOf(const TocEntry& entry)
{
    return core::quoteQualified(entry.schema(), entry.tag());
}

struct Table
{
    QList<QByteArray> columns;
    QList<QByteArray> lines;
};

} // namespace

class DumpRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyForm_data();
    void everyForm();
    void exportIsWhatCopyWrites();
    void largeObjectsAndSequences();

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    QString make(const QString& name, const QStringList& arguments, const QString& wrapping) const;
    QMap<QString, Table> tablesOf(const QString& path) const;

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QMap<QString, Table> m_expected; // of a custom dump, which is held against the server
    int m_tables = 0;
};

QString DumpRowsTest::make(const QString& name, const QStringList& arguments, const QString& wrapping) const
{
    const core::Status dumped = m_cluster.dump(database, arguments, file(name));
    if (!dumped)
        qWarning("%s", qPrintable(dumped.error().toText()));
    if (!dumped || wrapping.isEmpty())
        return file(name);
    const QString result = file(name + u".wrapped"_s);
    for (const Compression method : {Compression::Gzip, Compression::Zstd, Compression::Lz4}) {
        QFile from(file(name));
        QFile to(result);
        if (wrapping != compressionText(method))
            continue;
        if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly) ||
            to.write(tests::compressedFile(from.readAll(), method)) < 0)
            qWarning("cannot compress %s", qPrintable(name));
        return result;
    }
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(u"sh"_s, {u"-c"_s, wrapping, name, name, result});
    if (!process.waitForFinished() || process.exitCode() != 0)
        qWarning("%s", process.readAllStandardError().constData());
    return result;
}

QMap<QString, Table> DumpRowsTest::tablesOf(const QString& path) const
{
    QMap<QString, Table> tables;
    const auto dump = Dump::open(path, {file(u"cache"_s)}, core::silentContext());
    if (!dump) {
        qWarning("%s", qPrintable(dump.error().toText()));
        return tables;
    }
    for (const TocEntry* entry : (*dump)->contents().parts.first().toc.tableData()) {
        auto rows = openRows(**dump, 0, *entry, core::silentContext());
        if (!rows) {
            qWarning("%s", qPrintable(rows.error().toText()));
            continue;
        }
        Table& table = tables[keyOf(*entry)];
        for (;;) {
            const auto next = (*rows)->next();
            if (!next)
                qWarning("%s", qPrintable(next.error().toText()));
            if (!next || !*next)
                break;
            table.lines.append((*rows)->copyLine().toByteArray());
        }
        table.columns = (*rows)->columns();
    }
    return tables;
}

void DumpRowsTest::initTestCase()
{
    const core::Status made = createHardSchema(m_cluster, database);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    const core::Status more = m_cluster.script(
        database, u"SELECT lo_from_bytea(88001, 'abc'); SELECT lo_from_bytea(88002, ''); "
                  "COMMENT ON LARGE OBJECT 88001 IS 'it''s \"ä\"'; CREATE TABLE public.large AS "
                  "SELECT i AS id, repeat(md5(i::text), 40) AS t FROM generate_series(1, 20000) i"_s);
    QVERIFY2(more, qPrintable(more ? QString() : more.error().toText()));
    m_expected = tablesOf(make(u"expected"_s, {u"--format=custom"_s}, {}));
    QVERIFY(m_expected.size() > 30);
    // Held against the server: the number of rows, and of one table every value.
    for (auto table = m_expected.cbegin(); table != m_expected.cend(); ++table)
        QCOMPARE(m_cluster.value(database, u"SELECT count(*) FROM ONLY "_s + table.key()),
                 QString::number(table->lines.size()));
    const Table large = m_expected.value(u"\"public\".\"large\""_s);
    QCOMPARE(large.lines.size(), 20000);
    QCOMPARE(m_cluster.value(
                 database,
                 u"SELECT md5(string_agg(id || E'\\t' || t || E'\\n', '' ORDER BY id)) FROM public.large"_s),
             QString::fromLatin1(
                 QCryptographicHash::hash(large.lines.join('\n') + '\n', QCryptographicHash::Md5).toHex()));
}

void DumpRowsTest::everyForm_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>(
        "wrapping"); // "gzip" …, or a command: $1 is what pg_dump wrote, $2 what to make of it
    QTest::addColumn<bool>("hasDigests");
    const QString custom = u"--format=custom"_s;
    const QString directory = u"--format=directory"_s;
    const QString tar = u"--format=tar"_s;
    const QString plain = u"--format=plain"_s;
    const QString stored = u"--compress=0"_s;
    for (const Compression outer :
         {Compression::None, Compression::Gzip, Compression::Zstd, Compression::Lz4}) {
        const QString name = outer == Compression::None ? QString() : compressionText(outer);
        const auto row = [outer](const char* format) -> QTestData& {
            return QTest::addRow("%s in %s", format, qPrintable(compressionText(outer)));
        };
        row("custom") << QStringList{custom} << name << true;
        row("custom, stored") << QStringList{custom, stored} << name << true;
        row("tar") << QStringList{tar} << name << true;
        row("plain") << QStringList{plain} << name << true;
    }
    QTest::newRow("directory") << QStringList{directory} << QString() << true;
    QTest::newRow("directory, two jobs") << QStringList{directory, u"--jobs=2"_s} << QString() << true;
    QTest::newRow("directory, stored") << QStringList{directory, stored} << QString() << true;
    QTest::newRow("directory in tar") << QStringList{directory} << u"tar -cf \"$2\" \"$1\""_s << true;
    QTest::newRow("directory in tar.gz") << QStringList{directory} << u"tar -czf \"$2\" \"$1\""_s << true;
    QTest::newRow("directory in pax")
        << QStringList{directory, stored} << u"tar --format=pax -C \"$1\" -cf \"$2\" ."_s << true;
    for (const char* rows : {"--inserts", "--column-inserts", "--rows-per-insert=3"}) {
        QTest::addRow("custom %s", rows) << QStringList{custom, QLatin1String(rows)} << QString() << false;
        QTest::addRow("directory %s", rows)
            << QStringList{directory, QLatin1String(rows)} << QString() << false;
        QTest::addRow("tar %s in gzip", rows) << QStringList{tar, QLatin1String(rows)} << u"gzip"_s << false;
        QTest::addRow("plain %s", rows) << QStringList{plain, QLatin1String(rows)} << QString() << false;
    }
}

void DumpRowsTest::everyForm()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, wrapping);
    QFETCH(bool, hasDigests);
    const QString path = make(u"dump %1"_s.arg(m_tables++), arguments, wrapping);
    for (int i = 0; i < 2; ++i) { // what is kept the first time is used the second time
        const QMap<QString, Table> tables = tablesOf(path);
        QCOMPARE(tables.keys(), m_expected.keys());
        for (auto table = tables.cbegin(); table != tables.cend(); ++table) {
            const Table& expected = m_expected[table.key()];
            QVERIFY2(table->lines == expected.lines, qPrintable(table.key()));
            QVERIFY2(table->columns == expected.columns, qPrintable(table.key()));
        }
    }
    const auto content = readBack(path, {FileHash::Sha256, PageCache::Keep}, core::silentContext());
    QVERIFY2(content, qPrintable(content ? QString() : content.error().toText()));
    QVERIFY(content->findings.isEmpty());
    QCOMPARE(content->tables.size(), m_expected.size());
    for (const TableReadBack& table : content->tables) {
        const Table& expected = m_expected[core::quoteQualified(table.schema, table.name)];
        QCOMPARE(table.rows, expected.lines.size());
        QCOMPARE(table.content.has_value(), hasDigests);
        TableDigest digest;
        for (const QByteArray& line : expected.lines)
            digest.addBytes(line + '\n');
        if (hasDigests)
            QCOMPARE(*table.content, digest.finish());
    }
}

// COPY … (FORMAT csv) of the server is the judge; a dump in LATIN1 is exported as UTF-8.
void DumpRowsTest::exportIsWhatCopyWrites()
{
    QVERIFY(m_cluster.createDatabase(u"csv"_s));
    QVERIFY(m_cluster.script(u"csv"_s, u"CREATE TABLE odd (\"a,b\" text, \"ä\" int, c text); INSERT INTO odd "
                                       u"VALUES (NULL, 1, ''), ('', NULL, 'a,\"b\"'), "
                                       "(E'x\\ny', 2, E'\\\\.'), (E'\\t', 3, 'ü'), (E'\\r', 4, ' z ')"_s));
    QVERIFY(m_cluster.dump(u"csv"_s, {u"--format=custom"_s, u"--encoding=LATIN1"_s}, file(u"csv"_s)));
    const auto dump = Dump::open(file(u"csv"_s), {}, core::silentContext());
    QVERIFY(dump);
    const Toc& toc = (*dump)->contents().parts.first().toc;
    QCOMPARE(toc.encoding, QByteArray("LATIN1"));
    auto rows = openRows(**dump, 0, *toc.tableData().first(), core::silentContext());
    QVERIFY(rows);
    RowExportOptions options;
    options.encoding = toc.encoding;
    MemorySink sink;
    QVERIFY(exportRows(**rows, options, sink, core::silentContext()));
    const auto copied = m_cluster.runTool(process::ToolKind::Psql, u"csv"_s,
                                          {u"-XAtc"_s, u"COPY odd TO STDOUT WITH (FORMAT csv, HEADER)"_s});
    QVERIFY(copied);
    QCOMPARE(QString::fromUtf8(sink.bytes), QString::fromUtf8(copied->output));
}

void DumpRowsTest::largeObjectsAndSequences()
{
    for (const char* format : {"custom", "directory", "tar"}) {
        const auto dump =
            Dump::open(make(u"lo-"_s + QLatin1String(format), {u"--format="_s + QLatin1String(format)}, {}),
                       {}, core::silentContext());
        QVERIFY(dump);
        const Toc& toc = (*dump)->contents().parts.first().toc;
        QList<LargeObject> objects = largeObjects(toc);
        QVERIFY(objects.size() >= 2);
        QVERIFY(measureLargeObjects(**dump, 0, objects, core::silentContext()));
        int seen = 0;
        for (const LargeObject& object : std::as_const(objects)) {
            QVERIFY(object.bytes >= 0);
            QCOMPARE(m_cluster.value(database, u"SELECT length(lo_get(%1))"_s.arg(object.oid)),
                     QString::number(object.bytes));
            seen += object.oid == 88001 && object.comment == u"it's \"ä\""_s && object.owner == u"postgres"_s
                        ? 1
                        : 0;
        }
        QCOMPARE(seen, 1);
        const QList<SequenceValue> sequences = sequenceValues(toc);
        QVERIFY(sequences.size() > 3);
        for (const SequenceValue& sequence : sequences) {
            QCOMPARE(m_cluster.value(database, u"SELECT last_value || ' ' || is_called FROM "_s +
                                                   core::quoteQualified(sequence.schema, sequence.name)),
                     u"%1 %2"_s.arg(sequence.value).arg(sequence.isCalled ? u"true"_s : u"false"_s));
        }
    }
}

QTEST_GUILESS_MAIN(DumpRowsTest)
#include "dumprowstest.moc"
