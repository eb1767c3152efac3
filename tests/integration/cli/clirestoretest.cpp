// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl restore into an existing database, with a backup of it before.
#include "catalog/backupset.h"
#include "restore/restoreanswers.h"
#include "support/testcluster.h"

#include <QFile>
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
};

} // namespace

class CliRestoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void backsUpFirst();
    void restoresNothingWithoutTheBackup();
    void answersAsACommandAreUnderstood();
    void underAnotherName();

private:
    Ran run(const QStringList& arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR"})
            environment.insert(QLatin1String(name), m_folder.path());
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(TIDEMARKCTL),
                      QStringList{u"--json"_s, u"--connection"_s, m_cluster.spec().toConninfo()} + arguments);
        if (!process.waitForFinished(60'000))
            process.kill();
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    restore::RestoreDraft replacing() const
    {
        restore::RestoreDraft draft;
        draft.source = m_dump;
        draft.tables = {u"public.\"Odd, \"\"one\"\"\""_s};
        draft.target = restore::TargetKind::ExistingDatabase;
        draft.targetDatabase = u"live"_s;
        draft.existing = restore::ExistingObjects::Replace;
        draft.confirmed = u"live"_s;
        return draft;
    }
    QString rows() const { return m_cluster.value(u"live"_s, u"SELECT count(*) FROM \"Odd, \"\"one\"\"\""_s); }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_dump;
};

void CliRestoreTest::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(u"shop"_s));
    QVERIFY(m_cluster.script(u"shop"_s, u"CREATE TABLE \"Odd, \"\"one\"\"\"(id int PRIMARY KEY);"
                                        "INSERT INTO \"Odd, \"\"one\"\"\" SELECT generate_series(1, 40)"_s));
    m_dump = m_folder.filePath(u"it's today's.dump"_s);
    QVERIFY(m_cluster.dump(u"shop"_s, {u"--format=custom"_s}, m_dump));
}

void CliRestoreTest::init()
{
    QVERIFY(m_cluster.dropDatabase(u"live"_s));
    QVERIFY(m_cluster.sql(u"postgres"_s, u"CREATE DATABASE live TEMPLATE shop"_s));
    QVERIFY(m_cluster.script(u"live"_s, u"DELETE FROM \"Odd, \"\"one\"\"\" WHERE id > 3"_s));
}

void CliRestoreTest::backsUpFirst()
{
    const QString sets = m_folder.filePath(u"before it"_s);
    const Ran ran = run(restore::commandArguments(replacing()) + QStringList{u"--backup-first"_s, sets});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output + ran.errors));
    QCOMPARE(rows(), u"40"_s);
    const auto found = catalog::scanFolder(sets, core::silentContext());
    QVERIFY(found);
    QCOMPARE(found->sets.size(), 1);
    QCOMPARE(found->sets.constFirst().manifest.database, u"live"_s);
    QCOMPARE(found->sets.constFirst().manifest.tables.constFirst().rows, 3); // as it was before
    QVERIFY2(ran.output.contains(u"safety.backup"_s), qPrintable(ran.output));
}

void CliRestoreTest::restoresNothingWithoutTheBackup()
{
    QFile file(m_folder.filePath(u"a file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Ran ran = run(restore::commandArguments(replacing()) + QStringList{u"--backup-first"_s, file.fileName()});
    QCOMPARE(ran.exitCode, 1);
    QCOMPARE(rows(), u"3"_s);
    restore::RestoreDraft fresh = replacing();
    fresh.target = restore::TargetKind::NewDatabase;
    fresh.targetDatabase = u"fresh"_s;
    fresh.existing = restore::ExistingObjects::Stop;
    const Ran wrong = run(restore::commandArguments(fresh) + QStringList{u"--backup-first"_s, m_folder.path()});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.output.contains(u"--existing"_s));
}

void CliRestoreTest::underAnotherName()
{
    restore::RestoreDraft draft = replacing();
    draft.existing = restore::ExistingObjects::Stop;
    draft.confirmed.clear();
    draft.newNames.insert(draft.tables.constFirst(), u"a=b \"again\""_s);
    const Ran ran = run(restore::commandArguments(draft));
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.output + ran.errors));
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT count(*) FROM \"a=b \"\"again\"\"\""_s), u"40"_s);
    QCOMPARE(rows(), u"3"_s);
    const QJsonObject table =
        QJsonDocument::fromJson(ran.output.toUtf8()).object().value(u"tables").toArray().at(0).toObject();
    QCOMPARE(table.value(u"name").toString(), u"a=b \"again\""_s);
    QCOMPARE(table.value(u"matches").toBool(), true);
    // For the one table that is chosen its name is not needed.
    draft.newNames.clear();
    const QStringList arguments = restore::commandArguments(draft);
    QCOMPARE(run(arguments + QStringList{u"--as"_s, u"brief"_s}).exitCode, 0);
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT count(*) FROM brief"_s), u"40"_s);
    const Ran taken = run(arguments + QStringList{u"--as"_s, u"brief"_s});
    QCOMPARE(taken.exitCode, 1);
    QVERIFY2(taken.output.contains(u"public.brief"_s), qPrintable(taken.output));
    QCOMPARE(run(arguments + QStringList{u"--as"_s, u"x"_s, u"--as"_s, u"y"_s}).exitCode, 2);
    const Ran several = run(arguments + QStringList{u"--table"_s, u"public.other"_s, u"--as"_s, u"x"_s});
    QCOMPARE(several.exitCode, 2);
    QVERIFY2(several.output.contains(u"TABLE=NAME"_s), qPrintable(several.output));
    const Ran fresh = run({u"restore"_s, m_dump, u"--into"_s, u"fresh"_s, u"--table"_s, u"x"_s, u"--as"_s, u"y"_s});
    QCOMPARE(fresh.exitCode, 2);
}

/// The window shows them for a shell.
void CliRestoreTest::answersAsACommandAreUnderstood()
{
    restore::RestoreDraft draft = replacing();
    draft.confirmed.clear();
    const Ran refused = run(restore::commandArguments(draft));
    QVERIFY(refused.exitCode != 0);
    QCOMPARE(rows(), u"3"_s);
    draft.existing = restore::ExistingObjects::Stop;
    draft.intoSchema = u"be side"_s;
    draft.ownership = restore::Ownership::Keep;
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    const Ran beside = run(restore::commandArguments(draft));
    QVERIFY2(beside.exitCode == 0, qPrintable(beside.output + beside.errors));
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT count(*) FROM \"be side\".\"Odd, \"\"one\"\"\""_s), u"40"_s);
    draft = {};
    draft.source = m_dump;
    draft.target = restore::TargetKind::SqlFile;
    draft.file = m_folder.filePath(u"-x y.sql.gz"_s);
    draft.schemas = {u"public"_s};
    const Ran written = run(restore::commandArguments(draft));
    QVERIFY2(written.exitCode == 0, qPrintable(written.output + written.errors));
    QVERIFY(QFile::exists(draft.file));
}

QTEST_GUILESS_MAIN(CliRestoreTest)
#include "clirestoretest.moc"
