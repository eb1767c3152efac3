// SPDX-License-Identifier: GPL-3.0-or-later
// tidemarkctl restore into an existing database, with a backup of it before.
#include "catalog/backupset.h"
#include "restore/restoreanswers.h"
#include "support/ctlrun.h"
#include "support/testcluster.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;

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
    void optionsAreNamed();
    void theCommandsOfASandbox();
    void aSandboxTrustsNobodyUnasked();
    void sanityQueriesAreKeptAndAsked();

private:
    CtlRun run(const QStringList& arguments) const
    {
        return alone(QStringList{u"--connection"_s, m_cluster.spec().toConninfo()} + arguments);
    }
    CtlRun alone(const QStringList& arguments) const
    {
        return runCtl(QStringLiteral(TIDEMARKCTL), QStringList{u"--json"_s} + arguments, m_folder.path());
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
                                        "INSERT INTO \"Odd, \"\"one\"\"\" SELECT generate_series(1, 40); CREATE TABLE other AS SELECT 1 AS i;"
                                        "CREATE TABLE parent AS SELECT 1 AS i; ALTER TABLE parent ADD PRIMARY KEY (i);"
                                        "ALTER TABLE other ADD FOREIGN KEY (i) REFERENCES parent"_s));
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
    const CtlRun ran = run(restore::commandArguments(replacing()) + QStringList{u"--backup-first"_s, sets});
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
    const CtlRun ran = run(restore::commandArguments(replacing()) + QStringList{u"--backup-first"_s, file.fileName()});
    QCOMPARE(ran.exitCode, 1);
    QCOMPARE(rows(), u"3"_s);
    restore::RestoreDraft fresh = replacing();
    fresh.target = restore::TargetKind::NewDatabase;
    fresh.targetDatabase = u"fresh"_s;
    fresh.existing = restore::ExistingObjects::Stop;
    const CtlRun wrong = run(restore::commandArguments(fresh) + QStringList{u"--backup-first"_s, m_folder.path()});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.output.contains(u"--existing"_s));
}

void CliRestoreTest::underAnotherName()
{
    restore::RestoreDraft draft = replacing();
    draft.existing = restore::ExistingObjects::Stop;
    draft.confirmed.clear();
    draft.newNames.insert(draft.tables.constFirst(), u"a=b \"again\""_s);
    const CtlRun ran = run(restore::commandArguments(draft));
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
    const CtlRun taken = run(arguments + QStringList{u"--as"_s, u"brief"_s});
    QCOMPARE(taken.exitCode, 1);
    QVERIFY2(taken.output.contains(u"public.brief"_s), qPrintable(taken.output));
    QCOMPARE(run(arguments + QStringList{u"--as"_s, u"x"_s, u"--as"_s, u"y"_s}).exitCode, 2);
    QStringList both = arguments + QStringList{u"--table"_s, u"public.other"_s};
    both += {u"--as"_s, draft.tables.constFirst() + u"=first again"_s, u"--as"_s, u"public.other=other again"_s};
    const CtlRun two = run(both);
    QVERIFY2(two.exitCode == 0, qPrintable(two.output + two.errors));
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT count(*) FROM \"first again\""_s), u"40"_s);
    // With the table that a foreign key brings along, which needs a name too.
    const CtlRun brought = run({u"restore"_s, m_dump, u"--into"_s, u"live"_s, u"--existing"_s, u"--table"_s, u"other"_s, u"--foreign-keys"_s,
                                u"bring"_s, u"--as"_s, u"other=child=1"_s, u"--as"_s, u"public.\"parent\"=parent again"_s});
    QVERIFY2(brought.exitCode == 0, qPrintable(brought.output + brought.errors));
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT confrelid::regclass FROM pg_constraint WHERE contype = 'f' AND conrelid = '\"child=1\"'::regclass"_s),
             u"\"parent again\""_s);
    const CtlRun several = run(arguments + QStringList{u"--table"_s, u"public.other"_s, u"--as"_s, u"x"_s});
    QCOMPARE(several.exitCode, 2);
    QVERIFY2(several.output.contains(u"TABLE=NAME"_s), qPrintable(several.output));
    const CtlRun fresh = run({u"restore"_s, m_dump, u"--into"_s, u"fresh"_s, u"--table"_s, u"x"_s, u"--as"_s, u"y"_s});
    QCOMPARE(fresh.exitCode, 2);
}

/// What is in the way is said with the option that helps.
void CliRestoreTest::optionsAreNamed()
{
    restore::RestoreDraft draft = replacing();
    draft.confirmed.clear();
    QVERIFY2(run(restore::commandArguments(draft)).output.contains(u"--confirm"_s), "confirm");
    draft.existing = restore::ExistingObjects::Stop;
    const CtlRun conflict = run(restore::commandArguments(draft));
    QCOMPARE(conflict.exitCode, 1);
    QVERIFY2(conflict.output.contains(u"--on-conflict"_s), qPrintable(conflict.output));
    const CtlRun exists = run({u"restore"_s, m_dump, u"--into"_s, u"live"_s});
    QCOMPARE(exists.exitCode, 1);
    QVERIFY2(exists.output.contains(u"--existing"_s), qPrintable(exists.output));
    const QString all = m_folder.filePath(u"all.sql"_s);
    const auto dumped = m_cluster.runTool(process::ToolKind::PgDumpAll, u"postgres"_s, {u"--file="_s + all});
    QVERIFY(dumped && dumped->succeeded());
    const CtlRun several = run({u"restore"_s, all, u"--into"_s, u"fresh"_s});
    QCOMPARE(several.exitCode, 2);
    QVERIFY2(several.output.contains(u"--database NAME"_s), qPrintable(several.output));
    QFile whole(m_dump);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QFile cut(m_folder.filePath(u"cut.dump"_s));
    QVERIFY(cut.open(QIODevice::WriteOnly));
    cut.write(whole.read(whole.size() / 3));
    cut.close();
    const CtlRun corrupt = run({u"restore"_s, cut.fileName(), u"--into"_s, u"fresh"_s});
    QCOMPARE(corrupt.exitCode, 1);
    QVERIFY2(corrupt.output.contains(u"--intact-only"_s), qPrintable(corrupt.output));
}

/// Only a superuser makes functions in C.
void CliRestoreTest::aSandboxTrustsNobodyUnasked()
{
    QVERIFY(m_cluster.script(u"live"_s, u"CREATE FUNCTION c() RETURNS trigger LANGUAGE internal AS 'suppress_redundant_updates_trigger'"_s));
    const QString dump = m_folder.filePath(u"powerful.dump"_s);
    QVERIFY(m_cluster.dump(u"live"_s, {u"--format=custom"_s}, dump));
    const CtlRun distrusted = alone({u"restore"_s, dump, u"--into-sandbox"_s});
    QVERIFY2(distrusted.exitCode == 1 && distrusted.output.contains(u"--trusted"_s), qPrintable(distrusted.all()));
    const CtlRun trusted = alone({u"restore"_s, dump, u"--into-sandbox"_s, u"--trusted"_s});
    QVERIFY2((trusted.exitCode == 0 || trusted.exitCode == 3) && !trusted.output.contains(u"--trusted"_s), qPrintable(trusted.all()));
    for (const CtlRun* made : {&distrusted, &trusted})
        QCOMPARE(alone({u"sandbox"_s, u"remove"_s, made->json().value(u"sandbox"_s).toString()}).exitCode, 0);
}

void CliRestoreTest::theCommandsOfASandbox()
{
    QCOMPARE(run({u"restore"_s, m_dump, u"--into-sandbox"_s}).exitCode, 2); // a server is named
    const CtlRun made = alone({u"restore"_s, m_dump, u"--into-sandbox"_s, u"--into"_s, u"it's here"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.output + made.errors));
    const QJsonObject report = made.json();
    const QString name = report.value(u"sandbox"_s).toString();
    QVERIFY(!name.isEmpty());
    const auto state = [&]() -> QString {
        for (const QJsonValue each : alone({u"sandbox"_s}).json().value(u"sandboxes"_s).toArray()) {
            if (each.toObject().value(u"name"_s).toString() == name)
                return each.toObject().value(u"running"_s).toBool() ? u"running"_s : u"stopped"_s;
        }
        return u"none"_s;
    };
    QCOMPARE(state(), u"running"_s);
    const auto rowsThere = [&] {
        const CtlRun asked = alone({u"--connection"_s, report.value(u"conninfo"_s).toString(), u"tables"_s,
                                 u"--database"_s, u"it's here"_s});
        return asked.exitCode == 0 ? asked.output : asked.output + asked.errors;
    };
    QVERIFY2(rowsThere().contains(u"Odd"_s), qPrintable(rowsThere()));
    QCOMPARE(alone({u"sandbox"_s, u"stop"_s, name}).exitCode, 0);
    QCOMPARE(state(), u"stopped"_s);
    QVERIFY(!rowsThere().contains(u"Odd"_s));
    const CtlRun again = alone({u"sandbox"_s, u"start"_s, name});
    QVERIFY2(again.exitCode == 0, qPrintable(again.output + again.errors));
    QCOMPARE(state(), u"running"_s);
    QVERIFY2(rowsThere().contains(u"Odd"_s), qPrintable(rowsThere()));
    QCOMPARE(alone({u"sandbox"_s, u"remove"_s, name}).exitCode, 0);
    QCOMPARE(state(), u"none"_s);
    QCOMPARE(alone({u"sandbox"_s, u"remove"_s, name}).exitCode, 1);
    QCOMPARE(alone({u"sandbox"_s, u"remove"_s}).exitCode, 2);
    QCOMPARE(alone({u"sandbox"_s, u"explode"_s, name}).exitCode, 2);
}

void CliRestoreTest::sanityQueriesAreKeptAndAsked()
{
    const auto sanity = [this](const QStringList& arguments) {
        return run(QStringList{u"sanity"_s} + arguments + QStringList{u"--database"_s, u"live"_s});
    };
    const QString table = u"\"Odd, \"\"one\"\"\""_s;
    const CtlRun added = sanity({u"add"_s, u"how many"_s, u"SELECT count(*) FROM public."_s + table, u"--must-be-equal"_s});
    QVERIFY2(added.exitCode == 0, qPrintable(added.output + added.errors));
    QCOMPARE(sanity({u"add"_s, u"some"_s, u"SELECT * FROM public."_s + table, u"--must-return-rows"_s}).exitCode, 0);
    QCOMPARE(sanity({u"add"_s, u"off"_s, u"SELECT 1"_s, u"--disabled"_s}).exitCode, 0);
    const CtlRun listed = sanity({});
    QCOMPARE(listed.json().value(u"queries"_s).toArray().size(), 3);
    // What cannot be asked is not kept, and nothing is written by asking.
    QCOMPARE(sanity({u"add"_s, u"bad"_s, u"SELECT nothing FROM nowhere"_s}).exitCode, 1);
    QVERIFY(sanity({u"add"_s, u"writes"_s, u"DELETE FROM public."_s + table}).exitCode != 0);
    QCOMPARE(rows(), u"3"_s);
    QCOMPARE(sanity({u"add"_s, u"two"_s, u"SELECT 1"_s, u"--must-be-equal"_s, u"--at-least"_s, u"3"_s}).exitCode, 2);
    QCOMPARE(sanity({u"add"_s, u"no"_s, u"SELECT 1"_s, u"--at-least"_s, u"many"_s}).exitCode, 2);
    QCOMPARE(sanity({}).json().value(u"queries"_s).toArray().size(), 3);
    // Side by side with the whole one they differ.
    const CtlRun same = sanity({u"run"_s});
    QVERIFY2(same.exitCode == 0, qPrintable(same.output + same.errors));
    const CtlRun differs = sanity({u"run"_s, u"--against"_s, u"shop"_s});
    QCOMPARE(differs.exitCode, 4);
    QCOMPARE(differs.json().value(u"results"_s).toArray().size(), 2);
    QVERIFY2(differs.output.contains(u"how many"_s), qPrintable(differs.output));
    QCOMPARE(sanity({u"remove"_s, u"how many"_s}).exitCode, 0);
    QCOMPARE(sanity({u"run"_s, u"--against"_s, u"shop"_s}).exitCode, 0);
    const CtlRun suggested = sanity({u"suggest"_s, u"--save"_s});
    QVERIFY2(suggested.exitCode == 0, qPrintable(suggested.output + suggested.errors));
    QVERIFY(sanity({}).json().value(u"queries"_s).toArray().size() > 2);
    QCOMPARE(sanity({u"run"_s, u"now"_s}).exitCode, 2);
    QCOMPARE(sanity({u"forget"_s}).exitCode, 2);
}

/// The window shows them for a shell.
void CliRestoreTest::answersAsACommandAreUnderstood()
{
    restore::RestoreDraft draft = replacing();
    draft.confirmed.clear();
    const CtlRun refused = run(restore::commandArguments(draft));
    QVERIFY(refused.exitCode != 0);
    QCOMPARE(rows(), u"3"_s);
    draft.existing = restore::ExistingObjects::Stop;
    draft.intoSchema = u"be side"_s;
    draft.ownership = restore::Ownership::Keep;
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    const CtlRun beside = run(restore::commandArguments(draft));
    QVERIFY2(beside.exitCode == 0, qPrintable(beside.output + beside.errors));
    QCOMPARE(m_cluster.value(u"live"_s, u"SELECT count(*) FROM \"be side\".\"Odd, \"\"one\"\"\""_s), u"40"_s);
    draft = {};
    draft.source = m_dump;
    draft.target = restore::TargetKind::SqlFile;
    draft.file = m_folder.filePath(u"-x y.sql.gz"_s);
    draft.schemas = {u"public"_s};
    const CtlRun written = run(restore::commandArguments(draft));
    QVERIFY2(written.exitCode == 0, qPrintable(written.output + written.errors));
    QVERIFY(QFile::exists(draft.file));
}

QTEST_GUILESS_MAIN(CliRestoreTest)
#include "clirestoretest.moc"
