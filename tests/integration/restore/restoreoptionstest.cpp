// SPDX-License-Identifier: GPL-3.0-or-later
// Roles made, mapped and left out; sections; options of pg_restore by name; the new database itself.
#include "core/quoting.h"
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using restore::ExistingObjects;
using restore::Ownership;
using restore::RestoreDraft;
using restore::RoleFate;
using restore::StageKind;
using restore::TargetKind;

namespace {

const QString evilRole = QStringLiteral("  Ro\"le.\n'x; TO y --");

QString q(const QString& name)
{
    return core::quoteIdentifier(name);
}

QString idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id + QLatin1String(": ") + finding.sentence + QLatin1String(" / ") + finding.hint);
    return ids.join(QLatin1Char('\n'));
}

QString problemOf(const core::Status& status)
{
    return status ? QString() : status.error().toText();
}

bool has(const core::Findings& findings, const char* id, core::Severity severity)
{
    return std::any_of(findings.begin(), findings.end(), [&](const core::Finding& finding) {
        return finding.id == QLatin1String(id) && finding.severity == severity;
    });
}

} // namespace

class TestRestoreOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void rolesAreCreated_data() { formats(); }
    void rolesAreCreated();
    void rolesAreMapped_data() { formats(); }
    void rolesAreMapped();
    void rolesAreLeftOut_data() { formats(); }
    void rolesAreLeftOut();
    void everythingBelongsToOne_data() { formats(); }
    void everythingBelongsToOne();
    void attributesComeFromGlobals();
    void rolesGoWhenItBreaksOff();
    void rolesInAnSqlFile();
    void withoutTheRight();
    void definitionsAlone_data() { formats(); }
    void definitionsAlone();
    void rowsAlone();
    void sectionBySection();
    void optionsByName_data() { formats(); }
    void optionsByName();
    void optionsAreRefused();

private:
    static void formats()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("pg_restore") << QStringLiteral("roles.dump");
        QTest::newRow("psql") << QStringLiteral("roles.sql");
    }
    RestoreDraft draft(const QString& file, const QString& database = QStringLiteral("back")) const
    {
        RestoreDraft made;
        made.source = m_folder.filePath(file);
        made.targetDatabase = database;
        return made;
    }
    core::Result<restore::RestoreReport> run(const RestoreDraft& draft, const core::RunContext& context = {},
                                             const access::ServerAccess* server = nullptr) const
    {
        const access::ServerAccess own = openAccess(m_cluster.spec());
        const access::ServerAccess& used = server ? *server : own;
        auto facts = restore::gatherFacts(draft, used, tools(), context);
        if (!facts)
            return std::move(facts).error();
        auto plan = restore::makePlan(draft, *facts);
        if (!plan)
            return std::move(plan).error();
        return restore::run(*plan, used, context);
    }
    QString problem(const RestoreDraft& draft) const
    {
        const auto report = run(draft);
        if (!report)
            return report.error().toText();
        return report->verdict == core::Verdict::Failed ? idsOf(report->findings) : QString();
    }
    core::Findings findings(const RestoreDraft& draft) const
    {
        const auto facts = restore::gatherFacts(draft, openAccess(m_cluster.spec()), tools(), {});
        if (!facts)
            return {{core::Severity::Blocker, QStringLiteral("facts"), facts.error().toText(), {}, {}}};
        return restore::validate(draft, *facts);
    }
    QString value(const QString& sql) const { return m_cluster.value(QStringLiteral("back"), sql); }
    QString roles() const
    {
        return m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral("SELECT coalesce(string_agg(rolname, ',' ORDER BY rolname COLLATE \"C\"), '') "
                           "FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres'"));
    }
    QString ownerOf(const char* relation) const
    {
        return value(QStringLiteral("SELECT relowner::regrole::text FROM pg_class WHERE oid = '%1'::regclass")
                         .arg(QLatin1String(relation)));
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
};

void TestRestoreOptions::initTestCase()
{
    const QString evil = q(evilRole);
    const QString text =
        QStringLiteral(
            "CREATE ROLE app_owner; CREATE ROLE reader; CREATE ROLE %1;"
            "CREATE SCHEMA app AUTHORIZATION app_owner;"
            "CREATE TYPE app.mood AS ENUM ('good', 'bad'); ALTER TYPE app.mood OWNER TO app_owner;"
            "CREATE FUNCTION app.f(a int, b text DEFAULT 'x, y') RETURNS int LANGUAGE sql IMMUTABLE AS "
            "'SELECT a';"
            "ALTER FUNCTION app.f(int, text) OWNER TO app_owner;"
            "CREATE TABLE app.posts(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m app.mood, who text);"
            "COMMENT ON TABLE app.posts IS 'posts';"
            "CREATE INDEX posts_f ON app.posts(app.f(id, 'z'));"
            "INSERT INTO app.posts(m, who) SELECT 'good', 'p' || g FROM generate_series(1, 50) g;"
            "ALTER TABLE app.posts OWNER TO app_owner;"
            "CREATE TABLE app.notes(id int PRIMARY KEY, post int REFERENCES app.posts);"
            "INSERT INTO app.notes SELECT g, g FROM generate_series(1, 20) g;"
            "ALTER TABLE app.notes OWNER TO %1;"
            "GRANT USAGE ON SCHEMA app TO reader, %1; GRANT SELECT ON app.posts TO reader;"
            "GRANT UPDATE(who) ON app.posts TO %1;"
            "ALTER TABLE app.posts ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY only_reader ON app.posts FOR SELECT TO reader USING (who <> 'TO app_owner');"
            "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA app GRANT SELECT ON TABLES TO reader;"
            "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
            "CREATE USER MAPPING FOR reader SERVER s OPTIONS (\"user\" 'u');"
            "SELECT lo_create(4711); ALTER LARGE OBJECT 4711 OWNER TO app_owner;")
            .arg(evil);
    QVERIFY(m_cluster.createDatabase(QStringLiteral("source")));
    const core::Status made = m_cluster.script(QStringLiteral("source"), text);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    QVERIFY(m_cluster.dump(QStringLiteral("source"), {QStringLiteral("--format=custom")},
                           m_folder.filePath(QStringLiteral("roles.dump"))));
    QVERIFY(m_cluster.dump(QStringLiteral("source"),
                           {QStringLiteral("--format=plain"), QStringLiteral("--exclude-schema=pg_catalog")},
                           m_folder.filePath(QStringLiteral("all.sql"))));
    // Large objects of plain SQL are not restored: another story.
    QVERIFY(m_cluster.script(QStringLiteral("source"), QStringLiteral("SELECT lo_unlink(4711)")));
    QVERIFY(m_cluster.dump(QStringLiteral("source"), {QStringLiteral("--format=plain")},
                           m_folder.filePath(QStringLiteral("roles.sql"))));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("source")));
    QVERIFY(
        m_cluster.script(QStringLiteral("postgres"),
                         QStringLiteral("DROP ROLE app_owner; DROP ROLE reader; DROP ROLE %1").arg(evil)));
    QCOMPARE(roles(), QString());
}

void TestRestoreOptions::cleanup()
{
    (void)m_cluster.dropDatabase(QStringLiteral("back"));
    QFile::remove(m_folder.filePath(QStringLiteral("globals.sql")));
    for (const QString& role :
         {QStringLiteral("app_owner"), QStringLiteral("reader"), evilRole, QStringLiteral("boss"),
          QStringLiteral("New \"one\""), QStringLiteral("weak")})
        (void)m_cluster.script(QStringLiteral("postgres"),
                               QStringLiteral("DROP ROLE IF EXISTS %1").arg(q(role)));
    QCOMPARE(roles(), QString());
    QCOMPARE(
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%incomplete%'")),
        QStringLiteral("0"));
}

void TestRestoreOptions::rolesAreCreated()
{
    QFETCH(QString, file);
    RestoreDraft made = draft(file);
    made.ownership = Ownership::Keep;
    QVERIFY(has(findings(made), "roles.missing", core::Severity::Blocker));
    made.missingRoles = RoleFate::Create;
    QVERIFY2(has(findings(made), "roles.created", core::Severity::Info), qPrintable(idsOf(findings(made))));
    const auto report = run(made);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(idsOf(report->findings).contains(QLatin1String("restore.")), false);
    QVERIFY(report->verdict != core::Verdict::Failed && report->verdict != core::Verdict::Warnings);
    QCOMPARE(ownerOf("app.posts"), QStringLiteral("app_owner"));
    QCOMPARE(ownerOf("app.notes"), q(evilRole));
    QCOMPARE(value(QStringLiteral("SELECT has_table_privilege('reader', 'app.posts', 'SELECT')")),
             QStringLiteral("t"));
    QCOMPARE(
        value(QStringLiteral(
            "SELECT string_agg(DISTINCT rolcanlogin::text || coalesce(rolpassword, ''), ',') FROM pg_authid "
            "WHERE rolname !~ '^pg_' AND rolname <> 'postgres'")),
        QStringLiteral("false"));
}

void TestRestoreOptions::rolesAreMapped()
{
    QFETCH(QString, file);
    QVERIFY(m_cluster.script(
        QStringLiteral("postgres"),
        QStringLiteral("CREATE ROLE boss; CREATE ROLE %1").arg(q(QStringLiteral("New \"one\"")))));
    RestoreDraft made = draft(file);
    made.ownership = Ownership::Keep;
    made.roles.insert(QStringLiteral("app_owner"), {RoleFate::Map, QStringLiteral("boss")});
    made.roles.insert(evilRole, {RoleFate::Map, QStringLiteral("New \"one\"")});
    made.roles.insert(QStringLiteral("reader"), {RoleFate::Map, QStringLiteral("nobody here")});
    QVERIFY(has(findings(made), "roles.target", core::Severity::Blocker));
    made.roles.insert(QStringLiteral("reader"), {RoleFate::Map, QStringLiteral("New \"one\"")});
    const auto report = run(made);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(ownerOf("app.posts"), QStringLiteral("boss"));
    QCOMPARE(ownerOf("app.posts_id_seq"), QStringLiteral("boss"));
    QCOMPARE(ownerOf("app.notes"), QStringLiteral("\"New \"\"one\"\"\""));
    QCOMPARE(value(QStringLiteral("SELECT nspowner::regrole || ' ' || (SELECT typowner::regrole FROM pg_type "
                                  "WHERE typname = 'mood') || ' ' ||"
                                  " (SELECT proowner::regrole FROM pg_proc WHERE proname = 'f') FROM "
                                  "pg_namespace WHERE nspname = 'app'")),
             QStringLiteral("boss boss boss"));
    QCOMPARE(value(QStringLiteral("SELECT relacl::text FROM pg_class WHERE oid = 'app.posts'::regclass")),
             QStringLiteral("{boss=arwdDxt/boss,\"\\\"New \\\"\\\"one\\\"\\\"\\\"=r/boss\"}"));
    QCOMPARE(value(QStringLiteral(
                 "SELECT polroles::regrole[]::text || pg_get_expr(polqual, polrelid) FROM pg_policy")),
             QStringLiteral("{\"\\\"New \\\"\\\"one\\\"\\\"\\\"\"}(who <> 'TO app_owner'::text)"));
    QCOMPARE(value(QStringLiteral("SELECT defaclrole::regrole::text FROM pg_default_acl")),
             QStringLiteral("boss"));
    QCOMPARE(value(QStringLiteral("SELECT usename FROM pg_user_mappings")), QStringLiteral("New \"one\""));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM app.notes")), QStringLiteral("20"));
}

void TestRestoreOptions::rolesAreLeftOut()
{
    QFETCH(QString, file);
    RestoreDraft made = draft(file);
    core::Findings found = findings(made);
    QVERIFY2(has(found, "roles.privileges", core::Severity::Warning) &&
                 has(found, "roles.policies", core::Severity::Warning) &&
                 has(found, "roles.mappings", core::Severity::Warning) &&
                 has(found, "roles.missing", core::Severity::Info),
             qPrintable(idsOf(found)));
    QCOMPARE(problem(made), QString());
    QCOMPARE(ownerOf("app.posts"), QStringLiteral("postgres"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_policy")), QStringLiteral("0"));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("back")));

    // Owners as in the backup, but for one of them.
    made.ownership = Ownership::Keep;
    made.missingRoles = RoleFate::Create;
    made.roles.insert(QStringLiteral("app_owner"), {RoleFate::LeaveOut, {}});
    QCOMPARE(problem(made), QString());
    QCOMPARE(ownerOf("app.posts"), QStringLiteral("postgres"));
    QCOMPARE(ownerOf("app.notes"), q(evilRole));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_policy")), QStringLiteral("1"));
    QVERIFY(!roles().contains(QLatin1String("app_owner")));
}

void TestRestoreOptions::everythingBelongsToOne()
{
    QFETCH(QString, file);
    RestoreDraft made = draft(file);
    made.ownership = Ownership::Role;
    made.ownerRole = QStringLiteral("boss");
    QVERIFY(has(findings(made), "roles.target", core::Severity::Blocker));
    made.roles.insert(QStringLiteral("boss"), {RoleFate::Create, {}});
    made.privileges = archive::Privileges::None;
    QCOMPARE(problem(made), QString());
    QCOMPARE(value(QStringLiteral("SELECT string_agg(DISTINCT relowner::regrole::text, ',') FROM pg_class "
                                  "WHERE relnamespace = 'app'::regnamespace")),
             QStringLiteral("boss"));
    QCOMPARE(value(QStringLiteral("SELECT relacl IS NULL FROM pg_class WHERE oid = 'app.posts'::regclass")),
             QStringLiteral("t"));
    if (file.endsWith(QLatin1String("dump")))
        QCOMPARE(value(QStringLiteral("SELECT lomowner::regrole::text FROM pg_largeobject_metadata")),
                 QStringLiteral("boss"));
}

void TestRestoreOptions::attributesComeFromGlobals()
{
    QFile globals(m_folder.filePath(QStringLiteral("globals.sql")));
    QVERIFY(globals.open(QIODevice::WriteOnly));
    globals.write(
        "--\n-- PostgreSQL database cluster dump\n--\n\nSET default_transaction_read_only = off;\n\n"
        "CREATE ROLE app_owner;\nALTER ROLE app_owner WITH SUPERUSER NOINHERIT CREATEROLE CREATEDB LOGIN "
        "NOREPLICATION NOBYPASSRLS"
        " CONNECTION LIMIT 7 PASSWORD 'SCRAM-SHA-256$LOGIN' VALID UNTIL '2033-05-01 00:00:00+00';\n"
        "CREATE ROLE reader;\nALTER ROLE reader WITH NOSUPERUSER INHERIT NOLOGIN;\n"
        "GRANT app_owner TO reader GRANTED BY postgres;\nGRANT postgres TO reader;\n"
        "--\n-- PostgreSQL database cluster dump complete\n--\n\n");
    globals.close();
    RestoreDraft made = draft(QStringLiteral("roles.dump"));
    made.ownership = Ownership::Keep;
    made.missingRoles = RoleFate::Create;
    QVERIFY2(has(findings(made), "roles.powers", core::Severity::Warning), qPrintable(idsOf(findings(made))));
    QCOMPARE(problem(made), QString());
    QCOMPARE(value(QStringLiteral("SELECT concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, "
                                  "rolcanlogin, rolconnlimit,"
                                  " rolpassword IS NULL, extract(year from rolvaliduntil)) FROM pg_authid "
                                  "WHERE rolname = 'app_owner'")),
             QStringLiteral("f f f t t 7 t 2033"));
    QCOMPARE(value(QStringLiteral("SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members WHERE "
                                  "member = 'reader'::regrole")),
             QStringLiteral("app_owner"));
}

void TestRestoreOptions::rolesGoWhenItBreaksOff()
{
    for (const char* file : {"roles.dump", "roles.sql"}) {
        RestoreDraft made = draft(QLatin1String(file));
        made.ownership = Ownership::Keep;
        made.missingRoles = RoleFate::Create;
        std::stop_source source;
        // Not at the creation of the database: roles were made before.
        const auto report = run(made, stoppedWhen(source, [](const core::Progress& progress) {
                                    return progress.fraction.value_or(0) > 0.1;
                                }));
        QVERIFY(!report);
        QVERIFY2(report.error().kind == core::ErrorKind::Cancelled, qPrintable(report.error().toText()));
        QCOMPARE(roles(), QString());
    }
}

void TestRestoreOptions::rolesInAnSqlFile()
{
    RestoreDraft made = draft(QStringLiteral("roles.sql"));
    made.target = TargetKind::SqlFile;
    made.file = m_folder.filePath(QStringLiteral("out.sql"));
    made.ownership = Ownership::Keep;
    made.missingRoles = RoleFate::Create;
    made.roles.insert(QStringLiteral("app_owner"), {RoleFate::Map, QStringLiteral("boss")});
    QCOMPARE(problem(made), QString());
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    for (int i = 0; i < 2; ++i) { // the second time the roles are there
        const auto ran = m_cluster.runTool(
            process::ToolKind::Psql, QStringLiteral("back"),
            {QStringLiteral("-qX"), QStringLiteral("-vON_ERROR_STOP=1"), QStringLiteral("-f"), made.file});
        QVERIFY2(ran && ran->succeeded(), ran ? ran->errorOutput.constData() : "");
        QCOMPARE(ownerOf("app.posts"), QStringLiteral("boss"));
        QVERIFY(m_cluster.dropDatabase(QStringLiteral("back")));
        QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    }
}

void TestRestoreOptions::withoutTheRight()
{
    QVERIFY(m_cluster.script(
        QStringLiteral("postgres"),
        QStringLiteral("CREATE ROLE weak LOGIN CREATEDB; CREATE ROLE app_owner; CREATE ROLE boss")));
    postgres::ConnectionSpec spec = m_cluster.spec();
    spec.user = QStringLiteral("weak");
    const access::ServerAccess weak = openAccess(spec);
    const auto findingsOf = [&](const RestoreDraft& wanted) {
        const auto facts = restore::gatherFacts(wanted, weak, tools(), {});
        return facts ? restore::validate(wanted, *facts) : core::Findings();
    };
    RestoreDraft made = draft(QStringLiteral("roles.dump"));
    made.ownership = Ownership::Keep;
    made.missingRoles = RoleFate::Create;
    QVERIFY2(has(findingsOf(made), "privilege.createRole", core::Severity::Blocker),
             qPrintable(idsOf(findingsOf(made))));
    QVERIFY(has(findingsOf(made), "privilege.owners", core::Severity::Blocker));

    // Who may make roles becomes a member of them, to give objects away.
    QVERIFY(m_cluster.script(QStringLiteral("postgres"),
                             QStringLiteral("ALTER ROLE weak CREATEROLE; DROP ROLE app_owner")));
    made.tables = {QStringLiteral("app.posts")};
    QVERIFY2(!core::hasBlocker(findingsOf(made)), qPrintable(idsOf(findingsOf(made))));
    const auto report = run(made, {}, &weak);
    QVERIFY2(report && report->verdict != core::Verdict::Failed,
             qPrintable(report ? idsOf(report->findings) : report.error().toText()));
    QCOMPARE(ownerOf("app.posts"), QStringLiteral("app_owner"));
    (void)m_cluster.dropDatabase(QStringLiteral("back"));
}

void TestRestoreOptions::definitionsAlone()
{
    QFETCH(QString, file);
    RestoreDraft made = draft(file);
    made.sections = {StageKind::PreData, StageKind::PostData};
    const auto report = run(made);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(idsOf(report->findings)));
    QVERIFY(report->isPart);
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM app.posts")), QStringLiteral("0"));
    QCOMPARE(
        value(QStringLiteral("SELECT count(*) FROM pg_constraint WHERE connamespace = 'app'::regnamespace")),
        QStringLiteral("3"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_largeobject_metadata")), QStringLiteral("0"));
}

void TestRestoreOptions::rowsAlone()
{
    RestoreDraft made = draft(QStringLiteral("roles.dump"));
    made.sections = {StageKind::Data};
    QVERIFY(has(findings(made), "sections.needTables", core::Severity::Blocker));
    made.sections = {StageKind::PreData, StageKind::PostData};
    QCOMPARE(problem(made), QString());
    made.target = TargetKind::ExistingDatabase;
    made.sections = {StageKind::Data};
    QVERIFY(has(findings(made), "sections.rows", core::Severity::Blocker));
    made.existing = ExistingObjects::Append;
    const auto report = run(made);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY2(report->findings.size() == 1 && has(report->findings, "sequences.advanced", core::Severity::Info),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_largeobject_metadata")), QStringLiteral("1"));
    QCOMPARE(
        value(QStringLiteral("SELECT count(*) || ' ' || (SELECT count(*) FROM app.notes) FROM app.posts")),
        QStringLiteral("50 20"));
    QCOMPARE(report->tables.size(), 2);
    for (const restore::TableComparison& table : report->tables)
        QVERIFY2(table.matches, qPrintable(table.name));
    // To others: the sum of both is expected.
    QCOMPARE(problemOf(m_cluster.script(
                 QStringLiteral("back"),
                 QStringLiteral("DELETE FROM app.notes WHERE id > 3; UPDATE app.notes SET id = -id"))),
             QString());
    made.tables = {QStringLiteral("app.notes")};
    const auto more = run(made);
    QVERIFY2(more && more->verdict == core::Verdict::Ok,
             qPrintable(more ? idsOf(more->findings) : more.error().toText()));
    QVERIFY(more->tables.size() == 1 && more->tables.constFirst().expectedRows == 23 &&
            more->tables.constFirst().matches);
    // The same rows again collide: nothing has changed.
    QVERIFY(!problem(made).isEmpty());
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM app.posts")), QStringLiteral("50"));
}

void TestRestoreOptions::sectionBySection()
{
    RestoreDraft made = draft(QStringLiteral("roles.dump"));
    made.sections = {StageKind::PreData};
    QCOMPARE(problem(made), QString());
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND "
                                  "c.relnamespace = 'app'::regnamespace")),
             QStringLiteral("0"));
    made.target = TargetKind::ExistingDatabase;
    made.sections = {StageKind::Data};
    made.existing = ExistingObjects::EmptyAndLoad;
    made.confirmed = QStringLiteral("back");
    QCOMPARE(problem(made), QString());
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM app.posts")), QStringLiteral("50"));
    made.sections = {StageKind::PostData};
    made.existing = ExistingObjects::Stop;
    QCOMPARE(problem(made), QString());
    QCOMPARE(
        value(QStringLiteral("SELECT count(*) FROM pg_constraint WHERE connamespace = 'app'::regnamespace")),
        QStringLiteral("3"));
    QCOMPARE(value(QStringLiteral("SELECT relrowsecurity FROM pg_class WHERE oid = 'app.posts'::regclass")),
             QStringLiteral("t"));
    QVERIFY2(has(findings(made), "target.conflicts", core::Severity::Blocker),
             qPrintable(idsOf(findings(made))));
    made.existing = ExistingObjects::Keep;
    QCOMPARE(problem(made), QString());
    QCOMPARE(
        value(QStringLiteral("SELECT count(*) FROM pg_constraint WHERE connamespace = 'app'::regnamespace")),
        QStringLiteral("3"));
}

void TestRestoreOptions::optionsByName()
{
    QFETCH(QString, file);
    RestoreDraft made = draft(file);
    for (const char* option : {"no-comments", "--no-security-labels", "no-publications", "no-subscriptions",
                               "no-tablespaces", "disable-triggers"})
        made.options.append(process::toolOptionFromText(QLatin1String(option)));
    if (file.endsWith(QLatin1String("dump"))) {
        for (const char* option : {"use-set-session-authorization", "strict-names", "no-table-access-method",
                                   "enable-row-security", "role=postgres"})
            made.options.append(process::toolOptionFromText(QLatin1String(option)));
    }
    const core::Findings found = findings(made);
    if (found.size() == 1 && found.constFirst().id == QLatin1String("option.unknown"))
        made.options.removeIf([](const process::ToolOption& option) {
            return option.name == QLatin1String("no-table-access-method");
        });
    QCOMPARE(problem(made), QString());
    QCOMPARE(value(QStringLiteral("SELECT obj_description('app.posts'::regclass) IS NULL")),
             QStringLiteral("t"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM app.posts")), QStringLiteral("50"));
}

void TestRestoreOptions::optionsAreRefused()
{
    RestoreDraft made = draft(QStringLiteral("roles.dump"));
    made.options = {process::toolOptionFromText(QStringLiteral("--clean"))};
    QVERIFY(has(findings(made), "option.own", core::Severity::Blocker));
    made.options = {process::toolOptionFromText(QStringLiteral("--no-such-thing"))};
    QVERIFY(has(findings(made), "option.unknown", core::Severity::Blocker));
    made.options = {process::toolOptionFromText(QStringLiteral("role"))};
    QVERIFY(has(findings(made), "option.value", core::Severity::Blocker));
    made.source = m_folder.filePath(QStringLiteral("roles.sql"));
    made.options = {process::toolOptionFromText(QStringLiteral("use-set-session-authorization"))};
    QVERIFY(has(findings(made), "option.needsPgRestore", core::Severity::Blocker));
    made.options = {process::toolOptionFromText(QStringLiteral("jobs=3"))};
    QVERIFY2(has(findings(made), "option.own", core::Severity::Blocker), qPrintable(idsOf(findings(made))));
}

QTEST_GUILESS_MAIN(TestRestoreOptions)
#include "restoreoptionstest.moc"
