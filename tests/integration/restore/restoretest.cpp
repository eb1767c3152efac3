// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "support/runs.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestRestore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sampleComesBackEqual();
    void proofIsNotedBesideTheSet();
    void existingNameIsNeverTouched();
    void missingOwnersBecomeMine();
    void keepOwners();
    void entriesThatNeedLaterOnesAreTriedAgain();
    void rowsAreNotThereTwice_data();
    void rowsAreNotThereTwice();
    void foreignDump();
    void notADump_data();
    void notADump();
    void unsuitedArchiveCreatesNothing();
    void hostileNames();
    void everyArchiveFormat_data();
    void everyArchiveFormat();
    void rowsAloneAndPlainSql();
    void otherEncodings_data();
    void otherEncodings();
    void insertsAreCompared();
    void largeObjectsInPlainSql();
    void hiddenRowsAreNoDifference();
    void checksOfDomainsComeLast();
    void cancelRemovesTheNewDatabase();
    void statisticsAreNoProof();
    void alteredRowsAreNoticed();

private:
    QString databases() const
    {
        return m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral(
                "SELECT string_agg(datname, ',' ORDER BY datname COLLATE \"C\") FROM pg_database"));
    }
    core::Result<backup::BackupReport> set(const QString& database)
    {
        return backUp(openAccess(m_cluster.spec()), database, m_folder.path());
    }
    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_blogSet;
};

void TestRestore::initTestCase()
{
    QVERIFY(m_cluster.createSample(QStringLiteral("blog_db")));
    const auto report = set(QStringLiteral("blog_db"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    m_blogSet = report->setFolder;
}

void TestRestore::sampleComesBackEqual()
{
    const auto report = restoreInto(openAccess(m_cluster.spec()), m_blogSet, QStringLiteral("blog_back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QCOMPARE(report->database, QStringLiteral("blog_back"));
    QVERIFY(report->rows() > 190'000);
    for (const restore::TableComparison& table : report->tables)
        QVERIFY2(table.matches && table.rows == table.expectedRows, qPrintable(table.name));
    // Definitions too, by the stock tool: keys, indexes, triggers, grants, policies.
    QTemporaryDir dumps;
    const QStringList schemaOnly{QStringLiteral("--schema-only"), QStringLiteral("--format=plain"),
                                 QStringLiteral("--restrict-key=abc")};
    QStringList texts;
    for (const char* database : {"blog_db", "blog_back"}) {
        const QString file = dumps.filePath(QLatin1String(database));
        core::Status dumped = m_cluster.dump(QLatin1String(database), schemaOnly, file);
        if (!dumped) // older minor releases have no restrict key, and no random line either
            dumped = m_cluster.dump(QLatin1String(database), schemaOnly.mid(0, 2), file);
        QVERIFY2(dumped, qPrintable(dumped ? QString() : dumped.error().toText()));
        QFile opened(file);
        QVERIFY(opened.open(QIODevice::ReadOnly));
        texts.append(QString::fromUtf8(opened.readAll()));
    }
    QVERIFY(texts.first().size() > 10'000);
    QCOMPARE(texts.last(), texts.first());
    QCOMPARE(m_cluster.value(QStringLiteral("blog_back"),
                             QStringLiteral("SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'posts'")),
             QStringLiteral("t"));
}

void TestRestore::proofIsNotedBesideTheSet()
{
    const auto before = catalog::readSet(m_blogSet);
    QVERIFY(before);
    const auto report = restoreInto(openAccess(m_cluster.spec()), m_blogSet, QStringLiteral("blog_proof"));
    QVERIFY(report);
    const auto after = catalog::readSet(m_blogSet);
    QVERIFY(after);
    QCOMPARE(after->checks.size(), before->checks.size() + 1);
    QCOMPARE(after->proven(), catalog::Proven::Restored);
    QCOMPARE(after->manifest.toJson(), before->manifest.toJson());
}

void TestRestore::existingNameIsNeverTouched()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("precious")));
    QVERIFY(m_cluster.sql(QStringLiteral("precious"), QStringLiteral("CREATE TABLE t AS SELECT 42 AS a")));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto report = restoreInto(server, m_blogSet, QStringLiteral("precious"));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    // Also when it appears between the plan and the run.
    const auto plan = planRestore(server, m_blogSet, QStringLiteral("latecomer"));
    QVERIFY(plan);
    QVERIFY(m_cluster.createDatabase(QStringLiteral("latecomer")));
    const auto late = restore::run(*plan, server, {});
    QVERIFY(!late);
    QCOMPARE(late.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(m_cluster.value(QStringLiteral("precious"), QStringLiteral("SELECT a FROM t")),
             QStringLiteral("42"));
    QVERIFY(!databases().contains(QStringLiteral("incomplete")));
}

void TestRestore::missingOwnersBecomeMine()
{
    QVERIFY(m_cluster.script(QStringLiteral("postgres"),
                             QStringLiteral("CREATE ROLE leaver; CREATE ROLE grantee")));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("owned")));
    QVERIFY(m_cluster.script(
        QStringLiteral("owned"),
        QStringLiteral(
            "CREATE TABLE t AS SELECT 1 AS a; ALTER TABLE t OWNER TO leaver; GRANT SELECT ON t TO grantee")));
    const auto made = set(QStringLiteral("owned"));
    QVERIFY(made);
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("owned")));
    QVERIFY(
        m_cluster.script(QStringLiteral("postgres"), QStringLiteral("DROP ROLE leaver; DROP ROLE grantee")));
    const auto report =
        restoreInto(openAccess(m_cluster.spec()), made->setFolder, QStringLiteral("owned_back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    // The grant names a role that is gone: said, and not called a loss.
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QCOMPARE(m_cluster.value(QStringLiteral("owned_back"),
                             QStringLiteral("SELECT tableowner FROM pg_tables WHERE tablename = 't'")),
             QStringLiteral("postgres"));
}

void TestRestore::keepOwners()
{
    QVERIFY(m_cluster.script(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE stayer")));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("kept")));
    QVERIFY(
        m_cluster.script(QStringLiteral("kept"),
                         QStringLiteral("CREATE TABLE t AS SELECT 1 AS a; ALTER TABLE t OWNER TO stayer")));
    const auto made = set(QStringLiteral("kept"));
    QVERIFY(made);
    const access::ServerAccess server = openAccess(m_cluster.spec());
    restore::RestoreDraft draft;
    draft.source = made->setFolder;
    draft.targetDatabase = QStringLiteral("kept_back");
    draft.ownership = restore::Ownership::Keep;
    draft.jobs = 2;
    const auto facts = restore::gatherFacts(draft, server, tools(), {});
    QVERIFY(facts);
    const auto plan = restore::makePlan(draft, *facts);
    QVERIFY(plan);
    const auto report = restore::run(*plan, server, {});
    QVERIFY(report);
    QCOMPARE(m_cluster.value(QStringLiteral("kept_back"),
                             QStringLiteral("SELECT tableowner FROM pg_tables WHERE tablename = 't'")),
             QStringLiteral("stayer"));
}

void TestRestore::entriesThatNeedLaterOnesAreTriedAgain()
{
    // A plain pg_restore of this correct dump fails twice: rows of aaa are checked against zzz, which is
    // loaded later, and the index function is used by a role that gets USAGE on its schema only at the very
    // end.
    QVERIFY(m_cluster.createDatabase(QStringLiteral("knot")));
    QVERIFY(m_cluster.script(
        QStringLiteral("knot"),
        QStringLiteral(
            "CREATE TABLE zzz (code text PRIMARY KEY); INSERT INTO zzz VALUES ('a');"
            "CREATE FUNCTION known(text) RETURNS boolean LANGUAGE sql AS $$SELECT EXISTS (SELECT FROM "
            "public.zzz WHERE code = $1)$$;"
            "CREATE TABLE aaa (code text CHECK (public.known(code))); INSERT INTO aaa VALUES ('a')")));
    const auto made = set(QStringLiteral("knot"));
    QVERIFY(made);
    const auto report =
        restoreInto(openAccess(m_cluster.spec()), made->setFolder, QStringLiteral("knot_back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QCOMPARE(m_cluster.value(QStringLiteral("knot_back"), QStringLiteral("SELECT count(*) FROM aaa")),
             QStringLiteral("1"));
}

void TestRestore::rowsAreNotThereTwice_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("rows"); // of the three that there were
    QTest::addColumn<core::Verdict>("verdict");
    QTest::newRow("emptied and tried again") << QString() << QStringLiteral("3") << core::Verdict::Ok;
    // Which table they went to is not known then.
    QTest::newRow("through the root")
        << QStringLiteral("--load-via-partition-root") << QStringLiteral("2") << core::Verdict::Failed;
}

/// INSERT after INSERT, each of them a transaction; the second of aaa needs what is loaded later.
void TestRestore::rowsAreNotThereTwice()
{
    QFETCH(QString, option);
    QFETCH(QString, rows);
    QFETCH(core::Verdict, verdict);
    const QString name = QStringLiteral("one by one");
    QVERIFY(m_cluster.createDatabase(name));
    const auto drop = qScopeGuard([&] { (void)m_cluster.dropDatabase(name); });
    QVERIFY(m_cluster.script(
        name, QStringLiteral("CREATE TABLE zzz (code text PRIMARY KEY); INSERT INTO zzz VALUES ('a');"
                             "CREATE FUNCTION known(text) RETURNS boolean LANGUAGE sql AS $$SELECT $1 = "
                             "'free' OR EXISTS (SELECT FROM public.zzz WHERE code = $1)$$;"
                             "CREATE TABLE root (code text CHECK (public.known(code))) PARTITION BY LIST "
                             "(code); CREATE TABLE \"aaa \"\"1\" PARTITION OF root DEFAULT;"
                             "INSERT INTO root VALUES ('free'), ('a'), ('free')")));
    QStringList options{QStringLiteral("--format=custom"), QStringLiteral("--inserts")};
    if (!option.isEmpty())
        options.append(option);
    const QString file = m_folder.filePath(QStringLiteral("inserts.dump"));
    QFile::remove(file);
    QVERIFY(m_cluster.dump(name, options, file));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const QString back = QStringLiteral("one by one back");
    auto plan = planRestore(server, file, back);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toText()));
    plan->jobs = 1;
    const auto report = restore::run(*plan, server, {});
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(m_cluster.value(report->database, QStringLiteral("SELECT count(*) FROM root")), rows);
    QCOMPARE(report->verdict, verdict);
    QVERIFY(m_cluster.dropDatabase(report->database));
}

void TestRestore::foreignDump()
{
    const QString file = m_folder.filePath(QStringLiteral("cron job's.dump"));
    qputenv("PGTZ", "Asia/Kathmandu");
    const core::Status dumped =
        m_cluster.dump(QStringLiteral("blog_db"), {QStringLiteral("--format=custom")}, file);
    qunsetenv("PGTZ");
    QVERIFY(dumped);
    const auto report = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("foreign_back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->rows() > 190'000);
}

void TestRestore::notADump_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("word");
    QTest::newRow("zip") << QByteArray("PK\x03\x04zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz") << "ZIP";
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("sqlite") << QByteArray("SQLite format 3\0aaaaaaaaaaaaaaaa", 32) << "SQLite";
}

void TestRestore::notADump()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, word);
    const QString path = m_folder.filePath(QStringLiteral("thing"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto source = restore::openSource(path);
    QVERIFY(!source);
    QCOMPARE(source.error().kind, core::ErrorKind::InvalidInput);
    QVERIFY2(source.error().detail.contains(word), qPrintable(source.error().toText()));
}

void TestRestore::unsuitedArchiveCreatesNothing()
{
    // Cut off in the middle of its data: contents are readable, the rows are not.
    const QString path = m_folder.filePath(QStringLiteral("cut.dump"));
    const auto whole = catalog::readSet(m_blogSet);
    QVERIFY(whole);
    QVERIFY(QFile::copy(whole->dumpPath(), path));
    QFile file(path);
    QVERIFY(file.resize(file.size() * 2 / 3));
    const QString before = databases();
    const auto report = restoreInto(openAccess(m_cluster.spec()), path, QStringLiteral("cut_back"));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Corrupt);
    QCOMPARE(databases(), before);
}

void TestRestore::hostileNames()
{
    const QString source = QStringLiteral("so'ur\"ce\n; --");
    const QString target = QStringLiteral("t'ar\"get\\ dbname=postgres\n; DROP DATABASE x; -- ü");
    QVERIFY(m_cluster.createDatabase(source));
    QVERIFY(m_cluster.script(
        source,
        QStringLiteral(
            "CREATE SCHEMA \"a.b\"; CREATE TABLE \"a.b\".\"x\ny\" (\"k \"\" k\" serial PRIMARY KEY, \"COPY\" "
            "text);"
            "INSERT INTO \"a.b\".\"x\ny\" (\"COPY\") SELECT E'\\\\.' || i FROM generate_series(1, 100) i")));
    const auto made = set(source);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    const auto report = restoreInto(openAccess(m_cluster.spec()), made->setFolder, target);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QCOMPARE(report->rows(), 100);
    QCOMPARE(m_cluster.value(target, QStringLiteral("SELECT count(*) FROM \"a.b\".\"x\ny\"")),
             QStringLiteral("100"));
    const auto tooLong =
        restoreInto(openAccess(m_cluster.spec()), made->setFolder, QString(64, QLatin1Char('n')));
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().kind, core::ErrorKind::InvalidInput);
}

void TestRestore::everyArchiveFormat_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("jobs");
    QTest::newRow("directory") << static_cast<int>(archive::DumpFormat::Directory) << 2;
    QTest::newRow("tar") << static_cast<int>(archive::DumpFormat::Tar) << 0;
}

void TestRestore::everyArchiveFormat()
{
    QFETCH(int, format);
    QFETCH(int, jobs);
    QTemporaryDir folder;
    backup::BackupDraft draft = draftOf(QStringLiteral("blog_db"), folder.path());
    draft.form.format = static_cast<archive::DumpFormat>(format);
    draft.form.jobs = jobs;
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto made = backUp(server, draft);
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
    const QString target = QStringLiteral("back from %1").arg(format);
    const auto report = restoreInto(server, made->setFolder, target);
    QVERIFY2(report, report ? "" : qPrintable(report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->rows() > 190'000);
    QVERIFY(m_cluster.dropDatabase(target));
}

void TestRestore::rowsAloneAndPlainSql()
{
    QTemporaryDir folder;
    const access::ServerAccess server = openAccess(m_cluster.spec());
    backup::BackupDraft draft = draftOf(QStringLiteral("blog_db"), folder.path());
    draft.content.part = backup::Part::Rows;
    const auto rows = backUp(server, draft);
    QVERIFY(rows);
    const auto withoutTables = restoreInto(server, rows->setFolder, QStringLiteral("never"));
    QVERIFY(!withoutTables);
    QVERIFY2(withoutTables.error().message.contains(QStringLiteral("no definitions")),
             qPrintable(withoutTables.error().toText()));

    draft = draftOf(QStringLiteral("blog_db"), folder.path());
    draft.form.format = archive::DumpFormat::Plain;
    draft.form.compression = core::CompressionSpec{};
    const auto plain = backUp(server, draft);
    QVERIFY(plain);
    const auto script = restoreInto(server, plain->setFolder, QStringLiteral("from plain"));
    QVERIFY2(script, script ? "" : qPrintable(script.error().toText()));
    QCOMPARE(script->verdict, core::Verdict::Ok);
    QVERIFY(script->rows() > 190'000);
}

void TestRestore::otherEncodings_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("format");
    for (const char* encoding : {"SQL_ASCII", "LATIN1"}) {
        for (const char* format : {"custom", "plain"})
            QTest::addRow("%s %s", encoding, format)
                << QString::fromLatin1(encoding) << QString::fromLatin1(format);
    }
}

void TestRestore::otherEncodings()
{
    QFETCH(QString, encoding);
    QFETCH(QString, format);
    const QString source = QStringLiteral("encoded");
    QVERIFY(m_cluster.sql(
        QStringLiteral("postgres"),
        QStringLiteral("CREATE DATABASE encoded TEMPLATE template0 LOCALE 'C' ENCODING '%1'").arg(encoding)));
    // No UTF-8, and nothing that could be made into it where the encoding is not known.
    QVERIFY(
        m_cluster.script(source, QStringLiteral("CREATE TABLE t (a text PRIMARY KEY); INSERT INTO t VALUES ("
                                                "convert_from('\\xe9ff41', '%1')), ('plain')")
                                     .arg(encoding)));
    const QString file = m_folder.filePath(QStringLiteral("%1.%2").arg(encoding, format));
    const core::Status dumped = m_cluster.dump(source, {QStringLiteral("--format=%1").arg(format)}, file);
    QVERIFY(m_cluster.dropDatabase(source));
    QVERIFY2(dumped, qPrintable(dumped ? QString() : dumped.error().toText()));
    const auto report = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("encoded back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(report->verdict != core::Verdict::Failed);
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("encoded back")));
    QCOMPARE(report->tables.size(), 1);
    QVERIFY(report->tables.constFirst().matches);
}

void TestRestore::insertsAreCompared()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("inserted")));
    QVERIFY(m_cluster.script(QStringLiteral("inserted"),
                             QStringLiteral("CREATE TABLE t AS SELECT i FROM generate_series(1, 7) i")));
    const QString file = m_folder.filePath(QStringLiteral("inserts.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("inserted"),
                           {QStringLiteral("--format=plain"), QStringLiteral("--inserts")}, file));
    const auto report = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("inserted back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->tables.constFirst().matches);
    QCOMPARE(restore::contentWord(report->tables.constFirst()), QStringLiteral("equal"));
    // A rule in the text swallows one of them.
    QFile text(file);
    QVERIFY(text.open(QIODevice::ReadWrite));
    QByteArray statements = text.readAll();
    const QByteArray owner = "ALTER TABLE public.t OWNER TO postgres;\n";
    QVERIFY(statements.contains(owner));
    statements.replace(owner, "CREATE RULE r AS ON INSERT TO public.t WHERE new.i = 3 DO INSTEAD NOTHING;\n");
    QVERIFY(text.seek(0) && text.resize(0) && text.write(statements) == statements.size());
    text.close();
    const auto less = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("less back"));
    QVERIFY2(less, qPrintable(less ? QString() : less.error().toText()));
    QCOMPARE(less->verdict, core::Verdict::Failed);
    QCOMPARE(less->tables.constFirst().rows, 6);
    QVERIFY(!less->tables.constFirst().matches);
}

void TestRestore::largeObjectsInPlainSql()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("large")));
    QVERIFY(m_cluster.script(QStringLiteral("large"),
                             QStringLiteral("SELECT lo_from_bytea(4711, decode(repeat('00ff27', 20000), 'hex'));"
                                            "SELECT lo_create(4712); COMMENT ON LARGE OBJECT 4711 IS 'one';"
                                            "SELECT lo_from_bytea(4713, '\\x0a'); CREATE TABLE t AS SELECT 1 AS i")));
    const QString file = m_folder.filePath(QStringLiteral("large.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("large"), {QStringLiteral("--format=plain")}, file));
    const auto report = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("large back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    const QString about = QStringLiteral(
        "SELECT string_agg(concat_ws(' ', oid, length(lo_get(oid)), md5(lo_get(oid)), obj_description(oid, "
        "'pg_largeobject')), ',' ORDER BY oid) FROM pg_largeobject_metadata");
    QCOMPARE(m_cluster.value(QStringLiteral("large back"), about), m_cluster.value(QStringLiteral("large"), about));
    // Other statements among them are not run.
    QFile text(file);
    QVERIFY(text.open(QIODevice::ReadWrite));
    QByteArray statements = text.readAll();
    statements.replace("SELECT pg_catalog.lo_close(0);", "DROP TABLE t;");
    QVERIFY(text.seek(0) && text.write(statements) == statements.size());
    QVERIFY(text.resize(statements.size()));
    text.close();
    const auto refused = restoreInto(openAccess(m_cluster.spec()), file, QStringLiteral("never"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::Corrupt);
    QVERIFY2(refused.error().detail.contains(QStringLiteral("DROP TABLE t;")), qPrintable(refused.error().toText()));
}

void TestRestore::hiddenRowsAreNoDifference()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("hidden")));
    QVERIFY(m_cluster.script(
        QStringLiteral("hidden"),
        QStringLiteral(
            "CREATE TABLE t AS SELECT i FROM generate_series(1, 7) i; CREATE POLICY p ON t USING (i > 3);"
            "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;"
            "CREATE ROLE simple LOGIN CREATEDB")));
    const QString file = m_folder.filePath(QStringLiteral("hidden.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("hidden"), {QStringLiteral("--format=custom")}, file));
    postgres::ConnectionSpec simple = m_cluster.spec();
    simple.user = QStringLiteral("simple");
    const auto report = restoreInto(openAccess(simple), file, QStringLiteral("hidden back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QVERIFY(report->tables.constFirst().isHidden && !report->tables.constFirst().matches);
    QCOMPARE(m_cluster.value(QStringLiteral("hidden back"), QStringLiteral("SELECT count(*) FROM t")),
             QStringLiteral("7"));
}

void TestRestore::checksOfDomainsComeLast()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("checked")));
    QVERIFY(m_cluster.script(
        QStringLiteral("checked"),
        QStringLiteral(
            "CREATE DOMAIN positive AS int; CREATE TABLE t (i positive);"
            "INSERT INTO t VALUES (-1); ALTER DOMAIN positive ADD CHECK (VALUE > 0) NOT VALID;"
            "CREATE TABLE p (i int, s text) PARTITION BY LIST (i); CREATE TABLE p1 PARTITION OF p DEFAULT;"
            "INSERT INTO p VALUES (1, 'as it was');"
            "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN new.s := ''changed''; RETURN new; END';"
            "CREATE TRIGGER changing BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION change()")));
    const QString file = m_folder.filePath(QStringLiteral("checked.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("checked"), {QStringLiteral("--format=custom")}, file));
    for (int i = 0; i < 5; ++i) { // workers race
        const QString name = QStringLiteral("checked %1").arg(i);
        const auto report = restoreInto(openAccess(m_cluster.spec()), file, name);
        QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
        QCOMPARE(report->verdict, core::Verdict::Ok);
        QCOMPARE(m_cluster.value(name, QStringLiteral("SELECT s FROM p")), QStringLiteral("as it was"));
        QVERIFY(m_cluster.dropDatabase(name));
    }
}

void TestRestore::cancelRemovesTheNewDatabase()
{
    const QString before = databases();
    std::stop_source source;
    const auto report = restoreInto(
        openAccess(m_cluster.spec()), m_blogSet, QStringLiteral("never"),
        stoppedWhen(source, [](const core::Progress& p) { return p.fraction.value_or(0) > 0.05; }));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QVERIFY2(report.error().hint.contains(QStringLiteral("removed")), qPrintable(report.error().toText()));
    QCOMPARE(databases(), before);
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

/// ANALYZE runs functions of indexes, which may fail then.
void TestRestore::statisticsAreNoProof()
{
    const QString name = QStringLiteral("shy");
    QVERIFY(m_cluster.createDatabase(name));
    QVERIFY(m_cluster.script(
        name, QStringLiteral("CREATE TABLE t AS SELECT i FROM generate_series(1, 10) i;"
                             "CREATE FUNCTION f(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN IF "
                             "current_query() LIKE 'ANALYZE%' THEN RAISE 'no'; END IF; RETURN i; END$$;"
                             "CREATE INDEX ON t (f(i))")));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto backup = backUp(server, name, m_folder.path());
    QVERIFY2(backup, qPrintable(backup ? QString() : backup.error().toText()));
    const auto report = restoreInto(server, backup->setFolder, QStringLiteral("shy_back"));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QCOMPARE(report->database, QStringLiteral("shy_back"));
}

void TestRestore::alteredRowsAreNoticed()
{
    // A manifest that says something else than the archive holds stands for every way in which content may
    // differ.
    const auto whole = catalog::readSet(m_blogSet);
    QVERIFY(whole);
    const access::ServerAccess server = openAccess(m_cluster.spec());
    auto plan = planRestore(server, m_blogSet, QStringLiteral("altered"));
    QVERIFY(plan);
    catalog::ManifestTable& table = plan->source.set->manifest.tables.first();
    table.digest[0] = table.digest.at(0) == QLatin1Char('0') ? QLatin1Char('1') : QLatin1Char('0');
    const auto report = restore::run(*plan, server, {});
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->verdict, core::Verdict::Failed);
    QVERIFY(report->database.contains(QStringLiteral("incomplete")));
    QVERIFY(!databases().split(QLatin1Char(',')).contains(QStringLiteral("altered")));
    const auto noted = catalog::readSet(m_blogSet);
    QVERIFY(noted);
    QCOMPARE(noted->proven(), catalog::Proven::Written);
}

QTEST_GUILESS_MAIN(TestRestore)
#include "restoretest.moc"
