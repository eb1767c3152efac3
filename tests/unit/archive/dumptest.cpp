// SPDX-License-Identifier: GPL-3.0-or-later
// Dumps of every format, opened by content, and their rows.
#include "archive/dump.h"

#include "archive/keptindex.h"
#include "archive/rowcursor.h"
#include "unit/archive/archivewriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <stop_token>

using namespace tidemark;
using namespace tidemark::archive;
using namespace tidemark::tests;
using namespace Qt::StringLiterals;

enum class Form
{
    Custom,
    Piped,
    Directory,
    Tar,
    PackedDirectory,
};

class DumpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void readsEveryForm_data();
    void readsEveryForm();
    void knowsSizes();
    void indexOfPipedArchivesIsKept();
    void wrongIndexesAreNotTrusted();
    void readsConcatenatedMembers();
    void bombsCostNoMemory();
    void tarTricks_data();
    void tarTricks();
    void saysWhatIsNoDump();
    void cutOffContents();
    void endOfRows_data();
    void endOfRows();
    void canBeCancelled();
    void truncatedAnywhere_data();
    void truncatedAnywhere();
    void flippedAnywhere_data();
    void flippedAnywhere();

private:
    QString write(const QString& name, const QByteArray& bytes) const;
    QString writeForm(Form form, ArchiveWriter writer, Compression wrapping) const;
    core::Result<std::unique_ptr<Dump>> open(const QString& path) const
    {
        return Dump::open(path, {}, core::silentContext());
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QString DumpTest::write(const QString& name, const QByteArray& bytes) const
{
    const QString path = m_folder->filePath(name);
    QFile::remove(path); // a file that is written over is flushed to disk
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    return path;
}

QString DumpTest::writeForm(Form form, ArchiveWriter writer, Compression wrapping) const
{
    QByteArray bytes;
    switch (form) {
    case Form::Custom:
    case Form::Piped:
        writer.recordsOffsets = form == Form::Custom;
        bytes = writer.build();
        break;
    case Form::Tar:
        bytes = tarOf(writer.buildFiles());
        break;
    case Form::PackedDirectory: {
        auto files = writer.buildFiles();
        std::rotate(files.begin(), files.begin() + 1, files.end()); // toc.dat last
        bytes = tarOf(files, "./a dump/");
        break;
    }
    case Form::Directory: {
        QDir(m_folder->path()).mkdir(u"dir"_s);
        for (const auto& [name, content] : writer.buildFiles())
            write(u"dir/"_s + QString::fromLatin1(name), content);
        return m_folder->filePath(u"dir"_s);
    }
    }
    return write(u"a \"dümp\"\n.x"_s,
                 wrapping == Compression::None ? bytes : compressedFile(bytes, wrapping));
}

struct Rows
{
    QList<QByteArray> columns;
    QList<QByteArray> lines;
    std::optional<core::Error> error;
};

static Rows rowsOf(const Dump& dump, const TocEntry& entry,
                   const core::RunContext& context = core::silentContext())
{
    Rows rows;
    auto cursor = openRows(dump, 0, entry, context);
    if (!cursor) {
        rows.error = cursor.error();
        return rows;
    }
    for (;;) {
        const auto next = (*cursor)->next();
        if (!next)
            rows.error = next.error();
        if (!next || !*next)
            break;
        rows.lines.append((*cursor)->copyLine().toByteArray());
    }
    rows.columns = (*cursor)->columns();
    return rows;
}

struct Objects
{
    QList<QPair<quint32, QByteArray>> found;
    std::optional<core::Error> error;
};

static Objects objectsOf(const Dump& dump, const TocEntry& entry, bool reads = true)
{
    Objects objects;
    auto reader = dump.openLargeObjects(0, entry, core::silentContext());
    if (!reader) {
        objects.error = reader.error();
        return objects;
    }
    for (;;) {
        const auto oid = (*reader)->nextObject();
        if (!oid)
            objects.error = oid.error();
        if (!oid || *oid == 0)
            return objects;
        objects.found.append(qMakePair(*oid, QByteArray()));
        std::array<char, 7> piece = {};
        while (reads) {
            const auto count = (*reader)->read(piece);
            if (!count) {
                objects.error = count.error();
                return objects;
            }
            if (*count == 0)
                break;
            objects.found.last().second.append(piece.data(), qsizetype(*count));
        }
    }
}

static void addForms()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<int>("minor");
    QTest::addColumn<Compression>("inner");
    QTest::addColumn<Compression>("outer");
    const char* names[] = {"custom", "piped", "directory", "tar", "packed directory"};
    for (const Form form : {Form::Custom, Form::Piped, Form::Directory, Form::Tar, Form::PackedDirectory}) {
        for (const int minor : {12, 13, 14, 15, 16}) {
            for (const Compression inner : compressionsOf(minor)) {
                if (form == Form::Tar && inner != Compression::None)
                    continue;
                for (const Compression outer : compressionsOf(16)) {
                    if (form == Form::Directory && outer != Compression::None)
                        continue;
                    QTest::addRow("%s 1.%d %s in %s", names[int(form)], minor,
                                  qPrintable(compressionText(inner)), qPrintable(compressionText(outer)))
                        << form << minor << inner << outer;
                }
            }
        }
    }
}

void DumpTest::readsEveryForm_data()
{
    addForms();
}

static const QList<QByteArray> postRows = {"1\talpha\t\\N", "2\tb\xc3\xa9ta\t3.50", "3\t\t",
                                           QByteArray(300, 'x') + "\t\\\\.\t\\n"};

static ArchiveWriter sample(int minor, Compression compression)
{
    ArchiveWriter writer;
    writer.minor = minor;
    writer.compression = compression;
    writer.addEncoding("UTF8");
    writer.addTable("posts", "id, \"Full name\", price", postRows);
    writer.addTable("tags", "id", {});
    writer.addTable("nothing", "", {"", ""});
    writer.entries.last().copyStatement = "COPY public.nothing  FROM stdin;\n";
    writer.addLargeObjects({{16500, "first"}, {4000000001U, "second, longer"}, {16501, ""}});
    writer.addTable("last", "a", {"z"});
    return writer;
}

void DumpTest::readsEveryForm()
{
    QFETCH(Form, form);
    QFETCH(int, minor);
    QFETCH(Compression, inner);
    QFETCH(Compression, outer);
    const auto dump = open(writeForm(form, sample(minor, inner), outer));
    QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
    const DumpContents& contents = (*dump)->contents();
    const bool isTar = form == Form::Tar;
    QCOMPARE(contents.format, form == Form::Custom || form == Form::Piped ? DumpFormat::Custom
                              : isTar                                     ? DumpFormat::Tar
                                                                          : DumpFormat::Directory);
    QCOMPARE(contents.packedDirectory, form == Form::PackedDirectory);
    QCOMPARE(methodOf(contents.wrapping), outer);
    QCOMPARE(contents.parts.size(), 1);
    const Toc& toc = contents.parts[0].toc;
    QCOMPARE(toc.entries.size(), 10);
    // Backwards.
    const Rows last = rowsOf(**dump, toc.entries[9]);
    QVERIFY2(!last.error, qPrintable(last.error ? last.error->toText() : QString()));
    QCOMPARE(last.lines, QList<QByteArray>{"z"});
    const Objects objects = objectsOf(**dump, toc.entries[7]);
    QVERIFY2(!objects.error, qPrintable(objects.error ? objects.error->toText() : QString()));
    const QList<QPair<quint32, QByteArray>> expected = {
        {16500, "first"}, {4000000001U, "second, longer"}, {16501, ""}};
    QCOMPARE(objects.found, expected);
    QCOMPARE(objectsOf(**dump, toc.entries[7], false).found.size(), 3);
    QCOMPARE(rowsOf(**dump, toc.entries[6]).lines, (QList<QByteArray>{"", ""}));
    QCOMPARE(rowsOf(**dump, toc.entries[4]).lines, QList<QByteArray>());
    const Rows posts = rowsOf(**dump, toc.entries[2]);
    QVERIFY(!posts.error);
    QCOMPARE(posts.columns, (QList<QByteArray>{"id", "Full name", "price"}));
    QCOMPARE(posts.lines, postRows);
    QCOMPARE(rowsOf(**dump, toc.entries[1]).error->kind, core::ErrorKind::NotFound);
    QCOMPARE(rowsOf(**dump, toc.entries[7]).error->kind, core::ErrorKind::NotFound);
    QCOMPARE(objectsOf(**dump, toc.entries[2]).error->kind, core::ErrorKind::NotFound);
    if (contents.endsAsItMust)
        QVERIFY(*contents.endsAsItMust);
}

void DumpTest::knowsSizes()
{
    for (const Form form : {Form::Custom, Form::Directory, Form::Tar, Form::PackedDirectory}) {
        const auto dump = open(writeForm(form, sample(14, Compression::None), Compression::None));
        QVERIFY(dump);
        const Toc& toc = (*dump)->contents().parts[0].toc;
        QCOMPARE(toc.entries[0].dataBytes(), -1);
        const qint64 bytes = toc.entries[9].dataBytes();
        QCOMPARE(bytes, form == Form::Custom ? 23 : 7); // "z\n\\.\n\n\n", and two headers and a terminator
        QVERIFY((*dump)->contents().fileBytes > 1000);
    }
}

void DumpTest::indexOfPipedArchivesIsKept()
{
    const QString path = writeForm(Form::Piped, sample(14, Compression::Gzip), Compression::None);
    const DumpOptions options{m_folder->filePath(u"cache"_s)};
    {
        const auto dump = Dump::open(path, options, core::silentContext());
        QVERIFY(dump);
        const Toc& toc = (*dump)->contents().parts[0].toc;
        QCOMPARE(toc.entries[9].dataBytes(), -1);
        QCOMPARE(rowsOf(**dump, toc.entries[9]).lines, QList<QByteArray>{"z"});
        QCOMPARE(rowsOf(**dump, toc.entries[2]).lines, postRows);
    }
    const auto again = Dump::open(path, options, core::silentContext());
    QVERIFY(again);
    const Toc& toc = (*again)->contents().parts[0].toc;
    QVERIFY(toc.entries[9].dataBytes() > 0);
    QCOMPARE(rowsOf(**again, toc.entries[9]).lines, QList<QByteArray>{"z"});
}

void DumpTest::wrongIndexesAreNotTrusted()
{
    const DumpOptions options{m_folder->filePath(u"cache"_s)};
    const QString path = writeForm(Form::Piped, sample(14, Compression::Gzip), Compression::None);
    for (const QByteArray& wrong : {QByteArray("nonsense"), QByteArray(4, '\0'),
                                    QByteArray::fromHex("00000001"
                                                        "00000003"
                                                        "0000000000000005"
                                                        "0000000000000005"),
                                    QByteArray::fromHex("00000001"
                                                        "00000003"
                                                        "7fffffffffffffff"
                                                        "0000000000000005"),
                                    QByteArray::fromHex("00000001"
                                                        "00000003"
                                                        "8000000000000000"
                                                        "0000000000000005")}) {
        QVERIFY(KeptIndex(options.cacheFolder, path, "custom blocks/1").store(wrong));
        const auto dump = Dump::open(path, options, core::silentContext());
        QVERIFY(dump);
        const Rows rows = rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2]);
        QVERIFY2(!rows.error, qPrintable(rows.error ? rows.error->toText() : QString()));
        QCOMPARE(rows.lines, postRows);
    }
    const QString tar = writeForm(Form::Tar, sample(14, Compression::None), Compression::Gzip);
    for (int i = 0; i < 2; ++i) {
        const auto dump = Dump::open(tar, options, core::silentContext());
        QVERIFY(dump);
        QCOMPARE(rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2]).lines, postRows);
    }
    const KeptIndex index(options.cacheFolder, tar, "tar members/1");
    QVERIFY(index.load());
    QVERIFY(index.store(QByteArray(13, '\0'))); // no members at all
    const auto dump = Dump::open(tar, options, core::silentContext());
    QVERIFY(dump);
    QCOMPARE(rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2]).lines, postRows);
}

void DumpTest::readsConcatenatedMembers()
{
    const QByteArray whole = sample(14, Compression::None).build();
    for (const Compression method : {Compression::Gzip, Compression::Zstd, Compression::Lz4}) {
        QByteArray pieces;
        for (qsizetype at = 0; at < whole.size(); at += 97)
            pieces += compressedFile(whole.mid(at, 97), method);
        const auto dump = open(write(u"x"_s, pieces + QByteArray(100, '\0')));
        QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
        QCOMPARE(rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2]).lines, postRows);
        const auto garbage = open(write(u"x"_s, pieces + "garbage"));
        QVERIFY(garbage);
        const TocEntries& entries = (*garbage)->contents().parts[0].toc.entries;
        QCOMPARE(rowsOf(**garbage, entries[2]).lines, postRows);
    }
}

void DumpTest::bombsCostNoMemory()
{
    // A custom archive whose first name has a gigabyte.
    ArchiveWriter writer = sample(16, Compression::None);
    QByteArray head = writer.build().left(11 + 1 + 7 * 5);
    head += writer.integer(1 << 30);
    for (const Compression method : {Compression::Gzip, Compression::Zstd}) {
        QByteArray bomb = compressedFile(head, method);
        const QByteArray filling = compressedFile(QByteArray(16 << 20, 'a'), method);
        for (int i = 0; i < 64; ++i)
            bomb += filling;
        const auto dump = open(write(u"bomb"_s, bomb));
        QVERIFY(!dump);
        QCOMPARE(dump.error().kind, core::ErrorKind::Corrupt);
    }
}

void DumpTest::tarTricks_data()
{
    QTest::addColumn<QByteArray>("tar");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<bool>("hasRows");
    ArchiveWriter writer = sample(14, Compression::None);
    const auto files = writer.buildFiles();
    const QByteArray toc = tarMember("toc.dat", files[0].second);
    const QByteArray data = files[1].second;
    const QByteArray end(1024, '\0');
    const auto padded = [](const QByteArray& bytes) {
        return bytes + QByteArray((512 - bytes.size() % 512) % 512, '\0');
    };
    const QByteArray name = files[1].first;
    QTest::newRow("as it should be") << toc + tarMember(name, data) + end << true << true;
    QTest::newRow("missing member") << toc + end << true << false;
    QTest::newRow("member twice") << toc + tarMember(name, data) + tarMember(name, data) + end << false
                                  << false;
    QTest::newRow("outside") << toc + tarMember("../" + name, data) + end << true << false;
    QTest::newRow("absolute") << toc + tarMember("/" + name, data) + end << true << false;
    QTest::newRow("in another folder") << toc + tarMember("x/" + name, data) + end << true << false;
    QTest::newRow("link") << toc + tarMember(name, {}, '2') + end << true << false;
    QTest::newRow("folder of that name") << toc + tarMember(name, {}, '5') + end << true << false;
    QTest::newRow("two dumps") << tarMember("a/toc.dat", files[0].second) +
                                      tarMember("b/toc.dat", files[0].second) + end
                               << false << false;
    QTest::newRow("no end") << toc + tarMember(name, data) << true << true;
    QTest::newRow("half an end") << toc + tarMember(name, data) + end.left(512) << true << true;
    QTest::newRow("size in base 256")
        << toc +
               tarHeader(name, QByteArray("\x80\0\0\0\0\0\0\0\0\0", 10) + char(data.size() >> 8) +
                                   char(data.size() & 0xff)) +
               padded(data) + end
        << true << true;
    QTest::newRow("size of 2^63") << toc + tarHeader(name, QByteArray("\x80\0\0\0\x80\0\0\0\0\0\0\0", 12)) +
                                         padded(data) + end
                                  << true << false;
    QTest::newRow("negative size") << toc + tarHeader(name, QByteArray(12, '\xff')) + padded(data) + end
                                   << true << false;
    QTest::newRow("size that lies") << toc + tarHeader(name, "77777777777 ") + padded(data) + end << true
                                    << false;
    QTest::newRow("size without digits")
        << toc + tarHeader(name, "zzzzzzzzzzz ") + padded(data) + end << true << false;
    QTest::newRow("too small a size")
        << toc + tarHeader(name, "00000000005 ") + padded(data) + end << true << false;
    QTest::newRow("long name") << toc + tarMember("././@LongLink", name + '\0', 'L') +
                                      tarMember("cut", data) + end
                               << true << true;
    QTest::newRow("pax name") << toc +
                                     tarMember("PaxHeaders/x",
                                               QByteArray::number(name.size() + 9) + " path=" + name + "\n",
                                               'x') +
                                     tarMember("cut", data) + end
                              << true << true;
    QTest::newRow("pax that lies") << toc + tarMember("PaxHeaders/x", "99999999 path=a\n", 'x') +
                                          tarMember(name, data) + end
                                   << true << false;
    QTest::newRow("pax without end") << toc + tarMember("PaxHeaders/x", "x", 'x') + tarMember(name, data) +
                                            end
                                     << true << false;
    QTest::newRow("wrong checksum")
        << QByteArray(toc + tarMember(name, data) + end).replace(toc.size() + 1, 1, "9") << true << false;
}

void DumpTest::tarTricks()
{
    QFETCH(QByteArray, tar);
    QFETCH(bool, opens);
    QFETCH(bool, hasRows);
    for (const Compression outer : {Compression::None, Compression::Gzip}) {
        const auto dump = open(write(u"x"_s, outer == Compression::None ? tar : compressedFile(tar, outer)));
        if (!dump) {
            QVERIFY2(!opens, qPrintable(dump.error().toText()));
            continue;
        }
        const Rows rows = rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2]);
        QCOMPARE(!rows.error, hasRows);
        if (hasRows)
            QCOMPARE(rows.lines, postRows);
        else
            QCOMPARE(rows.error->kind, core::ErrorKind::Corrupt);
    }
}

void DumpTest::saysWhatIsNoDump()
{
    const auto errorOf = [this](const QByteArray& bytes) {
        const auto dump = open(write(u"x"_s, bytes));
        return dump ? core::Error() : dump.error();
    };
    QVERIFY(errorOf("PK\x03\x04 something").detail.contains(u"ZIP"_s));
    QVERIFY(errorOf(compressedFile("PK\x03\x04 something", Compression::Gzip)).detail.contains(u"ZIP"_s));
    QVERIFY(errorOf("-- MySQL dump 10.13\n").detail.contains(u"MySQL"_s));
    QVERIFY(errorOf(QByteArray("\xff\xfe-\0-\0", 6)).detail.contains(u"UTF-16"_s));
    QCOMPARE(errorOf("").kind, core::ErrorKind::Corrupt);
    QCOMPARE(errorOf(QByteArray("\x1f\x8b")).kind, core::ErrorKind::Corrupt);
    QCOMPARE(open(m_folder->filePath(u"absent"_s)).error().kind, core::ErrorKind::NotFound);
    QCOMPARE(open(m_folder->path()).error().kind, core::ErrorKind::InvalidInput);
    QCOMPARE(open(u"/dev/zero"_s).error().kind, core::ErrorKind::InvalidInput);
    QCOMPARE(errorOf(tarOf({{"a", "b"}})).kind, core::ErrorKind::InvalidInput);
}

void DumpTest::cutOffContents()
{
    ArchiveWriter writer = sample(14, Compression::None);
    const QByteArray whole = writer.build();
    const auto dump = open(write(u"x"_s, whole.left(writer.dataStart - 130)));
    QVERIFY(!dump);
    QCOMPARE(dump.error().kind, core::ErrorKind::Corrupt);
    QVERIFY2(dump.error().message.contains(u"cut off after 90 % of its entries"_s),
             qPrintable(dump.error().toText()));
    const auto tiny = open(write(u"x"_s, whole.left(100)));
    QVERIFY(!tiny);
}

void DumpTest::endOfRows_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::addColumn<bool>("fine");
    const QList<QByteArray> one = {"a"};
    QTest::newRow("usual") << QByteArray("a\n\\.\n\n\n") << one << true;
    QTest::newRow("empty") << QByteArray("\\.\n\n\n") << QList<QByteArray>() << true;
    QTest::newRow("no marker") << QByteArray("a\n") << QList<QByteArray>() << false;
    QTest::newRow("marker without newline") << QByteArray("a\n\\.") << QList<QByteArray>() << false;
    QTest::newRow("rows behind") << QByteArray("a\n\\.\nb\n\\.\n\n\n") << one << false;
    QTest::newRow("nothing at all") << QByteArray() << QList<QByteArray>() << false;
    QTest::newRow("marker in a row") << QByteArray("x\\.\n\\.\n") << QList<QByteArray>{"x\\."} << true;
    const QByteArray big(300'000, 'b');
    QTest::newRow("long row") << big + "\n" + big + "\n\\.\n\n\n" << QList<QByteArray>{big, big} << true;
    for (int i = 262'136; i < 262'150; ++i)
        QTest::addRow("marker at %d", i) << QByteArray(i, 'c') + "\n\\.\n\n\n"
                                         << QList<QByteArray>{QByteArray(i, 'c')} << true;
    QTest::newRow("too many values") << QByteArray("a\tb\n\\.\n") << QList<QByteArray>() << false;
}

void DumpTest::endOfRows()
{
    QFETCH(QByteArray, data);
    QFETCH(QList<QByteArray>, lines);
    QFETCH(bool, fine);
    for (const qsizetype chunk : {qsizetype(3), qsizetype(1 << 20)}) {
        for (const Compression method : {Compression::None, Compression::Gzip}) {
            ArchiveWriter writer;
            writer.chunkBytes = chunk;
            writer.compression = method;
            writer.addTable("t", "a", {});
            writer.blocks[0].data = data;
            const auto dump = open(write(u"x"_s, writer.build()));
            QVERIFY(dump);
            const Rows rows = rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[1]);
            QCOMPARE(!rows.error, fine);
            if (fine)
                QCOMPARE(rows.lines, lines);
            else
                QCOMPARE(rows.error->kind, core::ErrorKind::Corrupt);
        }
    }
}

void DumpTest::canBeCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    core::RunContext context;
    context.stop = stop.get_token();
    for (const Form form : {Form::Custom, Form::Piped, Form::Directory, Form::Tar, Form::PackedDirectory}) {
        for (const Compression outer : {Compression::None, Compression::Zstd}) {
            if (form == Form::Directory && outer != Compression::None)
                continue;
            const auto dump = open(writeForm(form, sample(14, Compression::None), outer));
            QVERIFY(dump);
            const Rows rows = rowsOf(**dump, (*dump)->contents().parts[0].toc.entries[2], context);
            QVERIFY(rows.error);
            QCOMPARE(rows.error->kind, core::ErrorKind::Cancelled);
        }
    }
}

static bool isExpected(const core::Error& error)
{
    return error.kind == core::ErrorKind::Corrupt || error.kind == core::ErrorKind::InvalidInput ||
           error.kind == core::ErrorKind::NotFound || error.kind == core::ErrorKind::ToolTooOld;
}

// Opens and reads all there is; only errors that say what is wrong may come. Returns the rows of posts.
static std::optional<QList<QByteArray>> readAll(const QString& path, bool& fine)
{
    const auto dump = Dump::open(path, {}, core::silentContext());
    if (!dump) {
        fine = isExpected(dump.error());
        return std::nullopt;
    }
    std::optional<QList<QByteArray>> posts;
    for (const TocEntry& entry : (*dump)->contents().parts[0].toc.entries) {
        const Rows rows = rowsOf(**dump, entry);
        const Objects objects = objectsOf(**dump, entry);
        fine = fine && (!rows.error || isExpected(*rows.error)) &&
               (!objects.error || isExpected(*objects.error));
        if (!rows.error && entry.tag() == u"posts"_s)
            posts = rows.lines;
    }
    return posts;
}

static void addSmallForms()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<Compression>("inner");
    QTest::addColumn<Compression>("outer");
    QTest::newRow("piped") << Form::Piped << Compression::Gzip << Compression::None;
    QTest::newRow("custom") << Form::Custom << Compression::Zstd << Compression::None;
    QTest::newRow("tar") << Form::Tar << Compression::None << Compression::None;
    QTest::newRow("packed") << Form::PackedDirectory << Compression::Gzip << Compression::None;
    QTest::newRow("custom in gzip") << Form::Custom << Compression::None << Compression::Gzip;
    QTest::newRow("piped in zstd") << Form::Piped << Compression::None << Compression::Zstd;
    QTest::newRow("tar in lz4") << Form::Tar << Compression::None << Compression::Lz4;
    QTest::newRow("packed in gzip") << Form::PackedDirectory << Compression::Lz4 << Compression::Gzip;
}

void DumpTest::truncatedAnywhere_data()
{
    addSmallForms();
}

void DumpTest::truncatedAnywhere()
{
    QFETCH(Form, form);
    QFETCH(Compression, inner);
    QFETCH(Compression, outer);
    QFile file(writeForm(form, sample(16, inner), outer));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    for (qsizetype length = 0; length < whole.size(); ++length) {
        bool fine = true;
        const auto posts = readAll(write(u"cut"_s, whole.left(length)), fine);
        QVERIFY2(fine, qPrintable(QString::number(length)));
        QVERIFY2(!posts || *posts == postRows, qPrintable(QString::number(length)));
    }
}

void DumpTest::flippedAnywhere_data()
{
    addSmallForms();
}

void DumpTest::flippedAnywhere()
{
    QFETCH(Form, form);
    QFETCH(Compression, inner);
    QFETCH(Compression, outer);
    QFile file(writeForm(form, sample(16, inner), outer));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    for (qsizetype i = 0; i < whole.size(); ++i) {
        QByteArray flipped = whole;
        flipped[i] = char(flipped[i] ^ (1 << (i % 8)));
        bool fine = true;
        const auto posts = readAll(write(u"flipped"_s, flipped), fine);
        QVERIFY2(fine, qPrintable(QString::number(i)));
        // What is compressed has checksums.
        if (inner == Compression::Gzip && posts)
            QVERIFY2(*posts == postRows, qPrintable(QString::number(i)));
    }
}

QTEST_APPLESS_MAIN(DumpTest)
#include "dumptest.moc"
