// SPDX-License-Identifier: GPL-3.0-or-later
// What Tidemark finds in plain SQL, held against the custom archive of the same database.
#include "archive/plaindump.h"

#include "archive/bytesource.h"
#include "archive/copystatement.h"
#include "support/hardschema.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <zlib.h>
#include <zstd.h>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

class PlainDumpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sectionsAreTheArchives_data();
    void sectionsAreTheArchives();
    void verboseTellsDependencies_data();
    void verboseTellsDependencies();
    void dependenciesAreFound();
    void rowsAreTheArchives_data();
    void rowsAreTheArchives();
    void insertsAreTheFiles();
    void wrapped_data();
    void wrapped();
    void cluster();
    void secondTimeFromTheIndex();

private:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    QByteArray bytesOf(const QString& name) const;
    void write(const QString& name, const QByteArray& bytes) const;
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    Toc m_archive;
};

namespace {

const QString database = u"hard"_s;

QString keyOf(const EntryFields& entry)
{
    return entry.type + u" | "_s + entry.schema + u" | "_s + entry.tag;
}

QString keyOf(const TocEntry& entry)
{
    return keyOf(entry.fields());
}

// Tags may mean two things: "a b" + "c" and "a" + "b c". Archives and plain dumps have them in one order.
QMap<QString, EntryFields> byKey(const Toc& toc)
{
    QMap<QString, EntryFields> entries;
    QList<const TocEntry*> sorted;
    for (const TocEntry& entry : toc.entries)
        sorted.append(&entry);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const TocEntry* a, const TocEntry* b) { return a->definition() < b->definition(); });
    for (const TocEntry* entry : sorted) {
        const EntryFields fields = entry->fields();
        QString key = keyOf(fields);
        while (entries.contains(key))
            key += u'+';
        entries.insert(key, fields);
    }
    return entries;
}

core::Result<std::unique_ptr<Dump>> openIt(const QString& path, Wrapping wrapping = Wrapping::None,
                                           const QString& cache = {})
{
    return openPlainDump(path, wrapping, {cache}, core::silentContext());
}

QByteArray dataOf(const Dump& dump, const TocEntry& entry, int part = 0, qsizetype piece = 65536)
{
    auto reader = dump.openData(part, entry, core::silentContext());
    if (!reader)
        return "error: " + reader.error().toText().toUtf8();
    QByteArray all;
    QByteArray room(piece, Qt::Uninitialized);
    for (;;) {
        const auto count = (*reader)->read({room.data(), std::size_t(room.size())});
        if (!count)
            return "error: " + count.error().toText().toUtf8();
        if (*count == 0)
            return all;
        all.append(room.constData(), qsizetype(*count));
    }
}

QByteArray dataOf(const Dump& dump, const EntryFields& fields, int part = 0, qsizetype piece = 65536)
{
    const TocEntry* const entry = dump.contents().parts.at(part).toc.byDumpId(fields.dumpId);
    return entry != nullptr ? dataOf(dump, *entry, part, piece) : "error: no such entry";
}

QByteArray gzipped(const QByteArray& bytes)
{
    z_stream stream = {};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray zstdFrame(const QByteArray& bytes)
{
    QByteArray out(qsizetype(ZSTD_compressBound(std::size_t(bytes.size()))), Qt::Uninitialized);
    out.resize(qsizetype(
        ZSTD_compress(out.data(), std::size_t(out.size()), bytes.constData(), std::size_t(bytes.size()), 3)));
    return out;
}

// Says what differs, one line each.
QStringList differences(const Toc& archive, const Toc& plain, const QSet<QString>& absent, bool hasNames)
{
    QStringList found;
    QMap<QString, EntryFields> rest = byKey(plain);
    const QMap<QString, EntryFields> wanted = byKey(archive);
    for (auto each = wanted.cbegin(); each != wanted.cend(); ++each) {
        const QString& key = each.key();
        const EntryFields& expected = each.value();
        if (absent.contains(expected.type))
            continue;
        if (!rest.contains(key)) {
            found.append(u"missing: "_s + key);
            continue;
        }
        const EntryFields entry = rest.take(key);
        const auto compare = [&](const char* what, const auto& a, const auto& b) {
            if (a != b)
                found.append(u"%1 of %2: "_s.arg(QLatin1String(what), key) +
                             QString(QLatin1String("%1 / %2"))
                                 .arg(QVariant::fromValue(a).toString(), QVariant::fromValue(b).toString()));
        };
        compare("section", int(expected.section), int(entry.section));
        compare("definition", expected.definition, entry.definition);
        compare("tablespace", expected.tablespace, entry.tablespace);
        compare("access method", expected.accessMethod, entry.accessMethod);
        compare("data", expected.hasData, entry.hasData);
        if (hasNames)
            compare("owner", expected.owner, entry.owner);
    }
    for (const QString& key : rest.keys())
        found.append(u"too many: "_s + key);
    return found;
}

} // namespace

QByteArray PlainDumpTest::bytesOf(const QString& name) const
{
    QFile opened(file(name));
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

void PlainDumpTest::write(const QString& name, const QByteArray& bytes) const
{
    QFile opened(file(name));
    QVERIFY(opened.open(QIODevice::WriteOnly));
    QCOMPARE(opened.write(bytes), bytes.size());
}

void PlainDumpTest::initTestCase()
{
    const auto made = createHardSchema(m_cluster, database);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    QVERIFY(m_cluster.dump(database, {u"--format=custom"_s}, file(u"hard.dump"_s)));
    const auto archive = Dump::open(file(u"hard.dump"_s), {}, core::silentContext());
    QVERIFY(archive);
    m_archive = (*archive)->contents().parts.first().toc;
    QVERIFY(m_archive.entries.size() > 300);
    QVERIFY(m_cluster.dump(database, {}, file(u"hard.sql"_s)));
}

void PlainDumpTest::sectionsAreTheArchives_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("hasCreate");
    QTest::newRow("default") << QStringList() << false;
    QTest::newRow("inserts") << QStringList{u"--inserts"_s} << false;
    QTest::newRow("column inserts") << QStringList{u"--column-inserts"_s} << false;
    QTest::newRow("rows per insert") << QStringList{u"--rows-per-insert=3"_s, u"--on-conflict-do-nothing"_s}
                                     << false;
    QTest::newRow("verbose") << QStringList{u"--verbose"_s} << false;
    QTest::newRow("create") << QStringList{u"--create"_s} << true;
    QTest::newRow("clean") << QStringList{u"--clean"_s, u"--if-exists"_s} << false;
    QTest::newRow("create, clean, verbose")
        << QStringList{u"--create"_s, u"--clean"_s, u"--verbose"_s} << true;
    QTest::newRow("no dollar quoting") << QStringList{u"--disable-dollar-quoting"_s} << false;
    QTest::newRow("session authorization") << QStringList{u"--use-set-session-authorization"_s} << false;
    QTest::newRow("quote all") << QStringList{u"--quote-all-identifiers"_s} << false;
    QTest::newRow("no owner") << QStringList{u"--no-owner"_s} << false;
    QTest::newRow("schema only") << QStringList{u"--schema-only"_s} << false;
    QTest::newRow("data only") << QStringList{u"--data-only"_s, u"--disable-triggers"_s} << false;
    for (const char* section : {"pre-data", "data", "post-data"})
        QTest::addRow("section %s", section)
            << QStringList{u"--section="_s + QLatin1String(section)} << false;
    QTest::newRow("pg_restore") << QStringList{u"pg_restore"_s} << false;
    QTest::newRow("crlf") << QStringList{u"crlf"_s} << false;
}

void PlainDumpTest::sectionsAreTheArchives()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, hasCreate);
    const QString path = file(u"variant.sql"_s);
    Toc expected = m_archive;
    if (arguments.value(0) == u"pg_restore"_s) {
        const auto done = process::run(process::Command(tools().pick(process::ToolKind::PgRestore, 15)->path,
                                                        {u"--file="_s + path, file(u"hard.dump"_s)}),
                                       {}, core::silentContext());
        QVERIFY(done && done->succeeded());
    } else if (arguments.value(0) == u"crlf"_s) {
        write(u"variant.sql"_s, bytesOf(u"hard.sql"_s).replace("\n", "\r\n"));
    } else {
        QVERIFY(m_cluster.dump(database, arguments, path));
        QVERIFY(m_cluster.dump(database,
                               QStringList{u"--format=custom"_s} +
                                   arguments.filter(QRegularExpression(
                                       u"inserts|rows-per|quote-all|dollar|only|section|conflict"_s)),
                               file(u"variant.dump"_s)));
        const auto archive = Dump::open(file(u"variant.dump"_s), {}, core::silentContext());
        QVERIFY(archive);
        expected = (*archive)->contents().parts.first().toc;
    }
    const auto dump = openIt(path);
    QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
    const DumpContents& contents = (*dump)->contents();
    QCOMPARE(int(contents.parts.size()), 1);
    QCOMPARE(contents.format, DumpFormat::Plain);
    QCOMPARE(contents.endsAsItMust, std::optional<bool>(true));
    QVERIFY(contents.dependenciesInferred);
    const Toc& plain = contents.parts.first().toc;
    QCOMPARE(plain.serverVersion, m_archive.serverVersion);
    QCOMPARE(plain.dumpVersion, m_archive.dumpVersion);
    QCOMPARE(plain.encoding, m_archive.encoding);
    if (hasCreate)
        QCOMPARE(plain.database, database);
    QSet<QString> absent;
    if (!hasCreate)
        absent = {u"DATABASE"_s, u"DATABASE PROPERTIES"_s};
    const QStringList found = differences(expected, plain, absent, !arguments.contains(u"--no-owner"_s));
    QVERIFY2(found.isEmpty(),
             qPrintable(u"%1 differences:\n"_s.arg(found.size()) + found.mid(0, 12).join(u'\n')));
    if (arguments.contains(u"--create"_s) || arguments.contains(u"--section=data"_s))
        return;
    const QMap<QString, EntryFields> entries = byKey(plain);
    for (const TocEntry* entry : expected.tableData())
        QCOMPARE(entries.value(keyOf(*entry)).copyStatement, entry->copyStatement());
}

void PlainDumpTest::verboseTellsDependencies_data()
{
    QTest::addColumn<bool>("byRestore");
    QTest::newRow("pg_dump") << false; // tells a few
    QTest::newRow("pg_restore") << true;
}

void PlainDumpTest::verboseTellsDependencies()
{
    QFETCH(bool, byRestore);
    const QString path = file(u"verbose.sql"_s);
    if (byRestore) {
        const auto done = process::run(
            process::Command(tools().pick(process::ToolKind::PgRestore, 15)->path,
                             {u"--verbose"_s, u"--create"_s, u"--file="_s + path, file(u"hard.dump"_s)}),
            {}, core::silentContext());
        QVERIFY(done && done->succeeded());
    } else {
        QVERIFY(m_cluster.dump(database, {u"--verbose"_s, u"--create"_s}, path));
    }
    const auto dump = openIt(path);
    QVERIFY(dump);
    const Toc& plain = (*dump)->contents().parts.first().toc;
    QCOMPARE((*dump)->contents().dependenciesInferred, !byRestore);
    QCOMPARE(plain.createdDate, m_archive.createdDate);
    QVERIFY(plain.createdTime.isValid());
    const QMap<QString, EntryFields> entries = byKey(plain);
    const QMap<QString, EntryFields> wanted = byKey(m_archive);
    for (auto each = wanted.cbegin(); each != wanted.cend(); ++each) {
        const EntryFields& expected = each.value();
        const EntryFields entry = entries.value(each.key());
        QVERIFY2(!entry.type.isEmpty(), qPrintable(each.key()));
        if (entry.tag == entry.type && entry.type != u"BLOBS"_s)
            continue; // ENCODING and its like are settings in a plain dump
        QCOMPARE(entry.dumpId, expected.dumpId);
        QCOMPARE(entry.catalogOid, expected.catalogOid);
        QCOMPARE(entry.catalogTableOid, expected.catalogTableOid);
        if (byRestore)
            QVERIFY2(entry.dependencies == expected.dependencies, qPrintable(each.key()));
    }
}

void PlainDumpTest::dependenciesAreFound()
{
    const auto dump = openIt(file(u"hard.sql"_s));
    QVERIFY(dump);
    const Toc& plain = (*dump)->contents().parts.first().toc;
    const QMap<QString, EntryFields> entries = byKey(plain);
    QMap<int, QString> archiveKeys;
    const QMap<QString, EntryFields> wantedEntries = byKey(m_archive);
    for (auto each = wantedEntries.cbegin(); each != wantedEntries.cend(); ++each)
        archiveKeys.insert(each->dumpId, each.key());
    QMap<int, QString> plainKeys;
    for (auto each = entries.cbegin(); each != entries.cend(); ++each)
        plainKeys.insert(each->dumpId, each.key());
    // What follows from others need not be found once more.
    const auto reached = [&](const QString& from) {
        QSet<QString> seen;
        QStringList open{from};
        while (!open.isEmpty()) {
            for (const int id : entries.value(open.takeLast()).dependencies) {
                const QString other = plainKeys.value(id);
                if (seen.contains(other))
                    continue;
                seen.insert(other);
                open.append(other);
            }
        }
        return seen;
    };
    // From type to type: orders of restoring that need not be known, since a plain dump stands in an order.
    const QStringList excused{u"ACL -> ACL"_s,
                              u"FUNCTION -> TRANSFORM"_s,
                              u"FUNCTION -> SHELL TYPE"_s,
                              u"FK CONSTRAINT -> INDEX ATTACH"_s,
                              u"OPERATOR FAMILY -> FUNCTION"_s,
                              u"OPERATOR FAMILY -> OPERATOR"_s,
                              u"INDEX ATTACH -> CONSTRAINT"_s};
    QStringList missing;
    int known = 0;
    int direct = 0;
    int invented = 0;
    for (auto each = wantedEntries.cbegin(); each != wantedEntries.cend(); ++each) {
        if (!entries.contains(each.key()))
            continue;
        QSet<QString> found;
        for (const int id : entries.value(each.key()).dependencies) {
            QVERIFY(plainKeys.contains(id));
            found.insert(plainKeys.value(id));
        }
        const QSet<QString> all = reached(each.key());
        QSet<QString> wanted;
        for (const int id : each->dependencies) {
            const QString other = archiveKeys.value(id);
            if (!other.isEmpty() && entries.contains(other) && other != each.key())
                wanted.insert(other);
        }
        known += int(wanted.size());
        for (const QString& other : std::as_const(found))
            invented += wanted.contains(other) ? 0 : 1;
        for (const QString& other : std::as_const(wanted)) {
            direct += found.contains(other) ? 1 : 0;
            const QString pair = each->type + u" -> "_s + entries.value(other).type;
            if (!all.contains(other) && !excused.contains(pair))
                missing.append(each.key() + u"  ->  "_s + other);
        }
    }
    qInfo("%d dependencies in the archive, %d of them found directly, %d found that it has not", known,
          direct, invented);
    // Two names in the hard schema make one tag: nobody can tell from the comment's tag which is meant.
    missing.removeIf([](const QString& line) { return line.contains(u"\"b c\" ON a"_s); });
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    QVERIFY(known > 500 && direct > known * 8 / 10);
}

void PlainDumpTest::rowsAreTheArchives_data()
{
    QTest::addColumn<bool>("crlf");
    QTest::newRow("lf") << false;
    QTest::newRow("crlf") << true;
}

void PlainDumpTest::rowsAreTheArchives()
{
    QFETCH(bool, crlf);
    QByteArray text = bytesOf(u"hard.sql"_s);
    if (crlf)
        text.replace("\n", "\r\n");
    write(u"rows.sql"_s, text);
    const auto dump = openIt(file(u"rows.sql"_s));
    QVERIFY(dump);
    const auto archive = Dump::open(file(u"hard.dump"_s), {}, core::silentContext());
    QVERIFY(archive);
    const QMap<QString, EntryFields> entries = byKey((*dump)->contents().parts.first().toc);
    int tables = 0;
    for (const TocEntry* expected : (*archive)->contents().parts.first().toc.tableData()) {
        const QByteArray rows = dataOf(**archive, *expected);
        const EntryFields entry = entries.value(keyOf(*expected));
        for (const qsizetype piece : {qsizetype(65536), qsizetype(1), qsizetype(7)})
            QCOMPARE(dataOf(**dump, entry, 0, piece), rows);
        if (!crlf)
            QCOMPARE(entry.dataBytes, rows.size());
        ++tables;
    }
    QVERIFY(tables > 20);
}

void PlainDumpTest::insertsAreTheFiles()
{
    for (const char* how : {"--inserts", "--column-inserts", "--rows-per-insert=2"}) {
        const QString name = QLatin1String(how) + u".sql"_s;
        QVERIFY(m_cluster.dump(database, {QLatin1String(how)}, file(name)));
        const auto dump = openIt(file(name));
        QVERIFY(dump);
        int tables = 0;
        for (const TocEntry* entry : (*dump)->contents().parts.first().toc.tableData()) {
            QVERIFY(entry->copyStatement().isEmpty());
            const QByteArray data = dataOf(**dump, *entry);
            if (data.isEmpty())
                continue;
            ++tables;
            QVERIFY2(data.startsWith("INSERT INTO ") && data.endsWith(";\n"), data.constData());
            // The very bytes of the archive, which has an empty line behind them.
        }
        QVERIFY(tables > 20);
        QVERIFY(
            m_cluster.dump(database, {QLatin1String(how), u"--format=custom"_s}, file(u"inserts.dump"_s)));
        const auto archive = Dump::open(file(u"inserts.dump"_s), {}, core::silentContext());
        const QMap<QString, EntryFields> entries = byKey((*dump)->contents().parts.first().toc);
        for (const TocEntry* expected : (*archive)->contents().parts.first().toc.tableData()) {
            QCOMPARE(dataOf(**dump, entries.value(keyOf(*expected))).trimmed(),
                     dataOf(**archive, *expected).trimmed());
        }
    }
}

void PlainDumpTest::wrapped_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Wrapping>("wrapping");
    const QByteArray text = bytesOf(u"hard.sql"_s);
    const qsizetype half = text.size() / 2;
    QTest::newRow("gzip") << gzipped(text) << Wrapping::Gzip;
    QTest::newRow("gzip, three members")
        << gzipped(text.first(half)) + gzipped({}) + gzipped(text.sliced(half)) << Wrapping::Gzip;
    QTest::newRow("gzip and zeroes") << gzipped(text) + QByteArray(512, '\0') << Wrapping::Gzip;
    QTest::newRow("zstd") << zstdFrame(text) << Wrapping::Zstd;
    QTest::newRow("zstd, two frames")
        << zstdFrame(text.first(half)) + zstdFrame(text.sliced(half)) << Wrapping::Zstd;
}

void PlainDumpTest::wrapped()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Wrapping, wrapping);
    write(u"wrapped"_s, bytes);
    const auto dump = openIt(file(u"wrapped"_s), wrapping);
    QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
    QCOMPARE((*dump)->contents().wrapping, wrapping);
    QCOMPARE((*dump)->contents().endsAsItMust, std::optional<bool>(true));
    const auto bare = openIt(file(u"hard.sql"_s));
    const Toc& expected = (*bare)->contents().parts.first().toc;
    const Toc& found = (*dump)->contents().parts.first().toc;
    QCOMPARE(found.entries.size(), expected.entries.size());
    for (qsizetype i = 0; i < expected.entries.size(); ++i) {
        QCOMPARE(keyOf(found.entries.at(i)), keyOf(expected.entries.at(i)));
        if (expected.entries.at(i).isTableData())
            QCOMPARE(dataOf(**dump, found.entries.at(i)), dataOf(**bare, expected.entries.at(i)));
    }
    // Cut off, it is read as far as it goes.
    write(u"cut"_s, bytes.first(bytes.size() * 2 / 3));
    const auto cut = openIt(file(u"cut"_s), wrapping);
    if (!cut) { // not one block of it is whole
        QCOMPARE(wrapping, Wrapping::Zstd);
        QCOMPARE(cut.error().kind, core::ErrorKind::Corrupt);
        return;
    }
    QCOMPARE((*cut)->contents().endsAsItMust, std::optional<bool>(false));
}

void PlainDumpTest::cluster()
{
    const auto tool = tools().pick(process::ToolKind::PgDumpAll, 15);
    QVERIFY(tool);
    for (const bool clean : {false, true}) {
        QStringList arguments{u"--file="_s + file(u"all.sql"_s)};
        if (clean)
            arguments += {u"--clean"_s, u"--if-exists"_s};
        process::Command command(tool->path, arguments);
        command.addOption(u"--dbname"_s, m_cluster.spec(database).toConninfo());
        const auto done = process::run(command, {}, core::silentContext());
        QVERIFY2(done && done->succeeded(), done ? done->errorOutput.constData() : "");
        const auto dump = openIt(file(u"all.sql"_s));
        QVERIFY(dump);
        const DumpContents& contents = (*dump)->contents();
        QCOMPARE(contents.format, DumpFormat::PlainCluster);
        QCOMPARE(contents.endsAsItMust, std::optional<bool>(true));
        QCOMPARE(contents.parts.first().kind, DumpPart::Kind::Globals);
        QStringList globals;
        for (const TocEntry& entry : contents.parts.first().toc.entries)
            globals.append(entry.type() + u' ' + entry.tag());
        QVERIFY2(globals.contains(u"ROLE hard_owner"_s) && globals.contains(u"TABLESPACE hard space"_s),
                 qPrintable(globals.join(u'\n')));
        QStringList databases;
        for (const DumpPart& part : contents.parts.mid(1)) {
            QCOMPARE(part.kind, DumpPart::Kind::Database);
            databases.append(part.toc.database);
            if (part.toc.database != database)
                continue;
            const QStringList found = differences(m_archive, part.toc, {}, true);
            QVERIFY2(found.isEmpty(), qPrintable(found.mid(0, 12).join(u'\n')));
            const auto bare = openIt(file(u"hard.sql"_s));
            const QMap<QString, EntryFields> entries = byKey((*bare)->contents().parts.first().toc);
            for (const TocEntry* entry : part.toc.tableData())
                QCOMPARE(dataOf(**dump, *entry), dataOf(**bare, entries.value(keyOf(*entry))));
        }
        databases.sort();
        QCOMPARE(databases, (QStringList{database, u"postgres"_s, u"template1"_s}));
    }
}

void PlainDumpTest::secondTimeFromTheIndex()
{
    // Enough text for several points to begin at.
    QVERIFY(m_cluster.createDatabase(u"big"_s));
    for (int table = 0; table < 6; ++table) {
        QVERIFY(m_cluster.script(
            u"big"_s,
            u"CREATE TABLE t%1 AS SELECT g AS id, md5(g::text) || repeat(md5((g*%1)::text), 4) AS v "
            "FROM generate_series(1, 60000) g"_s.arg(table)));
    }
    QVERIFY(m_cluster.dump(u"big"_s, {}, file(u"big.sql"_s)));
    const QByteArray text = bytesOf(u"big.sql"_s);
    QVERIFY(text.size() > 50'000'000);
    write(u"big.sql.gz"_s, gzipped(text));
    const QString cache = file(u"cache"_s);
    int rounds = 0;
    for (const Wrapping wrapping : {Wrapping::None, Wrapping::Gzip}) {
        const QString path = file(wrapping == Wrapping::None ? u"big.sql"_s : u"big.sql.gz"_s);
        const auto first = openIt(path, wrapping, cache);
        QVERIFY(first);
        int reports = 0;
        core::RunContext context = core::silentContext();
        context.onProgress = [&](const core::Progress&) { ++reports; };
        const auto second = openPlainDump(path, wrapping, {cache}, context);
        QVERIFY(second);
        QCOMPARE(reports, 0); // nothing was read again
        const Toc& expected = (*first)->contents().parts.first().toc;
        const Toc& found = (*second)->contents().parts.first().toc;
        QCOMPARE(found.entries.size(), expected.entries.size());
        for (qsizetype i = 0; i < expected.entries.size(); ++i) {
            const TocEntry& a = expected.entries.at(i);
            const TocEntry& b = found.entries.at(i);
            QCOMPARE(keyOf(b), keyOf(a));
            QCOMPARE(b.definition(), a.definition());
            QCOMPARE(b.fields().dependencies, a.fields().dependencies);
            if (!a.isTableData())
                continue;
            const QByteArray rows = dataOf(**second, b);
            QVERIFY(rows.size() > 5'000'000);
            QVERIFY(rows == text.sliced(a.offset(), a.dataBytes()));
            QVERIFY(dataOf(**first, a) == rows);
            auto reader = (*second)->openData(0, b, core::silentContext());
            QByteArray room(1000, Qt::Uninitialized);
            QVERIFY((*reader)->read({room.data(), 1000}));
            // Not from the beginning: a few megabytes of the file at most, and what is read ahead.
            if (wrapping == Wrapping::Gzip && i == expected.entries.size() - 1)
                QVERIFY((*reader)->fileBytesRead() < QFileInfo(path).size() / 2);
            ++rounds;
        }
    }
    QCOMPARE(rounds, 12);
    // A file that changed is another file.
    QFile changed(file(u"big.sql"_s));
    QVERIFY(changed.open(QIODevice::Append));
    changed.write("\n-- more\n");
    changed.close();
    int reports = 0;
    core::RunContext context = core::silentContext();
    context.onProgress = [&](const core::Progress&) { ++reports; };
    QVERIFY(openPlainDump(file(u"big.sql"_s), Wrapping::None, {cache}, context));
    QVERIFY(reports > 0);
}

QTEST_GUILESS_MAIN(PlainDumpTest)
#include "plaindumptest.moc"
