// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl diff as people and scripts meet it.
#include "support/ctlrun.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

class CliDiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalTables();
    void differencesAsText();
    void differencesAsJson();
    void limitAndKeyAndLive();
    void columnsAloneAreAWarning();
    void theFolderOfASet();
    void errors();

private:
    CtlRun run(const QStringList& arguments) const
    {
        return runCtl(QStringLiteral(TIDEMARKCTL), arguments, m_folder.path(), m_folder.path());
    }
    CtlRun diff(const QStringList& more) const
    {
        return run(QStringList{u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo(), u"diff"_s, m_dump} +
                   more);
    }
    void sql(const char* script)
    {
        const core::Status status = m_cluster.script(u"shop"_s, QString::fromUtf8(script));
        QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
    }
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_dump;
};

void CliDiffTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(u"shop"_s));
    sql("CREATE TABLE orders (id int PRIMARY KEY, state text, note text); INSERT INTO orders SELECT i, "
        "'new', 'n' || i FROM generate_series(1, 1000) i;"
        "CREATE TABLE \"Odd Table\" (\"The Key\" int, v text); INSERT INTO \"Odd Table\" VALUES (1, 'a'), "
        "(2, 'b');"
        "CREATE SCHEMA other; CREATE TABLE other.twice (id int); CREATE TABLE twice (id int); CREATE VIEW "
        "seen AS SELECT 1 AS one");
    m_dump = m_folder.filePath(u"shop of today.dump"_s);
    QVERIFY(m_cluster.dump(u"shop"_s, {u"--format=custom"_s}, m_dump));
}

void CliDiffTest::equalTables()
{
    const CtlRun text = diff({u"--table"_s, u"public.orders"_s});
    QCOMPARE(text.exitCode, 0);
    QCOMPARE(
        text.output,
        u"public.orders: 1,000 rows in the backup, 1,000 now.\n1,000 equal, 0 missing, 0 changed, 0 extra.\n"_s);
    const CtlRun json = diff({u"--json"_s, u"--table"_s, u"orders"_s});
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(json.json().value("verdict"_L1).toString(), u"ok"_s);
    QCOMPARE(json.json().value("equal"_L1).toInt(), 1000);
    QVERIFY(json.json().value("keys"_L1).isArray());
}

void CliDiffTest::differencesAsText()
{
    sql("DELETE FROM orders WHERE id = 5; UPDATE orders SET state = NULL, note = E'two\\nlines' WHERE id = "
        "7; INSERT INTO orders VALUES (2000, 'new', repeat('long ', 100))");
    const CtlRun text = diff({u"--table"_s, u"public.orders"_s});
    QCOMPARE(text.exitCode, 4);
    QVERIFY2(text.output.contains("998 equal, 1 missing, 1 changed, 1 extra."_L1), qPrintable(text.output));
    QVERIFY2(text.output.contains("Missing, only in the backup:\n  id = '5'\n"_L1), qPrintable(text.output));
    QVERIFY2(text.output.contains(
                 u"Changed, backup → now:\n  id = '7': state 'new' → NULL; note 'n7' → 'two\\nlines'\n"_s),
             qPrintable(text.output));
    QVERIFY2(text.output.contains("Extra, only in the live table:\n  id = '2000'\n"_L1),
             qPrintable(text.output));
}

void CliDiffTest::differencesAsJson()
{
    const CtlRun ran = diff({u"--json"_s, u"--table"_s, u"public.orders"_s});
    QCOMPARE(ran.exitCode, 4);
    const QJsonObject json = ran.json();
    QCOMPARE(json.value("verdict"_L1).toString(), u"differences"_s);
    for (const char* count : {"missing", "changed", "extra"})
        QCOMPARE(json.value(QLatin1String(count)).toInt(), 1);
    QCOMPARE(json.value("database"_L1).toString(), u"shop"_s);
    QCOMPARE(json.value("key"_L1).toArray(), QJsonArray{u"id"_s});
    const QJsonArray keys = json.value("keys"_L1).toArray();
    QCOMPARE(keys.size(), 3);
    for (const QJsonValue value : keys) {
        if (value.toObject().value("kind"_L1).toString() != u"changed"_s)
            continue;
        QCOMPARE(value.toObject().value("key"_L1).toObject().value("id"_L1).toString(), u"7"_s);
        const QJsonArray columns = value.toObject().value("columns"_L1).toArray();
        QCOMPARE(columns.size(), 2);
        QCOMPARE(columns.at(0).toObject().value("backup"_L1).toString(), u"new"_s);
        QVERIFY(columns.at(0).toObject().value("now"_L1).isNull());
    }
    QCOMPARE(json.value("columns"_L1).toArray().size(), 2);
    for (const QString& line : ran.errors.split(u'\n'))
        QVERIFY2(line.isEmpty() || QJsonDocument::fromJson(line.toUtf8()).isObject(), qPrintable(line));
}

void CliDiffTest::limitAndKeyAndLive()
{
    sql("UPDATE \"Odd Table\" SET v = v || '!'; CREATE TABLE other.\"Twin\" AS SELECT * FROM \"Odd Table\"");
    const CtlRun whole = diff({u"--json"_s, u"--table"_s, u"Odd Table"_s});
    QCOMPARE(whole.json().value("missing"_L1).toInt(), 2);
    const CtlRun keyed = diff({u"--json"_s, u"--table"_s, u"public.\"Odd Table\""_s, u"--key"_s,
                            u"\"The Key\""_s, u"--live"_s, u"other.\"Twin\""_s, u"--limit"_s, u"1"_s});
    QCOMPARE(keyed.exitCode, 4);
    QCOMPARE(keyed.json().value("changed"_L1).toInt(), 2);
    QCOMPARE(keyed.json().value("keys"_L1).toArray().size(), 1);
    QCOMPARE(keyed.json().value("live"_L1).toObject().value("name"_L1).toString(), u"Twin"_s);
    const CtlRun text = diff({u"--table"_s, u"Odd Table"_s, u"--key"_s, u"\"The Key\""_s, u"--limit"_s, u"1"_s});
    QVERIFY2(text.output.contains(u"… and 1 more"_s), qPrintable(text.output));
    QCOMPARE(diff({u"--table"_s, u"Odd Table"_s, u"--key"_s, u"the key"_s}).exitCode, 2);
}

void CliDiffTest::columnsAloneAreAWarning()
{
    sql("ALTER TABLE twice ADD fresh int");
    const CtlRun ran = diff({u"--json"_s, u"--table"_s, u"public.twice"_s});
    QCOMPARE(ran.exitCode, 3);
    QCOMPARE(ran.json().value("verdict"_L1).toString(), u"warnings"_s);
    const QJsonArray findings = ran.json().value("findings"_L1).toArray();
    QVERIFY(std::any_of(findings.begin(), findings.end(), [](const QJsonValue& f) {
        return f.toObject().value("id"_L1) == "diff.columnOnlyLive"_L1;
    }));
}

void CliDiffTest::theFolderOfASet()
{
    const QString sets = m_folder.filePath(u"sets"_s);
    const CtlRun backup = run({u"--json"_s, u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo(),
                            u"backup"_s, u"--to"_s, sets});
    QVERIFY2(backup.exitCode == 0, qPrintable(backup.output + backup.errors));
    const QString set = backup.json().value("set"_L1).toString();
    const CtlRun ran = run({u"--json"_s, u"--connection"_s, m_cluster.spec(u"postgres"_s).toConninfo(),
                         u"diff"_s, set, u"--table"_s, u"orders"_s, u"--database"_s, u"shop"_s});
    QCOMPARE(ran.exitCode, 0);
    const CtlRun elsewhere = run({u"--json"_s, u"--connection"_s, m_cluster.spec(u"postgres"_s).toConninfo(),
                               u"diff"_s, set, u"--table"_s, u"orders"_s});
    QCOMPARE(elsewhere.exitCode, 1);
    QCOMPARE(elsewhere.errorKind(), u"notFound"_s);
}

void CliDiffTest::errors()
{
    QCOMPARE(diff({u"--json"_s, u"--table"_s, u"nowhere"_s}).errorKind(), u"notFound"_s);
    QCOMPARE(diff({u"--json"_s, u"--table"_s, u"twice"_s}).errorKind(), u"invalidInput"_s); // in two schemas
    QCOMPARE(diff({u"--json"_s, u"--table"_s, u"seen"_s}).errorKind(), u"invalidInput"_s);
    QCOMPARE(diff({u"--json"_s, u"--table"_s, u"orders"_s, u"--live"_s, u"seen"_s}).errorKind(),
             u"invalidInput"_s);
    const QString connection = m_cluster.spec(u"shop"_s).toConninfo();
    QCOMPARE(
        run({u"--json"_s, u"--connection"_s, connection, u"diff"_s, u"/nonexistent"_s, u"--table"_s, u"t"_s})
            .errorKind(),
        u"notFound"_s);
    const QString shorter = m_folder.filePath(u"cut.dump"_s);
    QVERIFY(QFile::copy(m_dump, shorter));
    QFile damaged(shorter);
    QVERIFY(damaged.resize(damaged.size() / 2));
    QCOMPARE(run({u"--json"_s, u"--connection"_s, connection, u"diff"_s, shorter, u"--table"_s, u"orders"_s})
                 .errorKind(),
             u"corrupt"_s);
}

QTEST_GUILESS_MAIN(CliDiffTest)
#include "clidifftest.moc"
