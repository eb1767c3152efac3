// SPDX-License-Identifier: GPL-3.0-or-later
// Values of COPY and INSERT, and what they are exported as.
#include "archive/copyrows.h"
#include "archive/insertrows.h"
#include "archive/largeobjects.h"
#include "archive/rowexport.h"
#include "archive/sequencevalues.h"
#include "archive/tablecolumns.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <stop_token>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

// Bytes in pieces of any size.
class Pieces final : public DataReader
{
public:
    Pieces(QByteArray bytes, qsizetype piece)
        : m_bytes(std::move(bytes))
        , m_piece(piece)
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        const QByteArray piece = m_bytes.mid(m_at, std::min(m_piece, qsizetype(into.size())));
        std::copy(piece.begin(), piece.end(), into.begin());
        m_at += piece.size();
        return std::size_t(piece.size());
    }
    qint64 fileBytesRead() const override { return m_at; }

private:
    QByteArray m_bytes;
    qsizetype m_piece;
    qsizetype m_at = 0;
};

class RowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copyLines_data();
    void copyLines();
    void copyLinesGoBothWays();
    void badCopyLines_data();
    void badCopyLines();
    void cursorOverCopy();
    void cursorCountsValues();
    void inserts_data();
    void inserts();
    void insertsCutAnywhere();
    void insertsFlippedAnywhere();
    void columnsOfTables();
    void csv();
    void jsonLines();
    void sql();
    void fullDisk();
    void exportCanBeCancelled();
    void sequences();
    void namedLargeObjects();
};

static QByteArray shown(const Values& values)
{
    QByteArray text;
    for (const Value& value : values)
        text += value ? '[' + *value + ']' : QByteArray("<null>");
    return text;
}

void RowsTest::copyLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QByteArray>("values");
    QTest::newRow("plain") << QByteArray("1\ta b\tc") << 3 << QByteArray("[1][a b][c]");
    QTest::newRow("nulls") << QByteArray("\\N\t\t\\N") << 3 << QByteArray("<null>[]<null>");
    QTest::newRow("no columns") << QByteArray() << 0 << QByteArray();
    QTest::newRow("one empty") << QByteArray() << 1 << QByteArray("[]");
    QTest::newRow("letters") << QByteArray(R"(\b\f\n\r\t\v\\)") << 1 << QByteArray("[\b\f\n\r\t\v\\]");
    QTest::newRow("a backslash and N") << QByteArray(R"(\\N)") << 1 << QByteArray("[\\N]");
    QTest::newRow("octal and hex") << QByteArray(R"(\101\x42\0601\x4g)") << 1 << QByteArray("[AB01\x04g]");
    QTest::newRow("other letters") << QByteArray(R"(\.\q\xg)") << 1 << QByteArray("[.qxg]");
}

void RowsTest::copyLines()
{
    QFETCH(QByteArray, line);
    QFETCH(int, columns);
    QFETCH(QByteArray, values);
    Values into(7, Value("left over"));
    QVERIFY(decodeCopyLine(line, columns, into));
    QCOMPARE(shown(into), values);
}

void RowsTest::copyLinesGoBothWays()
{
    QByteArray every;
    for (int c = 1; c < 256; ++c)
        every.append(char(c));
    const Values values = {Value(), QByteArray(), every, QByteArray("\\."), QByteArray("\\N"), every + every};
    QByteArray line;
    for (const Value& value : values) {
        if (!line.isEmpty())
            line.append('\t');
        appendCopyValue(value, line);
    }
    QVERIFY(!line.contains('\n') && !line.contains('\r'));
    QCOMPARE(line.count('\t'), 5);
    Values back;
    QVERIFY(decodeCopyLine(line, 6, back));
    QVERIFY(back == values);
}

void RowsTest::badCopyLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("columns");
    QTest::newRow("too few") << QByteArray("a") << 2;
    QTest::newRow("too many") << QByteArray("a\tb") << 1;
    QTest::newRow("something without columns") << QByteArray("a") << 0;
    QTest::newRow("lone backslash") << QByteArray("a\\") << 1;
    QTest::newRow("lone backslash before a tab") << QByteArray("a\\\tb") << 2;
}

void RowsTest::badCopyLines()
{
    QFETCH(QByteArray, line);
    QFETCH(int, columns);
    Values into;
    QVERIFY(!decodeCopyLine(line, columns, into));
}

static QList<QByteArray> linesOf(RowCursor& rows, std::optional<core::Error>* error = nullptr)
{
    QList<QByteArray> lines;
    for (;;) {
        const auto next = rows.next();
        if (!next && error != nullptr)
            *error = next.error();
        if (!next || !*next)
            return lines;
        lines.append(rows.copyLine().toByteArray());
    }
}

void RowsTest::cursorOverCopy()
{
    const QByteArray big(700'000, 'x');
    const QList<QByteArray> lines = {"a\tb", "\t", big + "\t" + big, "\\\\.\t\\N"};
    for (const QByteArray& end : {QByteArray(), QByteArray("\\.\n"), QByteArray("\\.\n\n\n")}) {
        for (const qsizetype piece : {qsizetype(1000), qsizetype(7919), qsizetype(1 << 20)}) {
            const auto rows =
                copyRows(std::make_unique<Pieces>(lines.join('\n') + '\n' + end, piece), {"one", "two"});
            QCOMPARE(linesOf(*rows), lines);
            QVERIFY(!*rows->next());
        }
    }
    const auto unended = copyRows(std::make_unique<Pieces>("a\nb", 1), {"c"});
    QCOMPARE(linesOf(*unended), (QList<QByteArray>{"a", "b"}));
    const auto none = copyRows(std::make_unique<Pieces>("\n\n\\.\n", 1), {});
    QCOMPARE(linesOf(*none).size(), 2);
}

void RowsTest::cursorCountsValues()
{
    for (int columns = 1; columns < 40; ++columns) {
        const QByteArray line = QByteArray(columns - 1, '\t').replace('\t', "v\t");
        for (const int names : {columns - 1, columns, columns + 1}) {
            std::optional<core::Error> error;
            const auto rows =
                copyRows(std::make_unique<Pieces>(line + '\n', 3), QList<QByteArray>(names, "c"));
            const qsizetype found = linesOf(*rows, &error).size();
            QCOMPARE(found, names == columns || (names == 0 && line.isEmpty()) ? 1 : 0);
            QCOMPARE(error.has_value(), found == 0);
        }
    }
    std::optional<core::Error> error;
    linesOf(*copyRows(std::make_unique<Pieces>("a\n\\.\nb\n", 3), {"c"}), &error);
    QVERIFY(error && error->kind == core::ErrorKind::Corrupt);
}

void RowsTest::inserts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("escapes");
    QTest::addColumn<QList<QByteArray>>("columns");
    QTest::addColumn<QList<QByteArray>>("lines");
    const QList<QByteArray> ab = {"a", "b c"};
    QTest::newRow("values")
        << QByteArray(
               "INSERT INTO public.t VALUES (1, 'x');\nINSERT INTO public.t VALUES (-2.5e+20, NULL);\n\n\n")
        << false << ab << QList<QByteArray>{"1\tx", "-2.5e+20\t\\N"};
    QTest::newRow("columns")
        << QByteArray("INSERT INTO \"s;\".\"t (\" (\"Odd, \"\"(\", b) VALUES (true, B'0101');\n") << false
        << QList<QByteArray>{"Odd, \"(", "b"} << QList<QByteArray>{"t\t0101"};
    QTest::newRow("several rows")
        << QByteArray("INSERT INTO public.t VALUES\n\t(1, 'a'),\n\t(2, 'it''s; (,)\nline'),\n\t(3, "
                      "'c');\nINSERT INTO public.t VALUES\n\t(4, '');\n\n")
        << false << ab << QList<QByteArray>{"1\ta", "2\tit's; (,)\\nline", "3\tc", "4\t"};
    QTest::newRow("backslashes are themselves") << QByteArray("INSERT INTO t VALUES ('a\\', 'b\\nc');\n")
                                                << false << ab << QList<QByteArray>{"a\\\\\tb\\\\nc"};
    QTest::newRow("backslashes escape") << QByteArray("INSERT INTO t VALUES ('a\\\\', 'b\\'c');\n") << true
                                        << ab << QList<QByteArray>{"a\\\\\tb'c"};
    QTest::newRow("E") << QByteArray("INSERT INTO t VALUES (E'a\\\\b', E'\\n');\n") << false << ab
                       << QList<QByteArray>{"a\\\\b\t\\n"};
    QTest::newRow("identity") << QByteArray("INSERT INTO t (a, b) OVERRIDING SYSTEM VALUE VALUES (1, 2);\n")
                              << false << QList<QByteArray>{"a", "b"} << QList<QByteArray>{"1\t2"};
    QTest::newRow("conflict") << QByteArray("INSERT INTO t VALUES (1, 2) ON CONFLICT DO NOTHING;\nINSERT "
                                            "INTO t VALUES\n\t(1, 2),\n\t(3, 4)\nON CONFLICT DO NOTHING;\n")
                              << false << ab << QList<QByteArray>{"1\t2", "1\t2", "3\t4"};
    QTest::newRow("generated")
        << QByteArray("INSERT INTO t VALUES (1, DEFAULT, 3);\nINSERT INTO t VALUES (4, DEFAULT, 6);\n")
        << false << QList<QByteArray>{"column1", "column3"} << QList<QByteArray>{"1\t3", "4\t6"};
    QTest::newRow("no columns") << QByteArray(
                                       "INSERT INTO t DEFAULT VALUES;\nINSERT INTO t DEFAULT VALUES;\n")
                                << false << QList<QByteArray>() << QList<QByteArray>{"", ""};
    QTest::newRow("unknown columns") << QByteArray("INSERT INTO t VALUES (1, 2, 3);\n") << false
                                     << QList<QByteArray>{"column1", "column2", "column3"}
                                     << QList<QByteArray>{"1\t2\t3"};
    QTest::newRow("nothing") << QByteArray("\n\n") << false << ab << QList<QByteArray>();
    const QByteArray big(300'000, 'y');
    QTest::newRow("long") << QByteArray("INSERT INTO t VALUES ('" + big + "', '" + big + "');\n") << false
                          << ab << QList<QByteArray>{big + '\t' + big};
}

void RowsTest::inserts()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, escapes);
    QFETCH(QList<QByteArray>, columns);
    QFETCH(QList<QByteArray>, lines);
    for (const qsizetype piece : {qsizetype(1), qsizetype(13), qsizetype(1 << 20)}) {
        if (piece == 1 && text.size() > 1000)
            continue;
        auto rows = InsertRows::open(std::make_unique<Pieces>(text, piece), {{"a"}, {"b c"}},
                                     escapes ? Backslash::Escapes : Backslash::IsItself);
        QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().toText()));
        std::optional<core::Error> error;
        QCOMPARE((*rows)->columns(), columns);
        QCOMPARE(linesOf(**rows, &error), lines);
        QVERIFY2(!error, qPrintable(error ? error->toText() : QString()));
    }
}

static const QByteArray someInserts = "INSERT INTO s.t (a, b) VALUES\n\t(1, 'it''s'),\n\t(-2, NULL);\nINSERT "
                                      "INTO s.t (a, b) VALUES\n\t(3, true);\n";

void RowsTest::insertsCutAnywhere()
{
    for (qsizetype length = 0; length < someInserts.size() - 2; ++length) {
        auto rows =
            InsertRows::open(std::make_unique<Pieces>(someInserts.left(length), 5), {}, Backslash::IsItself);
        std::optional<core::Error> error;
        if (!rows)
            error = rows.error();
        const QList<QByteArray> lines = rows ? linesOf(**rows, &error) : QList<QByteArray>();
        const QByteArray rest = someInserts.left(length).trimmed();
        QCOMPARE(error.has_value(), !rest.isEmpty() && !rest.endsWith(';'));
        QVERIFY(lines.size() <= 2);
        if (error)
            QCOMPARE(error->kind, core::ErrorKind::Corrupt);
    }
}

void RowsTest::insertsFlippedAnywhere()
{
    for (qsizetype i = 0; i < someInserts.size() * 8; ++i) {
        QByteArray flipped = someInserts;
        flipped[i / 8] = char(flipped[i / 8] ^ (1 << (i % 8)));
        auto rows = InsertRows::open(std::make_unique<Pieces>(flipped, 5), {}, Backslash::IsItself);
        std::optional<core::Error> error;
        if (!rows)
            error = rows.error();
        else
            linesOf(**rows, &error);
        QVERIFY(!error || error->kind == core::ErrorKind::Corrupt);
    }
}

static EntryFields entryOf(int id, const char* type, const char* schema, const char* tag,
                           const QByteArray& definition)
{
    EntryFields entry;
    entry.dumpId = id;
    entry.type = QString::fromUtf8(type);
    entry.schema = QString::fromUtf8(schema);
    entry.tag = QString::fromUtf8(tag);
    entry.definition = definition;
    return entry;
}

void RowsTest::columnsOfTables()
{
    Toc toc;
    toc.entries = {
        entryOf(1, "TABLE", "s", "parent",
                "CREATE TABLE s.parent (\n    id integer NOT NULL,\n    common text\n);\n"),
        entryOf(2, "TABLE", "s", "child",
                "CREATE TABLE s.child (\n    common text,\n    own numeric(5,2) DEFAULT 1\n)\nINHERITS "
                "(s.parent);\n"),
        entryOf(3, "TYPE", "s", "pair", "CREATE TYPE s.pair AS (\n\tx integer,\n\t\"y z\" text\n);\n"),
        entryOf(4, "TABLE", "s", "typed",
                "CREATE TABLE s.typed OF s.pair (\n    x WITH OPTIONS NOT NULL\n);\n"),
        entryOf(5, "TABLE", "s", "a", "CREATE TABLE s.a (\n    x integer\n)\nINHERITS (s.b);\n"),
        entryOf(6, "TABLE", "s", "b", "CREATE TABLE s.b (\n    y integer\n)\nINHERITS (s.a);\n"),
        entryOf(7, "TABLE", "s", "g",
                "CREATE TABLE s.g (\n    x integer,\n    y integer GENERATED ALWAYS AS ((x * 2)) STORED,\n   "
                " CONSTRAINT c CHECK (x > 0)\n);\n")};
    const auto names = [&toc](const char* table) {
        QByteArray text;
        const TocEntries data{entryOf(99, "TABLE DATA", "s", table, {})};
        for (const TableColumn& column : tableColumns(toc, data.first()))
            text += column.name + ':' + column.type + (column.isGenerated ? "!" : "") + ' ';
        return text;
    };
    QCOMPARE(names("parent"), QByteArray("id:integer common:text "));
    QCOMPARE(names("child"), QByteArray("id:integer common:text own:numeric(5,2) "));
    QCOMPARE(names("typed"), QByteArray("x:integer y z:text "));
    QCOMPARE(names("g"), QByteArray("x:integer y:integer! "));
    QCOMPARE(names("absent"), QByteArray());
    names("a"); // a ring ends
}

static QByteArray exported(const QByteArray& rows, const QList<QByteArray>& columns, RowExportOptions options,
                           RowExportResult* result = nullptr)
{
    const auto cursor = copyRows(std::make_unique<Pieces>(rows, 50), columns);
    MemorySink sink;
    const auto done = exportRows(*cursor, options, sink, core::silentContext());
    if (!done)
        return done.error().toText().toUtf8();
    if (result != nullptr)
        *result = *done;
    return sink.bytes;
}

void RowsTest::csv()
{
    RowExportOptions options;
    RowExportResult result;
    QCOMPARE(exported("1\t\\N\t\n2\ta,b\t\"\n3\tx\\ny\t\\\\.\n", {"id", "a,b", "c"}, options, &result),
             QByteArray("id,\"a,b\",c\n1,,\"\"\n2,\"a,b\",\"\"\"\"\n3,\"x\ny\",\\.\n"));
    QCOMPARE(result.rows, 3);
    QCOMPARE(exported("\\\\.\n\\N\n", {"c"}, options), QByteArray("c\n\"\\.\"\n\n"));
    options.encoding = "LATIN1";
    QCOMPARE(exported("\xe4\n", {"\xfc"}, options), QByteArray("ü\nä\n"));
    options.encoding = "SQL_ASCII";
    QCOMPARE(exported("\xe4\n", {"c"}, options), QByteArray("c\n\xe4\n"));
    options.mostRows = 1;
    QCOMPARE(exported("a\nb\n", {"c"}, options), QByteArray("c\na\n"));
}

void RowsTest::jsonLines()
{
    RowExportOptions options;
    options.form = RowForm::JsonLines;
    options.types = {{"i", "bigint"},           {"n", "numeric(10,2)"}, {"b", "boolean"},
                     {"f", "double precision"}, {"a", "integer[]"},     {"d", "numeric(3,1)[]"}};
    RowExportResult result;
    QCOMPARE(
        exported("9223372036854775807\t1.50\tt\tNaN\t{1}\t{1.5}\ta\"\\\\\\n\x01\xc3\xa4\n\\N\t-0.5\tf\t1e+"
                 "20\t\\N\t\\N\t\\N\n",
                 {"i", "n", "b", "f", "a", "d", "t"}, options, &result),
        QByteArray("{\"i\":9223372036854775807,\"n\":1.50,\"b\":true,\"f\":\"NaN\",\"a\":\"{1}\",\"d\":\"{1."
                   "5}\",\"t\":\"a\\\"\\\\\\n\\u0001ä\"}\n"
                   "{\"i\":null,\"n\":-0.5,\"b\":false,\"f\":1e+20,\"a\":null,\"d\":null,\"t\":null}\n"));
    QCOMPARE(result.replacedValues, 0);
    options.types.clear();
    QCOMPARE(exported("1\t2\tx\n", {"a", "a", "a"}, options),
             QByteArray("{\"a\":\"1\",\"a (2)\":\"2\",\"a (3)\":\"x\"}\n"));
    const QByteArray broken = exported("a\xff\n", {"c"}, options, &result);
    QCOMPARE(result.replacedValues, 1);
    QCOMPARE(QJsonDocument::fromJson(broken).object().value(u"c"_s).toString(), u"a\ufffd"_s);
    QCOMPARE(exported("\n\n", {}, options), QByteArray("{}\n{}\n"));
}

void RowsTest::sql()
{
    RowExportOptions options;
    options.form = RowForm::SqlCopy;
    options.table = "public.\"T\"";
    const QByteArray head = "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";
    QCOMPARE(exported("1\ta\\\\b\n", {"id", "Full name"}, options),
             head + "COPY public.\"T\" (id, \"Full name\") FROM stdin;\n1\ta\\\\b\n\\.\n");
    options.form = RowForm::SqlInserts;
    options.types = {{"id", "integer"}};
    QCOMPARE(
        exported("-1\tit's\\\\\n\\N\t\\N\n", {"id", "Full name"}, options),
        head +
            "INSERT INTO public.\"T\" (id, \"Full name\") OVERRIDING SYSTEM VALUE VALUES (-1, 'it''s\\');\n"
            "INSERT INTO public.\"T\" (id, \"Full name\") OVERRIDING SYSTEM VALUE VALUES (NULL, NULL);\n");
    QCOMPARE(exported("\n", {}, options), head + "INSERT INTO public.\"T\" DEFAULT VALUES;\n");
}

void RowsTest::fullDisk()
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(full >= 0);
    DescriptorSink sink(full, u"/dev/full"_s);
    const auto cursor = copyRows(std::make_unique<Pieces>("a\n", 5), {"c"});
    const auto result = exportRows(*cursor, {}, sink, core::silentContext());
    ::close(full);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::StorageFull);
}

void RowsTest::exportCanBeCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    core::RunContext context;
    context.stop = stop.get_token();
    MemorySink sink;
    const auto cursor =
        copyRows(std::make_unique<Pieces>(QByteArray("0123456789\n").repeated(100'000), 1 << 20), {"c"});
    const auto result = exportRows(*cursor, {}, sink, context);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, core::ErrorKind::Cancelled);
}

void RowsTest::sequences()
{
    Toc toc;
    toc.entries = {entryOf(1, "SEQUENCE SET", "s", "a", "SELECT pg_catalog.setval('s.a', 42, true);\n"),
                   entryOf(2, "SEQUENCE SET", "s", "b'",
                           "SELECT pg_catalog.setval('s.\"b''\"', -9223372036854775808, false);\n"),
                   entryOf(3, "SEQUENCE SET", "s", "broken", "SELECT pg_catalog.setval('s.a', x, true);\n"),
                   entryOf(4, "SEQUENCE SET", "s", "empty", {}),
                   entryOf(5, "SEQUENCE", "s", "a", "CREATE SEQUENCE s.a;")};
    const QList<SequenceValue> values = sequenceValues(toc);
    QCOMPARE(values.size(), 2);
    QCOMPARE(values[0].value, 42);
    QVERIFY(values[0].isCalled);
    QCOMPARE(values[1].name, u"b'"_s);
    QCOMPARE(values[1].value, std::numeric_limits<qint64>::min());
    QVERIFY(!values[1].isCalled);
}

void RowsTest::namedLargeObjects()
{
    Toc toc;
    EntryFields owned = entryOf(2, "BLOB METADATA", "", "5..7", "5\n7\n");
    owned.owner = u"röle"_s;
    toc.entries = {entryOf(1, "BLOB", "", "4000000001", "SELECT pg_catalog.lo_create('4000000001');\n"),
                   owned,
                   entryOf(3, "COMMENT", "", "LARGE OBJECT 7", "COMMENT ON LARGE OBJECT 7 IS 'it''s';\n"),
                   entryOf(4, "BLOBS", "", "BLOBS", {})};
    const QList<LargeObject> objects = largeObjects(toc);
    QCOMPARE(objects.size(), 3);
    QCOMPARE(objects[0].oid, 5U);
    QCOMPARE(objects[0].owner, u"röle"_s);
    QCOMPARE(objects[1].comment, u"it's"_s);
    QCOMPARE(objects[2].oid, 4000000001U);
    QCOMPARE(objects[2].bytes, -1);
}

QTEST_APPLESS_MAIN(RowsTest)
#include "rowstest.moc"
