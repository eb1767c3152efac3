// SPDX-License-Identifier: GPL-3.0-or-later
// Rows put back where that is hard: keys that are equal and look different, values that moved, triggers that keep
// rows, tables without a key, others at work meanwhile.
#include "rowrecoveryfixture.h"

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
    void partitions();
    void keysOfPartitions();
    void withoutAKey();
    void aLockOfSomebodyElse();
    void twoAtOnce();
    void undoRefusesWhatChanged();
    void bytesWithoutAnEncoding();
    void cancelled();
    void manyRows();
};

void RowRecoveryHardTest::initTestCase()
{
    makeDatabase(u"hard \"rows"_s);
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

void RowRecoveryHardTest::twoAtOnce()
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
