// SPDX-License-Identifier: GPL-3.0-or-later
// Rows put back where that is hard: keys that are equal and look different, values that moved, triggers that keep
// rows, tables without a key, others at work meanwhile.
#include "rowrecoveryfixture.h"

#include "jobs/verdictsentence.h"
#include "restore/rows/recoveryscript.h"

#include <QScopeGuard>

#include <algorithm>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;
namespace rows = restore::rows;

class RowRecoveryHardTest : public RowRecoveryFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalKeysWrittenOtherwise_data();
    void equalKeysWrittenOtherwise();
    void severalKeysEqualToOne();
    void rowsThatCannotBeReplaced();
    void valuesThatMoved();
    void valuesThatWereShifted();
    void valuesThatWereSwapped();
    void sharedKeysAreSaid();
    void triggersThatKeepRows();
    void triggersThatKeepRowsWithoutAKey();
    void valuesThatADomainRefuses();
    void partitions();
    void keysOfPartitions();
    void withoutAKey();
    void aLockOfSomebodyElse();
    void undoRefusesWhatChanged();
    void bytesWithoutAnEncoding();
    void cancelled();
    void manyRows();
};

void RowRecoveryHardTest::initTestCase()
{
    makeDatabase(u"hard \"rows"_s);
    if (value("SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'") != u"0")
        sql("CREATE EXTENSION citext");
    sql("CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    sql("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        "  IF TG_OP = 'INSERT' THEN RETURN CASE WHEN NEW.id % 2 = 1 THEN NEW END; END IF;"
        "  IF TG_OP = 'DELETE' AND OLD.id = 13 THEN UPDATE kept SET v = 'marked' WHERE id = 13; RETURN NULL; END IF;"
        "  IF OLD.id % 2 = 0 THEN RETURN NULL; END IF;"
        "  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$");
}

void RowRecoveryHardTest::equalKeysWrittenOtherwise_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("backup");
    QTest::addColumn<QString>("live");
    QTest::newRow("numeric") << u"numeric"_s << u"1.00"_s << u"1.0"_s;
    QTest::newRow("float") << u"float8"_s << u"-0"_s << u"0"_s;
    QTest::newRow("interval") << u"interval"_s << u"1 day"_s << u"24:00:00"_s;
    QTest::newRow("citext") << u"citext"_s << u"Abc"_s << u"ABC"_s;
    QTest::newRow("collation") << u"text COLLATE no_case"_s << u"Abc"_s << u"ABC"_s;
}

void RowRecoveryHardTest::equalKeysWrittenOtherwise()
{
    QFETCH(QString, type);
    QFETCH(QString, backup);
    QFETCH(QString, live);
    if (type == u"citext" && value("SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'") == u"0")
        QSKIP("citext is not installed");
    sql("DROP TABLE IF EXISTS kid, eq");
    sql(qPrintable(u"CREATE TABLE eq (k %1 PRIMARY KEY, v text); CREATE TABLE kid (id int PRIMARY KEY, k %1 REFERENCES eq ON DELETE CASCADE);"
                   "INSERT INTO eq VALUES ('%2', 'backup'); INSERT INTO kid VALUES (1, '%2')"_s.arg(type, backup)));
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("eq");
    sql(qPrintable(u"UPDATE eq SET k = '%1', v = 'live'"_s.arg(live)));
    const QString changed = digest("eq");
    QVERIFY(before != changed);
    const QString both = u"equal %1"_s.arg(backup);
    const auto untouched = [&] { return digest("eq") == changed && value("SELECT count(*) FROM kid") == u"1"; };

    const Recovered half = recover(*dump, draftOf(*dump, u"eq"_s, missing | rows::RowKind::Extra));
    QCOMPARE(half.counts(), u"0 inserted, 0 updated, 0 deleted, 2 refused"_s);
    QCOMPARE(half.reasons(), (QStringList{u"equal "_s + std::min(backup, live), u"equal "_s + std::max(backup, live)}));
    QCOMPARE(half.report.verdict, core::Verdict::Warnings);
    QVERIFY(untouched());
    for (const rows::RowKinds kinds : {rows::RowKinds(rows::RowKind::Extra), rows::RowKinds(rows::RowKind::Extra) | rows::RowKind::Changed}) {
        QCOMPARE(recover(*dump, draftOf(*dump, u"eq"_s, kinds)).reasons(), QStringList{u"equal "_s + live});
        QVERIFY(untouched());
    }
    QCOMPARE(recover(*dump, draftOf(*dump, u"eq"_s, missing)).reasons(), QStringList{u"equal "_s + backup});
    // One of the two alone, though every kind is wanted.
    for (const QString& key : {backup, live}) {
        rows::RecoveryDraft draft = draftOf(*dump, u"eq"_s);
        draft.keys = {{key}};
        const Recovered one = recover(*dump, draft);
        QCOMPARE(one.reasons(), QStringList{u"equal "_s + key});
        QVERIFY(untouched());
    }
    const Recovered planned = plan(*dump, draftOf(*dump, u"eq"_s), m_cluster.spec(m_database));
    QVERIFY2(planned.ok, qPrintable(planned.error.toText()));
    QFile script(m_folder.filePath(u"script.sql"_s));
    QVERIFY(script.open(QFile::WriteOnly | QFile::Truncate));
    QVERIFY(rows::writeRecoveryScript(planned.plan, 1000, [&](QByteArrayView bytes) { return script.write(bytes.data(), bytes.size()), core::Status(); }, {}));
    script.close();
    const Recovered result = finish(planned);
    QCOMPARE(result.counts(), u"0 inserted, 1 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(result.report.verdict, core::Verdict::Ok);
    QVERIFY(result.has("rows.equalKeys"));
    QCOMPARE(digest("eq") + value("SELECT count(*) FROM kid"), before + u'1');
    QCOMPARE(psql(result.report.undoFile), QString());
    QVERIFY(untouched());
    QCOMPARE(psql(script.fileName()), QString());
    QCOMPARE(digest("eq"), before);
}

void RowRecoveryHardTest::severalKeysEqualToOne()
{
    sql("CREATE TABLE once (k text PRIMARY KEY, v text); INSERT INTO once VALUES ('A', '1'), ('a', '2'), ('b', '3'), ('c', '4')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    // Since then the keys are compared otherwise.
    sql("DELETE FROM once WHERE lower(k) = 'a' OR k = 'c'; ALTER TABLE once ALTER k TYPE text COLLATE no_case; INSERT INTO once VALUES ('B ', 'x'); UPDATE once SET k = 'B' WHERE k = 'b'");
    sql("INSERT INTO once VALUES ('a', 'since')");
    const Recovered result = recover(*dump, draftOf(*dump, u"once"_s));
    QCOMPARE(result.counts(), u"1 inserted, 2 updated, 1 deleted, 1 refused"_s); // c; B and a; 'B '; A
    QCOMPARE(result.reasons(), QStringList{u"equal A"_s});
    QCOMPARE(value("SELECT string_agg(k || v, ' ' ORDER BY v) FROM once"), u"a2 b3 c4"_s);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(value("SELECT string_agg(k || v, ' ' ORDER BY v) FROM once"), u"B3 asince B x"_s);
}

void RowRecoveryHardTest::rowsThatCannotBeReplaced()
{
    sql("CREATE TABLE uq (a int NOT NULL UNIQUE, v int); INSERT INTO uq SELECT i, i * 10 FROM generate_series(1, 4) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE uq SET v = v + 1; INSERT INTO uq VALUES (9, 9); ALTER TABLE uq ADD CHECK (v <> 20);"
        "CREATE FUNCTION keep_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER keep BEFORE INSERT ON uq FOR EACH ROW WHEN (NEW.v = 40) EXECUTE FUNCTION keep_out()");
    const QString changed = digest("uq");
    const Recovered result = recover(*dump, draftOf(*dump, u"uq"_s));
    QCOMPARE(result.counts(), u"2 inserted, 0 updated, 3 deleted, 4 refused"_s);
    QCOMPARE(result.reasons(), (QStringList{u"refused 2,20"_s, u"trigger 4,40"_s, u"unreplaced 2,21"_s, u"unreplaced 4,41"_s}));
    QCOMPARE(value("SELECT string_agg(a || ':' || v, ' ' ORDER BY a) FROM uq"), u"1:10 2:21 3:30 4:41"_s);
    QVERIFY(psql(result.report.undoFile).isEmpty());
    QCOMPARE(digest("uq"), changed);
}

void RowRecoveryHardTest::valuesThatMoved()
{
    sql("CREATE TABLE sw (id int PRIMARY KEY, u int NOT NULL UNIQUE, span int4range, EXCLUDE USING gist (span WITH &&)); INSERT INTO sw SELECT i, i, int4range(i, i + 1) FROM generate_series(1, 60) i;"
        "CREATE TABLE leaf (id int PRIMARY KEY, u int REFERENCES sw (u))");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("sw");
    // 1 is gone and 2 has its value; the others have moved up by one, of the last the value is a new row's.
    sql("DELETE FROM sw WHERE id = 1; UPDATE sw SET u = 1, span = '[1,1]' WHERE id = 2; UPDATE sw SET u = u + 1001, span = NULL WHERE id > 2; UPDATE sw SET u = u - 1000, span = int4range(id + 1, id + 2) WHERE id > 2;"
        "INSERT INTO sw VALUES (100, 2, '[2,2]'), (101, 3, '[3,3]'); INSERT INTO leaf VALUES (1, 3)");
    const QString changed = digest("sw");
    const Recovered result = recover(*dump, draftOf(*dump, u"sw"_s));
    // Another table refers to the row with 3 by now, so nobody can have it back, nor those behind what they had.
    QCOMPARE(result.counts(), u"1 inserted, 1 updated, 1 deleted, 59 refused"_s);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("sw"), changed);
    sql("DELETE FROM leaf");
    const Recovered whole = recover(*dump, draftOf(*dump, u"sw"_s));
    QCOMPARE(whole.counts(), u"1 inserted, 59 updated, 2 deleted, 0 refused"_s);
    QCOMPARE(digest("sw"), before);
    QCOMPARE(psql(whole.report.undoFile), QString());
    QCOMPARE(digest("sw"), changed);
}

void RowRecoveryHardTest::valuesThatWereShifted()
{
    sql("CREATE TABLE place (id int PRIMARY KEY, u int NOT NULL UNIQUE); INSERT INTO place SELECT i, i FROM generate_series(1, 100) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    for (const char* shift : {"UPDATE place SET u = 1000 + id; UPDATE place SET u = id + 1", "UPDATE place SET u = 1000 + id; UPDATE place SET u = id - 1"}) {
        sql(shift);
        const QString changed = digest("place");
        const Recovered result = recover(*dump, draftOf(*dump, u"place"_s));
        QCOMPARE(result.counts(), u"0 inserted, 100 updated, 0 deleted, 0 refused"_s);
        QCOMPARE(psql(result.report.undoFile), QString());
        QCOMPARE(digest("place"), changed);
    }
}

void RowRecoveryHardTest::valuesThatWereSwapped()
{
    sql("CREATE TABLE strict (id int PRIMARY KEY, u int NOT NULL UNIQUE, v text); INSERT INTO strict SELECT i, i, 'v' FROM generate_series(1, 10) i;"
        "CREATE TABLE later (id int PRIMARY KEY, u int NOT NULL UNIQUE DEFERRABLE, v text); INSERT INTO later SELECT i, i, 'v' FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE strict SET u = -u WHERE id < 4; UPDATE strict SET u = 1 + id % 3 WHERE id < 4; UPDATE strict SET v = 'x' WHERE id = 9; UPDATE later SET u = 11 - u");
    // A constraint that is checked for each statement can be satisfied again, one that is checked for each row cannot.
    const QString strict = digest("strict");
    const Recovered refused = recover(*dump, draftOf(*dump, u"strict"_s));
    QCOMPARE(refused.counts(), u"0 inserted, 1 updated, 0 deleted, 3 refused"_s);
    QCOMPARE(refused.reasons(), (QStringList{u"refused 1"_s, u"refused 2"_s, u"refused 3"_s}));
    QVERIFY(refused.report.refused.constFirst().detail.contains(u"strict_u_key"_s));
    QCOMPARE(psql(refused.report.undoFile), QString());
    QCOMPARE(digest("strict"), strict);
    const QString later = digest("later");
    const Recovered result = recover(*dump, draftOf(*dump, u"later"_s));
    QCOMPARE(result.counts(), u"0 inserted, 10 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("later"), later);
}

void RowRecoveryHardTest::sharedKeysAreSaid()
{
    sql("CREATE TABLE shared_key (a int UNIQUE, b text); INSERT INTO shared_key VALUES (1, 'one'), (NULL, 'n1'), (NULL, 'n2')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE shared_key SET b = 'x' WHERE a = 1; UPDATE shared_key SET b = 'm' || b WHERE a IS NULL");
    rows::RecoveryDraft draft = draftOf(*dump, u"shared_key"_s);
    draft.diff.key = QStringList{u"a"_s};
    const Recovered result = recover(*dump, draft);
    QVERIFY2(result.ok, qPrintable(result.error.toText()));
    QVERIFY(result.has("rows.ambiguous"));
    QCOMPARE(result.report.verdict, core::Verdict::Warnings);
    QCOMPARE(result.report.ambiguous, 4);
    QVERIFY2(jobs::verdictSentence(result.report).contains(u"4 left out"_s), qPrintable(jobs::verdictSentence(result.report)));
}

void RowRecoveryHardTest::triggersThatKeepRows()
{
    sql("CREATE TABLE kept (id int PRIMARY KEY, v text); INSERT INTO kept SELECT i, 'v' FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM kept WHERE id < 3; UPDATE kept SET v = 'x' WHERE id IN (5, 6); INSERT INTO kept VALUES (11, 'n'), (12, 'n')");
    const QString changed = digest("kept");
    sql("CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON kept FOR EACH ROW EXECUTE FUNCTION keep()");
    const Recovered result = recover(*dump, draftOf(*dump, u"kept"_s));
    QCOMPARE(result.counts(), u"1 inserted, 1 updated, 1 deleted, 3 refused"_s);
    QCOMPARE(result.reasons(), (QStringList{u"trigger 12"_s, u"trigger 2"_s, u"trigger 6"_s}));
    QCOMPARE(result.report.tables.constLast().different, 0);
    QStringList keys;
    for (const rows::WrittenKey& key : result.report.keys)
        keys.append(rows::writtenText(key.kind) + u' ' + key.key.join(u','));
    keys.sort();
    QCOMPARE(keys, (QStringList{u"deleted 11"_s, u"inserted 1"_s, u"updated 5"_s}));
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("kept"), changed);
    // A row that is marked rather than deleted is there, too.
    sql("INSERT INTO kept VALUES (13, 'n')");
    rows::RecoveryDraft draft = draftOf(*dump, u"kept"_s);
    draft.keys = {{u"13"_s}, {u"5"_s}};
    const Recovered marked = recover(*dump, draft);
    QCOMPARE(marked.counts(), u"0 inserted, 1 updated, 0 deleted, 1 refused"_s);
    QCOMPARE(psql(marked.report.undoFile), QString());
    QCOMPARE(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM kept WHERE id IN (5, 13)"), u"5x 13marked"_s);
}

void RowRecoveryHardTest::triggersThatKeepRowsWithoutAKey()
{
    sql("CREATE TABLE kept_loose (id int, v text); INSERT INTO kept_loose SELECT i, 'v' FROM generate_series(1, 10) i; INSERT INTO kept_loose VALUES (2, 'v')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM kept_loose WHERE id < 3; UPDATE kept_loose SET v = 'x' WHERE id IN (5, 6); INSERT INTO kept_loose VALUES (11, 'n'), (12, 'n')");
    const QString changed = digest("kept_loose");
    sql("CREATE TRIGGER keep BEFORE INSERT OR UPDATE OR DELETE ON kept_loose FOR EACH ROW EXECUTE FUNCTION keep()");
    rows::RecoveryDraft draft = draftOf(*dump, u"kept_loose"_s);
    draft.diff.key = QStringList{u"id"_s};
    const Recovered result = recover(*dump, draft);
    QCOMPARE(result.counts(), u"1 inserted, 1 updated, 1 deleted, 2 refused"_s); // the two rows with 2 share their key
    QCOMPARE(result.reasons(), (QStringList{u"trigger 12,n"_s, u"trigger 6,v"_s}));
    QCOMPARE(result.report.keys.size(), 3);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("kept_loose"), changed);
    const Recovered whole = recover(*dump, draftOf(*dump, u"kept_loose"_s));
    // As wholes, 5 and 6 are rows that are missing and rows that are too many.
    QCOMPARE(whole.counts(), u"2 inserted, 0 updated, 2 deleted, 5 refused"_s);
    QCOMPARE(whole.reasons(), (QStringList{u"trigger 12,n"_s, u"trigger 2,v"_s, u"trigger 2,v"_s, u"trigger 6,v"_s, u"trigger 6,x"_s}));
    QCOMPARE(psql(whole.report.undoFile), QString());
    QCOMPARE(digest("kept_loose"), changed);
}

void RowRecoveryHardTest::valuesThatADomainRefuses()
{
    sql("CREATE SCHEMA types; CREATE DOMAIN types.\"Small\" AS numeric(6,2); CREATE DOMAIN types.smaller AS types.\"Small\"; CREATE DOMAIN types.code AS text COLLATE no_case;"
        "CREATE TABLE dom (id types.code PRIMARY KEY, v types.smaller, t text); INSERT INTO dom SELECT 'c' || i, i - 5, 't' FROM generate_series(1, 9) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM dom WHERE id IN ('c1', 'c2', 'c8', 'c9'); UPDATE dom SET t = 'x' WHERE id = 'c3'; UPDATE dom SET v = 1 WHERE id IN ('c4', 'c7'); ALTER DOMAIN types.\"Small\" ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;"
        "ALTER DOMAIN types.code ADD CHECK (VALUE <> 'c9')");
    const QString changed = digest("dom");
    rows::RecoveryDraft draft = draftOf(*dump, u"dom"_s);
    draft.columns = QStringList{u"t"_s};
    const Recovered others = recover(*dump, draft);
    QCOMPARE(others.counts(), u"1 inserted, 3 updated, 0 deleted, 3 refused"_s); // of 4 and 7 there is nothing to set
    QCOMPARE(others.reasons(), (QStringList{u"refused c1"_s, u"refused c2"_s, u"refused c9"_s}));
    QVERIFY2(others.report.refused.constFirst().detail.contains(u"positive"_s), qPrintable(others.report.refused.constFirst().detail));
    QCOMPARE(psql(others.report.undoFile), QString());
    QCOMPARE(digest("dom"), changed);
    // The server judges what is set, though it is in the table already.
    const Recovered result = recover(*dump, draftOf(*dump, u"dom"_s));
    QCOMPARE(result.counts(), u"1 inserted, 1 updated, 0 deleted, 5 refused"_s);
}

void RowRecoveryHardTest::partitions()
{
    sql("CREATE TABLE events (id int, at date, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);"
        "CREATE TABLE events_a PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
        "CREATE TABLE events_b (v text, at date NOT NULL, id int NOT NULL); ALTER TABLE events ATTACH PARTITION events_b FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');"
        "CREATE TABLE events_c PARTITION OF events FOR VALUES FROM ('2026-03-01') TO ('2026-04-01') PARTITION BY HASH (id); CREATE TABLE events_c1 PARTITION OF events_c FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
        "INSERT INTO events SELECT i, date '2026-01-01' + i % 85, 'v' || i FROM generate_series(1, 1000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("events");
    sql("DELETE FROM events WHERE id % 7 = 0; UPDATE events SET v = 'x' WHERE id % 7 = 1; INSERT INTO events VALUES (5000, '2026-01-05', 'new')");
    const QString changed = digest("events");
    const Recovered result = recover(*dump, draftOf(*dump, u"events"_s));
    QCOMPARE(result.counts(), u"142 inserted, 143 updated, 1 deleted, 0 refused"_s);
    QCOMPARE(digest("events"), before);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("events"), changed);
    // A row for which there is no partition any more.
    sql("DROP TABLE events_b");
    const Recovered without = recover(*dump, draftOf(*dump, u"events"_s, missing));
    QVERIFY(without.ok);
    QVERIFY(without.report.tables.constLast().refused > 0);
    QCOMPARE(without.report.refused.constFirst().reason, u"refused"_s);
}

void RowRecoveryHardTest::keysOfPartitions()
{
    sql("CREATE TABLE client (id int PRIMARY KEY); INSERT INTO client SELECT generate_series(1, 5);"
        "CREATE TABLE paid (id int, client int, PRIMARY KEY (id)) PARTITION BY RANGE (id); CREATE TABLE paid_a PARTITION OF paid FOR VALUES FROM (0) TO (10);"
        "CREATE TABLE paid_b PARTITION OF paid FOR VALUES FROM (10) TO (20); CREATE TABLE paid_c PARTITION OF paid FOR VALUES FROM (20) TO (30);"
        "ALTER TABLE paid_a ADD FOREIGN KEY (client) REFERENCES client; ALTER TABLE paid_b ADD FOREIGN KEY (client) REFERENCES client;"
        "INSERT INTO paid SELECT i, 1 + i % 5 FROM generate_series(1, 25) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("paid");
    sql("DELETE FROM paid; DELETE FROM client WHERE id < 3");
    const Recovered planned = plan(*dump, draftOf(*dump, u"paid"_s), m_cluster.spec(m_database));
    QVERIFY(planned.ok);
    QCOMPARE(std::count_if(planned.plan.findings.begin(), planned.plan.findings.end(), [](const core::Finding& f) { return f.id == u"rows.parentsMissing"_s; }), 1);
    rows::RecoveryDraft draft = draftOf(*dump, u"paid"_s);
    draft.parents = rows::Parents::Bring;
    const Recovered result = recover(*dump, draft);
    QCOMPARE(result.counts(), u"25 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest("paid"), before);
    QCOMPARE(value("SELECT count(*) FROM client"), u"5"_s);
}

void RowRecoveryHardTest::withoutAKey()
{
    sql("CREATE TABLE loose (a int, b text); INSERT INTO loose SELECT i % 5, 'same' FROM generate_series(1, 50) i; INSERT INTO loose VALUES (NULL, NULL), (NULL, NULL)");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("loose");
    sql("DELETE FROM loose WHERE ctid IN (SELECT ctid FROM loose WHERE a = 3 LIMIT 4) OR a IS NULL; INSERT INTO loose VALUES (1, 'same'), (1, 'same'), (9, NULL)");
    const QString changed = digest("loose");
    const Recovered planned = plan(*dump, draftOf(*dump, u"loose"_s), m_cluster.spec(m_database));
    const Recovered result = finish(planned);
    QCOMPARE(result.counts(), u"6 inserted, 0 updated, 3 deleted, 0 refused"_s);
    QCOMPARE(digest("loose"), before);
    // Done twice by two people: the second is refused, and does not insert the rows again.
    rows::RecoveryPlan second = planned.plan;
    second.draft.undoFile = m_folder.filePath(u"second"_s);
    auto again = rows::run(second, openAccess(m_cluster.spec(m_database)), {});
    QVERIFY(!again);
    QCOMPARE(again.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(digest("loose"), before);
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest("loose"), changed);
}

void RowRecoveryHardTest::aLockOfSomebodyElse()
{
    sql("CREATE TABLE locked (id int PRIMARY KEY, v text); INSERT INTO locked VALUES (1, 'a'), (2, 'b')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("UPDATE locked SET v = 'x' WHERE id = 1");
    rows::RecoveryDraft draft = draftOf(*dump, u"locked"_s);
    draft.lockLimit = std::chrono::milliseconds(300);
    const Recovered planned = plan(*dump, draft, m_cluster.spec(m_database));
    auto other = m_cluster.connect(m_database);
    QVERIFY(other);
    QVERIFY(other->execute("BEGIN; UPDATE public.locked SET v = 'y' WHERE id = 1", u"lock"_s, std::chrono::seconds(5)));
    const Recovered result = finish(planned);
    QVERIFY(!result.ok);
    QCOMPARE(result.error.kind, core::ErrorKind::Conflict);
    QVERIFY(!QFileInfo::exists(draft.undoFile));
    QVERIFY(other->execute("ROLLBACK", u"lock"_s, std::chrono::seconds(5)));
    QCOMPARE(finish(planned).counts(), u"0 inserted, 1 updated, 0 deleted, 0 refused"_s);
}

void RowRecoveryHardTest::undoRefusesWhatChanged()
{
    sql("CREATE TABLE moved (id int PRIMARY KEY, v text); INSERT INTO moved SELECT i, 'v' FROM generate_series(1, 10) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM moved WHERE id < 4; INSERT INTO moved VALUES (20, 'n')");
    const Recovered result = recover(*dump, draftOf(*dump, u"moved"_s));
    QCOMPARE(result.counts(), u"3 inserted, 0 updated, 1 deleted, 0 refused"_s);
    sql("UPDATE moved SET v = 'later' WHERE id = 2");
    const QString before = digest("moved");
    QVERIFY(psql(result.report.undoFile).contains(u"nothing is taken back"_s));
    QCOMPARE(digest("moved"), before);
    sql("UPDATE moved SET v = 'v' WHERE id = 2; INSERT INTO moved VALUES (20, 'somebody')");
    QVERIFY(!psql(result.report.undoFile).isEmpty());
    sql("DELETE FROM moved WHERE id = 20");
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(value("SELECT string_agg(id || v, ' ' ORDER BY id) FROM moved"), u"4v 5v 6v 7v 8v 9v 10v 20n"_s);
}

void RowRecoveryHardTest::bytesWithoutAnEncoding()
{
    const QString bytes = u"bytes"_s;
    QVERIFY(m_cluster.sql(u"postgres"_s, u"CREATE DATABASE bytes TEMPLATE template0 LOCALE 'C' ENCODING 'SQL_ASCII'"_s));
    const QString usual = std::exchange(m_database, bytes);
    const auto back = qScopeGuard([&] { m_database = usual; });
    sql("CREATE TABLE raw (k text PRIMARY KEY, v text); CREATE FUNCTION t(bytea) RETURNS text LANGUAGE sql AS $$SELECT convert_from($1, 'SQL_ASCII')$$;"
        "INSERT INTO raw VALUES (t('\\xe4'), t('\\xff')), ('Größe', 'ü'), (t('\\xfc6b'), 'old'), ('stays', 's')");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const auto digest = [&] { return value("SELECT string_agg(encode(textsend(k), 'hex') || encode(textsend(v), 'hex'), ',' ORDER BY k) FROM raw"); };
    const QString before = digest();
    sql("DELETE FROM raw WHERE k IN (t('\\xe4'), 'Größe'); UPDATE raw SET v = t('\\xfe') WHERE k = t('\\xfc6b')");
    const QString changed = digest();
    QVERIFY(before != changed);
    const Recovered result = recover(*dump, draftOf(*dump, u"raw"_s));
    QCOMPARE(result.counts(), u"2 inserted, 1 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest(), before);
    QFile keys(result.report.keysFile);
    QVERIFY(keys.open(QFile::ReadOnly));
    const QByteArray written = keys.readAll();
    QVERIFY2(written.contains("{\"k\":{\"hex\":\"e4\"}}") && written.contains("{\"k\":\"Größe\"}"), written.constData());
    QCOMPARE(psql(result.report.undoFile), QString());
    QCOMPARE(digest(), changed);
}

void RowRecoveryHardTest::cancelled()
{
    sql("CREATE TABLE half (id int PRIMARY KEY, v text); INSERT INTO half SELECT i, repeat('v', 50) FROM generate_series(1, 20000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    sql("DELETE FROM half WHERE id % 2 = 0");
    const QString before = digest("half");
    const Recovered planned = plan(*dump, draftOf(*dump, u"half"_s), m_cluster.spec(m_database));
    for (const QString& phase : {u"Sending the rows"_s, u"Comparing with the rows as they are now"_s, u"Writing the rows"_s, u"Reading the rows back"_s, u"Writing the undo script"_s}) {
        std::stop_source source;
        const Recovered stopped = finish(planned, stoppedWhen(source, [&](const core::Progress& p) { return p.phase == phase; }));
        QVERIFY(source.stop_requested());
        QVERIFY(!stopped.ok);
        QCOMPARE(stopped.error.kind, core::ErrorKind::Cancelled);
        QCOMPARE(digest("half"), before);
        QVERIFY(!QFileInfo::exists(planned.plan.draft.undoFile));
        QVERIFY(!QFileInfo::exists(planned.plan.draft.undoFile + u".keys.jsonl"_s));
    }
    QTRY_COMPARE(tidemarkSessions(m_cluster), QString());
    QCOMPARE(finish(planned).counts(), u"10000 inserted, 0 updated, 0 deleted, 0 refused"_s);
}

void RowRecoveryHardTest::manyRows()
{
    sql("CREATE TABLE many (id bigint PRIMARY KEY, v text, at timestamptz); INSERT INTO many SELECT i, md5(i::text), '2026-01-01'::timestamptz + i * interval '1 s' FROM generate_series(1, 200000) i");
    const auto dump = dumpNow();
    QVERIFY(dump);
    const QString before = digest("many");
    sql("DELETE FROM many WHERE id % 2 = 0");
    rows::RecoveryDraft draft = draftOf(*dump, u"many"_s);
    draft.diff.memoryBudget = 1 << 20;
    QList<double> fractions;
    core::RunContext context;
    context.onProgress = [&fractions](const core::Progress& progress) { fractions.append(progress.fraction.value_or(-1)); };
    const Recovered result = finish(plan(*dump, draft, m_cluster.spec(m_database)), context);
    QVERIFY(fractions.size() > 50); // also while rows are sent
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
    QCOMPARE(fractions.constFirst(), 0.0);
    QVERIFY(fractions.constLast() >= 0.9 && fractions.constLast() <= 1);
    QCOMPARE(result.counts(), u"100000 inserted, 0 updated, 0 deleted, 0 refused"_s);
    QCOMPARE(digest("many"), before);
    QVERIFY(psql(result.report.undoFile).isEmpty());
    QCOMPARE(value("SELECT count(*) FROM many"), u"100000"_s);
}

QTEST_GUILESS_MAIN(RowRecoveryHardTest)
#include "rowrecoveryhardtest.moc"
