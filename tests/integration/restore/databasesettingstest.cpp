// SPDX-License-Identifier: GPL-3.0-or-later
// What a database is besides its objects comes back with it: settings, comment, privileges. Who gets what
// belonged to others is said.
#include "partfixture.h"

using namespace tidemark;
using namespace tidemark::test;
using namespace Qt::StringLiterals;
using restore::RestoreDraft;

class TestDatabaseSettings : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void comeBack_data();
    void comeBack();
    void ofRolesThatAreNotHere();
    void notWanted();
    void newOwners();

private:
    RestoreDraft draftOf(const QByteArray& format) const
    {
        RestoreDraft draft;
        draft.source = m_folder.filePath(QString::fromLatin1(format));
        draft.targetDatabase = m_new;
        draft.target = restore::TargetKind::NewDatabase;
        draft.jobs = 1;
        return draft;
    }
    QString all(const char* sql) const { return m_cluster.value(u"postgres"_s, QString::fromUtf8(sql).arg(u"'new \"one'"_s)); }
    QString settings() const
    {
        return all("SELECT string_agg(coalesce(r.rolname, '*') || ':' || array_to_string(setconfig, ';'), ' ' ORDER BY r.rolname NULLS FIRST)"
                   " FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE datname = %1");
    }

    QString m_old = u"old\"; SET x; --"_s;
    QString m_new = u"new \"one"_s;
};

void TestDatabaseSettings::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(m_old));
    const QString name = u"\"old\"\"; SET x; --\""_s;
    QVERIFY(m_cluster.script(m_old, u"CREATE TABLE t AS SELECT 1 AS a; CREATE ROLE app; CREATE ROLE \"data base\";"
                                    "ALTER DATABASE %1 SET search_path TO app1, \"Public\"; ALTER DATABASE %1 SET default_transaction_read_only TO on;"
                                    "ALTER DATABASE %1 CONNECTION LIMIT 7; ALTER ROLE app IN DATABASE %1 SET work_mem = '5MB';"
                                    "ALTER ROLE \"data base\" IN DATABASE %1 SET application_name = 'x; DROP DATABASE %2';"
                                    "COMMENT ON DATABASE %1 IS 'It''s; it'; REVOKE ALL ON DATABASE %1 FROM PUBLIC; GRANT CONNECT, TEMP ON DATABASE %1 TO app WITH GRANT OPTION"_s
                                        .arg(name, u"postgres"_s)));
    QVERIFY(m_cluster.dump(m_old, {u"--format=custom"_s}, m_folder.filePath(u"custom"_s)));
    QVERIFY(m_cluster.dump(m_old, {u"--format=plain"_s, u"--create"_s}, m_folder.filePath(u"plain"_s)));
}

void TestDatabaseSettings::cleanup()
{
    (void)m_cluster.dropDatabase(m_new);
}

void TestDatabaseSettings::comeBack_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("custom") << QByteArray("custom") << false;
    QTest::newRow("custom, owners kept") << QByteArray("custom") << true;
    QTest::newRow("plain") << QByteArray("plain") << false;
}

void TestDatabaseSettings::comeBack()
{
    QFETCH(QByteArray, format);
    QFETCH(bool, isKept);
    RestoreDraft draft = draftOf(format);
    if (isKept)
        draft.ownership = restore::Ownership::Keep;
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(settings(), u"*:search_path=app1, \"Public\";default_transaction_read_only=on app:work_mem=5MB data base:application_name=x; DROP DATABASE postgres"_s);
    QCOMPARE(all("SELECT shobj_description(oid, 'pg_database') || datconnlimit FROM pg_database WHERE datname = %1"), u"It's; it7"_s);
    QCOMPARE(all("SELECT array_to_string(datacl, ' ') FROM pg_database WHERE datname = %1"), u"postgres=CTc/postgres app=T*c*/postgres"_s);
}

void TestDatabaseSettings::ofRolesThatAreNotHere()
{
    QVERIFY(m_cluster.sql(u"postgres"_s, u"ALTER ROLE app RENAME TO another"_s));
    QVERIFY(m_cluster.sql(u"postgres"_s, u"ALTER ROLE \"data base\" RENAME TO gone"_s));
    RestoreDraft draft = draftOf("custom");
    draft.roles.insert(u"app"_s, {restore::RoleFate::Map, u"another"_s});
    const auto report = run(draft);
    (void)m_cluster.sql(u"postgres"_s, u"ALTER ROLE another RENAME TO app"_s);
    (void)m_cluster.sql(u"postgres"_s, u"ALTER ROLE gone RENAME TO \"data base\""_s);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QVERIFY2(idsOf(report->findings).contains(u"does not have are left out: ALTER ROLE \"data base\""_s), qPrintable(idsOf(report->findings)));
    QVERIFY2(settings().endsWith(u"app:work_mem=5MB"_s), qPrintable(settings()));
    QCOMPARE(all("SELECT array_to_string(datacl, ' ') FROM pg_database WHERE datname = %1"), u"postgres=CTc/postgres app=T*c*/postgres"_s);
}

void TestDatabaseSettings::notWanted()
{
    RestoreDraft draft = draftOf("custom");
    draft.privileges = archive::Privileges::None;
    draft.options = {{u"no-comments"_s, {}}};
    auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(all("SELECT (datacl IS NULL) || coalesce(shobj_description(oid, 'pg_database'), 'none') FROM pg_database WHERE datname = %1"), u"truenone"_s);
    QVERIFY(m_cluster.dropDatabase(m_new));
    // Of a part of it only that part.
    draft = draftOf("custom");
    draft.tables = {u"t"_s};
    report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(settings(), u"NULL"_s);
}

void TestDatabaseSettings::newOwners()
{
    const QString name = u"app's own"_s;
    QVERIFY(m_cluster.createDatabase(name));
    QVERIFY(m_cluster.script(name, u"CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; ALTER FUNCTION f() OWNER TO app;"
                                   "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s));
    RestoreDraft draft = draftOf("owned");
    QVERIFY(m_cluster.dump(name, {u"--format=custom"_s}, draft.source));
    const QString own = u"roles.newOwner: In the backup it belongs to app; restored, it belongs to postgres."_s;
    const auto said = [&] { return idsOf(findings(draft)); };
    QVERIFY2(said().contains(own) && said().contains(u"superuser postgres: f()"_s), qPrintable(said()));
    draft.ownership = restore::Ownership::Keep;
    QVERIFY2(!said().contains(u"roles.newOwner"_s) && !said().contains(u"roles.definer"_s), qPrintable(said()));
    draft.ownership = restore::Ownership::Me;
    draft.target = restore::TargetKind::ExistingDatabase;
    draft.targetDatabase = name;
    draft.existing = restore::ExistingObjects::Replace;
    const core::Findings all = findings(draft);
    QVERIFY2(std::any_of(all.begin(), all.end(), [](const core::Finding& f) { return f.id == u"roles.newOwner" && f.severity == core::Severity::Warning; }),
             qPrintable(idsOf(all)));
    QVERIFY(m_cluster.dropDatabase(name));
}

QTEST_GUILESS_MAIN(TestDatabaseSettings)
#include "databasesettingstest.moc"
