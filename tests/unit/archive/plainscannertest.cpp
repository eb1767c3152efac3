// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainscanner.h"

#include "archive/bytesearch.h"
#include "archive/gziptext.h"
#include "archive/plaindump.h"
#include "archive/plainheader.h"
#include "archive/plainnames.h"
#include "archive/readahead.h"
#include "archive/transfer.h"
#include "tellunits.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

class PlainScannerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endMarksByAvx2();
    void valuesByAvx2();
    void units_data();
    void units();
    void anyPieces();
    void bigRows();
    void insertsInComments();
    void bigInserts_data();
    void bigInserts();
    void rowsThatLookLikeTheEnd();
    void headers_data();
    void headers();
    void connects();
    void truncatedAnywhere();
    void flippedBits();
    void contentsOfTheSample();
    void clusterBehindCluster();
    void gzipTakenUpAnywhere();
    void damagedGzip();
    void rowsToADescriptor_data();
    void rowsToADescriptor();
    void rowsToWhereTheyCannotGo();
    void cancelled();
    void longStatements();
};

namespace {

// Gives pieces of any size.
class Pieces final : public TextSource
{
public:
    Pieces(QByteArray bytes, std::function<std::size_t()> size)
        : m_bytes(std::move(bytes))
        , m_size(std::move(size))
    {
    }
    core::Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count =
            std::min({into.size(), std::size_t(m_bytes.size() - m_at), std::max<std::size_t>(m_size(), 1)});
        std::copy_n(m_bytes.constData() + m_at, count, into.data());
        m_at += qsizetype(count);
        return count;
    }
    qint64 fileBytesRead() const override { return m_at; }

private:
    QByteArray m_bytes;
    std::function<std::size_t()> m_size;
    qsizetype m_at = 0;
};

QStringList scan(TextSource& source)
{
    Tell tell;
    PlainScanner scanner(source, tell);
    const auto done = scanner.run(core::silentContext());
    return done ? tell.lines : QStringList{u"error: "_s + done.error().toText()};
}

QStringList scan(const QByteArray& text)
{
    return scan(*textOverBytes(text));
}

// Everything that is hard, once.
QByteArray sample(bool inserts = false)
{
    QByteArray text = R"(--
-- PostgreSQL database dump
--

\restrict abc

-- Dumped from database version 15.20
-- Dumped by pg_dump version 15.20

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: o
--

CREATE FUNCTION public.f() RETURNS integer
    LANGUAGE plpgsql
    AS $_$
--
-- Name: evil; Type: TABLE; Schema: public; Owner: o
--

COPY x FROM stdin;
\.
BEGIN RETURN ';$$'; END
$_$;


ALTER FUNCTION public.f() OWNER TO o;

--
-- Name: g(); Type: FUNCTION; Schema: public; Owner: o
--

CREATE FUNCTION public.g() RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT 1;
 SELECT CASE WHEN true THEN 1 ELSE 2 END;
END;


SET default_tablespace = fast;

SET default_table_access_method = heap;

--
-- Name: x; Type: VIEW; Schema: y; Type: TABLE; Schema: public; Owner: o; Tablespace: fast
--

CREATE TABLE public."x; Type: VIEW; Schema: y" (
    a integer DEFAULT public.g(),
    b text DEFAULT E'it\'s;'
);


ALTER TABLE public."x; Type: VIEW; Schema: y" OWNER TO o;

--
-- Data for Name: x; Type: VIEW; Schema: y; Type: TABLE DATA; Schema: public; Owner: o
--

)";
    text += inserts ? R"(INSERT INTO public."x; Type: VIEW; Schema: y" VALUES (1, 'it''s; "odd
INSERT INTO public."x; Type: VIEW; Schema: y" VALUES (2, NULL');
INSERT INTO public."x; Type: VIEW; Schema: y" VALUES (-2, '--
-- Name: evil; Type: TABLE; Schema: public; Owner: o
--
');
INSERT INTO public."x; Type: VIEW; Schema: y" VALUES (3, E'a\';') /* ; */;
INSERT INTO public."x; Type: VIEW; Schema: y" VALUES (4, 'z'); -- ; )
)"
                    : "COPY public.\"x; Type: VIEW; Schema: y\" (a, b) FROM stdin;\n1\t--\n2\t-- Name: evil; "
                      "Type: TABLE; "
                      "Schema: public; Owner: o\n3\t--\n4\t\\\\.\n5\tC:\\\\.x\n\\N\t\\\\.\\n\n\\.\n";
    text += R"(

--
-- Name: x; Type: VIEW; Schema: y x_pkey; Type: CONSTRAINT; Schema: public; Owner: o
--

ALTER TABLE ONLY public."x; Type: VIEW; Schema: y"
    ADD CONSTRAINT x_pkey PRIMARY KEY (a);


--
-- PostgreSQL database dump complete
--

\unrestrict abc

)";
    return text;
}

core::Result<PlainIndex> indexOf(const QByteArray& text)
{
    return scanPlainText(*textOverBytes(text), core::silentContext());
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

// Bytes that are likely to matter.
QByteArray likelyBytes(QRandomGenerator& random, qsizetype size, QByteArrayView alphabet)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = random.bounded(4) != 0 ? 'x' : alphabet[random.bounded(int(alphabet.size()))];
    return bytes;
}

} // namespace

void PlainScannerTest::endMarksByAvx2()
{
    if (bestInstructions() != Instructions::Avx2)
        QSKIP("This processor has no AVX2.");
    QRandomGenerator random(42);
    for (int round = 0; round < 400; ++round) {
        QByteArray bytes = likelyBytes(random, random.bounded(700), round % 2 == 0 ? "\\.\n" : "\\\nab");
        if (round % 3 == 0 && bytes.size() > 2)
            bytes.replace(random.bounded(int(bytes.size()) - 1), 2, "\\.");
        for (qsizetype from = 0; from <= std::min<qsizetype>(bytes.size(), 70); ++from) {
            const QByteArrayView text = QByteArrayView(bytes).sliced(from);
            QCOMPARE(findEndMark(text, Instructions::Avx2), findEndMark(text, Instructions::Portable));
            QCOMPARE(findEndMark(text, Instructions::Portable), text.indexOf("\\."));
        }
    }
}

void PlainScannerTest::valuesByAvx2()
{
    if (bestInstructions() != Instructions::Avx2)
        QSKIP("This processor has no AVX2.");
    QRandomGenerator random(7);
    for (int round = 0; round < 600; ++round) {
        const QByteArray bytes = likelyBytes(random, random.bounded(500),
                                             round % 3 == 0   ? QByteArrayView("';\"$\\/-eE'a'")
                                             : round % 3 == 1 ? QByteArrayView("''''e-1,()")
                                                              : QByteArrayView("'-'\x80\xbb\xa2:=[?4R\x1b"));
        for (qsizetype from = 0; from <= std::min<qsizetype>(bytes.size(), 66); ++from) {
            const QByteArrayView text = QByteArrayView(bytes).sliced(from);
            for (const bool inString : {false, true}) {
                for (const char previous : {' ', '-', 'E', '\''}) {
                    ValuesState a{inString, previous};
                    ValuesState b = a;
                    const qsizetype fast = skipValues(text, a, Instructions::Avx2);
                    QCOMPARE(fast, skipValues(text, b, Instructions::Portable));
                    if (fast < text.size())
                        continue;
                    QCOMPARE(a.inString, b.inString);
                    if (!a.inString)
                        QVERIFY(a.previous == b.previous && a.wordBefore == b.wordBefore);
                }
            }
        }
    }
}

void PlainScannerTest::units_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* text, const char* found) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(found);
    };
    row("nothing", "", "end");
    row("space", " \n\t", "end");
    row("statements", "a;b ;\nc", "Sa;|Sb ;|sc|end");
    row("quotes", "a ';' \";\" 'it'';';b;", "Sa ';' \";\" 'it'';';|Sb;|end");
    row("escapes", "a E'\\';' e'\\\\';b;", "Sa E'\\';' e'\\\\';|Sb;|end");
    row("no escape", "a the'\\';b;", "Sa the'\\';|Sb;|end");
    row("dollars", "a $$;'$x$;$$;b $x$;$$;$y$;$x$;c$1$;", "Sa $$;'$x$;$$;|Sb $x$;$$;$y$;$x$;|Sc$1$;|end");
    row("parameter", "a $1;b;", "Sa $1;|Sb;|end");
    row("comments", "-- a;\nb --;\n;/* ; /* ; */ ; */c;", "#-- a;|Sb --;~;|S/* ; /* ; */ ; */c;|end");
    row("parentheses", "a (b; c); d);", "Sa (b; c);|Sd);|end");
    row("atomic", "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC a; CASE b END; END; x;",
        "SCREATE OR REPLACE FUNCTION f() BEGIN ATOMIC a; CASE b END; END;|Sx;|end");
    row("no atomic", "CREATE VIEW begin AS a; end;", "SCREATE VIEW begin AS a;|Send;|end");
    row("commands", "\\connect a;\nb;\\x", "!\\connect a;|Sb;|!\\x|end");
    row("copy", "COPY t (a) FROM stdin;\n1\n\\.\nb;", "CCOPY t (a) FROM stdin; 23+2|Sb;|end");
    row("copy nothing", "COPY t  FROM stdin;\n\\.\n", "CCOPY t  FROM stdin; 20+0|end");
    row("copy to the end", "COPY t (a) FROM stdin;\n1\n\\.", "CCOPY t (a) FROM stdin; 23+2|end");
    row("copy cut off", "COPY t (a) FROM stdin;\n1\n\\", "cCOPY t (a) FROM stdin; 23+3|end");
    row("copy crlf", "COPY t (a) FROM stdin;\r\n1\r\n\\.\r\nb;", "CCOPY t (a) FROM stdin; 24+3|Sb;|end");
    row("copy elsewhere", "COPY t TO stdout;\n1;", "SCOPY t TO stdout;|S1;|end");
    row("no end", "COPY t (a) FROM stdin;\n\\.x\nx\\.\n\\.\n", "CCOPY t (a) FROM stdin; 23+8|end");
    row("inserts", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (';');\n\nb;",
        "IINSERT INTO t VALUES 0+54|Sb;|end");
    row("two tables", "INSERT INTO t VALUES (1);\nINSERT INTO u VALUES (2);\n",
        "IINSERT INTO t VALUES 0+26|IINSERT INTO u VALUES 26+26|end");
    row("default values", "INSERT INTO t DEFAULT VALUES;\nINSERT INTO t DEFAULT VALUES;\n",
        "IINSERT INTO t DEFAULT VALUES 0+60|end");
    row("insert cut off", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES ('",
        "iINSERT INTO t VALUES 0+49|end");
    row("odd values",
        "INSERT INTO t VALUES (E'\\';', \";\", $$;$$, 1--;\n/* ; */);\nINSERT INTO t VALUES (2);\nx;",
        "IINSERT INTO t VALUES 0+83|Sx;|end");
    row("insert in a comment", "INSERT INTO t VALUES (1 /*\nINSERT INTO t VALUES (1);\n*/);\nx;",
        "IINSERT INTO t VALUES 0+58|Sx;|end");
    row("escapes on",
        "SET standard_conforming_strings = off;\nINSERT INTO t VALUES ('\\';');\nINSERT INTO t VALUES "
        "('');\nx;",
        "SSET standard_conforming_strings = off;|IINSERT INTO t VALUES 39+57|Sx;|end");
    row("mark of UTF-8", "\xef\xbb\xbf-- a", "#-- a|end");
}

void PlainScannerTest::units()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, found);
    QCOMPARE(scan(text).join(u'|'), found);
    for (std::size_t size = 1; size < 12; ++size) {
        Pieces pieces(text, [size] { return size; });
        QCOMPARE(scan(pieces).join(u'|'), found);
        // The first lines are always read in one go.
        if (text.startsWith('\xef'))
            continue;
        Pieces late(QByteArray(5000, ' ') + text, [size] { return size; });
        QStringList moved = scan(late);
        QCOMPARE(moved.size(), scan(text).size());
        for (qsizetype i = 0; i < moved.size(); ++i)
            QCOMPARE(moved.at(i).left(moved.at(i).lastIndexOf(u' ')),
                     scan(text).at(i).left(scan(text).at(i).lastIndexOf(u' ')));
    }
}

void PlainScannerTest::anyPieces()
{
    QRandomGenerator random(3);
    for (const bool inserts : {false, true}) {
        const QByteArray text =
            QByteArray(4096, '\n') + sample(inserts); // pieces begin behind the first lines
        const QStringList expected = scan(text);
        QVERIFY(expected.size() > 30);
        for (int round = 0; round < 300; ++round) {
            const int most = 1 + random.bounded(80);
            Pieces pieces(text, [&] { return std::size_t(random.bounded(most)); });
            QCOMPARE(scan(pieces), expected);
        }
    }
}

// More rows than are looked at in one go, in a file and in memory, with what looks like the end at every
// border.
void PlainScannerTest::bigRows()
{
    QTemporaryDir folder;
    QRandomGenerator random(5);
    for (int round = 0; round < 6; ++round) {
        QByteArray rows;
        while (rows.size() < (70 << 20)) {
            rows += QByteArray(1000 + random.bounded(60'000), 'x');
            rows += round % 2 == 0 ? "\\\\.\n" : "\\N\n";
        }
        // Two backslashes, the second where the search of one processor ends.
        const qsizetype start = 23;
        for (const qsizetype border : {qsizetype(32) << 20, qsizetype(64) << 20}) {
            for (qsizetype near = -40; near < 300'000; near += 1 + random.bounded(500))
                rows.replace(border + near + (4 << 20) - start, 4, "\\\\.\n");
        }
        const QByteArray text = "COPY t (a) FROM stdin;\n" + rows + "\\.\nb;";
        QFile file(folder.filePath(u"rows.sql"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        auto source = openText(file.fileName(), Wrapping::None);
        QVERIFY(source);
        QCOMPARE(scan(**source), scan(text));
        QCOMPARE(scan(text).first(), u"CCOPY t (a) FROM stdin; 23+%1"_s.arg(rows.size()));
    }
}

// Wherever the reads end, what is in a comment within a statement is no statement.
void PlainScannerTest::insertsInComments()
{
    for (qsizetype filler = 0; filler < 80; ++filler) {
        const QByteArray text = QByteArray(4096, '\n') + "INSERT INTO t VALUES (1 /* " +
                                QByteArray(filler, 'c') + "\nINSERT INTO t VALUES (1);\n */);\nx;";
        Pieces pieces(text, [] { return std::size_t(1); });
        const QStringList found = scan(pieces);
        QCOMPARE(found, (QStringList{u"IINSERT INTO t VALUES 4096+%1"_s.arg(text.size() - 4096 - 2), u"Sx;"_s,
                                     u"end"_s}));
    }
}

void PlainScannerTest::bigInserts_data()
{
    QTest::addColumn<QByteArray>("odd"); // a value, here and there
    QTest::newRow("plain") << QByteArray("'b'");
    QTest::newRow("statements in texts")
        << QByteArray("';\nINSERT INTO t VALUES (1, ''\n;\nINSERT INTO t VALUES ('");
    QTest::newRow("all rules") << QByteArray("E'\\';\nINSERT INTO t VALUES (' /* ' */");
    QTest::newRow("long") << '\'' + QByteArray(3 << 20, ';') + '\'';
}

void PlainScannerTest::bigInserts()
{
    QFETCH(QByteArray, odd);
    QTemporaryDir folder;
    QRandomGenerator random(9);
    // Rows of other lengths have other places along the borders.
    for (const auto& [rarity, more] : {std::pair{1, 0}, {1, 7}, {1, 20}, {3000, 0}, {200'000, 0}}) {
        if (rarity == 1 && odd.size() > 1000)
            continue;
        QByteArray text = "INSERT INTO t VALUES (0);";
        while (text.size() < (100 << 20)) {
            text +=
                "\nINSERT INTO t VALUES (" + QByteArray::number(text.size()) + QByteArray(more, ' ') + ", ";
            text += random.bounded(rarity) == 0 ? odd : '\'' + QByteArray(random.bounded(200), 'v') + '\'';
            text += ");";
        }
        const qsizetype size = text.size() + 1;
        text += "\nINSERT INTO u VALUES (1);\nx;";
        QFile file(folder.filePath(u"rows.sql"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        auto source = openText(file.fileName(), Wrapping::None);
        QVERIFY(source);
        const QStringList found = scan(**source);
        QCOMPARE(found, scan(text));
        QCOMPARE(found, (QStringList{u"IINSERT INTO t VALUES 0+%1"_s.arg(size),
                                     u"IINSERT INTO u VALUES %1+26"_s.arg(size), u"Sx;"_s, u"end"_s}));
        // Cut off in the middle.
        QVERIFY(file.resize(80 << 20));
        auto cut = openText(file.fileName(), Wrapping::None);
        QCOMPARE(scan(**cut), scan(text.first(80 << 20)));
    }
}

void PlainScannerTest::rowsThatLookLikeTheEnd()
{
    // Every position of the end within and across the reads.
    for (qsizetype size = (256 << 10) - 40; size < (256 << 10) + 8; ++size) {
        const QByteArray rows = QByteArray(size, 'x') + '\n';
        const QByteArray text = "COPY t (a) FROM stdin;\n" + rows + "\\.\nb;";
        QCOMPARE(scan(text).join(u'|'), u"CCOPY t (a) FROM stdin; 23+%1|Sb;|end"_s.arg(rows.size()));
    }
}

void PlainScannerTest::headers_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("first");
    QTest::newRow("table") << QByteArray("-- Name: t; Type: TABLE; Schema: public; Owner: o")
                           << u"t|TABLE|public|o|"_s;
    QTest::newRow("data") << QByteArray("-- Data for Name: t; Type: TABLE DATA; Schema: s; Owner: o")
                          << u"t|TABLE DATA|s|o|"_s;
    QTest::newRow("none") << QByteArray("-- Name: s; Type: SCHEMA; Schema: -; Owner: -") << u"s|SCHEMA|||"_s;
    QTest::newRow("empty owner") << QByteArray("-- Name: EXTENSION x; Type: COMMENT; Schema: -; Owner: ")
                                 << u"EXTENSION x|COMMENT|||"_s;
    QTest::newRow("tablespace") << QByteArray("-- Name: i; Type: INDEX; Schema: s; Owner: o; Tablespace: a b")
                                << u"i|INDEX|s|o|a b"_s;
    QTest::newRow("hostile")
        << QByteArray("-- Name: x; Type: VIEW; Schema: y; Type: TABLE; Schema: public; Owner: o")
        << u"x; Type: VIEW; Schema: y|TABLE|public|o|"_s;
    QTest::newRow("other") << QByteArray("-- Name: x; Type: VIEW") << QString();
    QTest::newRow("another") << QByteArray("-- Owner: x; Type: VIEW; Schema: x; Name: x") << QString();
}

void PlainScannerTest::headers()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, first);
    const QList<PlainHeader> readings = readPlainHeader(line);
    QCOMPARE(readings.isEmpty(), first.isEmpty());
    if (readings.isEmpty())
        return;
    const PlainHeader& header = readings.first();
    QCOMPARE(QString::fromUtf8(header.tag + '|' + header.type + '|' + header.schema + '|' + header.owner +
                               '|' + header.tablespace),
             first);
}

void PlainScannerTest::connects()
{
    QCOMPARE(databaseOfConnect("\\connect blog"), QByteArray("blog"));
    QCOMPARE(databaseOfConnect("\\connect \"a \"\"b\""), QByteArray("a \"b"));
    QCOMPARE(databaseOfConnect("\\connect -reuse-previous=on \"dbname='a \\\\b\\'c'\""),
             QByteArray("a \\b'c"));
    QCOMPARE(databaseOfConnect("\\connect"), QByteArray());
}

void PlainScannerTest::truncatedAnywhere()
{
    for (const bool inserts : {false, true}) {
        const QByteArray text = sample(inserts);
        const auto whole = indexOf(text);
        QVERIFY(whole && whole->contents.endsAsItMust.value_or(false));
        const qsizetype complete = text.indexOf("dump complete") + 13;
        for (qsizetype size = 0; size <= text.size(); ++size) {
            const auto index = indexOf(text.first(size));
            QVERIFY(index);
            QVERIFY(!index->contents.endsAsItMust.value_or(false) || size >= complete);
            for (const DumpPart& part : index->contents.parts) {
                for (const TocEntry& entry : part.toc.entries)
                    QVERIFY(entry.offset() >= 0 &&
                            entry.offset() + std::max<qint64>(entry.dataBytes(), 0) <= size);
            }
        }
    }
}

void PlainScannerTest::flippedBits()
{
    for (const bool inserts : {false, true}) {
        QByteArray text = sample(inserts);
        for (qsizetype at = 0; at < text.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                const char before = text.at(at);
                text[at] = char(quint8(before) ^ (1U << bit));
                const auto index = indexOf(text);
                QVERIFY(index || !index.error().message.isEmpty());
                if (index)
                    QVERIFY(unpackPlainIndex(packPlainIndex(*index), text.size()));
                text[at] = before;
            }
        }
    }
}

void PlainScannerTest::contentsOfTheSample()
{
    for (const bool inserts : {false, true}) {
        for (const bool crlf : {false, true}) {
            QByteArray text = sample(inserts);
            if (crlf)
                text.replace("\n", "\r\n");
            const auto index = indexOf(text);
            QVERIFY(index);
            QCOMPARE(index->hasCrLf, crlf);
            const Toc& toc = index->contents.parts.first().toc;
            QStringList found;
            for (const TocEntry& entry : std::span(toc.entries).subspan(3))
                found.append(entry.type() + u'|' + entry.tag() + u'|' + entry.schema() + u'|' +
                             entry.owner() + u'|' + entry.tablespace() + u'|' + entry.accessMethod());
            QCOMPARE(found, (QStringList{u"FUNCTION|f()|public|o||"_s, u"FUNCTION|g()|public|o||"_s,
                                         u"TABLE|x; Type: VIEW; Schema: y|public|o|fast|heap"_s,
                                         u"TABLE DATA|x; Type: VIEW; Schema: y|public|o||"_s,
                                         u"CONSTRAINT|x; Type: VIEW; Schema: y x_pkey|public|o||"_s}));
            QVERIFY(toc.entries.at(4).definition().endsWith("END;\n"));
            QVERIFY(!toc.entries.at(5).definition().contains('\r'));
            QVERIFY(toc.entries.at(5).fields().dependencies.contains(toc.entries.at(4).dumpId()));
            QCOMPARE(toc.entries.at(6).copyStatement().isEmpty(), inserts);
            QCOMPARE(toc.serverVersion, u"15.20"_s);
        }
    }
}

// Two files of pg_dumpall in one: the roles of the second are its own.
void PlainScannerTest::clusterBehindCluster()
{
    const QByteArray cluster =
        "--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE a;\nALTER ROLE a WITH LOGIN;\n"
        "CREATE ROLE b;\n\n--\n-- PostgreSQL database cluster dump complete\n--\n\n";
    const auto index = indexOf(cluster + QByteArray(cluster).replace("CREATE ROLE a;\n", ""));
    QVERIFY(index);
    QCOMPARE(index->contents.parts.size(), 2);
    QCOMPARE(index->contents.parts.at(0).toc.entries.at(0).definition(),
             QByteArray("CREATE ROLE a;\nALTER ROLE a WITH LOGIN;\n"));
    QCOMPARE(index->contents.parts.at(1).toc.entries.at(0).definition(),
             QByteArray("ALTER ROLE a WITH LOGIN;\n"));
    QCOMPARE(index->contents.parts.at(1).toc.entries.size(), 2);
}

void PlainScannerTest::gzipTakenUpAnywhere()
{
    QRandomGenerator random(11);
    QByteArray text;
    while (text.size() < 3'000'000)
        text += QByteArray::number(random.generate64(), 36) + QByteArray(random.bounded(40), ' ') +
                sample().first(random.bounded(900));
    const QByteArray packed = gzipped(text.first(1'000'000)) + gzipped(text.sliced(1'000'000));
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.gz"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(packed) == packed.size());
    file.close();
    const auto open = [&](const ResumePoint& from) {
        auto raw = RawFile::open(file.fileName(), from.filePosition);
        return openGzipText(std::move(*raw), from);
    };
    auto source = open({});
    QVERIFY(source);
    QList<ResumePoint> points;
    QByteArray all;
    QByteArray room(200'000, Qt::Uninitialized);
    for (;;) {
        ResumePoint point;
        if ((*source)->mark(point)) {
            point.textPosition = all.size();
            if (!point.state.isEmpty()) {
                point.state = packState(point.state);
                QVERIFY(!point.state.isEmpty());
            }
            points.append(point);
        }
        const auto count =
            (*source)->read({room.data(), std::size_t(1 + random.bounded(int(room.size()) - 1))});
        QVERIFY(count);
        if (*count == 0)
            break;
        all.append(room.constData(), qsizetype(*count));
    }
    QVERIFY(all == text);
    QVERIFY(!(*source)->isCutShort());
    QVERIFY(points.size() > 20);
    for (const ResumePoint& point : std::as_const(points)) {
        auto again = open(point);
        QVERIFY(again);
        qint64 at = point.textPosition;
        for (;;) {
            const auto count = (*again)->read({room.data(), std::size_t(room.size())});
            QVERIFY2(count, qPrintable(count ? QString() : count.error().toText()));
            if (*count == 0)
                break;
            QVERIFY(text.sliced(at, qsizetype(*count)) == room.first(qsizetype(*count)));
            at += qint64(*count);
        }
        QCOMPARE(at, text.size());
        // A state that is not the one that was kept is not used.
        ResumePoint wrong = point;
        if (wrong.state.isEmpty())
            continue;
        wrong.state[wrong.state.size() / 2] = char(wrong.state.at(wrong.state.size() / 2) ^ 1);
        QVERIFY(!open(wrong));
    }
}

void PlainScannerTest::damagedGzip()
{
    const QByteArray packed = gzipped(sample()) + gzipped(sample());
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.gz"_s));
    int damaged = 0;
    for (qsizetype at = 0; at < packed.size() * 2; ++at) {
        // First every length, then every byte changed.
        QByteArray bytes = at < packed.size() ? packed.first(at) : packed;
        if (at >= packed.size())
            bytes[at - packed.size()] = char(bytes.at(at - packed.size()) ^ 0x10);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto dump = openPlainDump(file.fileName(), Wrapping::Gzip, {}, core::silentContext());
        QVERIFY(dump || !dump.error().message.isEmpty());
        damaged += dump ? 0 : 1;
        if (dump && at < packed.size() && at > packed.size() / 2 + 1)
            QVERIFY(!(*dump)->contents().endsAsItMust.value_or(true));
    }
    QVERIFY(damaged > packed.size() / 2);
}

void PlainScannerTest::rowsToADescriptor_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<bool>("crlf");
    QByteArray many;
    while (many.size() < 3'000'000)
        many += QByteArray::number(many.size()) + "\tx\n";
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("one byte") << QByteArray("\n") << false;
    QTest::newRow("many") << many << false;
    QTest::newRow("line breaks of Windows") << many << true;
}

void PlainScannerTest::rowsToADescriptor()
{
    QFETCH(QByteArray, rows);
    QFETCH(bool, crlf);
    QByteArray text =
        "--\n-- PostgreSQL database dump\n--\n\nCOPY public.t (a) FROM stdin;\n" + rows + "\\.\n\n";
    if (crlf)
        text.replace("\n", "\r\n");
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.sql"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const auto dump = openPlainDump(file.fileName(), Wrapping::None, {}, core::silentContext());
    QVERIFY(dump);
    const TocEntry* entry = (*dump)->contents().parts.first().toc.tableData().first();
    // A file; one that is appended to, which the system sends nothing to; behind what is there already.
    for (const auto mode : {QIODevice::Truncate, QIODevice::Append}) {
        QFile target(folder.filePath(u"rows"_s));
        QVERIFY(target.open(QIODevice::WriteOnly | QIODevice::Unbuffered | mode));
        const qint64 before = target.size();
        QCOMPARE(target.write("x"), qint64(1));
        DescriptorSink sink(target.handle(), u"rows"_s);
        const auto data = (*dump)->openData(0, *entry, core::silentContext());
        QVERIFY(data);
        qint64 moved = 0;
        const auto done = transfer(**data, sink, core::silentContext(), [&] { ++moved; });
        QVERIFY(done);
        QCOMPARE(done->bytes, rows.size());
        QCOMPARE(done->last, rows.isEmpty() ? '\0' : '\n');
        QVERIFY(moved >= rows.size() >> 20);
        target.close();
        QVERIFY(target.open(QIODevice::ReadOnly) && target.seek(before));
        QVERIFY(target.readAll() == 'x' + rows);
    }
    MemorySink sink;
    const auto data = (*dump)->openData(0, *entry, core::silentContext());
    QVERIFY(data && transfer(**data, sink, core::silentContext()));
    QVERIFY(sink.bytes == rows);
    // The dump becomes shorter while it is read.
    if (rows.size() > 1000) {
        DescriptorSink null(::open("/dev/null", O_WRONLY | O_CLOEXEC), u"null"_s);
        const auto cut = (*dump)->openData(0, *entry, core::silentContext());
        QVERIFY(cut && file.resize(file.size() / 2));
        const auto done = transfer(**cut, null, core::silentContext());
        QVERIFY(!done);
        QCOMPARE(done.error().kind, core::ErrorKind::Corrupt);
        ::close(null.descriptor());
    }
}

void PlainScannerTest::rowsToWhereTheyCannotGo()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.sql"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(sample()) > 0);
    file.close();
    const auto dump = openPlainDump(file.fileName(), Wrapping::None, {}, core::silentContext());
    QVERIFY(dump);
    const TocEntry* entry = (*dump)->contents().parts.first().toc.tableData().first();
    DescriptorSink full(::open("/dev/full", O_WRONLY | O_CLOEXEC), u"full"_s);
    DescriptorSink closed(1'000'000, u"closed"_s);
    for (DescriptorSink* sink : {&full, &closed}) {
        const auto data = (*dump)->openData(0, *entry, core::silentContext());
        const auto done = transfer(**data, *sink, core::silentContext());
        QVERIFY(!done);
        QCOMPARE(done.error().kind, sink == &full ? core::ErrorKind::StorageFull : core::ErrorKind::Io);
    }
    ::close(full.descriptor());
}

void PlainScannerTest::cancelled()
{
    std::stop_source stop;
    stop.request_stop();
    core::RunContext context = core::silentContext();
    context.stop = stop.get_token();
    const auto index = scanPlainText(*textOverBytes(sample()), context);
    QVERIFY(!index);
    QCOMPARE(index.error().kind, core::ErrorKind::Cancelled);
}

void PlainScannerTest::longStatements()
{
    // More than is kept of a statement, in an INSERT and elsewhere; what follows is found.
    const QByteArray value(40 << 20, 'v');
    QCOMPARE(scan("INSERT INTO t VALUES ('" + value + "');\nb;").join(u'|'),
             u"IINSERT INTO t VALUES 0+%1|Sb;|end"_s.arg(value.size() + 27));
    const QStringList found = scan("SELECT '" + value + "';\nb;");
    QCOMPARE(found.size(), 3);
    QVERIFY(found.at(0).startsWith(u's') && found.at(0).size() < value.size());
    QCOMPARE(found.at(1), u"Sb;"_s);
    QCOMPARE(scan(value + ";b;").last(), u"end"_s);
}

QTEST_GUILESS_MAIN(PlainScannerTest)
#include "plainscannertest.moc"
