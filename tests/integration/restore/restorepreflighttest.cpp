// SPDX-License-Identifier: GPL-3.0-or-later
// What is found before a restore runs, the new database as it is chosen, and what is intact of a damaged
// backup.
#include "archive/readback.h"
#include "catalog/setimport.h"
#include "core/quoting.h"
#include "support/fulldisk.h"
#include "support/runs.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace tidemark;
using namespace tidemark::test;
using core::Severity;
using restore::ExistingObjects;
using restore::RestoreDraft;
using restore::TargetKind;

namespace {

QString idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id + QLatin1String(": ") + finding.sentence + QLatin1String(" / ") + finding.hint);
    return ids.join(QLatin1Char('\n'));
}

bool has(const core::Findings& findings, const char* id, Severity severity)
{
    return std::any_of(findings.begin(), findings.end(), [&](const core::Finding& finding) {
        return finding.id == QLatin1String(id) && finding.severity == severity;
    });
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class TestRestorePreflight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void newDatabaseAsChosen();
    void newDatabaseAsInTheBackup();
    void icu();
    void whatCannotBe_data();
    void whatCannotBe();
    void templateWithObjects();
    void extensionsAndCollations();
    void newerFeatures();
    void withoutRights();
    void othersTables();
    void rowLevelSecurity();
    void inUse();
    void production();
    void textOfUnknownEncoding();
    void damagedArchive_data();
    void damagedArchive();
    void cutOffText();
    void statementsBehindTheEnd();
    void nothingIsDamaged();
    void serverDies();
    void targetIsDropped();
    void diskIsFull();

private:
    RestoreDraft draft(const QString& file, const QString& database = QStringLiteral("back")) const
    {
        RestoreDraft made;
        made.source = m_folder.filePath(file);
        made.targetDatabase = database;
        return made;
    }
    access::ServerAccess server(const QString& user = QStringLiteral("postgres")) const
    {
        postgres::ConnectionSpec spec = m_cluster.spec();
        spec.user = user;
        return openAccess(spec);
    }
    core::Findings findings(const RestoreDraft& draft, const QString& user = QStringLiteral("postgres")) const
    {
        const auto facts = restore::gatherFacts(draft, server(user), tools(), {});
        if (!facts)
            return {{Severity::Blocker, QStringLiteral("facts"), facts.error().toText(), {}, {}}};
        return restore::validate(draft, *facts);
    }
    core::Result<restore::RestoreReport> run(const RestoreDraft& draft,
                                             const core::RunContext& context = {}) const
    {
        const access::ServerAccess used = server();
        auto facts = restore::gatherFacts(draft, used, tools(), context);
        if (!facts)
            return std::move(facts).error();
        auto plan = restore::makePlan(draft, *facts);
        if (!plan)
            return std::move(plan).error();
        return restore::run(*plan, used, context);
    }
    static QString problemOf(const core::Result<restore::RestoreReport>& report)
    {
        if (!report)
            return report.error().toText();
        return report->verdict == core::Verdict::Failed ? idsOf(report->findings) : QString();
    }
    QString value(const QString& sql) const { return m_cluster.value(QStringLiteral("back"), sql); }
    QString script(const QString& sql, const QString& database = QStringLiteral("postgres")) const
    {
        const core::Status done = m_cluster.script(database, sql);
        return done ? QString() : done.error().toText();
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
};

void TestRestorePreflight::initTestCase()
{
    QCOMPARE(script(QStringLiteral("CREATE ROLE weak LOGIN CREATEDB")), QString());
    QVERIFY(m_cluster.createDatabase(QStringLiteral("source")));
    QCOMPARE(
        script(
            QStringLiteral(
                "CREATE EXTENSION citext; CREATE TABLE a(id int PRIMARY KEY, t text COLLATE \"C\");"
                "CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a); CREATE TABLE c(id int);"
                "INSERT INTO a SELECT g, md5(g::text) FROM generate_series(1, 20000) g;"
                "INSERT INTO b SELECT g, g FROM generate_series(1, 20000) g; INSERT INTO c VALUES (1), (2);"
                "ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a FORCE ROW LEVEL SECURITY;"
                "CREATE PUBLICATION every FOR ALL TABLES;"
                "ALTER DATABASE source CONNECTION LIMIT 9"),
            QStringLiteral("source")),
        QString());
    for (const char* format : {"custom", "plain"})
        QVERIFY(m_cluster.dump(QStringLiteral("source"),
                               {QStringLiteral("--format=%1").arg(QLatin1String(format))},
                               m_folder.filePath(QStringLiteral("s.%1").arg(QLatin1String(format)))));
    QVERIFY(m_cluster.dump(
        QStringLiteral("source"),
        {QStringLiteral("--format=custom"), QStringLiteral("--create"), QStringLiteral("--compress=0")},
        m_folder.filePath(QStringLiteral("created.dump"))));
}

void TestRestorePreflight::cleanup()
{
    (void)m_cluster.dropDatabase(QStringLiteral("back"));
    QCOMPARE(
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%incomplete%'")),
        QStringLiteral("0"));
}

void TestRestorePreflight::newDatabaseAsChosen()
{
    QCOMPARE(script(QStringLiteral("CREATE ROLE \"The owner\"")), QString());
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("ALTER SYSTEM SET allow_in_place_tablespaces = on")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("SELECT pg_reload_conf()")));
    QTRY_COMPARE(
        m_cluster.value(QStringLiteral("postgres"), QStringLiteral("SHOW allow_in_place_tablespaces")),
        QStringLiteral("on"));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE TABLESPACE \"Fast one\" LOCATION ''")));
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.databaseOwner = QStringLiteral("The owner");
    made.encoding = QStringLiteral("LATIN1");
    made.locale = QStringLiteral("C");
    made.tablespace = QStringLiteral("Fast one");
    made.connectionLimit = 3;
    QCOMPARE(problemOf(run(made)), QString());
    QCOMPARE(
        m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral(
                "SELECT concat_ws(' ', datdba::regrole, pg_encoding_to_char(encoding), datcollate, datctype, "
                "datconnlimit, spcname) "
                "FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace WHERE datname = 'back'")),
        QStringLiteral("\"The owner\" LATIN1 C C 3 Fast one"));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("back")));
    QCOMPARE(script(QStringLiteral("DROP ROLE \"The owner\"")), QString());
}

void TestRestorePreflight::newDatabaseAsInTheBackup()
{
    RestoreDraft made = draft(QStringLiteral("created.dump"));
    QCOMPARE(problemOf(run(made)), QString());
    QCOMPARE(
        m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral(
                "SELECT b.datconnlimit || ' ' || (b.datcollate = s.datcollate AND b.encoding = s.encoding) "
                "FROM pg_database b, pg_database s WHERE b.datname = 'back' AND s.datname = 'source'")),
        QStringLiteral("9 true"));
}

void TestRestorePreflight::icu()
{
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE DATABASE sorted TEMPLATE template0 LOCALE_PROVIDER icu "
                                         "ICU_LOCALE 'de-u-co-phonebk' ENCODING 'UTF8'")));
    QVERIFY(m_cluster.dump(QStringLiteral("sorted"), {QStringLiteral("--format=custom")},
                           m_folder.filePath(QStringLiteral("sorted.dump"))));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("sorted")));
    const QString about =
        QStringLiteral("SELECT datlocprovider::text || daticulocale FROM pg_database WHERE datname = 'back'");
    QCOMPARE(problemOf(run(draft(QStringLiteral("sorted.dump")))), QString());
    QCOMPARE(m_cluster.value(QStringLiteral("postgres"), about), QStringLiteral("ide-u-co-phonebk"));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("back")));
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.localeProvider = restore::LocaleProvider::Icu;
    QVERIFY(has(findings(made), "database.locale", Severity::Blocker));
    made.locale = QStringLiteral("sv-SE");
    QCOMPARE(problemOf(run(made)), QString());
    QCOMPARE(m_cluster.value(QStringLiteral("postgres"), about), QStringLiteral("isv-SE"));
}

void TestRestorePreflight::whatCannotBe_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("id");
    QTest::newRow("encoding") << QStringLiteral("encoding") << QStringLiteral("database.encoding");
    QTest::newRow("locale") << QStringLiteral("locale") << QStringLiteral("database.locale");
    QTest::newRow("template") << QStringLiteral("template") << QStringLiteral("database.template");
    QTest::newRow("tablespace") << QStringLiteral("tablespace") << QStringLiteral("database.tablespace");
    QTest::newRow("owner") << QStringLiteral("owner") << QStringLiteral("roles.target");
    QTest::newRow("provider") << QStringLiteral("provider") << QStringLiteral("database.provider");
}

void TestRestorePreflight::whatCannotBe()
{
    QFETCH(QString, field);
    QFETCH(QString, id);
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    const QString odd = QStringLiteral("no 'such\" thing");
    if (field == QLatin1String("encoding"))
        made.encoding = odd;
    else if (field == QLatin1String("locale"))
        made.locale = odd;
    else if (field == QLatin1String("template"))
        made.templateDatabase = odd;
    else if (field == QLatin1String("tablespace"))
        made.tablespace = odd;
    else if (field == QLatin1String("owner"))
        made.databaseOwner = odd;
    else
        made.localeProvider = restore::LocaleProvider::Builtin; // of 17
    QVERIFY2(has(findings(made), id.toLatin1().constData(), Severity::Blocker),
             qPrintable(idsOf(findings(made))));
    QVERIFY(!run(made));
}

void TestRestorePreflight::templateWithObjects()
{
    QCOMPARE(script(QStringLiteral("CREATE TABLE of_the_site(id int)"), QStringLiteral("template1")),
             QString());
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    QVERIFY(!idsOf(findings(made)).contains(QLatin1String("database.template")));
    made.templateDatabase = QStringLiteral("template1");
    QVERIFY2(has(findings(made), "database.templateObjects", Severity::Warning),
             qPrintable(idsOf(findings(made))));
    made.encoding = QStringLiteral("LATIN9");
    QVERIFY(has(findings(made), "database.template", Severity::Blocker));
    made.encoding.clear();
    QCOMPARE(problemOf(run(made)), QString());
    QCOMPARE(value(QStringLiteral("SELECT to_regclass('public.of_the_site') IS NOT NULL")),
             QStringLiteral("t"));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("back")));
    made.templateDatabase.clear();
    QCOMPARE(problemOf(run(made)), QString());
    QCOMPARE(value(QStringLiteral("SELECT to_regclass('public.of_the_site') IS NOT NULL")),
             QStringLiteral("f"));
    QCOMPARE(script(QStringLiteral("DROP TABLE of_the_site"), QStringLiteral("template1")), QString());
}

void TestRestorePreflight::extensionsAndCollations()
{
    QByteArray text = contentOf(m_folder.filePath(QStringLiteral("s.plain")));
    text.replace("COLLATE pg_catalog.\"C\"", "COLLATE pg_catalog.\"xx_YY\"");
    text.replace("citext", "vector");
    QVERIFY(write(m_folder.filePath(QStringLiteral("odd.sql")), text));
    const core::Findings found = findings(draft(QStringLiteral("odd.sql")));
    QVERIFY2(has(found, "extension.missing", Severity::Blocker) &&
                 idsOf(found).contains(QLatin1String("apt install postgresql-15-pgvector")),
             qPrintable(idsOf(found)));
    QVERIFY2(has(found, "collation.missing", Severity::Blocker) &&
                 idsOf(found).contains(QLatin1String("xx_YY")),
             qPrintable(idsOf(found)));
    const core::Findings sound = findings(draft(QStringLiteral("s.plain")));
    QVERIFY2(!idsOf(sound).contains(QLatin1String("missing")), qPrintable(idsOf(sound)));
}

void TestRestorePreflight::newerFeatures()
{
    QByteArray text = contentOf(m_folder.filePath(QStringLiteral("s.plain")));
    text.replace("ADD CONSTRAINT a_pkey PRIMARY KEY (id)",
                 "ADD CONSTRAINT a_pkey PRIMARY KEY (id WITHOUT OVERLAPS)");
    QVERIFY(write(m_folder.filePath(QStringLiteral("newer.sql")), text));
    const core::Findings found = findings(draft(QStringLiteral("newer.sql")));
    QVERIFY2(has(found, "version.feature", Severity::Blocker) &&
                 idsOf(found).contains(QLatin1String("WITHOUT OVERLAPS")),
             qPrintable(idsOf(found)));
}

void TestRestorePreflight::withoutRights()
{
    const core::Findings found = findings(draft(QStringLiteral("s.custom")), QStringLiteral("weak"));
    QVERIFY2(has(found, "privilege.superuser", Severity::Warning) &&
                 idsOf(found).contains(QLatin1String("every")),
             qPrintable(idsOf(found)));
    QVERIFY(has(found, "rowSecurity.forced", Severity::Warning));
    QVERIFY(has(found, "source.untrusted", Severity::Info));
    QVERIFY(has(findings(draft(QStringLiteral("s.custom"))), "source.untrusted", Severity::Warning));
    // A manifest says how it came here, and not who made it.
    const auto imported = catalog::importDump({m_folder.filePath(QStringLiteral("s.custom")),
                                               m_folder.filePath(QStringLiteral("imports")),
                                               QStringLiteral("s"),
                                               {},
                                               {},
                                               {},
                                               {}},
                                              {}, {});
    QVERIFY2(imported, qPrintable(imported ? QString() : imported.error().toText()));
    RestoreDraft theirs = draft(QStringLiteral("s.custom"));
    theirs.source = imported->setFolder;
    QVERIFY(has(findings(theirs), "source.untrusted", Severity::Warning));

    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.target = TargetKind::ExistingDatabase;
    made.tables = {QStringLiteral("public.c")};
    const core::Findings closed = findings(made, QStringLiteral("weak"));
    QVERIFY2(has(closed, "privilege.schema", Severity::Blocker), qPrintable(idsOf(closed)));
}

/// What would fail in the middle of the transaction is said before it.
void TestRestorePreflight::othersTables()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const QString weak = QStringLiteral("weak");
    QCOMPARE(script(QStringLiteral("CREATE TABLE c(id int); CREATE TABLE a(id int PRIMARY KEY, t text);"
                                   "CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a);"
                                   "GRANT USAGE, CREATE ON SCHEMA public TO weak; GRANT SELECT ON ALL TABLES "
                                   "IN SCHEMA public TO weak"),
                    QStringLiteral("back")),
             QString());
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.target = TargetKind::ExistingDatabase;
    made.tables = {QStringLiteral("public.c")};
    const auto checked = [&](ExistingObjects existing, const QString& table) {
        made.tables = {table};
        made.existing = existing;
        made.confirmed = QStringLiteral("back");
        return findings(made, weak);
    };
    core::Findings found = checked(ExistingObjects::Replace, QStringLiteral("public.c"));
    QVERIFY2(has(found, "privilege.drop", Severity::Blocker), qPrintable(idsOf(found)));
    QVERIFY2(idsOf(found).contains(QStringLiteral("Restore as their owner, postgres, or")),
             qPrintable(idsOf(found)));
    found = checked(ExistingObjects::EmptyAndLoad, QStringLiteral("public.c"));
    QVERIFY2(has(found, "privilege.truncate", Severity::Blocker) &&
                 has(found, "privilege.insert", Severity::Blocker),
             qPrintable(idsOf(found)));
    QVERIFY2(idsOf(found).contains(QStringLiteral("GRANT TRUNCATE ON \"public\".\"c\" TO \"weak\";")),
             qPrintable(idsOf(found)));
    found = checked(ExistingObjects::Append, QStringLiteral("public.c"));
    QVERIFY2(has(found, "privilege.insert", Severity::Blocker) &&
                 !has(found, "privilege.truncate", Severity::Blocker),
             qPrintable(idsOf(found)));
    QVERIFY(!idsOf(checked(ExistingObjects::Keep, QStringLiteral("public.c")))
                 .contains(QLatin1String("privilege.")));
    // What the hint says helps; the key of b is the owner's to take off.
    QCOMPARE(script(QStringLiteral("GRANT TRUNCATE, INSERT ON a, b, c TO weak"), QStringLiteral("back")),
             QString());
    found = checked(ExistingObjects::EmptyAndLoad, QStringLiteral("public.c"));
    QVERIFY2(!idsOf(found).contains(QLatin1String("privilege.")), qPrintable(idsOf(found)));
    found = checked(ExistingObjects::EmptyAndLoad, QStringLiteral("public.b"));
    QVERIFY2(has(found, "privilege.alter", Severity::Blocker), qPrintable(idsOf(found)));
    QVERIFY(!idsOf(findings(made)).contains(QLatin1String("privilege."))); // of a superuser
    QCOMPARE(script(QStringLiteral("GRANT postgres TO weak"), QStringLiteral("back")), QString());
    found = checked(ExistingObjects::Replace, QStringLiteral("public.c"));
    const QString asMember = idsOf(found);
    QCOMPARE(script(QStringLiteral("REVOKE postgres FROM weak"), QStringLiteral("back")), QString());
    QVERIFY2(!asMember.contains(QLatin1String("privilege.")), qPrintable(asMember));
    // Beside the originals nothing of theirs is needed, but a place.
    made.existing = ExistingObjects::Stop;
    made.newNames = {{QStringLiteral("public.c"), QStringLiteral("c2")}};
    made.tables = {QStringLiteral("public.c")};
    QVERIFY2(!idsOf(findings(made, weak)).contains(QLatin1String("privilege.")),
             qPrintable(idsOf(findings(made, weak))));
    QCOMPARE(script(QStringLiteral("REVOKE CREATE ON SCHEMA public FROM weak"), QStringLiteral("back")),
             QString());
    QVERIFY(has(findings(made, weak), "privilege.schema", Severity::Blocker));
    made.intoSchema = QStringLiteral("new one");
    QVERIFY(has(findings(made, weak), "privilege.database", Severity::Blocker));
}

void TestRestorePreflight::rowLevelSecurity()
{
    QCOMPARE(problemOf(run(draft(QStringLiteral("s.custom")))), QString());
    QCOMPARE(
        script(QStringLiteral("GRANT ALL ON ALL TABLES IN SCHEMA public TO weak"), QStringLiteral("back")),
        QString());
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.target = TargetKind::ExistingDatabase;
    made.tables = {QStringLiteral("public.a")};
    made.existing = ExistingObjects::Append;
    QVERIFY2(has(findings(made, QStringLiteral("weak")), "rowSecurity.active", Severity::Blocker),
             qPrintable(idsOf(findings(made, QStringLiteral("weak")))));
    QVERIFY(!idsOf(findings(made)).contains(QLatin1String("rowSecurity")));
}

void TestRestorePreflight::inUse()
{
    QCOMPARE(problemOf(run(draft(QStringLiteral("s.custom")))), QString());
    auto other = m_cluster.connect(QStringLiteral("back"));
    QVERIFY(other);
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.target = TargetKind::ExistingDatabase;
    made.existing = ExistingObjects::Replace;
    QVERIFY2(has(findings(made), "target.sessions", Severity::Warning), qPrintable(idsOf(findings(made))));
}

void TestRestorePreflight::textOfUnknownEncoding()
{
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE DATABASE bytes TEMPLATE template0 LOCALE 'C' ENCODING 'SQL_ASCII'")));
    QVERIFY(m_cluster.dump(QStringLiteral("bytes"), {QStringLiteral("--format=custom")},
                           m_folder.filePath(QStringLiteral("bytes.dump"))));
    RestoreDraft made = draft(QStringLiteral("bytes.dump"), QStringLiteral("source"));
    made.target = TargetKind::ExistingDatabase;
    QVERIFY2(has(findings(made), "encoding.unknown", Severity::Warning), qPrintable(idsOf(findings(made))));
    made.targetDatabase = QStringLiteral("bytes");
    QVERIFY(!has(findings(made), "encoding.unknown", Severity::Warning));
    made = draft(QStringLiteral("bytes.dump"));
    QVERIFY(!has(findings(made), "encoding.unknown", Severity::Warning));
    made.encoding = QStringLiteral("UTF8");
    QVERIFY(has(findings(made), "encoding.unknown", Severity::Warning));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("bytes")));
}

void TestRestorePreflight::production()
{
    RestoreDraft made = draft(QStringLiteral("s.custom"), QStringLiteral("source"));
    made.isProduction = true;
    made.target = TargetKind::ExistingDatabase;
    QVERIFY(has(findings(made), "target.production", Severity::Warning));
    made.target = TargetKind::SqlFile; // no server is asked
    made.targetDatabase.clear();
    made.file = m_folder.filePath(QStringLiteral("never.sql"));
    QVERIFY2(!idsOf(findings(made)).contains(QLatin1String("target.production")), qPrintable(idsOf(findings(made))));
    made = draft(QStringLiteral("s.custom"), QStringLiteral("source"));
    QVERIFY(!idsOf(findings(made)).contains(QLatin1String("target.production")));
}

void TestRestorePreflight::damagedArchive_data()
{
    QTest::addColumn<bool>("isTruncated");
    QTest::newRow("changed bytes") << false;
    QTest::newRow("truncated") << true;
}

void TestRestorePreflight::damagedArchive()
{
    QFETCH(bool, isTruncated);
    QByteArray bytes = contentOf(m_folder.filePath(QStringLiteral("s.custom")));
    const auto toc = archive::readToc(m_folder.filePath(QStringLiteral("s.custom")));
    QVERIFY(toc);
    qint64 place = 0;
    for (const archive::TocEntry* data : toc->tableData()) {
        if (data->tag() == QLatin1String("a"))
            place = data->offset() + 4000;
    }
    QVERIFY(place > 4000);
    if (isTruncated)
        bytes.truncate(place);
    else
        for (int i = 0; i < 40; ++i)
            bytes[place + i] = static_cast<char>(bytes[place + i] ^ 0x5a);
    QVERIFY(write(m_folder.filePath(QStringLiteral("damaged.dump")), bytes));
    RestoreDraft made = draft(QStringLiteral("damaged.dump"));
    const auto refused = run(made);
    QVERIFY(!refused);
    QVERIFY2(refused.error().kind == core::ErrorKind::Corrupt &&
                 refused.error().hint.contains(QLatin1String("--intact-only")),
             qPrintable(refused.error().toText()));
    made.damaged = restore::DamagedTables::LeaveOut;
    const auto report = run(made);
    QCOMPARE(problemOf(report), QString());
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QVERIFY2(has(report->findings, "damaged.rows", Severity::Warning) &&
                 has(report->findings, "damaged.keys", Severity::Warning),
             qPrintable(idsOf(report->findings)));
    QVERIFY(idsOf(report->findings).contains(QLatin1String("public.a:")));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM a")), QStringLiteral("0"));
    if (!isTruncated)
        QCOMPARE(value(QStringLiteral("SELECT (SELECT count(*) FROM b) || ' ' || (SELECT count(*) FROM c)")),
                 QStringLiteral("20000 2"));
    for (const restore::TableComparison& table : report->tables)
        QVERIFY(table.matches && table.name != QLatin1String("a"));
    // A file has no more than that either.
    made.target = restore::TargetKind::SqlFile;
    made.file = m_folder.filePath(QStringLiteral("intact.sql"));
    const auto written = run(made);
    QVERIFY(QFile::remove(made.file));
    QCOMPARE(problemOf(written), QString());
    QVERIFY(has(written->findings, "damaged.rows", Severity::Warning));
    QCOMPARE(written->verdict, core::Verdict::Warnings);
}

void TestRestorePreflight::cutOffText()
{
    QByteArray text = contentOf(m_folder.filePath(QStringLiteral("s.plain")));
    text.truncate(text.indexOf("COPY public.b") + 3000);
    text += "\n\\.\n"; // as pg_dump does when it is killed
    QVERIFY(write(m_folder.filePath(QStringLiteral("cut.sql")), text));
    RestoreDraft made = draft(QStringLiteral("cut.sql"));
    QVERIFY(!run(made));
    made.damaged = restore::DamagedTables::LeaveOut;
    const auto report = run(made);
    QCOMPARE(problemOf(report), QString());
    QVERIFY2(has(report->findings, "damaged.rows", Severity::Warning) &&
                 has(report->findings, "damaged.end", Severity::Warning),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT (SELECT count(*) FROM a) || ' ' || (SELECT count(*) FROM b)")),
             QStringLiteral("20000 0"));
}

void TestRestorePreflight::statementsBehindTheEnd()
{
    const QByteArray text = contentOf(m_folder.filePath(QStringLiteral("s.plain")));
    QVERIFY(write(m_folder.filePath(QStringLiteral("more.sql")),
                  text + "\nSET x.y = 1;\nDELETE FROM public.a; CREATE TABLE public.tail(a int);\n"));
    const RestoreDraft made = draft(QStringLiteral("more.sql"));
    QVERIFY(has(findings(made), "source.looseStatements", Severity::Warning));
    for (int again = 0; again < 2; ++again) { // the second time from what was kept of the contents
        const auto report = run(made);
        QCOMPARE(problemOf(report), QString());
        QCOMPARE(report->verdict, core::Verdict::Warnings);
        QVERIFY2(idsOf(report->findings).contains(QStringLiteral("are 2 more")), qPrintable(idsOf(report->findings)));
        QCOMPARE(value(QStringLiteral("SELECT (SELECT count(*) FROM a) || coalesce(to_regclass('tail')::text, '')")),
                 QStringLiteral("20000"));
        cleanup();
    }
    QVERIFY(!has(findings(draft(QStringLiteral("s.plain"))), "source.looseStatements", Severity::Warning));
}

void TestRestorePreflight::nothingIsDamaged()
{
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.damaged = restore::DamagedTables::LeaveOut;
    const auto report = run(made);
    QVERIFY2(report && report->verdict == core::Verdict::Ok, qPrintable(problemOf(report)));
    QCOMPARE(report->tables.size(), 3);
}

void TestRestorePreflight::serverDies()
{
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.roles.insert(QStringLiteral("postgres"), {restore::RoleFate::Map, QStringLiteral("weak")});
    made.ownership = restore::Ownership::Keep;
    core::RunContext context;
    bool isKilled = false;
    context.onProgress = [&](const core::Progress& progress) {
        if (!isKilled && progress.fraction.value_or(0) > 0.2)
            isKilled = m_cluster.kill(SIGKILL);
    };
    const auto report = run(made, context);
    QVERIFY(isKilled);
    QVERIFY(!report);
    QVERIFY(m_cluster.startAgain());
    QVERIFY2(report.error().hint.contains(QLatin1String("incomplete")), qPrintable(report.error().toText()));
    const QString left = m_cluster.value(QStringLiteral("postgres"),
                                         QStringLiteral("SELECT coalesce(string_agg(datname, ','), '') FROM "
                                                        "pg_database WHERE datname LIKE '%incomplete%'"));
    if (!left.isEmpty())
        QVERIFY(m_cluster.dropDatabase(left));
}

void TestRestorePreflight::targetIsDropped()
{
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.missingRoles = restore::RoleFate::Create;
    made.ownership = restore::Ownership::Role;
    made.ownerRole = QStringLiteral("fresh");
    core::RunContext context;
    bool isDropped = false;
    context.onProgress = [&](const core::Progress& progress) {
        if (isDropped || progress.fraction.value_or(0) < 0.2)
            return;
        isDropped = true;
        const QString name = m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral("SELECT datname FROM pg_database WHERE datname LIKE '%incomplete%'"));
        (void)m_cluster.sql(QStringLiteral("postgres"),
                            QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(core::quoteIdentifier(name)));
    };
    const auto report = run(made, context);
    QVERIFY(isDropped);
    QVERIFY(!report || report->verdict == core::Verdict::Failed);
    QCOMPARE(m_cluster.value(QStringLiteral("postgres"),
                             QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname = 'fresh'")),
             QStringLiteral("0"));
}

void TestRestorePreflight::diskIsFull()
{
    auto disk = SmallDisk::mount(4 << 20);
    if (!disk)
        QSKIP(qPrintable(disk.error().toText()));
    const QString folder = disk->path() + QStringLiteral("/space");
    QVERIFY(QDir().mkpath(folder));
    const QFileInfo data(m_cluster.value(QStringLiteral("postgres"), QStringLiteral("SHOW data_directory")));
    QCOMPARE(::chown(folder.toLocal8Bit().constData(), data.ownerId(), data.groupId()), 0);
    QVERIFY(
        m_cluster.sql(QStringLiteral("postgres"),
                      QStringLiteral("CREATE TABLESPACE small LOCATION %1").arg(core::quoteLiteral(folder))));
    RestoreDraft made = draft(QStringLiteral("s.custom"));
    made.tablespace = QStringLiteral("small");
    const auto report = run(made);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::StorageFull ||
                 report.error().toText().contains(QLatin1String("No space left")),
             qPrintable(report.error().toText()));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("DROP TABLESPACE small")));
}

QTEST_GUILESS_MAIN(TestRestorePreflight)
#include "restorepreflighttest.moc"
