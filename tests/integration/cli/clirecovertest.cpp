// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl recover as people and scripts meet it.
#include "support/testcluster.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

namespace {

struct Ran
{
    int exitCode = -1;
    QString output;
    QString errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output.toUtf8()).object(); }
    QString errorKind() const { return json().value("error"_L1).toObject().value("kind"_L1).toString(); }
};

} // namespace

class CliRecoverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void asksFirst();
    void looksOnly();
    void putsBack();
    void chosenRows();
    void conflicts();
    void printedSql();
    void errors();

private:
    Ran recover(const QStringList& more) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR", "TMPDIR"})
            environment.insert(QLatin1String(name), m_folder.path());
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(TIDEMARKCTL), QStringList{u"--connection"_s, m_cluster.spec(u"shop"_s).toConninfo(), u"recover"_s, m_dump} + more);
        if (!process.waitForFinished(60'000))
            process.kill();
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
    }
    QString count() const { return m_cluster.value(u"shop"_s, u"SELECT count(*) || ' ' || count(*) FILTER (WHERE state = 'new') FROM orders"_s); }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_dump;
};

void CliRecoverTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(u"shop"_s));
    QVERIFY(m_cluster.script(u"shop"_s, u"CREATE TABLE orders (id int PRIMARY KEY, state text, note text UNIQUE); INSERT INTO orders SELECT i, 'new', 'n' || i FROM generate_series(1, 100) i"_s));
    m_dump = m_folder.filePath(u"shop of today.dump"_s);
    QVERIFY(m_cluster.dump(u"shop"_s, {u"--format=custom"_s}, m_dump));
}

void CliRecoverTest::init()
{
    QVERIFY(m_cluster.script(u"shop"_s, u"TRUNCATE orders; INSERT INTO orders SELECT i, CASE WHEN i > 90 THEN 'odd' ELSE 'new' END, 'n' || i FROM generate_series(11, 100) i"_s));
}

void CliRecoverTest::asksFirst()
{
    const Ran ran = recover({u"--table"_s, u"orders"_s});
    QCOMPARE(ran.exitCode, 2);
    QVERIFY2(ran.errors.contains(u"--yes"_s), qPrintable(ran.errors));
    QCOMPARE(count(), u"90 80"_s);
}

void CliRecoverTest::looksOnly()
{
    const Ran ran = recover({u"orders"_s, u"--dry-run"_s, u"--changed"_s, u"--missing"_s});
    QCOMPARE(ran.exitCode, 4);
    QVERIFY2(ran.output.contains(u"10 missing, 10 changed, 0 extra."_s) && ran.output.contains(u"10 to insert, 10 to set back"_s), qPrintable(ran.output));
    QCOMPARE(count(), u"90 80"_s);
    QCOMPARE(recover({u"orders"_s, u"--dry-run"_s, u"--extra"_s}).exitCode, 0);
}

void CliRecoverTest::putsBack()
{
    const Ran ran = recover({u"--json"_s, u"--table"_s, u"public.orders"_s, u"--missing"_s, u"--changed"_s, u"--yes"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output + ran.errors));
    QCOMPARE(count(), u"100 100"_s);
    const QJsonObject json = ran.json();
    QCOMPARE(json.value("inserted"_L1).toInt(), 10);
    QCOMPARE(json.value("updated"_L1).toInt(), 10);
    QCOMPARE(json.value("keys"_L1).toArray().size(), 20);
    const QString undo = json.value("undo"_L1).toString();
    QVERIFY2(undo.startsWith(m_folder.path()) && QFile::exists(undo), qPrintable(undo));
    QVERIFY(m_cluster.runTool(process::ToolKind::Psql, u"shop"_s, {u"-X"_s, u"-f"_s, undo}).value().succeeded());
    QCOMPARE(count(), u"90 80"_s);
    const Ran text = recover({u"orders"_s, u"--yes"_s, u"--undo-to"_s, m_folder.filePath(u"my undo.sql"_s)});
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.output.contains(u"10 inserted, 0 set back, 0 deleted"_s) && text.output.contains(u"my undo.sql'"_s), qPrintable(text.output));
    QVERIFY(QFile::exists(m_folder.filePath(u"my undo.sql"_s)));
    const Ran nothing = recover({u"orders"_s, u"--yes"_s});
    QCOMPARE(nothing.exitCode, 0);
    QVERIFY2(nothing.output.contains(u"Nothing was written"_s), qPrintable(nothing.output));
}

void CliRecoverTest::chosenRows()
{
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--keys"_s, u"1, 2,77"_s}).json().value("inserted"_L1).toInt(), 2);
    QFile keys(m_folder.filePath(u"keys"_s));
    QVERIFY(keys.open(QFile::WriteOnly));
    keys.write("3\n4\n");
    keys.close();
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--keys"_s, u"@"_s + keys.fileName()}).json().value("inserted"_L1).toInt(), 2);
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--where"_s, u"id IN (5, 6) OR note = 'n7'"_s}).json().value("inserted"_L1).toInt(), 3);
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--containing"_s, u"N8"_s}).json().value("inserted"_L1).toInt(), 1);
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--where"_s, u"true; DROP TABLE orders"_s}).exitCode, 2);
    QCOMPARE(count(), u"98 88"_s);
}

void CliRecoverTest::conflicts()
{
    QVERIFY(m_cluster.script(u"shop"_s, u"INSERT INTO orders VALUES (1000, 'new', 'n3')"_s));
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--conflicts"_s, u"stop"_s}).errorKind(), u"conflict"_s);
    QCOMPARE(count(), u"91 81"_s);
    const Ran ran = recover({u"orders"_s, u"--yes"_s});
    QCOMPARE(ran.exitCode, 3);
    QVERIFY2(ran.output.contains(u"(3): another row has the same values in the unique index orders_note_key"_s), qPrintable(ran.output));
    QCOMPARE(count(), u"100 90"_s);
}

void CliRecoverTest::printedSql()
{
    const Ran ran = recover({u"orders"_s, u"--print-sql"_s});
    QCOMPARE(ran.exitCode, 4);
    QFile script(m_folder.filePath(u"printed.sql"_s));
    QVERIFY(script.open(QFile::WriteOnly));
    script.write(ran.output.toUtf8());
    script.close();
    QCOMPARE(count(), u"90 80"_s);
    QVERIFY(m_cluster.runTool(process::ToolKind::Psql, u"shop"_s, {u"-X"_s, u"-f"_s, script.fileName()}).value().succeeded());
    QCOMPARE(count(), u"100 90"_s);
    QVERIFY(recover({u"--json"_s, u"orders"_s, u"--print-sql"_s}).json().contains("sql"_L1));
}

void CliRecoverTest::errors()
{
    QCOMPARE(recover({u"--yes"_s}).exitCode, 2);
    QCOMPARE(recover({u"orders"_s, u"--table"_s, u"orders"_s, u"--yes"_s}).exitCode, 2);
    QCOMPARE(recover({u"orders"_s, u"--yes"_s, u"--triggers"_s, u"maybe"_s}).exitCode, 2);
    QCOMPARE(recover({u"--json"_s, u"nowhere"_s, u"--yes"_s}).errorKind(), u"notFound"_s);
    QCOMPARE(recover({u"orders"_s, u"--yes"_s, u"--where"_s, u"nowhere = 1"_s}).exitCode, 2);
    QCOMPARE(recover({u"--json"_s, u"orders"_s, u"--yes"_s, u"--undo-to"_s, u"/nonexistent/undo.sql"_s}).exitCode, 1);
    QCOMPARE(count(), u"90 80"_s);
}

QTEST_GUILESS_MAIN(CliRecoverTest)
#include "clirecovertest.moc"
