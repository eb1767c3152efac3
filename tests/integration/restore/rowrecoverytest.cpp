// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of real dumps put back into real tables that have lost or changed them since.
#include "rowrecoveryfixture.h"

#include "restore/rows/recoveryscript.h"
#include "restore/rows/rowfilter.h"

#include <QJsonDocument>

#include <algorithm>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;
namespace rows = restore::rows;

class RowRecoveryTest : public RowRecoveryFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyKindAndUndo();
    void identityGeneratedAndSequence();
    void hostileNamesAndValues();
    void parentsOfParents();
    void circlesWithinATable();
    void triggers();
    void rowsThatChangedSince();
    void otherUniqueness();
    void whatTheServerRefuses();
    void rowsThatOthersReferTo();
    void columnsThatCameAndWent();
    void choosing();
    void conditions_data();
    void conditions();
    void conditionsThatWrite();
    void printedScript();
    void privileges();
    void rowSecurity();
    void viewsAreNoTables();
    void twoAtOnce();

};

void RowRecoveryTest::initTestCase()
{
    makeDatabase(u"rows \"base"_s);
}

void RowRecoveryTest::everyKindAndUndo()
{
    sql("CREATE TABLE posts (id int PRIMARY KEY, title text, at timestamptz, n numeric(8,2), f float8, raw bytea);"
        "INSERT INTO posts SELECT i, 'post ' || i, timestamptz '2026-01-01 00:00+00' + i * interval '1 h', i / 3.0, i / 7.0, decode(md5(i::text), 'hex') FROM generate_series(1, 2000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("posts");
    sql("DELETE FROM posts WHERE id % 10 = 0; UPDATE posts SET title = 'Über', f = NULL, raw = NULL WHERE id % 10 = 1; INSERT INTO posts VALUES (5000, 'since', now(), 1, 'NaN', '\\x00')");
    const QString changed = digest("posts");
    const rows::RecoveryDraft draft = draftOf(*dump, u"posts"_s);
    const Recovered result = recover(*dump, draft);
    QCOMPARE(result.counts(), u"200 inserted, 200 updated, 1 deleted, 0 refused"_s);
    QCOMPARE(digest("posts"), before);
    QCOMPARE(result.report.verdict, core::Verdict::Ok);
    QCOMPARE(QFile(draft.undoFile).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup), QFile::Permissions());
    QFile keys(result.report.keysFile);
    QVERIFY(keys.open(QFile::ReadOnly));
    QCOMPARE(keys.readAll().count('\n'), 401);
    QCOMPARE(result.report.keys.size(), 401);
    QVERIFY(result.report.toJson().value("keys"_L1).toArray().size() == 401);
    QCOMPARE(psql(draft.undoFile), QString());
    QCOMPARE(digest("posts"), changed);
    // The draft's file is there now, and is not written over.
    QCOMPARE(recover(*dump, draft).error.kind, core::ErrorKind::Conflict);
    // Only missing rows where nothing else is said.
    QCOMPARE(recover(*dump, draftOf(*dump, u"posts"_s, rows::RecoveryDraft().kinds)).counts(), u"200 inserted, 0 updated, 0 deleted, 0 refused"_s);
    const Recovered again = recover(*dump, draftOf(*dump, u"posts"_s, missing));
    QCOMPARE(again.counts(), u"0 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QVERIFY(!QFileInfo::exists(again.plan.draft.undoFile));
}

void RowRecoveryTest::identityGeneratedAndSequence()
{
    sql("CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);"
        "INSERT INTO made (a) SELECT i FROM generate_series(1, 50) i;"
        "CREATE TABLE counted (id serial PRIMARY KEY, down bigint, v text); INSERT INTO counted (v) SELECT 'v' FROM generate_series(1, 30)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("made");
    sql("DELETE FROM made WHERE id > 40; UPDATE made SET a = 0 WHERE id = 5; DELETE FROM counted WHERE id > 20; SELECT setval('counted_id_seq', 20); SELECT setval('made_id_seq', 1000)");
    QCOMPARE(recover(*dump, draftOf(*dump, u"made"_s)).counts(), u"10 inserted, 1 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest("made"), before);
    QCOMPARE(value("SELECT last_value FROM made_id_seq"), u"1000"_s); // never backwards
    const Recovered counted = recover(*dump, draftOf(*dump, u"counted"_s));
    QCOMPARE(counted.report.tables.constLast().sequences, QStringList{u"public.counted_id_seq"_s});
    QCOMPARE(value("SELECT nextval('counted_id_seq')"), u"31"_s);
}

void RowRecoveryTest::hostileNamesAndValues()
{
    sql("CREATE SCHEMA \"s.\"\"x\"; CREATE TABLE \"s.\"\"x\".\"od\"\"d\n$tidemark$ .t\" (\"k\"\"1\" text, \"tidemark_n\" text, v text, PRIMARY KEY (\"k\"\"1\", \"tidemark_n\"));"
        "INSERT INTO \"s.\"\"x\".\"od\"\"d\n$tidemark$ .t\" VALUES (E'\\\\.', '', NULL), ('', 'x', ''), (E'a\\tb\\nc\\r\\\\', '''; DROP TABLE x; --', E'\\\\N'), "
        "('Größe ☃', '$tidemark$', repeat(E'\\\\', 100)), ('stays', 'a', 'b'), (E'-- \\\\.', E'\\b\\f\\v', 'x')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const char* const table = "\"s.\"\"x\".\"od\"\"d\n$tidemark$ .t\"";
    const QString before = digest(table);
    sql("DELETE FROM \"s.\"\"x\".\"od\"\"d\n$tidemark$ .t\" WHERE v IS NULL OR v <> 'b'; UPDATE \"s.\"\"x\".\"od\"\"d\n$tidemark$ .t\" SET v = E'\\\\.\\n'");
    const QString changed = digest(table);
    const Recovered result = recover(*dump, draftOf(*dump, u"od\"d\n$tidemark$ .t"_s));
    QCOMPARE(result.counts(), u"5 inserted, 1 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest(table), before);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest(table), changed);
}

void RowRecoveryTest::parentsOfParents()
{
    sql("CREATE TABLE country (code text PRIMARY KEY, name text);"
        "CREATE TABLE customer (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, country text REFERENCES country, referrer int REFERENCES customer);"
        "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customer ON DELETE CASCADE, total int);"
        "INSERT INTO country VALUES ('a', 'A'), ('b', 'B'), ('c', 'C');"
        "INSERT INTO customer SELECT i, chr(96 + 1 + i % 3), CASE WHEN i > 1 THEN i - 1 END FROM generate_series(1, 30) i;"
        "INSERT INTO orders SELECT i, 1 + i % 30, i FROM generate_series(1, 300) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString orders = digest("orders");
    sql("UPDATE customer SET referrer = NULL WHERE id = 30 OR id = 21; DELETE FROM customer WHERE id BETWEEN 20 AND 29; DELETE FROM customer WHERE country = 'c' AND false;"
        "DELETE FROM orders WHERE customer IN (5, 6)");
    const Recovered alone = recover(*dump, draftOf(*dump, u"orders"_s, missing));
    QCOMPARE(alone.counts(), u"20 inserted, 0 updated, 0 deleted, 100 refused"_s);
    QVERIFY(alone.has("rows.parentsMissing"));
    QCOMPARE(alone.report.refused.constFirst().reason, u"parent"_s);
    QCOMPARE(alone.report.verdict, core::Verdict::Warnings);
    rows::RecoveryDraft draft = draftOf(*dump, u"orders"_s, missing);
    draft.parents = rows::Parents::Bring;
    // Only what is needed: the customers of one order and those who referred them, one after the other.
    draft.keys = {{u"24"_s}};
    const Recovered some = recover(*dump, draft);
    QCOMPARE(some.counts(), u"1 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(value("SELECT string_agg(id::text, ',' ORDER BY id) FROM customer WHERE id BETWEEN 20 AND 29"), u"20,21,22,23,24,25"_s);
    draft = draftOf(*dump, u"orders"_s, missing);
    draft.parents = rows::Parents::Bring;
    const QString changed = digest("orders") + digest("customer");
    const Recovered rest = recover(*dump, draft);
    QCOMPARE(rest.counts(), u"99 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest("orders"), orders);
    QCOMPARE(rest.report.tables.constFirst().table.name, u"customer"_s);
    QCOMPARE(rest.report.tables.constFirst().inserted, 4);
    QCOMPARE(psql(rest.report.undoFile), QString());
    QCOMPARE(digest("orders") + digest("customer"), changed);
    // Two levels: the countries are gone too.
    sql("DELETE FROM orders; UPDATE customer SET referrer = NULL; DELETE FROM customer; DELETE FROM country");
    draft = draftOf(*dump, u"orders"_s, missing);
    draft.parents = rows::Parents::Bring;
    const Recovered deep = recover(*dump, draft);
    QCOMPARE(deep.counts(), u"300 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(value("SELECT count(*) FROM country"), u"3"_s);
    QCOMPARE(digest("orders"), orders);
}

void RowRecoveryTest::circlesWithinATable()
{
    sql("CREATE TABLE tree (id int PRIMARY KEY, up int REFERENCES tree); INSERT INTO tree SELECT i, i / 2 FROM generate_series(0, 100) i WHERE i / 2 <> i OR i = 0;");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("tree");
    sql("DELETE FROM tree WHERE id > 3");
    rows::RecoveryDraft draft = draftOf(*dump, u"tree"_s, missing);
    draft.keys = {{u"100"_s}};
    QCOMPARE(recover(*dump, draft).counts(), u"0 inserted, 0 updated, 0 deleted, 1 refused"_s);
    draft = draftOf(*dump, u"tree"_s, missing);
    draft.keys = {{u"100"_s}};
    draft.parents = rows::Parents::Bring;
    QCOMPARE(recover(*dump, draft).counts(), u"5 inserted, 0 updated, 0 deleted, 0 refused"_s); // 100 50 25 12 6
    QCOMPARE(recover(*dump, draftOf(*dump, u"tree"_s)).counts(), u"92 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest("tree"), before);
}

void RowRecoveryTest::triggers()
{
    sql("CREATE TABLE audit (what text); CREATE TABLE watched (id int PRIMARY KEY, v text);"
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (TG_OP); RETURN NEW; END';"
        "CREATE TRIGGER a_note AFTER INSERT OR UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION note();"
        "CREATE TRIGGER b_note AFTER INSERT ON watched FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE watched DISABLE TRIGGER b_note;"
        "CREATE TRIGGER c_note AFTER INSERT ON watched FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE watched ENABLE ALWAYS TRIGGER c_note;"
        "INSERT INTO watched SELECT i, 'v' FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const char* const states = "SELECT string_agg(tgname || tgenabled, ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 'watched'::regclass";
    const QString statesBefore = value(states);
    sql("DELETE FROM watched WHERE id > 5; TRUNCATE audit");
    const Recovered fired = recover(*dump, draftOf(*dump, u"watched"_s));
    QCOMPARE(fired.counts(), u"5 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QVERIFY(fired.has("rows.triggersFire"));
    QCOMPARE(value("SELECT count(*) FROM audit"), u"10"_s);
    sql("DELETE FROM watched WHERE id > 5; TRUNCATE audit");
    rows::RecoveryDraft draft = draftOf(*dump, u"watched"_s);
    draft.triggers = rows::Triggers::Off;
    const Recovered quiet = recover(*dump, draft);
    QCOMPARE(quiet.counts(), u"5 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(value("SELECT count(*) FROM audit"), u"0"_s);
    QCOMPARE(value(states), statesBefore);
    // Somebody switches a trigger later: taking it back leaves it so, and fires none.
    sql("ALTER TABLE watched DISABLE TRIGGER c_note");
    QCOMPARE(psql(quiet.report.undoFile), QString());
    QCOMPARE(value("SELECT (SELECT count(*) FROM audit) || ' ' || count(*) FROM watched"), u"0 5"_s);
    QCOMPARE(value(states), QString(statesBefore).replace(u"c_noteA"_s, u"c_noteD"_s));
    // And between the look and the run.
    const Recovered planned = plan(*dump, draft, m_cluster.spec(m_database));
    sql("ALTER TABLE watched ENABLE ALWAYS TRIGGER c_note");
    QCOMPARE(finish(planned).error.kind, core::ErrorKind::Conflict);
    QCOMPARE(value(states), statesBefore);
    // A trigger that makes something else of a row, and one that keeps it out: both are said.
    sql("CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.id = 7 THEN RETURN NULL; END IF; NEW.v := ''other''; RETURN NEW; END';"
        "CREATE TRIGGER d_meddle BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION meddle(); DELETE FROM watched WHERE id > 5");
    const Recovered meddled = recover(*dump, draftOf(*dump, u"watched"_s));
    QCOMPARE(meddled.counts(), u"4 inserted, 0 updated, 0 deleted, 1 refused"_s);
    QCOMPARE(meddled.reasons(), QStringList{u"trigger 7"_s});
    QCOMPARE(meddled.report.tables.constLast().different, 4);
    QVERIFY(meddled.has("rows.different"));
}

void RowRecoveryTest::rowsThatChangedSince()
{
    sql("CREATE TABLE since (id int PRIMARY KEY, v text); INSERT INTO since SELECT i, 'v' FROM generate_series(1, 20) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM since WHERE id <= 3; UPDATE since SET v = 'x' WHERE id IN (10, 11, 12); INSERT INTO since VALUES (30, 'n'), (31, 'n'), (32, 'n')");
    rows::RecoveryDraft draft = draftOf(*dump, u"since"_s);
    const Recovered planned = plan(*dump, draft, m_cluster.spec(m_database));
    QVERIFY2(planned.ok, qPrintable(planned.error.toText()));
    draft.undoFile = m_folder.filePath(u"other"_s);
    draft.conflicts = rows::Conflicts::Stop;
    const Recovered strict = plan(*dump, draft, m_cluster.spec(m_database));
    sql("INSERT INTO since VALUES (2, 'somebody'); UPDATE since SET v = 'y' WHERE id = 11; DELETE FROM since WHERE id = 12 OR id = 31; UPDATE since SET v = 'm' WHERE id = 32");
    const QString before = digest("since");
    const Recovered stopped = finish(strict);
    QVERIFY(!stopped.ok);
    QCOMPARE(stopped.error.kind, core::ErrorKind::Conflict);
    QCOMPARE(digest("since"), before);
    QVERIFY(!QFileInfo::exists(draft.undoFile));
    const Recovered result = finish(planned);
    QCOMPARE(result.counts(), u"2 inserted, 1 updated, 1 deleted, 5 refused"_s);
    QCOMPARE(result.reasons(), (QStringList{u"changed 11"_s, u"changed 32"_s, u"gone 12"_s, u"gone 31"_s, u"there 2"_s}));
    QCOMPARE(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM since WHERE id IN (2, 10, 11, 32)"), u"2somebody 10v 11y 32m"_s);
}

void RowRecoveryTest::otherUniqueness()
{
    sql("CREATE TABLE people (id int PRIMARY KEY, mail text UNIQUE, nick text, room int, EXCLUDE (room WITH =)); CREATE UNIQUE INDEX ON people (lower(nick));"
        "INSERT INTO people SELECT i, 'm' || i, 'N' || i, i FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM people WHERE id <= 4; INSERT INTO people VALUES (100, 'm1', 'x', 101), (101, 'y', 'n2', 102), (102, 'z', 'z', 3)");
    const Recovered planned = plan(*dump, draftOf(*dump, u"people"_s, missing), m_cluster.spec(m_database));
    QCOMPARE(planned.plan.refused.size(), 1); // what an expression or an exclusion constraint says is only known when it is tried
    const Recovered result = finish(planned);
    QCOMPARE(result.counts(), u"1 inserted, 0 updated, 0 deleted, 3 refused"_s);
    QCOMPARE(result.reasons(), (QStringList{u"refused 2"_s, u"refused 3"_s, u"unique 1"_s}));
    // Where what is in the way is to be deleted too, it is not in the way.
    sql("DELETE FROM people WHERE id = 4");
    QCOMPARE(recover(*dump, draftOf(*dump, u"people"_s)).counts(), u"4 inserted, 0 updated, 3 deleted, 0 refused"_s);
}

void RowRecoveryTest::whatTheServerRefuses()
{
    sql("CREATE TABLE checked (id int PRIMARY KEY, v int); INSERT INTO checked SELECT i, i FROM generate_series(1, 1000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM checked; ALTER TABLE checked ADD CHECK (v NOT IN (1, 500, 501, 1000))");
    const Recovered result = recover(*dump, draftOf(*dump, u"checked"_s, missing));
    QCOMPARE(result.counts(), u"996 inserted, 0 updated, 0 deleted, 4 refused"_s);
    QCOMPARE(result.reasons(), (QStringList{u"refused 1"_s, u"refused 1000"_s, u"refused 500"_s, u"refused 501"_s}));
    QVERIFY2(result.report.refused.constFirst().detail.contains(u"checked_v_check"_s), qPrintable(result.report.refused.constFirst().detail));
    QVERIFY(result.report.keys.size() == 996);
}

void RowRecoveryTest::rowsThatOthersReferTo()
{
    sql("CREATE TABLE author (id int PRIMARY KEY); INSERT INTO author VALUES (1); CREATE TABLE book (id int PRIMARY KEY, author int REFERENCES author);"
        "CREATE TABLE fan (id int PRIMARY KEY, author int REFERENCES author ON DELETE CASCADE)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("INSERT INTO author VALUES (2), (3), (4); INSERT INTO book VALUES (1, 3); INSERT INTO fan VALUES (1, 4)");
    const Recovered result = recover(*dump, draftOf(*dump, u"author"_s));
    QCOMPARE(result.counts(), u"0 inserted, 0 updated, 2 deleted, 1 refused"_s);
    QCOMPARE(result.reasons(), QStringList{u"refused 3"_s});
    QVERIFY(result.has("rows.cascade") && result.has("rows.referred"));
}

void RowRecoveryTest::columnsThatCameAndWent()
{
    sql("CREATE TABLE drift (gone int, id int PRIMARY KEY, a varchar(20), b text); INSERT INTO drift SELECT i, i, 'a' || i, 'b' || i FROM generate_series(1, 20) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM drift WHERE id < 5; UPDATE drift SET b = 'x' WHERE id = 6; ALTER TABLE drift DROP COLUMN gone, ADD fresh int DEFAULT 3, ALTER a TYPE text, ADD made text GENERATED ALWAYS AS (b || '!') STORED");
    const QString changed = digest("drift");
    const Recovered result = recover(*dump, draftOf(*dump, u"drift"_s));
    QCOMPARE(result.counts(), u"4 inserted, 1 updated, 0 deleted, 0 refused"_s);
    QVERIFY(result.has("diff.columnOnlyInBackup") && result.has("diff.columnOnlyLive") && result.has("diff.typeDiffers"));
    QCOMPARE(value("SELECT id || a || b || fresh || made FROM drift WHERE id = 4"), u"4a4b43b4!"_s);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("drift"), changed);
    sql("ALTER TABLE drift ADD must int; UPDATE drift SET must = 1; ALTER TABLE drift ALTER must SET NOT NULL");
    const Recovered refused = recover(*dump, draftOf(*dump, u"drift"_s));
    QVERIFY2(refused.error.message.contains(u"must"_s), qPrintable(refused.error.toText()));
    // Altered after the comparison.
    sql("ALTER TABLE drift DROP must");
    const Recovered planned = plan(*dump, draftOf(*dump, u"drift"_s), m_cluster.spec(m_database));
    sql("ALTER TABLE drift DROP b CASCADE");
    QCOMPARE(finish(planned).error.kind, core::ErrorKind::Conflict);
}

void RowRecoveryTest::choosing()
{
    sql("CREATE TABLE chosen (id int PRIMARY KEY, who text, what text); INSERT INTO chosen SELECT i, 'w' || i % 3, 'Text ' || i FROM generate_series(1, 60) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM chosen WHERE id <= 30; UPDATE chosen SET who = 'x', what = 'y' WHERE id > 50");
    rows::RecoveryDraft draft = draftOf(*dump, u"chosen"_s, missing);
    draft.keys = {{u"3"_s}, {u"4"_s}, {u"999"_s}};
    QCOMPARE(recover(*dump, draft).counts(), u"2 inserted, 0 updated, 0 deleted, 0 refused"_s);
    draft = draftOf(*dump, u"chosen"_s, missing);
    draft.text = u"TEXT 1"_s;
    QCOMPARE(recover(*dump, draft).counts(), u"11 inserted, 0 updated, 0 deleted, 0 refused"_s); // 1, 10 … 19
    draft = draftOf(*dump, u"chosen"_s);
    draft.kinds = rows::RowKind::Changed;
    draft.columns = QStringList{u"who"_s};
    draft.condition = u"id > 55"_s;
    QCOMPARE(recover(*dump, draft).counts(), u"0 inserted, 5 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(value("SELECT string_agg(who || what, ' ' ORDER BY id) FROM chosen WHERE id IN (55, 56)"), u"xy w2y"_s);
    draft.undoFile += u"2"_s;
    draft.keys = {{u"1"_s, u"2"_s}};
    QCOMPARE(recover(*dump, draft).error.kind, core::ErrorKind::InvalidInput);
    draft.keys = {};
    draft.columns = QStringList{u"nowhere"_s};
    QCOMPARE(recover(*dump, draft).error.kind, core::ErrorKind::InvalidInput);
}

void RowRecoveryTest::conditions_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<bool>("taken");
    QTest::newRow("plain") << u"id = 7 AND who LIKE 'a%;'"_s << true;
    QTest::newRow("comment") << u"id = 7 -- the one"_s << true;
    QTest::newRow("query") << u"id IN (SELECT 1)"_s << true;
    QTest::newRow("empty") << u"  "_s << false;
    QTest::newRow("statement") << u"true; DELETE FROM chosen"_s << false;
    QTest::newRow("closes") << u"true) TO STDOUT; --"_s << false;
    QTest::newRow("closes and opens") << u"true) OR (true"_s << false;
    QTest::newRow("open") << u"(true"_s << false;
    QTest::newRow("crossed") << u"(a[1)]"_s << false;
    QTest::newRow("open text") << u"id = 'x"_s << false;
    QTest::newRow("open name") << u"\"id"_s << false;
    QTest::newRow("open comment") << u"true /* "_s << false;
    QTest::newRow("nested comment") << u"true /* /* */"_s << false;
    QTest::newRow("open dollar") << u"id = $a$ x"_s << false;
    QTest::newRow("parameter") << u"id = $1"_s << false;
    QTest::newRow("dollar") << u"id = $a$)$a$"_s << true;
}

void RowRecoveryTest::conditions()
{
    QFETCH(QString, condition);
    QFETCH(bool, taken);
    QCOMPARE(rows::checkCondition(condition).has_value(), taken);
}

void RowRecoveryTest::conditionsThatWrite()
{
    sql("CREATE TABLE harmed (x int); INSERT INTO harmed VALUES (1); CREATE TABLE safe (id int PRIMARY KEY); INSERT INTO safe VALUES (1), (2);"
        "CREATE FUNCTION harm() RETURNS bool LANGUAGE plpgsql AS 'BEGIN DELETE FROM harmed; RETURN true; END';"
        "CREATE FUNCTION harm_more() RETURNS bool LANGUAGE plpgsql AS 'BEGIN SET transaction_read_only = off; DELETE FROM harmed; RETURN true; END'");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM safe");
    for (const char* condition : {"harm()", "harm_more()", "id = 1 AND public.harm()", "nowhere = 1", "id"}) {
        rows::RecoveryDraft draft = draftOf(*dump, u"safe"_s, missing);
        draft.condition = QLatin1String(condition);
        const Recovered result = recover(*dump, draft);
        QVERIFY2(result.error.kind == core::ErrorKind::InvalidInput, qPrintable(QLatin1String(condition) + result.counts()));
        QCOMPARE(value("SELECT count(*) FROM harmed"), u"1"_s);
        QCOMPARE(value("SELECT count(*) FROM safe"), u"0"_s);
    }
    QCOMPARE(value("SELECT count(*) FROM pg_class WHERE relname LIKE 'tidemark%'"), u"0"_s);
}

void RowRecoveryTest::printedScript()
{
    sql("CREATE TABLE shown (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text); INSERT INTO shown (v) SELECT E'\\\\. \\t' || i FROM generate_series(1, 20) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("shown");
    sql("DELETE FROM shown WHERE id < 5; UPDATE shown SET v = 'x' WHERE id = 9; INSERT INTO shown (v) VALUES ('new')");
    const Recovered planned = plan(*dump, draftOf(*dump, u"shown"_s), m_cluster.spec(m_database));
    QVERIFY2(planned.ok, qPrintable(planned.error.toText()));
    QByteArray script;
    const auto into = [&](QByteArrayView bytes) -> core::Status {
        script += bytes;
        return {};
    };
    QVERIFY(rows::writeRecoveryScript(planned.plan, 1, into, {}));
    QVERIFY(script.contains("rows more"));
    script.clear();
    QVERIFY(rows::writeRecoveryScript(planned.plan, 1000, into, {}));
    QFile file(m_folder.filePath(u"script.sql"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(script);
    file.close();
    QCOMPARE(psql(file.fileName()), QString());
    QCOMPARE(digest("shown"), before);
}

void RowRecoveryTest::privileges()
{
    sql("DO $$ BEGIN CREATE ROLE reader LOGIN; END $$; CREATE TABLE private (id int PRIMARY KEY, v text); INSERT INTO private VALUES (1, 'a'), (2, 'b');"
        "CREATE TRIGGER n AFTER INSERT ON private FOR EACH ROW EXECUTE FUNCTION note(); GRANT SELECT ON private TO reader");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM private WHERE id = 1");
    const auto asReader = [&] {
        postgres::ConnectionSpec spec = m_cluster.spec(m_database);
        spec.user = u"reader"_s;
        return spec;
    }();
    QCOMPARE(plan(*dump, draftOf(*dump, u"private"_s), asReader).error.kind, core::ErrorKind::PermissionDenied);
    sql("GRANT INSERT ON private TO reader; GRANT INSERT ON audit TO reader");
    rows::RecoveryDraft draft = draftOf(*dump, u"private"_s);
    draft.triggers = rows::Triggers::Off;
    QCOMPARE(plan(*dump, draft, asReader).error.kind, core::ErrorKind::PermissionDenied);
    draft.triggers = rows::Triggers::Fire;
    QCOMPARE(finish(plan(*dump, draft, asReader), {}, &asReader).counts(), u"1 inserted, 0 updated, 0 deleted, 0 refused"_s);
}

void RowRecoveryTest::rowSecurity()
{
    sql("CREATE TABLE hidden (id int PRIMARY KEY); INSERT INTO hidden VALUES (1), (2); GRANT ALL ON hidden TO reader; ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON hidden USING (id = 1)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    postgres::ConnectionSpec spec = m_cluster.spec(m_database);
    spec.user = u"reader"_s;
    const Recovered result = plan(*dump, draftOf(*dump, u"hidden"_s), spec);
    QVERIFY(!result.ok);
    QCOMPARE(result.error.kind, core::ErrorKind::PermissionDenied);
}

void RowRecoveryTest::viewsAreNoTables()
{
    sql("CREATE TABLE base (id int PRIMARY KEY); INSERT INTO base VALUES (1); CREATE VIEW seen AS SELECT * FROM base");
    const auto dump = dumpNow();
    QVERIFY(dump);
    rows::RecoveryDraft draft = draftOf(*dump, u"base"_s);
    draft.diff.liveSchema = u"public"_s;
    draft.diff.liveName = u"seen"_s;
    QCOMPARE(plan(*dump, draft, m_cluster.spec(m_database)).error.kind, core::ErrorKind::InvalidInput);
    sql("CREATE TABLE elsewhere (LIKE base INCLUDING ALL)");
    draft.diff.liveName = u"elsewhere"_s;
    QCOMPARE(recover(*dump, draft).counts(), u"1 inserted, 0 updated, 0 deleted, 0 refused"_s);
    sql("CREATE RULE r AS ON INSERT TO elsewhere DO INSTEAD NOTHING; DELETE FROM elsewhere");
    draft.undoFile += u"x"_s;
    QCOMPARE(recover(*dump, draft).error.kind, core::ErrorKind::InvalidInput);
}

void RowRecoveryTest::twoAtOnce()
{
    sql("CREATE TABLE shared (id int PRIMARY KEY, v text); INSERT INTO shared SELECT i, 'v' FROM generate_series(1, 100) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM shared WHERE id <= 50");
    const Recovered one = plan(*dump, draftOf(*dump, u"shared"_s), m_cluster.spec(m_database));
    const Recovered two = plan(*dump, draftOf(*dump, u"shared"_s), m_cluster.spec(m_database));
    QCOMPARE(finish(one).counts(), u"50 inserted, 0 updated, 0 deleted, 0 refused"_s);
    const Recovered second = finish(two);
    QCOMPARE(second.counts(), u"0 inserted, 0 updated, 0 deleted, 50 refused"_s);
    QVERIFY(!QFileInfo::exists(second.plan.draft.undoFile));
}

QTEST_GUILESS_MAIN(RowRecoveryTest)
#include "rowrecoverytest.moc"
