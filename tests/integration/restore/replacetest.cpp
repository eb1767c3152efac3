// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing, emptying and bringing back parts of a live database: whatever holds its tables together is as it
// was afterwards.
#include "partfixture.h"
#include "postgres/queries/soundness.h"

using namespace tidemark;
using namespace tidemark::test;
using restore::ExistingObjects;
using restore::RestoreDraft;
using restore::StageKind;

class TestReplace : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { dropBack(); }
    void partitionedTables_data();
    void partitionedTables();
    void indexesOfSomePartitions();
    void invalidIndexesAreSeen();
    void identityColumns_data();
    void identityColumns();
    void emptiedSequences();
    void sharedSequences();
    void siblingsKeepTheirTriggers();
    void partitionsWithTriggersComeBack_data();
    void partitionsWithTriggersComeBack();
    void everythingGoes_data();
    void everythingGoes();
    void keysToPartitions();
    void keysAndIndexesAlone();
    void partitionsThatAreLoadedThroughTheirRoot();
    void whatIsOnlyReadStays();
    void tiesComeBack();
    void keysOfReplacedOnes();
    void whatOnlyTheTargetHasIsNamed();

private:
    QString make(const QString& sql, const QStringList& options = {QStringLiteral("--format=custom")});
    RestoreDraft draft(ExistingObjects existing, const QStringList& tables = {}) const;
    QString changesTo(const QString& before) const; // of the target, lines
    QString problemWith(const RestoreDraft& draft, core::Verdict expected = core::Verdict::Ok) const;
};

/// `back` with that, and a dump of it.
QString TestReplace::make(const QString& sql, const QStringList& options)
{
    dropBack();
    m_small = m_folder.filePath(QStringLiteral("made"));
    QFile::remove(m_small);
    core::Status made = m_cluster.createDatabase(QStringLiteral("back"));
    if (made)
        made = m_cluster.script(QStringLiteral("back"), sql);
    if (made)
        made = m_cluster.dump(QStringLiteral("back"), options, m_small);
    return problemOf(made);
}

RestoreDraft TestReplace::draft(ExistingObjects existing, const QStringList& tables) const
{
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.existing = existing;
    draft.tables = tables;
    draft.confirmed = draft.targetDatabase;
    return draft;
}

QString TestReplace::changesTo(const QString& before) const
{
    const QStringList was = before.split(QLatin1Char('\n'));
    const QStringList is = digest().split(QLatin1Char('\n'));
    if (is == was)
        return {};
    QStringList changes;
    for (const QString& line : was)
        if (!is.contains(line))
            changes.append(QLatin1Char('-') + line);
    for (const QString& line : is)
        if (!was.contains(line))
            changes.append(QLatin1Char('+') + line);
    return changes.isEmpty() ? QStringLiteral("another order") : changes.join(QLatin1Char('\n'));
}

QString TestReplace::problemWith(const RestoreDraft& draft, core::Verdict expected) const
{
    const auto report = run(draft);
    return report ? report->verdict == expected ? QString() : idsOf(report->findings) : problemOf(report);
}

namespace {

const QString partitioned = QStringLiteral(
    "CREATE TABLE p (id int, k int, v text, PRIMARY KEY (id, k), UNIQUE (k, id)) PARTITION BY RANGE (k);"
    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
    "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (30) PARTITION BY RANGE (k);"
    "CREATE TABLE a_low PARTITION OF p2 FOR VALUES FROM (10) TO (20);"
    "CREATE TABLE z_high PARTITION OF p2 FOR VALUES FROM (20) TO (30);"
    "CREATE INDEX p_v ON p (v);"
    "CREATE TABLE kid (i int, kk int, FOREIGN KEY (i, kk) REFERENCES p (id, k));"
    "INSERT INTO p SELECT i, i, 'v' || i FROM generate_series(0, 29) i;"
    "INSERT INTO kid SELECT i, i FROM generate_series(0, 29, 5) i;");

const QString invalid = QStringLiteral("SELECT count(*) FROM pg_index WHERE NOT indisvalid");

} // namespace

void TestReplace::partitionedTables_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QStringList>("tables");
    const auto row = [](const char* name, const char* format, const QStringList& tables) {
        QTest::newRow(name) << QString::fromLatin1(format) << tables;
    };
    row("whole", "custom", {});
    row("the table", "custom", {QStringLiteral("public.p")});
    row("a partition", "custom", {QStringLiteral("public.p1")});
    row("a lower one", "custom", {QStringLiteral("public.z_high")});
    row("one with others", "custom", {QStringLiteral("public.p2")});
    row("whole, plain", "plain", {});
    row("one with others, plain", "plain", {QStringLiteral("public.p2")});
}

void TestReplace::partitionedTables()
{
    QFETCH(QString, format);
    QFETCH(QStringList, tables);
    QCOMPARE(make(partitioned, {QStringLiteral("--format=") + format}), QString());
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("UPDATE p SET v = 'changed'")), QString());
    if (tables.size() == 1 && tables.constFirst() != QLatin1String("public.p"))
        QCOMPARE(script(QStringLiteral("UPDATE p SET v = 'v' || id WHERE tableoid NOT IN (SELECT relid FROM "
                                       "pg_partition_tree('%1'))")
                            .arg(tables.constFirst())),
                 QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, tables)), QString());
    QCOMPARE(value(invalid), QStringLiteral("0"));
    QCOMPARE(
        script(QStringLiteral("INSERT INTO p VALUES (1, 1, 'v1'), (25, 25, 'v25') ON CONFLICT (id, k) DO "
                              "NOTHING")),
        QString());
    QCOMPARE(changesTo(fresh), QString());
}

void TestReplace::indexesOfSomePartitions()
{
    // By its nature not valid, there and here.
    QCOMPARE(
        make(partitioned + QStringLiteral("CREATE INDEX p_some ON ONLY p (v); CREATE INDEX p1_some ON p1 (v);"
                                          "ALTER INDEX p_some ATTACH PARTITION p1_some")),
        QString());
    const QString fresh = digest();
    const auto report = run(draft(ExistingObjects::Replace));
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QVERIFY2(idsOf(report->findings).contains(QStringLiteral("sound.partIndex")),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(changesTo(fresh), QString());
}

void TestReplace::invalidIndexesAreSeen()
{
    QCOMPARE(make(partitioned + QStringLiteral("CREATE INDEX p_only ON ONLY p (v);")), QString());
    auto connection = m_cluster.connect(QStringLiteral("back"));
    QVERIFY(connection);
    const auto found =
        postgres::findUnsoundness(*connection, {{QStringLiteral("public"), QStringLiteral("p")},
                                                {QStringLiteral("public"), QStringLiteral("kid")}});
    QVERIFY2(found, qPrintable(problemOf(found)));
    QCOMPARE(found->size(), 1);
    QCOMPARE(found->constFirst().name, QStringLiteral("p_only"));
}

namespace {

const QString numbered = QStringLiteral(
    "CREATE TABLE ord (id int GENERATED ALWAYS AS IDENTITY (INCREMENT 3) PRIMARY KEY, t text);"
    "CREATE TABLE \"o \"\"d'\" (\"i d\" bigint GENERATED BY DEFAULT AS IDENTITY, s serial);"
    "INSERT INTO ord (t) SELECT 'x' || i FROM generate_series(1, 10) i;"
    "INSERT INTO \"o \"\"d'\" DEFAULT VALUES; SELECT setval('ord_id_seq', 1000);"
    "CREATE SEQUENCE shared; CREATE TABLE one (id int DEFAULT nextval('shared') PRIMARY KEY, t text);"
    "CREATE TABLE two (id int DEFAULT nextval('shared') PRIMARY KEY);"
    "INSERT INTO one (t) SELECT 'x' FROM generate_series(1, 20);");

} // namespace

void TestReplace::identityColumns_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QStringList>("tables");
    QTest::newRow("tables") << "custom"
                            << QStringList{QStringLiteral("public.ord"), QStringLiteral("\"o \"\"d'\"")};
    QTest::newRow("whole, plain") << "plain" << QStringList();
}

void TestReplace::identityColumns()
{
    QFETCH(QString, format);
    QFETCH(QStringList, tables);
    QCOMPARE(make(numbered, {QStringLiteral("--format=") + format}), QString());
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral(
                 "TRUNCATE ord RESTART IDENTITY; ALTER TABLE ord ALTER id SET GENERATED BY DEFAULT")),
             QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, tables)), QString());
    QCOMPARE(changesTo(fresh), QString());
    // Where it was dropped, and where it is kept.
    QCOMPARE(script(QStringLiteral("DROP TABLE ord")), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Keep, tables)), QString());
    QCOMPARE(changesTo(fresh), QString());
    QCOMPARE(script(QStringLiteral("ALTER TABLE ord ALTER id DROP IDENTITY")), QString());
    const QString without = digest();
    QCOMPARE(problemWith(draft(ExistingObjects::Keep, tables)), QString());
    QCOMPARE(changesTo(without), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, tables)), QString());
    QCOMPARE(changesTo(fresh), QString());
}

void TestReplace::emptiedSequences()
{
    QCOMPARE(make(numbered), QString());
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("SELECT setval('ord_id_seq', 1)")), QString());
    const RestoreDraft empty = draft(ExistingObjects::EmptyAndLoad, {QStringLiteral("public.ord")});
    QCOMPARE(problemWith(empty), QString());
    QCOMPARE(changesTo(fresh), QString());
    // In the backup it was behind, too: then past the rows.
    QCOMPARE(make(numbered + QStringLiteral("SELECT setval('ord_id_seq', 4)")), QString());
    const auto report = run(empty);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(!idsOf(report->findings).contains(QStringLiteral("sound.sequence")),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("INSERT INTO ord (t) VALUES ('n') RETURNING id")), QStringLiteral("31"));
    // Replaced it is as in the backup, which is said.
    const auto replaced = run(draft(ExistingObjects::Replace, {QStringLiteral("public.ord")}));
    QVERIFY2(replaced, qPrintable(problemOf(replaced)));
    QVERIFY2(idsOf(replaced->findings).contains(QStringLiteral("As in the backup, these sequences")),
             qPrintable(idsOf(replaced->findings)));
    QCOMPARE(value(QStringLiteral("SELECT last_value FROM ord_id_seq")), QStringLiteral("4"));
}

void TestReplace::sharedSequences()
{
    QCOMPARE(make(numbered), QString());
    const QString insert = QStringLiteral("INSERT INTO one (t) VALUES ('n') RETURNING id");
    const QString back = QStringLiteral("TRUNCATE one; SELECT setval('shared', 1)");
    QCOMPARE(script(back), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::EmptyAndLoad, {QStringLiteral("public.one")})), QString());
    QCOMPARE(value(insert), QStringLiteral("21"));
    QCOMPARE(script(back + QStringLiteral("; DROP TABLE one")), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Keep, {QStringLiteral("public.one")})), QString());
    QCOMPARE(value(insert), QStringLiteral("21"));
    // Far ahead, and never asked.
    QCOMPARE(script(QStringLiteral("SELECT setval('shared', 500, false)")), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.one")})), QString());
    QCOMPARE(value(insert), QStringLiteral("500"));
    QCOMPARE(script(back), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.one")})), QString());
    QCOMPARE(value(insert), QStringLiteral("21"));
}

namespace {

const QString triggered =
    partitioned +
    QStringLiteral("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                   "CREATE TRIGGER tp BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();"
                   "CREATE TRIGGER \"t 2\" BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();"
                   "CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();"
                   "ALTER TABLE p DISABLE TRIGGER tr; ALTER TABLE p2 ENABLE TRIGGER tr;"
                   "ALTER TABLE p2 DISABLE TRIGGER tp; ALTER TABLE a_low ENABLE REPLICA TRIGGER tp;"
                   "ALTER TABLE z_high ENABLE ALWAYS TRIGGER \"t 2\"; ALTER TABLE p1 DISABLE TRIGGER tp;");

const QString states = QStringLiteral(
    "SELECT string_agg(tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text, ', ' ORDER "
    "BY tgname, tgrelid::regclass::text) FROM pg_trigger WHERE NOT tgisinternal OR tgparentid "
    "<> 0 AND tgname LIKE 't%'");

} // namespace

void TestReplace::siblingsKeepTheirTriggers()
{
    QCOMPARE(make(triggered), QString());
    const QString before = value(states);
    QVERIFY2(before.contains(QStringLiteral("a_low tp R")) && before.contains(QStringLiteral("p1 tp D")),
             qPrintable(before));
    QCOMPARE(script(QStringLiteral("DELETE FROM kid; DELETE FROM p1; DELETE FROM z_high")), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Append, {QStringLiteral("public.p1")})), QString());
    QCOMPARE(value(states), before);
    QCOMPARE(problemWith(draft(ExistingObjects::EmptyAndLoad, {QStringLiteral("public.z_high")})), QString());
    QCOMPARE(value(states), before);
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.a_low")})), QString());
    QCOMPARE(value(states), before);
    QCOMPARE(problemWith(draft(ExistingObjects::Replace)), QString());
    QCOMPARE(value(states), before);
}

void TestReplace::partitionsWithTriggersComeBack_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("partition");
    for (const char* partition : {"p1", "p2", "a_low"})
        QTest::newRow(partition) << "custom" << QString::fromLatin1(partition);
    QTest::newRow("p2, plain") << "plain"
                               << "p2";
}

void TestReplace::partitionsWithTriggersComeBack()
{
    QFETCH(QString, format);
    QFETCH(QString, partition);
    QCOMPARE(make(triggered, {QStringLiteral("--format=") + format}), QString());
    QCOMPARE(script(QStringLiteral("ALTER TABLE kid DROP CONSTRAINT kid_i_kk_fkey")), QString());
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("DROP TABLE ") + partition), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Stop, {QStringLiteral("public.") + partition})), QString());
    QCOMPARE(changesTo(fresh), QString());
    // The table above has no such trigger any more.
    QCOMPARE(script(QStringLiteral("DROP TRIGGER tp ON p")), QString());
    const QString fewer = digest();
    QCOMPARE(script(QStringLiteral("DROP TABLE ") + partition), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Stop, {QStringLiteral("public.") + partition})), QString());
    QCOMPARE(changesTo(fewer), QString());
}

void TestReplace::everythingGoes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("policies") << QStringLiteral(
        "CREATE TABLE docs (id int, who text); CREATE TABLE members (who text);"
        "CREATE POLICY m ON docs USING (EXISTS (SELECT 1 FROM members WHERE members.who = docs.who));"
        "CREATE POLICY n ON members USING (EXISTS (SELECT 1 FROM docs WHERE members.who = docs.who));"
        "ALTER TABLE docs ENABLE ROW LEVEL SECURITY; INSERT INTO docs VALUES (1, 'a')");
    QTest::newRow("rules") << QStringLiteral(
        "CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE RULE r AS ON INSERT TO a DO ALSO INSERT "
        "INTO b VALUES (1);"
        "CREATE RULE q AS ON DELETE TO b DO ALSO DELETE FROM a; INSERT INTO a VALUES (1)");
    QTest::newRow("operator classes") << QStringLiteral(
        "CREATE FUNCTION abs_cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT "
        "pg_catalog.btint4cmp(abs($1), abs($2))';"
        "CREATE FUNCTION abs_lt(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT abs($1) < abs($2)';"
        "CREATE OPERATOR <# (FUNCTION = abs_lt, LEFTARG = int, RIGHTARG = int);"
        "CREATE OPERATOR CLASS abs_ops FOR TYPE int USING btree AS OPERATOR 1 <#, FUNCTION 1 abs_cmp (int, "
        "int);"
        "CREATE TABLE t (a int); CREATE INDEX t_a ON t (a abs_ops); INSERT INTO t VALUES (1), (-2);"
        "CREATE TABLE r (a int) PARTITION BY RANGE (a); CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (0) "
        "TO (9);"
        "CREATE INDEX r_a ON r (a abs_ops)");
    QTest::newRow("operator classes of tables") << QStringLiteral(
        "CREATE TABLE z (a int); CREATE TABLE a (x z);"
        "CREATE FUNCTION z_cmp(z, z) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT "
        "pg_catalog.btint4cmp($1.a, $2.a)';"
        "CREATE FUNCTION z_eq(z, z) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';"
        "CREATE OPERATOR === (FUNCTION = z_eq, LEFTARG = z, RIGHTARG = z, COMMUTATOR = ===);"
        "CREATE OPERATOR CLASS z_ops DEFAULT FOR TYPE z USING btree AS OPERATOR 3 ===, FUNCTION 1 z_cmp (z, "
        "z);"
        "CREATE INDEX a_x ON a (x z_ops); ALTER TABLE a ADD UNIQUE (x); INSERT INTO a VALUES (ROW(1)), "
        "(ROW(2))");
    QTest::newRow("functions of tables") << QStringLiteral(
        "CREATE TABLE t (a int, b int); CREATE FUNCTION of(t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT "
        "$1.a';"
        "ALTER TABLE t ADD CHECK (of(t) > 0); CREATE INDEX ON t (of(t)); CREATE STATISTICS s ON abs(a), b "
        "FROM t;"
        "CREATE TABLE u (x t); CREATE VIEW v AS SELECT of(t) AS o FROM t; INSERT INTO t VALUES (1, 2)");
    QTest::newRow("own types") << QStringLiteral(
        "CREATE TYPE pair AS (a int, b int); CREATE TABLE t (p pair PRIMARY KEY, d int);"
        "CREATE FUNCTION pos(pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > 0';"
        "ALTER TABLE t ADD CHECK (pos(p)); INSERT INTO t VALUES (ROW(1, 2))");
}

void TestReplace::everythingGoes()
{
    QFETCH(QString, sql);
    QCOMPARE(make(sql), QString());
    const QString fresh = digest();
    QCOMPARE(problemWith(draft(ExistingObjects::Replace)), QString());
    QCOMPARE(changesTo(fresh), QString());
}

void TestReplace::keysToPartitions()
{
    QCOMPARE(make(partitioned +
                  QStringLiteral(
                      "CREATE TABLE own (i int PRIMARY KEY, up int REFERENCES own) PARTITION BY RANGE (i);"
                      "CREATE TABLE own1 PARTITION OF own FOR VALUES FROM (0) TO (9);"
                      "INSERT INTO own VALUES (1, 1)")),
             QString());
    const QString fresh = digest();
    for (const char* table : {"public.p1", "public.a_low", "public.own1"}) {
        QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QString::fromLatin1(table)})), QString());
        QCOMPARE(changesTo(fresh), QString());
    }
}

void TestReplace::keysAndIndexesAlone()
{
    QCOMPARE(make(partitioned), QString());
    const QString fresh = digest();
    RestoreDraft keys = draft(ExistingObjects::Replace);
    keys.sections = {StageKind::PostData};
    QCOMPARE(problemWith(keys), QString());
    QCOMPARE(changesTo(fresh), QString());
    QCOMPARE(value(invalid), QStringLiteral("0"));
    keys.tables = {QStringLiteral("public.p")};
    QCOMPARE(problemWith(keys), QString());
    QCOMPARE(changesTo(fresh), QString());
    keys.tables = {QStringLiteral("public.p1")};
    const auto refused = run(keys);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::Conflict);
    QVERIFY2(refused.error().message.contains(QStringLiteral("p1_pkey")), qPrintable(problemOf(refused)));
    QCOMPARE(changesTo(fresh), QString());
}

namespace {

const QString tied = QStringLiteral(
    "CREATE TABLE cust (id int PRIMARY KEY); CREATE TABLE acc (id int PRIMARY KEY);"
    "CREATE TABLE ord (id int PRIMARY KEY, cust int REFERENCES cust, acc int REFERENCES acc ON DELETE "
    "CASCADE);"
    "COMMENT ON CONSTRAINT ord_cust_fkey ON ord IS 'of whom';"
    "CREATE TABLE old (acc int); INSERT INTO old VALUES (77); ALTER TABLE old ADD CONSTRAINT old_fkey "
    "FOREIGN KEY (acc) REFERENCES acc NOT VALID;"
    "CREATE TABLE parts (k int, acc int REFERENCES acc) PARTITION BY LIST (k); CREATE TABLE part1 PARTITION "
    "OF parts "
    "FOR VALUES IN (1); CREATE PUBLICATION pub FOR TABLE cust, acc; CREATE PUBLICATION other FOR ALL TABLES;"
    "INSERT INTO cust VALUES (100), (200); INSERT INTO acc VALUES (1); INSERT INTO ord VALUES (1, 100, 1), "
    "(2, 200, "
    "NULL); INSERT INTO parts VALUES (1, 1)");

} // namespace

void TestReplace::partitionsThatAreLoadedThroughTheirRoot()
{
    QCOMPARE(make(QStringLiteral(
                      "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE h (x e) PARTITION BY HASH (x);"
                      "CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                      "CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
                      "INSERT INTO h VALUES ('a'), ('b'), ('c')"),
                  {QStringLiteral("--format=custom"), QStringLiteral("--load-via-partition-root")}),
             QString());
    const QString fresh = digest();
    const auto refused = run(draft(ExistingObjects::Replace, {QStringLiteral("public.h1")}));
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QStringLiteral("public.h1")), qPrintable(problemOf(refused)));
    QCOMPARE(problemWith(draft(ExistingObjects::EmptyAndLoad, {QStringLiteral("public.h1")})), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.h")})), QString());
    QCOMPARE(changesTo(fresh), QString());
}

void TestReplace::whatIsOnlyReadStays()
{
    QCOMPARE(make(QStringLiteral(
                 "CREATE TABLE allowed (code text PRIMARY KEY); INSERT INTO allowed VALUES ('x');"
                 "CREATE FUNCTION known(text) RETURNS bool LANGUAGE sql AS 'SELECT EXISTS (SELECT 1 FROM "
                 "public.allowed WHERE "
                 "code = $1)';"
                 "CREATE TABLE coded (code text CHECK (known(code))); INSERT INTO coded VALUES ('x')")),
             QString());
    QCOMPARE(script(QStringLiteral("INSERT INTO allowed VALUES ('live')")), QString());
    const QString live = digest();
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.coded")})), QString());
    QCOMPARE(changesTo(live), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::EmptyAndLoad, {QStringLiteral("public.coded")})), QString());
    QCOMPARE(changesTo(live), QString());
}

void TestReplace::tiesComeBack()
{
    QCOMPARE(make(tied), QString());
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("DROP TABLE cust CASCADE")), QString());
    for (const QStringList& tables : {QStringList{QStringLiteral("public.cust")}, QStringList()}) {
        const RestoreDraft keep = draft(ExistingObjects::Keep, tables);
        const QString said = idsOf(findings(keep));
        QVERIFY2(said.contains(QStringLiteral("ties.made")) && said.contains(QStringLiteral("ord_cust_fkey")),
                 qPrintable(said));
        QCOMPARE(problemWith(keep), QString());
        QCOMPARE(changesTo(fresh), QString());
        QCOMPARE(script(QStringLiteral("DROP TABLE cust CASCADE")), QString());
    }
    // Rows that are not in the backup's table: for new rows only, and that is said.
    QCOMPARE(script(QStringLiteral("INSERT INTO ord VALUES (9, 900)")), QString());
    const auto broken = run(draft(ExistingObjects::Stop, {QStringLiteral("public.cust")}));
    QVERIFY2(broken, qPrintable(problemOf(broken)));
    QCOMPARE(broken->verdict, core::Verdict::Warnings);
    QVERIFY2(idsOf(broken->findings).contains(QStringLiteral("foreignKeys.broken")),
             qPrintable(idsOf(broken->findings)));
    QCOMPARE(value(QStringLiteral("SELECT convalidated FROM pg_constraint WHERE conname = 'ord_cust_fkey'")),
             QStringLiteral("f"));
}

void TestReplace::keysOfReplacedOnes()
{
    QCOMPARE(make(tied), QString());
    const QString fresh = digest();
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("public.ord")})), QString());
    QCOMPARE(changesTo(fresh), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("parts")})), QString());
    QCOMPARE(changesTo(fresh), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("old")})), QString());
    QCOMPARE(changesTo(fresh), QString());
    QCOMPARE(problemWith(draft(ExistingObjects::Replace, {QStringLiteral("cust")})), QString());
    QCOMPARE(changesTo(fresh), QString());
    // The other table has no such key any more: all else is there.
    QCOMPARE(
        script(QStringLiteral(
            "ALTER TABLE cust DROP CONSTRAINT cust_pkey CASCADE; ALTER PUBLICATION pub DROP TABLE cust")),
        QString());
    const auto report = run(draft(ExistingObjects::Replace, {QStringLiteral("public.ord")}));
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QVERIFY2(idsOf(report->findings).contains(QStringLiteral("ties.left")),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ord")), QStringLiteral("2"));
    // What somebody took away stays away, and is named.
    const QString said = idsOf(findings(draft(ExistingObjects::Replace, {QStringLiteral("public.cust")})));
    QVERIFY2(said.contains(QStringLiteral("ties.dropped")) &&
                 said.contains(QStringLiteral("ord_cust_fkey")) && said.contains(QStringLiteral("pub")),
             qPrintable(said));
    QCOMPARE(script(QStringLiteral("DROP PUBLICATION pub; DROP TABLE cust")), QString());
    const QString alone = idsOf(findings(draft(ExistingObjects::Stop, {QStringLiteral("public.cust")})));
    QVERIFY2(alone.contains(QStringLiteral("ties.unpublished")), qPrintable(alone));
}

void TestReplace::whatOnlyTheTargetHasIsNamed()
{
    QCOMPARE(make(tied), QString());
    const RestoreDraft replace = draft(ExistingObjects::Replace, {QStringLiteral("public.ord")});
    QVERIFY2(!idsOf(findings(replace)).contains(QStringLiteral("target.onlyThere")),
             qPrintable(idsOf(findings(replace))));
    QCOMPARE(script(QStringLiteral(
                 "ALTER TABLE ord ADD extra int; CREATE INDEX \"own, index\" ON ord (extra); CREATE POLICY "
                 "pol ON ord USING (true);"
                 "ALTER TABLE ord ENABLE ROW LEVEL SECURITY; GRANT SELECT ON ord TO PUBLIC;"
                 "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                 "CREATE TRIGGER mine BEFORE INSERT ON ord FOR EACH ROW EXECUTE FUNCTION f();"
                 "ALTER TABLE ord ADD CONSTRAINT own_fkey FOREIGN KEY (extra) REFERENCES cust;"
                 "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")),
             QString());
    const QString said = idsOf(findings(replace));
    for (const char* lost : {"column public.ord.extra", "own, index", "policy pol", "row-level security",
                             "privileges of", "mine", "own_fkey", "target.defaultPrivileges"})
        QVERIFY2(said.contains(QLatin1String(lost)),
                 qPrintable(QLatin1String(lost) + QLatin1String(" in ") + said));
    QVERIFY2(!said.contains(QStringLiteral("ord_pkey")), qPrintable(said));
}

QTEST_GUILESS_MAIN(TestReplace)
#include "replacetest.moc"
