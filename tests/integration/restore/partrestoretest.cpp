// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a backup, and whole ones, into databases that are there already, into SQL files, and out of dumps
// in plain SQL.
#include "archive/extract.h"
#include "core/quoting.h"
#include "partfixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QScopeGuard>

using namespace tidemark;
using namespace tidemark::test;
using restore::ExistingObjects;
using restore::RestoreDraft;
using restore::TargetKind;

class TestPartRestore : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeDumps(); }
    void cleanup() { dropBack(); }
    void relationsComeBack_data();
    void relationsComeBack();
    void partOfABackupInANewDatabase();
    void wholeIntoAnEmptyDatabase();
    void conflictsStop();
    void keptOnesStay();
    void replacedOnesAreAsInTheBackup();
    void whatRestsOnThemStopsIt();
    void eventTriggersStay();
    void emptiedAndLoaded();
    void appended();
    void namesAsHardAsTheyGet();
    void plainSql_data();
    void plainSql();
    void oneDatabaseOfMany();
    void metaCommandsAreNotRun();
    void writtenMetaCommandsAreNotRun();
    void sqlFile_data();
    void sqlFile();
    void failureChangesNothing();
    void cancelChangesNothing();
};

void TestPartRestore::relationsComeBack_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("name");
    for (const archive::Relation& relation : m_toc.relations())
        QTest::newRow(qPrintable(relation.schema + QLatin1Char('.') + relation.name))
            << relation.schema << relation.name;
}

void TestPartRestore::relationsComeBack()
{
    QFETCH(QString, schema);
    QFETCH(QString, name);
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    RestoreDraft draft = draftInto(QStringLiteral("back"), core::quoteQualified(schema, name));
    draft.source = file();
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto facts = restore::gatherFacts(draft, server, tools(), {});
    QVERIFY2(facts, qPrintable(problemOf(facts)));
    const auto plan = restore::makePlan(draft, *facts);
    QVERIFY2(plan, qPrintable(problemOf(plan)));
    const auto report = restore::run(*plan, server, {});
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QStringList skipped;
    for (const archive::SkippedEntry& entry : plan->scope.selection.skipped)
        skipped.append(m_toc.byDumpId(entry.dumpId)->tag());
    QCOMPARE(difference(QStringLiteral("back"), schema, name, skipped).toUtf8().constData(), "");
}

void TestPartRestore::partOfABackupInANewDatabase()
{
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("public.pets"));
    draft.target = TargetKind::NewDatabase;
    draft.jobs = 2;
    auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->isPart);
    QCOMPARE(value(QStringLiteral("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE "
                                  "relnamespace = 'public'::regnamespace")),
             QStringLiteral("pets,pets_name,pets_pkey"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pets")), QStringLiteral("200"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_trigger WHERE tgname = 'shouting'")),
             QStringLiteral("1"));
    (void)m_cluster.dropDatabase(QStringLiteral("back"));
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM people JOIN pets ON people.id = owner")),
             QStringLiteral("200"));
    QCOMPARE(value(QStringLiteral("SELECT convalidated FROM pg_constraint WHERE contype = 'f'")),
             QStringLiteral("t"));
}

void TestPartRestore::wholeIntoAnEmptyDatabase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const auto report = run(draftInto(QStringLiteral("back")));
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM good_ones")), QStringLiteral("100"));
    QCOMPARE(value(QStringLiteral("SELECT lo_get(4711)")), QStringLiteral("\\x0001027f80ff"));
    // Triggers do not act on rows that are restored.
    QCOMPARE(value(QStringLiteral("SELECT name FROM pets WHERE id = 7")), QStringLiteral("pet 7"));
    QCOMPARE(value(QStringLiteral("SELECT nextval('people_id_seq')")), QStringLiteral("101"));
}

void TestPartRestore::conflictsStop()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QCOMPARE(script(QStringLiteral("CREATE VIEW people AS SELECT 1 AS a")), QString());
    const QString before = digest();
    for (const QString& table : {QString(), QStringLiteral("people")}) {
        const auto report = run(draftInto(QStringLiteral("back"), table));
        QVERIFY(!report);
        QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
        QVERIFY2(report.error().message.contains(QStringLiteral("people")),
                 qPrintable(report.error().toText()));
    }
    QCOMPARE(digest(), before);
    RestoreDraft nowhere = draftInto(QStringLiteral("nowhere"));
    const auto report = run(nowhere);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::NotFound);
}

void TestPartRestore::keptOnesStay()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QCOMPARE(script(QStringLiteral("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people "
                                   "VALUES (1, 'mine'); CREATE TABLE other AS SELECT 1 AS a")),
             QString());
    // Its view and its key need what the table here has, or not: a column less would break the view.
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.existing = ExistingObjects::Keep;
    draft.foreignKeys = archive::ForeignKeys::NotValid;
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(value(QStringLiteral("SELECT string_agg(name, ',') FROM people")), QStringLiteral("mine"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pets")), QStringLiteral("200"));
    QCOMPARE(value(QStringLiteral("SELECT convalidated FROM pg_constraint WHERE contype = 'f'")),
             QStringLiteral("f"));
    QVERIFY2(idsOf(report->findings).contains(QStringLiteral("pets_owner_fkey")),
             qPrintable(idsOf(report->findings)));
    // Once more: everything is there, and nothing changes.
    const QString before = digest();
    const auto again = run(draft);
    QVERIFY2(again, qPrintable(problemOf(again)));
    QCOMPARE(digest(), before);
    QVERIFY2(idsOf(findings(draft)).contains(QStringLiteral("target.kept")),
             qPrintable(idsOf(findings(draft))));
}

void TestPartRestore::replacedOnesAreAsInTheBackup()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    RestoreDraft whole = draftInto(QStringLiteral("back"));
    QVERIFY(run(whole));
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("DELETE FROM pets; UPDATE people SET name = 'gone'; ALTER TABLE pets ADD "
                                   "extra int; DROP INDEX pets_name; SELECT lo_put(4711, 0, '\\xff')")),
             QString());
    // Without the name typed nothing happens.
    whole.existing = ExistingObjects::Replace;
    const QString damaged = digest();
    const auto unconfirmed = run(whole);
    QVERIFY(!unconfirmed);
    QCOMPARE(unconfirmed.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(digest(), damaged);
    QVERIFY2(idsOf(findings(whole)).contains(QStringLiteral("people")), qPrintable(idsOf(findings(whole))));
    whole.confirmed = QStringLiteral("back");
    const auto report = run(whole);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(digest(), fresh);

    // One table: the key of another that points to it is put back as it was.
    QCOMPARE(script(QStringLiteral("DROP VIEW good_ones; DELETE FROM pets WHERE id > 50; UPDATE people SET "
                                   "name = 'gone'; COMMENT ON CONSTRAINT pets_owner_fkey ON pets IS 'mine'")),
             QString());
    RestoreDraft people = draftInto(QStringLiteral("back"), QStringLiteral("people"));
    people.existing = ExistingObjects::Replace;
    people.confirmed = QStringLiteral("back");
    const auto replaced = run(people);
    QVERIFY2(replaced, qPrintable(problemOf(replaced)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM people WHERE name LIKE 'p%'")),
             QStringLiteral("100"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pets")), QStringLiteral("50"));
    QCOMPARE(value(QStringLiteral("SELECT convalidated || obj_description(oid, 'pg_constraint') FROM "
                                  "pg_constraint WHERE contype = 'f'")),
             QStringLiteral("truemine"));
}

void TestPartRestore::whatRestsOnThemStopsIt()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral("CREATE VIEW \"my own\" AS SELECT name FROM pets")), QString());
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.existing = ExistingObjects::Replace;
    draft.confirmed = QStringLiteral("back");
    const auto report = run(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().message.contains(QStringLiteral("my own")), qPrintable(report.error().toText()));
    QCOMPARE(digest(), before);
}

void TestPartRestore::eventTriggersStay()
{
    const QString made =
        QStringLiteral("CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                       "CREATE EVENT TRIGGER watching ON sql_drop EXECUTE FUNCTION watch();"
                       "CREATE TABLE t AS SELECT 1 AS i");
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QCOMPARE(script(made), QString());
    const QString dump = m_folder.filePath(QStringLiteral("watched.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("back"), {QStringLiteral("--format=custom")}, dump));
    const QString before = digest();
    QCOMPARE(script(QStringLiteral("DELETE FROM t")), QString());
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = dump;
    draft.existing = ExistingObjects::Replace;
    draft.confirmed = QStringLiteral("back");
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(digest(), before);
    QCOMPARE(value(QStringLiteral("SELECT evtname FROM pg_event_trigger")), QStringLiteral("watching"));
}

void TestPartRestore::emptiedAndLoaded()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    const QString fresh = digest();
    QCOMPARE(script(QStringLiteral("UPDATE people SET name = 'gone'; DELETE FROM pets WHERE id > 50; SELECT "
                                   "setval('people_id_seq', 5); ALTER TABLE pets DISABLE TRIGGER shouting")),
             QString());
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.existing = ExistingObjects::EmptyAndLoad;
    draft.confirmed = QStringLiteral("back");
    draft.tables = {QStringLiteral("people"), QStringLiteral("pets")};
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT tgenabled FROM pg_trigger WHERE tgname = 'shouting'")),
             QStringLiteral("D"));
    QCOMPARE(script(QStringLiteral("ALTER TABLE pets ENABLE TRIGGER shouting")), QString());
    QCOMPARE(digest(), fresh);
    // A parent alone: rows that others point to are checked again, so what does not fit is refused as a
    // whole.
    QCOMPARE(script(QStringLiteral("INSERT INTO people VALUES (1000, 'new'); INSERT INTO pets VALUES (1000, "
                                   "1000, 'of the new one')")),
             QString());
    const QString before = digest();
    draft.tables = {QStringLiteral("people")};
    const auto refused = run(draft);
    QVERIFY(!refused);
    QVERIFY2(refused.error().hint.contains(QStringLiteral("as it was")),
             qPrintable(refused.error().toText()));
    QCOMPARE(digest(), before);
    // A table that is not there.
    QCOMPARE(script(QStringLiteral("DROP TABLE pets")), QString());
    draft.tables = {QStringLiteral("pets")};
    const auto absent = run(draft);
    QVERIFY(!absent);
    QCOMPARE(absent.error().kind, core::ErrorKind::NotFound);
}

void TestPartRestore::appended()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral("DELETE FROM pets WHERE id <= 200; INSERT INTO pets VALUES (500, 1, "
                                   "'mine'); SELECT setval('people_id_seq', 500)")),
             QString());
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.existing = ExistingObjects::Append;
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) || min(name) FROM pets")), QStringLiteral("201MINE"));
    QCOMPARE(value(QStringLiteral("SELECT last_value FROM people_id_seq")), QStringLiteral("500"));
    QVERIFY(!idsOf(report->findings).contains(QStringLiteral("sound.")));
    // A sequence that rows go past.
    QCOMPARE(
        script(QStringLiteral("DELETE FROM pets; DELETE FROM people; SELECT setval('people_id_seq', 7)")),
        QString());
    draft.tables = {QStringLiteral("people")};
    const auto past = run(draft);
    QVERIFY2(past, qPrintable(problemOf(past)));
    QVERIFY2(past->verdict == core::Verdict::Ok, qPrintable(idsOf(past->findings)));
    QVERIFY2(idsOf(past->findings).contains(QStringLiteral("sequences.advanced: ")) &&
                 idsOf(past->findings).contains(QStringLiteral("public.people_id_seq")),
             qPrintable(idsOf(past->findings)));
    QCOMPARE(value(QStringLiteral("INSERT INTO people (name) VALUES ('next') RETURNING id")), QStringLiteral("101"));
    QCOMPARE(script(QStringLiteral("DELETE FROM people WHERE id = 101")), QString());
    draft.tables = {QStringLiteral("pets")};
    QVERIFY(run(draft));
    const QString before = digest();
    QVERIFY(!run(draft)); // the primary key is in the way
    QCOMPARE(digest(), before);
}

void TestPartRestore::namesAsHardAsTheyGet()
{
    const QString target = QStringLiteral("t'ar\"get\\ dbname=postgres\n; DROP DATABASE x; -- ü");
    QVERIFY(m_cluster.createDatabase(target));
    RestoreDraft draft = draftInto(target);
    draft.source = file();
    draft.schemas = {QStringLiteral("a.b"), QStringLiteral("- Ünï cödé 🐘")};
    auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(difference(target, QStringLiteral("a.b"), QStringLiteral("T \"able")).toUtf8().constData(), "");
    draft.existing = ExistingObjects::Replace;
    draft.confirmed = target;
    report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    draft.existing = ExistingObjects::EmptyAndLoad;
    report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(difference(target, QStringLiteral("a.b"), QStringLiteral("T \"able")).toUtf8().constData(), "");
    QVERIFY(m_cluster.dropDatabase(target));
}

void TestPartRestore::plainSql_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("packer");
    QTest::newRow("plain") << "--format=plain"
                           << "";
    QTest::newRow("gzip") << "--format=plain"
                          << "gzip";
    QTest::newRow("inserts") << "--format=plain --inserts"
                             << "";
    QTest::newRow("create") << "--format=plain --create --clean --if-exists"
                            << "";
}

void TestPartRestore::plainSql()
{
    QFETCH(QString, options);
    QFETCH(QString, packer);
    QString path = m_folder.filePath(QStringLiteral("plain.sql"));
    QFile::remove(path);
    // Large objects of a plain dump are among its statements, see the hint of the error.
    QVERIFY(m_cluster.dump(QStringLiteral("small"),
                           options.split(QLatin1Char(' ')) + QStringList{QStringLiteral("--no-blobs")},
                           path));
    if (!packer.isEmpty()) {
        QFile::remove(path + QLatin1String(".gz"));
        const auto packed = process::run(process::Command(packer, {path}), {}, {});
        QVERIFY(packed && packed->succeeded());
        path += QLatin1String(".gz");
    }
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    draft.target = TargetKind::NewDatabase;
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(report->database, QStringLiteral("back"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM people JOIN pets ON people.id = owner")),
             QStringLiteral("200"));
    QCOMPARE(value(QStringLiteral("SELECT nextval('people_id_seq')")), QStringLiteral("101"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'")),
             QStringLiteral("3"));
}

void TestPartRestore::oneDatabaseOfMany()
{
    const QString path = m_folder.filePath(QStringLiteral("all.sql"));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("second")));
    QVERIFY(m_cluster.script(
        QStringLiteral("second"),
        QStringLiteral("CREATE TABLE pets AS SELECT 7 AS a; COMMENT ON TABLE pets IS '\\connect small'")));
    const auto program = tools().pick(process::ToolKind::PgDumpAll, 15);
    QVERIFY(program);
    process::Command command(program->path,
                             {QStringLiteral("--file=") + path, QStringLiteral("--exclude-database=hard"),
                              QStringLiteral("--exclude-database=small")});
    command.addOption(QStringLiteral("--dbname"), m_cluster.spec(QStringLiteral("postgres")).toConninfo());
    QVERIFY(m_cluster.createDatabase(QStringLiteral("third")));
    QVERIFY(m_cluster.script(QStringLiteral("third"), QStringLiteral("CREATE TABLE pets AS SELECT 8 AS a")));
    const auto dumped = process::run(command, {}, {});
    QVERIFY(dumped && dumped->succeeded());
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    draft.target = TargetKind::NewDatabase;
    const auto several = run(draft);
    QVERIFY(!several);
    QVERIFY2(several.error().message.contains(QStringLiteral("third")), qPrintable(several.error().toText()));
    draft.sourceDatabase = QStringLiteral("second");
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT a || obj_description('pets'::regclass) FROM pets")),
             QStringLiteral("7\\connect small"));
    QCOMPARE(report->tables.size(), 1);
    QCOMPARE(report->rows(), 1);
}

void TestPartRestore::metaCommandsAreNotRun()
{
    const QString path = m_folder.filePath(QStringLiteral("evil.sql"));
    const QString proof = m_folder.filePath(QStringLiteral("proof"));
    QFile::remove(path);
    QVERIFY(m_cluster.dump(
        QStringLiteral("small"),
        {QStringLiteral("--format=plain"), QStringLiteral("--inserts"), QStringLiteral("--no-blobs")}, path));
    QFile opened(path);
    QVERIFY(opened.open(QIODevice::ReadOnly));
    const QByteArray text = opened.readAll();
    opened.close();
    for (const char* place : {"INSERT INTO public.people VALUES (2,", "CREATE INDEX pets_name"}) {
        QByteArray evil = text;
        QVERIFY(evil.contains(place));
        evil.replace(place, QByteArray("\\! touch ") + proof.toLocal8Bit() + '\n' + place);
        QVERIFY(opened.open(QIODevice::WriteOnly | QIODevice::Truncate));
        opened.write(evil);
        opened.close();
        RestoreDraft draft = draftInto(QStringLiteral("back"));
        draft.source = path;
        draft.target = TargetKind::NewDatabase;
        (void)run(draft);
        QVERIFY(!QFile::exists(proof));
        (void)m_cluster.dropDatabase(QStringLiteral("back"));
    }
}

/// Nor by psql from what is written for it.
void TestPartRestore::writtenMetaCommandsAreNotRun()
{
    QFile original(m_small);
    QVERIFY(original.open(QIODevice::ReadOnly));
    QByteArray bytes = original.readAll();
    const QByteArray body = "$$BEGIN NEW.name := upper(NEW.name); RETURN NEW; END$$";
    QVERIFY(bytes.contains(body));
    bytes.replace(body, QByteArray("$$$$;\n\\! touch proof\nSELECT 1").leftJustified(body.size()));
    QFile evil(m_folder.filePath(QStringLiteral("evil.dump")));
    QVERIFY(evil.open(QIODevice::WriteOnly));
    evil.write(bytes);
    evil.close();
    RestoreDraft draft = draftInto(QString(), QStringLiteral("public.pets"));
    draft.source = evil.fileName();
    draft.target = TargetKind::SqlFile;
    draft.file = m_folder.filePath(QStringLiteral("evil out.sql"));
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    const auto dump = archive::Dump::open(evil.fileName(), {}, {});
    QVERIFY(dump);
    QList<int> all;
    const QList<archive::Relation> relations = (*dump)->contents().parts.constFirst().toc.relations();
    for (const archive::Relation& relation : relations)
        all.append(relation.dumpId);
    QFile extracted(m_folder.filePath(QStringLiteral("evil extract.sql")));
    QVERIFY(extracted.open(QIODevice::WriteOnly));
    archive::DescriptorSink sink(extracted.handle(), extracted.fileName());
    QVERIFY(archive::extractSql(**dump, 0, all, {}, sink, {}));
    const QString here = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder.path()));
    const auto back = qScopeGuard([&here] { QDir::setCurrent(here); });
    for (const QString& written : {draft.file, extracted.fileName()}) {
        QFile text(written);
        QVERIFY(text.open(QIODevice::ReadOnly) && text.readAll().contains("\\! touch"));
        (void)m_cluster.dropDatabase(QStringLiteral("back"));
        QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
        (void)m_cluster.runTool(process::ToolKind::Psql, QStringLiteral("back"),
                                {QStringLiteral("--no-psqlrc"), QStringLiteral("--file=") + written});
        QVERIFY2(!QFile::exists(QStringLiteral("proof")), qPrintable(written));
    }
}

void TestPartRestore::sqlFile_data()
{
    QTest::addColumn<QString>("ending");
    for (const char* ending : {".sql", ".sql.gz", ".sql.zst"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

void TestPartRestore::sqlFile()
{
    QFETCH(QString, ending);
    RestoreDraft draft = draftInto(QString());
    draft.target = TargetKind::SqlFile;
    draft.file = m_folder.filePath(QStringLiteral("out") + ending);
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(report->file, draft.file);
    QVERIFY(report->bytes > 500);
    const auto again = run(draft);
    QVERIFY(!again);
    QCOMPARE(again.error().kind, core::ErrorKind::Conflict);
    QString text = draft.file;
    if (ending != QLatin1String(".sql")) {
        text = m_folder.filePath(QStringLiteral("unpacked.sql"));
        process::RunOptions options;
        options.outputFile = text;
        const auto unpacked = process::run(
            process::Command(ending.endsWith(QLatin1String("gz")) ? QStringLiteral("gzip")
                                                                  : QStringLiteral("zstd"),
                             {QStringLiteral("--decompress"), QStringLiteral("--stdout"), draft.file}),
            options, {});
        QVERIFY(unpacked && unpacked->succeeded());
    }
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const auto ran =
        m_cluster.runTool(process::ToolKind::Psql, QStringLiteral("back"),
                          {QStringLiteral("--no-psqlrc"), QStringLiteral("--set=ON_ERROR_STOP=1"),
                           QStringLiteral("--file=") + text});
    QVERIFY(ran);
    QVERIFY2(ran->succeeded(), ran->errorOutput.constData());
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM people JOIN pets ON people.id = owner")),
             QStringLiteral("200"));
    QCOMPARE(value(QStringLiteral("SELECT lo_get(4711)")), QStringLiteral("\\x0001027f80ff"));
}

void TestPartRestore::failureChangesNothing()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    // The archive is cut off in the middle of its rows, after definitions were made.
    const QString cut = m_folder.filePath(QStringLiteral("cut.dump"));
    QVERIFY(QFile::copy(m_small, cut));
    QFile opened(cut);
    QVERIFY(opened.resize(opened.size() - 300));
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = cut;
    const auto report = run(draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Corrupt);
    QCOMPARE(digest(), before);
    // A name that comes into being between the plan and the run.
    draft = draftInto(QStringLiteral("back"));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto facts = restore::gatherFacts(draft, server, tools(), {});
    QVERIFY(facts);
    const auto plan = restore::makePlan(draft, *facts);
    QVERIFY(plan);
    QCOMPARE(script(QStringLiteral("CREATE TABLE pets (a int)")), QString());
    const QString late = digest();
    const auto failed = restore::run(*plan, server, {});
    QVERIFY(!failed);
    QVERIFY2(failed.error().detail.contains(QStringLiteral("already exists")),
             qPrintable(failed.error().toText()));
    QVERIFY2(failed.error().hint.contains(QStringLiteral("as it was")), qPrintable(failed.error().toText()));
    QCOMPARE(digest(), late);
}

void TestPartRestore::cancelChangesNothing()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("slow")));
    QVERIFY(m_cluster.script(
        QStringLiteral("slow"),
        QStringLiteral(
            "SET test.fast = on; CREATE FUNCTION slowly(i int) RETURNS boolean LANGUAGE sql AS"
            " $$SELECT CASE WHEN i % 100 = 0 AND pg_catalog.current_setting('test.fast', true) IS NULL"
            " THEN pg_catalog.pg_sleep(0.02) IS NOT NULL ELSE true END$$;"
            "CREATE TABLE one AS SELECT i, repeat(md5(i::text), 20) AS a FROM generate_series(1, 40000) i;"
            "ALTER TABLE one ADD CHECK (public.slowly(i))")));
    const QString path = m_folder.filePath(QStringLiteral("slow.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("slow"),
                           {QStringLiteral("--format=custom"), QStringLiteral("--compress=0")}, path));
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.source = path;
    std::stop_source source;
    QElapsedTimer timer;
    timer.start();
    const auto report = run(
        draft, stoppedWhen(source, [](const core::Progress& p) { return p.fraction.value_or(0) > 0.05; }));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QVERIFY2(timer.elapsed() < 7000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(report.error().hint.contains(QStringLiteral("as it was")), qPrintable(report.error().toText()));
    QTRY_COMPARE(tidemarkSessions(m_cluster), QString());
    QCOMPARE(digest(), before);
}

QTEST_GUILESS_MAIN(TestPartRestore)
#include "partrestoretest.moc"
