// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl sanity, the answers at the end of a restore, and trial restores right after backups of every
// kind.
#include "catalog/backupset.h"
#include "support/ctlrun.h"
#include "support/testcluster.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

class CliSanityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void queriesAreTriedAndKept();
    void restoresAnswerThem();
    void backupsAreProvenAtOnce_data();
    void backupsAreProvenAtOnce();
    void unprovenBackupsAreSaid();
    void globalsAloneCannotBeProven();
    void importedDumpsAreNotTrusted();

private:
    CtlRun run(const QStringList& arguments) const
    {
        return runCtl(QStringLiteral(TIDEMARKCTL),
                      QStringList{u"--json"_s, u"--connection"_s, m_cluster.spec().toConninfo()} + arguments,
                      m_folder.path());
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
};

void CliSanityTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(u"shop"_s));
    QVERIFY(m_cluster.script(u"shop"_s,
                             u"CREATE TABLE orders(id int PRIMARY KEY, created_at timestamptz);"
                             "INSERT INTO orders SELECT i, now() FROM generate_series(1, 40) i"_s));
}

void CliSanityTest::queriesAreTriedAndKept()
{
    const CtlRun bad =
        run({u"sanity"_s, u"add"_s, u"x"_s, u"DELETE FROM orders RETURNING 1"_s, u"--database"_s, u"shop"_s});
    QVERIFY2(bad.exitCode == 1 && bad.all().contains(u"does not take"_s), qPrintable(bad.all()));
    const CtlRun suggested = run({u"sanity"_s, u"suggest"_s, u"--save"_s, u"--database"_s, u"shop"_s});
    QCOMPARE(suggested.json().value(u"queries").toArray().size(), 3);
    const CtlRun again = run({u"sanity"_s, u"suggest"_s, u"--save"_s, u"--database"_s, u"shop"_s});
    QCOMPARE(again.json().value(u"queries").toArray().size(), 0);
    for (const auto& query : suggested.json().value(u"queries").toArray())
        QCOMPARE(run({u"sanity"_s, u"remove"_s, query.toObject().value(u"name").toString(), u"--database"_s,
                      u"shop"_s})
                     .exitCode,
                 0);
    const CtlRun added = run({u"sanity"_s, u"add"_s, u"orders"_s, u"SELECT count(*) FROM orders"_s,
                              u"--must-be-equal"_s, u"--database"_s, u"shop"_s});
    QVERIFY2(added.exitCode == 0, qPrintable(added.all()));
    QCOMPARE(run({u"sanity"_s, u"--database"_s, u"shop"_s}).json().value(u"queries").toArray().size(), 1);
}

void CliSanityTest::restoresAnswerThem()
{
    const CtlRun backup =
        run({u"backup"_s, u"--to"_s, m_folder.filePath(u"sets"_s), u"--database"_s, u"shop"_s});
    QVERIFY2(backup.exitCode == 0, qPrintable(backup.all()));
    const QString set = backup.json().value(u"set").toString();
    // One that the backup has not answered: the live database does.
    QVERIFY(run({u"sanity"_s, u"add"_s, u"later"_s, u"SELECT max(id) FROM orders"_s, u"--at-least"_s, u"41"_s,
                 u"--database"_s, u"shop"_s})
                .exitCode == 0);
    QVERIFY(m_cluster.script(u"shop"_s, u"INSERT INTO orders VALUES (50, now())"_s));
    const CtlRun restored = run({u"restore"_s, set, u"--into"_s, u"again"_s});
    QCOMPARE(restored.exitCode, 4);
    QCOMPARE(restored.json().value(u"verdict").toString(), u"differences"_s);
    const QJsonArray sanity = restored.json().value(u"sanity").toArray();
    QCOMPARE(sanity.size(), 2);
    const auto cell = [&sanity](int index, const char* side) {
        return sanity.at(index)
            .toObject()
            .value(QLatin1String(side))
            .toObject()
            .value(u"rows")
            .toArray()
            .first()
            .toArray()
            .first()
            .toString();
    };
    QCOMPARE(sanity.first().toObject().value(u"outcome").toString(), u"equal"_s);
    QCOMPARE(sanity.first().toObject().value(u"live").toBool(), false);
    QCOMPARE(cell(0, "source"), u"40"_s); // of the backup's moment, not of now
    QCOMPARE(sanity.at(1).toObject().value(u"outcome").toString(), u"unmet"_s);
    QCOMPARE(sanity.at(1).toObject().value(u"live").toBool(), true);
    QCOMPARE(cell(1, "source"), u"50"_s);
    QCOMPARE(cell(1, "target"), u"40"_s);
    QCOMPARE(m_cluster.value(u"again"_s, u"SELECT count(*) FROM orders"_s), u"40"_s); // all of it is there
    QVERIFY(catalog::readSet(set)->proven() != catalog::Proven::Restored); // what was asked for is not in it
    QVERIFY(m_cluster.dropDatabase(u"again"_s));
    const CtlRun quiet = run({u"restore"_s, set, u"--into"_s, u"again"_s, u"--no-sanity"_s});
    QCOMPARE(quiet.exitCode, 0);
    QVERIFY(quiet.json().value(u"sanity").toArray().isEmpty());
    // One table is not the database that the questions are about.
    QVERIFY(m_cluster.dropDatabase(u"again"_s));
    const CtlRun table = run({u"restore"_s, set, u"--into"_s, u"again"_s, u"--table"_s, u"public.orders"_s});
    QCOMPARE(table.exitCode, 0);
    QVERIFY(table.json().value(u"sanity").toArray().isEmpty());
    QVERIFY(m_cluster.dropDatabase(u"again"_s));
    QCOMPARE(run({u"sanity"_s, u"remove"_s, u"later"_s, u"--database"_s, u"shop"_s}).exitCode, 0);
}

void CliSanityTest::backupsAreProvenAtOnce_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("databases");
    QTest::newRow("several") << QStringList{u"--database"_s, u"shop"_s, u"--database"_s, u"postgres"_s} << 2;
    QTest::newRow("whole server") << QStringList{u"--cluster"_s} << 1;
    QTest::newRow("base backup") << QStringList{u"--physical"_s} << 1;
}

void CliSanityTest::backupsAreProvenAtOnce()
{
    QFETCH(QStringList, options);
    QFETCH(int, databases);
    const CtlRun ran =
        run(QStringList{u"backup"_s, u"--verify"_s, u"--to"_s, m_folder.filePath(u"proven"_s)} + options);
    QVERIFY2(ran.exitCode == 0 || ran.exitCode == 3, qPrintable(ran.all()));
    const QJsonArray drills = ran.json().value(u"drills").toArray();
    QCOMPARE(drills.size(), databases);
    for (const auto& drill : drills) {
        const QString verdict = drill.toObject().value(u"verdict").toString();
        QVERIFY2(verdict == u"ok"_s || verdict == u"warnings"_s, qPrintable(ran.all()));
        QCOMPARE(drill.toObject().value(u"place").toString(), u"sandbox"_s);
    }
    QVERIFY2(ran.all().contains(u"\"name\": \"orders\""_s) || ran.all().contains(u"\"name\":\"orders\""_s),
             qPrintable(ran.all())); // the sanity query, too
}

void CliSanityTest::unprovenBackupsAreSaid()
{
    QVERIFY(run({u"sanity"_s, u"add"_s, u"never"_s, u"SELECT 0"_s, u"--at-least"_s, u"1"_s, u"--database"_s,
                 u"shop"_s})
                .exitCode == 0);
    // The backup is made all the same.
    const CtlRun ran = run({u"backup"_s, u"--verify"_s, u"--to"_s, m_folder.filePath(u"unproven"_s),
                            u"--database"_s, u"shop"_s});
    QCOMPARE(ran.exitCode, 1);
    QCOMPARE(ran.json().value(u"verdict").toString(), u"failed"_s);
    QVERIFY(QDir(ran.json().value(u"set").toString()).exists(u"tidemark.json"_s));
    QCOMPARE(ran.json().value(u"drills").toArray().first().toObject().value(u"verdict").toString(),
             u"failed"_s);
}

void CliSanityTest::globalsAloneCannotBeProven()
{
    const CtlRun ran = run({u"backup"_s, u"--verify"_s, u"--globals-only"_s, u"--to"_s, m_folder.path()});
    QCOMPARE(ran.exitCode, 2);
}

void CliSanityTest::importedDumpsAreNotTrusted()
{
    QVERIFY(m_cluster.createDatabase(u"elsewhere"_s));
    // Only a superuser may make such a function.
    QVERIFY(m_cluster.script(u"elsewhere"_s,
                             u"CREATE TABLE t AS SELECT 1 AS i; CREATE FUNCTION f(internal) RETURNS internal "
                             "LANGUAGE internal AS 'int4_avg_accum_inv'"_s));
    const QString file = m_folder.filePath(u"theirs.dump"_s);
    QVERIFY(m_cluster.dump(u"elsewhere"_s, {u"--format=custom"_s}, file));
    const auto here = [this](const QStringList& arguments) {
        return runCtl(QStringLiteral(TIDEMARKCTL), QStringList{u"--json"_s} + arguments, m_folder.path());
    };
    const CtlRun imported =
        here({u"import"_s, file, u"--to"_s, m_folder.filePath(u"imported"_s), u"--server"_s, u"theirs"_s});
    QVERIFY2(imported.exitCode == 0 || imported.exitCode == 3, qPrintable(imported.all()));
    const QString set = imported.json().value(u"set").toString();
    const CtlRun restricted = here({u"verify"_s, set});
    QCOMPARE(restricted.exitCode, 1);
    QVERIFY2(restricted.all().contains(u"--trusted"_s), qPrintable(restricted.all()));
    const CtlRun trusted = here({u"verify"_s, set, u"--trusted"_s});
    QVERIFY2(trusted.exitCode == 0 || trusted.exitCode == 3, qPrintable(trusted.all()));
}

QTEST_MAIN(CliSanityTest)
#include "clisanitytest.moc"
