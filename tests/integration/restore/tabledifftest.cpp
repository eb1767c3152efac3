// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of real dumps against real tables that have changed since.
#include "restore/tablediff.h"

#include "restore/foundrows.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

/// What the environment says while a dump is made, as somebody's cron job has it.
class Environment
{
public:
    explicit Environment(const QList<QPair<QByteArray, QByteArray>>& values)
        : m_values(values)
    {
        for (const auto& [name, value] : m_values)
            qputenv(name.constData(), value);
    }
    ~Environment()
    {
        for (const auto& [name, value] : m_values)
            qunsetenv(name.constData());
    }

private:
    QList<QPair<QByteArray, QByteArray>> m_values;
};

struct Compared
{
    restore::DiffReport report;
    QList<restore::FoundRow> rows;
    core::Error error;
    bool ok = false;

    /// "1 missing, 2 changed, 3 extra of 4", or the error.
    QString counts() const
    {
        if (!ok)
            return error.toText();
        return u"%1 missing, %2 changed, %3 extra of %4"_s.arg(report.rows.missing)
            .arg(report.rows.changed)
            .arg(report.rows.extra)
            .arg(report.rows.dumpRows);
    }
    /// "changed id=1 b:x>y", sorted.
    QStringList texts() const
    {
        QStringList all;
        for (const restore::FoundRow& row : rows) {
            QString text = row.kind == restore::FoundRow::Kind::Missing ? u"missing"_s
                           : row.kind == restore::FoundRow::Kind::Extra ? u"extra"_s
                                                                        : u"changed"_s;
            for (const auto& cell : row.identity)
                text += u" %1=%2"_s.arg(cell.column, cell.value.value_or(u"NULL"_s));
            for (const auto& change : row.changes)
                text += u" %1:%2>%3"_s.arg(change.column, change.backup.value_or(u"NULL"_s),
                                           change.live.value_or(u"NULL"_s));
            all.append(text);
        }
        all.sort();
        return all;
    }
    bool has(const char* finding) const
    {
        return std::any_of(report.findings.begin(), report.findings.end(),
                           [&](const core::Finding& f) { return f.id == QLatin1String(finding); });
    }
};

} // namespace

class TableDiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void unchangedTablesAreEqual_data();
    void unchangedTablesAreEqual();
    void missingChangedExtra();
    void withoutAPrimaryKey();
    void keysOfMyChoice();
    void compositeKeyWithOddNames();
    void columnsDroppedAddedReordered();
    void generatedAndIdentityColumns();
    void typesThatChanged();
    void otherSettings_data();
    void otherSettings();
    void valuesThatOnlyLookEqual();
    void keysThatAreNull();
    void partitions();
    void partitionsThatWereDumpedThroughTheRoot();
    void childrenAreNotTheTable();
    void insertStatements_data();
    void insertStatements();
    void anotherEncoding();
    void longRows();
    void moreThanMemoryHolds();
    void anotherLiveTable();
    void noColumns();
    void whatCannotBeCompared();
    void rowsThatAPolicyHides();
    void withoutPrivileges();
    void cancel();

private:
    /// A dump of everything that schema `public` has now.
    std::unique_ptr<archive::Dump> dumpNow(const QStringList& arguments = {u"--format=custom"_s})
    {
        const QString file = m_folder.filePath(QString::number(++m_files));
        const core::Status dumped = m_cluster.dump(m_database, arguments, file);
        if (!dumped)
            qWarning("%s", qPrintable(dumped.error().toText()));
        auto dump = archive::Dump::open(file, {}, {});
        if (!dump)
            qWarning("%s", qPrintable(dump.error().toText()));
        return dump ? *std::move(dump) : nullptr;
    }
    Compared compare(const archive::Dump& dump, const QString& table, restore::TableDiffOptions options = {},
                     const core::RunContext& context = {})
    {
        auto connection = m_cluster.connect(m_database);
        if (!connection)
            return {{}, {}, connection.error(), false};
        return compare(dump, table, *connection, options, context);
    }
    Compared compare(const archive::Dump& dump, const QString& table, postgres::Connection& connection,
                     restore::TableDiffOptions options = {}, const core::RunContext& context = {})
    {
        int dumpId = 0;
        for (const archive::TocEntry& entry : dump.contents().parts.constFirst().toc.entries) {
            if (entry.tag() == table && (entry.type() == u"TABLE" || entry.type() == u"VIEW"))
                dumpId = entry.dumpId();
        }
        options.spillFolder = m_folder.path();
        Compared compared;
        const auto maker = [&](const restore::TableDiffFacts& facts) {
            return std::make_unique<restore::FoundRows>(facts, 100, compared.rows);
        };
        auto report = restore::diffTable(dump, 0, dumpId, connection, options, maker, context);
        compared.ok = report.has_value();
        if (report)
            compared.report = *std::move(report);
        else
            compared.error = report.error();
        return compared;
    }
    void sql(const char* script)
    {
        const core::Status status = m_cluster.script(m_database, QString::fromUtf8(script));
        QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_database = u"diff \"base"_s;
    int m_files = 0;
};

void TableDiffTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(m_database));
    sql("CREATE TYPE mood AS ENUM ('sad', 'ok', 'Größe \"x\"'); CREATE DOMAIN moment AS timestamptz; CREATE "
        "DOMAIN later AS moment;"
        "CREATE TABLE everything (id bigint PRIMARY KEY, b boolean, i int2, n numeric, r real, d double "
        "precision, t text, c char(5), ts timestamp, tz timestamptz,"
        " tza timestamptz[], tzr tstzrange, dom later, dt date, iv interval, by bytea, bya bytea[], j json, "
        "jb jsonb, m mood, ma mood[], ta text[][], p point,"
        " mo money, u uuid, x xml, bi bit(4), inet inet, tsv tsvector, gen int GENERATED ALWAYS AS (id * 2) "
        "STORED);"
        "INSERT INTO everything SELECT i, i % 2 = 0, i, i / 7.0, i / 7.0, CASE i WHEN 1 THEN 'NaN' WHEN 2 "
        "THEN '-0' WHEN 3 THEN 'Infinity' ELSE i / 7.0 END,"
        " CASE i WHEN 4 THEN '' WHEN 5 THEN NULL WHEN 6 THEN E'tab\\t new\\n back\\\\ \\\\. \\\\N' ELSE "
        "'Größe ' || i END, 'x', '2024-02-29 12:00:00.5',"
        " timestamptz '2024-03-31 00:30:00+00' + i * interval '1 hour', ARRAY[timestamptz '0044-03-15 "
        "12:00+00 BC', NULL, 'infinity'],"
        " tstzrange('2024-01-01 00:00+00', NULL), '2024-07-01 12:00+00', '0001-01-01 BC', '1 day 2 hours', "
        "decode(md5(i::text), 'hex'),"
        " ARRAY['\\x00ff'::bytea, NULL, 'NULL', '\\x5c22'], '{\"a\":  1, \"a\": 2}', '{\"b\": [1, null]}', "
        "'Größe \"x\"', ARRAY['sad', 'Größe \"x\"']::mood[],"
        " ARRAY[['a,b', NULL], ['', E'\\\\\"']], point(0.1, i / 3.0), (i * -1234.56)::numeric::money, "
        "md5(i::text)::uuid, '<a>&amp;</a>', B'0101', '10.0.0.1/8', 'a:1 b'"
        " FROM generate_series(1, 300) i;"
        "INSERT INTO everything (id) VALUES (1000)");
}

void TableDiffTest::unchangedTablesAreEqual_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("custom") << QStringList{u"--format=custom"_s};
    QTest::newRow("tar") << QStringList{u"--format=tar"_s};
    QTest::newRow("directory") << QStringList{u"--format=directory"_s};
    QTest::newRow("plain") << QStringList{u"--format=plain"_s};
}

void TableDiffTest::unchangedTablesAreEqual()
{
    QFETCH(QStringList, arguments);
    const auto dump = dumpNow(arguments);
    QVERIFY(dump);
    const Compared compared = compare(*dump, u"everything"_s);
    QCOMPARE(compared.counts(), u"0 missing, 0 changed, 0 extra of 301"_s);
    QCOMPARE(compared.report.verdict(), core::Verdict::Ok);
    QCOMPARE(compared.report.rows.equal, 301);
    QVERIFY(!compared.report.rows.otherSettings);
    QCOMPARE(compared.report.mapping.keyNames(), QStringList{u"id"_s});
    QCOMPARE(compared.report.mapping.generated, QStringList{u"gen"_s});
}

void TableDiffTest::missingChangedExtra()
{
    sql("CREATE TABLE posts (id int PRIMARY KEY, title text, body text, views int);"
        "INSERT INTO posts SELECT i, 'title ' || i, repeat('body ', 20), i FROM generate_series(1, 5000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM posts WHERE id IN (7, 4999); UPDATE posts SET title = 'Über', views = NULL WHERE id = "
        "100; UPDATE posts SET body = body WHERE id = 200;"
        "INSERT INTO posts VALUES (6000, 'new', NULL, 0)");
    const Compared compared = compare(*dump, u"posts"_s);
    QCOMPARE(compared.counts(), u"2 missing, 1 changed, 1 extra of 5000"_s);
    QCOMPARE(compared.texts(), (QStringList{u"changed id=100 title:title 100>Über views:100>NULL"_s,
                                            u"extra id=6000"_s, u"missing id=4999"_s, u"missing id=7"_s}));
    QCOMPARE(compared.report.verdict(), core::Verdict::Differences);
    QCOMPARE(compared.report.rows.equal, 4997);
    QCOMPARE(compared.report.rows.liveRows, 4999);
    const QJsonObject json = compared.report.toJson();
    QCOMPARE(json.value("missing"_L1).toInt(), 2);
    QCOMPARE(json.value("columns"_L1).toArray().size(), 2);
    QCOMPARE(json.value("columns"_L1).toArray().at(1).toObject().value("name"_L1).toString(), u"views"_s);
    QCOMPARE(compared.rows.constFirst().toJson().value("kind"_L1).toString(), u"missing"_s);
}

void TableDiffTest::withoutAPrimaryKey()
{
    sql("CREATE TABLE log (at int, line text); INSERT INTO log SELECT i % 10, 'same' FROM generate_series(1, "
        "100) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM log WHERE ctid IN (SELECT ctid FROM log WHERE at = 3 LIMIT 2); INSERT INTO log VALUES "
        "(4, 'same'), (NULL, NULL)");
    const Compared compared = compare(*dump, u"log"_s);
    QCOMPARE(compared.counts(), u"2 missing, 0 changed, 2 extra of 100"_s);
    QCOMPARE(compared.texts(), (QStringList{u"extra at=4 line=same"_s, u"extra at=NULL line=NULL"_s,
                                            u"missing at=3 line=same"_s}));
    QVERIFY(compared.has("diff.noKey"));
}

void TableDiffTest::keysOfMyChoice()
{
    sql("CREATE TABLE chosen (a int, b int NOT NULL UNIQUE, c text); INSERT INTO chosen SELECT i % 3, i, 'c' "
        "FROM generate_series(1, 30) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE chosen SET c = 'd' WHERE b IN (4, 7)");
    restore::TableDiffOptions options;
    options.key = QStringList{u"b"_s};
    const Compared unique = compare(*dump, u"chosen"_s, options);
    QCOMPARE(unique.texts(), (QStringList{u"changed b=4 c:c>d"_s, u"changed b=7 c:c>d"_s}));
    QVERIFY(!unique.has("diff.keyMayRepeat"));
    options.key = QStringList{u"a"_s};
    const Compared ambiguous = compare(*dump, u"chosen"_s, options);
    QCOMPARE(ambiguous.counts(), u"2 missing, 0 changed, 2 extra of 30"_s);
    QVERIFY(ambiguous.has("diff.keyMayRepeat") && ambiguous.has("diff.keyRepeats"));
    QCOMPARE(ambiguous.report.rows.ambiguousKeys, 1);
    sql("UPDATE chosen SET c = 'c' WHERE b = 4"); // one row of the key differs, and it is not said to be the
                                                  // one that changed
    QCOMPARE(compare(*dump, u"chosen"_s, options).counts(), u"1 missing, 0 changed, 1 extra of 30"_s);
    options.key = QStringList{u"nowhere"_s};
    const Compared wrong = compare(*dump, u"chosen"_s, options);
    QCOMPARE(wrong.error.kind, core::ErrorKind::InvalidInput);
}

void TableDiffTest::compositeKeyWithOddNames()
{
    sql("CREATE TABLE \"Odd \"\"table.x\" (\"a\tb\" text, v int, \" K \"\"y\" text, PRIMARY KEY (\" K "
        "\"\"y\", \"a\tb\"));"
        "INSERT INTO \"Odd \"\"table.x\" SELECT E'x\\t' || i, i, E'\\\\' || i % 5 FROM generate_series(1, "
        "50) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE \"Odd \"\"table.x\" SET v = -1 WHERE v = 7; DELETE FROM \"Odd \"\"table.x\" WHERE v = 8");
    const Compared compared = compare(*dump, u"Odd \"table.x"_s);
    QCOMPARE(compared.texts(),
             (QStringList{u"changed  K \"y=\\2 a\tb=x\t7 v:7>-1"_s, u"missing  K \"y=\\3 a\tb=x\t8"_s}));
}

void TableDiffTest::columnsDroppedAddedReordered()
{
    sql("CREATE TABLE drift (gone int, id int PRIMARY KEY, a text, b text); INSERT INTO drift SELECT i, i, "
        "'a' || i, 'b' || i FROM generate_series(1, 20) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("CREATE TABLE moved (b text, fresh int DEFAULT 3, a text, id int PRIMARY KEY); INSERT INTO moved "
        "(id, a, b) SELECT id, a, b FROM drift;"
        "UPDATE moved SET b = 'x' WHERE id = 5; DROP TABLE drift; ALTER TABLE moved RENAME TO drift");
    const Compared compared = compare(*dump, u"drift"_s);
    QCOMPARE(compared.texts(), (QStringList{u"changed id=5 b:b5>x"_s}));
    QCOMPARE(compared.report.mapping.onlyInBackup, QStringList{u"gone"_s});
    QCOMPARE(compared.report.mapping.onlyLive, QStringList{u"fresh"_s});
    QVERIFY(compared.has("diff.columnOnlyInBackup") && compared.has("diff.columnOnlyLive") &&
            compared.has("diff.columnOrder"));
    sql("UPDATE drift SET b = 'b5' WHERE id = 5");
    QCOMPARE(compare(*dump, u"drift"_s).report.verdict(), core::Verdict::Warnings);
    sql("ALTER TABLE drift DROP COLUMN id");
    const Compared keyless = compare(*dump, u"drift"_s);
    QCOMPARE(keyless.counts(), u"0 missing, 0 changed, 0 extra of 20"_s);
    sql("ALTER TABLE drift DROP COLUMN a, DROP COLUMN b");
    QCOMPARE(compare(*dump, u"drift"_s).error.kind, core::ErrorKind::InvalidInput);
}

void TableDiffTest::generatedAndIdentityColumns()
{
    sql("CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, double_a int GENERATED "
        "ALWAYS AS (a * 2) STORED, z int);"
        "INSERT INTO made (a, z) SELECT i, i FROM generate_series(1, 20) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE made SET z = 0 WHERE id = 3; ALTER TABLE made ALTER COLUMN double_a DROP EXPRESSION");
    const Compared ordinary = compare(*dump, u"made"_s);
    QCOMPARE(ordinary.texts(), (QStringList{u"changed id=3 z:3>0"_s}));
    QVERIFY(ordinary.has("diff.columnOnlyLive"));
    // The other way round: an ordinary column of the backup that the server makes now.
    const auto plainDump = dumpNow();
    QVERIFY(plainDump);
    sql("ALTER TABLE made DROP COLUMN double_a; ALTER TABLE made ADD COLUMN double_a int GENERATED ALWAYS AS "
        "(a * 2) STORED");
    const Compared generated = compare(*plainDump, u"made"_s);
    QCOMPARE(generated.counts(), u"0 missing, 0 changed, 0 extra of 20"_s);
    QVERIFY(generated.has("diff.columnGenerated"));
}

void TableDiffTest::typesThatChanged()
{
    sql("CREATE TABLE typed (id int PRIMARY KEY, a int, b varchar(10), m mood); INSERT INTO typed SELECT i, "
        "i, 'b', 'ok' FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    QVERIFY(!compare(*dump, u"typed"_s).has("diff.typeDiffers"));
    sql("ALTER TABLE typed ALTER a TYPE numeric(10, 2), ALTER b TYPE varchar(20)");
    const Compared compared = compare(*dump, u"typed"_s);
    QCOMPARE(compared.counts(), u"0 missing, 10 changed, 0 extra of 10"_s);
    QCOMPARE(std::count_if(compared.report.findings.begin(), compared.report.findings.end(),
                           [](const core::Finding& f) { return f.id == "diff.typeDiffers"_L1; }),
             2);
}

void TableDiffTest::otherSettings_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("Kathmandu, escape")
        << QByteArray("Asia/Kathmandu") << QByteArray("-c bytea_output=escape");
    QTest::newRow("New York") << QByteArray("America/New_York") << QByteArray();
    QTest::newRow("London, before zones were whole minutes")
        << QByteArray("Europe/London") << QByteArray("-c bytea_output=escape");
}

void TableDiffTest::otherSettings()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, options);
    sql("DROP TABLE IF EXISTS zoned; CREATE TABLE zoned (at timestamptz PRIMARY KEY, old timestamptz[], by "
        "bytea, note text, mo money);"
        "INSERT INTO zoned SELECT timestamptz '1999-12-31 20:00+00' + i * interval '7 hours 1.5 seconds', "
        "ARRAY[timestamptz '1800-01-01 00:00+00' + i * interval '1 month'],"
        " decode(md5(i::text), 'hex') || '\\x5c', '2024-01-01 00:00:00+00', i::numeric::money FROM "
        "generate_series(1, 3000) i");
    std::unique_ptr<archive::Dump> dump;
    {
        const Environment foreign({{"PGTZ", zone}, {"PGOPTIONS", options}});
        dump = dumpNow();
    }
    QVERIFY(dump);
    const Compared equal = compare(*dump, u"zoned"_s);
    QCOMPARE(equal.counts(), u"0 missing, 0 changed, 0 extra of 3000"_s);
    QVERIFY(equal.report.rows.otherSettings);
    QVERIFY(equal.has("diff.otherSettings"));
    QCOMPARE(equal.report.verdict(), core::Verdict::Ok);
    QCOMPARE(compare(*dump, u"everything"_s).counts(), u"0 missing, 0 changed, 0 extra of 301"_s);
    // Out of step from the first row on, too. The key is a moment.
    sql("DELETE FROM zoned WHERE at = (SELECT min(at) FROM zoned); UPDATE zoned SET note = '2024-01-01 "
        "05:45:00+05:45' WHERE at = (SELECT max(at) FROM zoned)");
    const Compared different = compare(*dump, u"zoned"_s);
    QCOMPARE(different.counts(), u"1 missing, 1 changed, 0 extra of 3000"_s);
    QCOMPARE(different.rows.last().changes.constFirst().column, u"note"_s);
}

void TableDiffTest::valuesThatOnlyLookEqual()
{
    sql("CREATE TABLE subtle (id int PRIMARY KEY, d double precision, n numeric, j json, t text);"
        "INSERT INTO subtle VALUES (1, 0, 1.0, '{\"a\":1}', ''), (2, 'NaN', 1, '{}', NULL), (3, 0.1, 1, "
        "'{}', 'A'), (4, 'NaN', 0, '[]', 'é')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE subtle SET d = '-0', n = 1.00, j = '{\"a\": 1}', t = NULL WHERE id = 1; UPDATE subtle SET t "
        "= '' WHERE id = 2; UPDATE subtle SET t = 'a' WHERE id = 3;"
        "UPDATE subtle SET t = E'e\\u0301' WHERE id = 4");
    const Compared compared = compare(*dump, u"subtle"_s);
    QCOMPARE(
        compared.texts(),
        (QStringList{u"changed id=1 d:0>-0 n:1.0>1.00 j:{\"a\":1}>{\"a\": 1} t:>NULL"_s,
                     u"changed id=2 t:NULL>"_s, u"changed id=3 t:A>a"_s, u"changed id=4 t:é>e\u0301"_s}));
}

void TableDiffTest::keysThatAreNull()
{
    sql("CREATE TABLE nulls (k text, v int); INSERT INTO nulls VALUES (NULL, 1), ('', 2), ('NULL', 3), "
        "(E'\\\\N', 4)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE nulls SET v = v + 10");
    restore::TableDiffOptions options;
    options.key = QStringList{u"k"_s};
    QCOMPARE(compare(*dump, u"nulls"_s, options).texts(),
             (QStringList{u"changed k= v:2>12"_s, u"changed k=NULL v:1>11"_s, u"changed k=NULL v:3>13"_s,
                          u"changed k=\\N v:4>14"_s}));
}

void TableDiffTest::partitions()
{
    sql("CREATE SCHEMA parts; CREATE TABLE measured (id int, day date, v text, PRIMARY KEY (id, day)) "
        "PARTITION BY RANGE (day);"
        "CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');"
        "CREATE TABLE parts.\"Measured 2\" (v text, day date NOT NULL, dropped int, id int NOT NULL); ALTER "
        "TABLE parts.\"Measured 2\" DROP COLUMN dropped;"
        "ALTER TABLE measured ATTACH PARTITION parts.\"Measured 2\" FOR VALUES FROM ('2024-02-01') TO "
        "('2024-03-01');"
        "CREATE TABLE measured_rest PARTITION OF measured DEFAULT PARTITION BY HASH (id);"
        "CREATE TABLE measured_rest_0 PARTITION OF measured_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
        "CREATE TABLE measured_rest_1 PARTITION OF measured_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
        "INSERT INTO measured SELECT i, date '2024-01-01' + i % 100, 'v' || i FROM generate_series(1, 1000) "
        "i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    QCOMPARE(compare(*dump, u"measured"_s).counts(), u"0 missing, 0 changed, 0 extra of 1000"_s);
    sql("UPDATE measured SET v = 'x' WHERE id IN (1, 40, 99); DELETE FROM measured WHERE id = 50; UPDATE "
        "measured SET day = '2024-12-31' WHERE id = 2");
    const Compared root = compare(*dump, u"measured"_s);
    QCOMPARE(root.counts(), u"2 missing, 3 changed, 1 extra of 1000"_s);
    // One partition alone, and one level below.
    QCOMPARE(compare(*dump, u"measured_1"_s).counts(), u"1 missing, 1 changed, 0 extra of 310"_s);
    const Compared below = compare(*dump, u"measured_rest"_s);
    QCOMPARE(below.report.rows.missing + below.report.rows.changed, 1);
    QCOMPARE(below.report.rows.extra, 1);
    const Compared second = compare(*dump, u"Measured 2"_s);
    QCOMPARE(second.report.rows.changed, 1);
    const auto partial = dumpNow({u"--format=custom"_s, u"--exclude-table-data=parts.*"_s});
    QVERIFY(partial);
    QVERIFY(!root.has("diff.partitionsAbsent") &&
            compare(*partial, u"measured"_s).has("diff.partitionsAbsent"));
    // It is one plain table now: the rows are what counts.
    sql("CREATE TABLE flat AS SELECT * FROM measured; ALTER TABLE flat ADD PRIMARY KEY (id, day); DROP TABLE "
        "measured; ALTER TABLE flat RENAME TO measured");
    QCOMPARE(compare(*dump, u"measured"_s).counts(), u"2 missing, 3 changed, 1 extra of 1000"_s);
}

void TableDiffTest::partitionsThatWereDumpedThroughTheRoot()
{
    sql("CREATE TABLE hashed (id int PRIMARY KEY, v mood) PARTITION BY HASH (id);"
        "CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE "
        "hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
        "INSERT INTO hashed SELECT i, 'ok' FROM generate_series(1, 200) i");
    const auto dump = dumpNow({u"--format=custom"_s, u"--load-via-partition-root"_s});
    QVERIFY(dump);
    sql("DELETE FROM hashed WHERE id = 77");
    QCOMPARE(compare(*dump, u"hashed"_s).counts(), u"1 missing, 0 changed, 0 extra of 200"_s);
}

void TableDiffTest::childrenAreNotTheTable()
{
    sql("CREATE TABLE parent (id int PRIMARY KEY, v int); CREATE TABLE child (w int) INHERITS (parent);"
        "INSERT INTO parent VALUES (1, 1); INSERT INTO child VALUES (2, 2, 2), (3, 3, 3)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE child SET v = 0 WHERE id = 2");
    QCOMPARE(compare(*dump, u"parent"_s).counts(), u"0 missing, 0 changed, 0 extra of 1"_s);
    QCOMPARE(compare(*dump, u"child"_s).counts(),
             u"1 missing, 0 changed, 1 extra of 2"_s); // it has no key of its own
}

void TableDiffTest::insertStatements_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("inserts") << u"--inserts"_s;
    QTest::newRow("column-inserts") << u"--column-inserts"_s;
    QTest::newRow("rows-per-insert") << u"--rows-per-insert=7"_s;
}

void TableDiffTest::insertStatements()
{
    QFETCH(QString, option);
    const auto dump = dumpNow({u"--format=custom"_s, option});
    QVERIFY(dump);
    const Compared equal = compare(*dump, u"everything"_s);
    QCOMPARE(equal.counts(), u"0 missing, 0 changed, 0 extra of 301"_s);
    sql("UPDATE everything SET b = NOT b WHERE id = 100");
    QCOMPARE(compare(*dump, u"everything"_s).texts(), (QStringList{u"changed id=100 b:t>f"_s}));
    sql("UPDATE everything SET b = NOT b WHERE id = 100");
}

void TableDiffTest::anotherEncoding()
{
    sql("CREATE TABLE latin (\"schlüssel\" text PRIMARY KEY, v text); INSERT INTO latin VALUES ('ä', "
        "'Straße'), ('ö', 'x')");
    const auto dump = dumpNow({u"--format=custom"_s, u"--encoding=LATIN1"_s, u"--table=latin"_s});
    QVERIFY(dump);
    QCOMPARE(compare(*dump, u"latin"_s).counts(), u"0 missing, 0 changed, 0 extra of 2"_s);
    sql("UPDATE latin SET v = 'Über' WHERE v = 'x'");
    QCOMPARE(compare(*dump, u"latin"_s).texts(), (QStringList{u"changed schlüssel=ö v:x>Über"_s}));
    sql("UPDATE latin SET v = '漢' WHERE v = 'Über'");
    const Compared unknown = compare(*dump, u"latin"_s);
    QVERIFY2(!unknown.ok && unknown.error.kind == core::ErrorKind::QueryFailed, qPrintable(unknown.counts()));
}

void TableDiffTest::longRows()
{
    sql("CREATE TABLE long (id int PRIMARY KEY, v text); INSERT INTO long SELECT i, repeat(md5(i::text), "
        "200000) FROM generate_series(1, 6) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE long SET v = v || 'x' WHERE id = 3");
    restore::TableDiffOptions options;
    options.memoryBudget = 1 << 20;
    const Compared compared = compare(*dump, u"long"_s, options);
    QCOMPARE(compared.counts(), u"0 missing, 1 changed, 0 extra of 6"_s);
    QVERIFY(compared.rows.constFirst().changes.constFirst().backup->size() < 10'000); // shown, not kept whole
}

void TableDiffTest::moreThanMemoryHolds()
{
    sql("CREATE TABLE big (id int PRIMARY KEY, at timestamptz, v text); INSERT INTO big SELECT i, "
        "timestamptz '2024-01-01 00:00+00' + i * interval '1 s', md5(i::text) FROM generate_series(1, 60000) "
        "i");
    std::unique_ptr<archive::Dump> dump;
    {
        const Environment foreign({{"PGTZ", "Asia/Kathmandu"}, {"PGOPTIONS", ""}});
        dump = dumpNow();
    }
    QVERIFY(dump);
    sql("CREATE TABLE turned (LIKE big INCLUDING ALL); INSERT INTO turned SELECT id, at, CASE WHEN id % 1000 "
        "= 0 THEN 'x' ELSE v END FROM big WHERE id % 1000 <> 1 ORDER BY id DESC;"
        "DROP TABLE big; ALTER TABLE turned RENAME TO big");
    restore::TableDiffOptions options;
    options.memoryBudget = 256 << 10;
    const Compared compared = compare(*dump, u"big"_s, options);
    QCOMPARE(compared.counts(), u"60 missing, 60 changed, 0 extra of 60000"_s);
    QVERIFY(compared.report.rows.spilledBytes > 1'000'000);
    for (const restore::FoundRow& row : compared.rows)
        QVERIFY(row.changes.isEmpty() ||
                (row.changes.size() == 1 && row.changes.constFirst().column == u"v"));
}

void TableDiffTest::anotherLiveTable()
{
    sql("CREATE SCHEMA other; CREATE TABLE original (id int PRIMARY KEY, v int); INSERT INTO original VALUES "
        "(1, 1), (2, 2);"
        "CREATE TABLE other.\"Copy\" (id int PRIMARY KEY, v int); INSERT INTO other.\"Copy\" VALUES (1, 1), "
        "(2, 3)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    restore::TableDiffOptions options;
    options.liveSchema = u"other"_s;
    options.liveName = u"Copy"_s;
    const Compared compared = compare(*dump, u"original"_s, options);
    QCOMPARE(compared.texts(), (QStringList{u"changed id=2 v:2>3"_s}));
    QCOMPARE(compared.report.liveTable.toText(), u"other.Copy"_s);
    options.liveName = u"nowhere"_s;
    QCOMPARE(compare(*dump, u"original"_s, options).error.kind, core::ErrorKind::NotFound);
}

void TableDiffTest::noColumns()
{
    sql("CREATE TABLE bare (); INSERT INTO bare DEFAULT VALUES; INSERT INTO bare DEFAULT VALUES; CREATE "
        "TABLE empty (id int PRIMARY KEY)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    QCOMPARE(compare(*dump, u"bare"_s).counts(), u"0 missing, 0 changed, 0 extra of 2"_s);
    QCOMPARE(compare(*dump, u"empty"_s).counts(), u"0 missing, 0 changed, 0 extra of 0"_s);
    sql("INSERT INTO bare DEFAULT VALUES; INSERT INTO empty VALUES (5)");
    QCOMPARE(compare(*dump, u"bare"_s).counts(), u"0 missing, 0 changed, 1 extra of 2"_s);
    QCOMPARE(compare(*dump, u"empty"_s).texts(), (QStringList{u"extra id=5"_s}));
}

void TableDiffTest::whatCannotBeCompared()
{
    sql("CREATE TABLE seen (id int PRIMARY KEY); CREATE VIEW looking AS SELECT * FROM seen");
    const auto dump = dumpNow();
    QVERIFY(dump);
    QCOMPARE(compare(*dump, u"looking"_s).error.kind, core::ErrorKind::InvalidInput);
    restore::TableDiffOptions options;
    options.liveName = u"looking"_s;
    QCOMPARE(compare(*dump, u"seen"_s, options).error.kind, core::ErrorKind::InvalidInput);
    const auto definitions = dumpNow({u"--format=custom"_s, u"--schema-only"_s});
    QVERIFY(definitions);
    QCOMPARE(compare(*definitions, u"seen"_s).error.kind, core::ErrorKind::NotFound);
}

void TableDiffTest::rowsThatAPolicyHides()
{
    sql("CREATE TABLE guarded (id int PRIMARY KEY, who text); INSERT INTO guarded VALUES (1, 'a'), (2, 'b'); "
        "CREATE ROLE reader LOGIN;"
        "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON guarded USING (who = 'a'); "
        "GRANT SELECT ON guarded TO reader");
    const auto dump = dumpNow();
    QVERIFY(dump);
    auto spec = m_cluster.spec(m_database);
    spec.user = u"reader"_s;
    auto connection = postgres::Connection::open(spec, {}, {}, {});
    QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().toText()));
    const Compared compared = compare(*dump, u"guarded"_s, *connection);
    QVERIFY2(!compared.ok, qPrintable(compared.counts()));
    QVERIFY2(compared.error.detail.contains("row-level security"_L1), qPrintable(compared.error.toText()));
    QVERIFY(connection->isUsable());
}

void TableDiffTest::withoutPrivileges()
{
    sql("CREATE TABLE secret (id int PRIMARY KEY); CREATE ROLE stranger LOGIN");
    const auto dump = dumpNow();
    QVERIFY(dump);
    auto spec = m_cluster.spec(m_database);
    spec.user = u"stranger"_s;
    auto connection = postgres::Connection::open(spec, {}, {}, {});
    QVERIFY(connection);
    QCOMPARE(compare(*dump, u"secret"_s, *connection).error.kind, core::ErrorKind::PermissionDenied);
}

void TableDiffTest::cancel()
{
    sql("CREATE TABLE endless AS SELECT i AS id, repeat('x', 100) AS v FROM generate_series(1, 200000) i");
    const auto dump = dumpNow({u"--format=custom"_s, u"--table=endless"_s});
    QVERIFY(dump);
    std::stop_source source;
    core::RunContext context;
    context.stop = source.get_token();
    context.onProgress = [&](const core::Progress& progress) {
        if (progress.bytesDone > 0)
            source.request_stop();
    };
    auto connection = m_cluster.connect(m_database); // hears nothing of the stop
    QVERIFY(connection);
    const Compared compared = compare(*dump, u"endless"_s, *connection, {}, context);
    QCOMPARE(compared.error.kind, core::ErrorKind::Cancelled);
    // Nothing goes on at the server, and the connection is free for what comes next.
    QCOMPARE(m_cluster.value(
                 m_database,
                 u"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'"_s),
             u"0"_s);
    QCOMPARE(compare(*dump, u"endless"_s, *connection).counts(),
             u"0 missing, 0 changed, 0 extra of 200000"_s);
}

QTEST_GUILESS_MAIN(TableDiffTest)
#include "tabledifftest.moc"
