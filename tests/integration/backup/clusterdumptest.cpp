// SPDX-License-Identifier: GPL-3.0-or-later
// Dumps of a whole server that are called good: stock psql makes the same server of them, and whatever is not
// in them is found.
#include "archive/dump.h"
#include "backup/cluster/clusterjudge.h"
#include "backup/passwordplace.h"
#include "catalog/backupcheck.h"
#include "catalog/backupset.h"
#include "restore/restoresource.h"
#include "support/clusterruns.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::cluster;
using namespace Qt::StringLiterals;

using backup::Part;
using backup::RolePasswords;

class TestClusterDump : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void psqlMakesTheSameServer_data();
    void psqlMakesTheSameServer();
    void theSetSaysWhatIsInIt();
    void everyChoice_data();
    void everyChoice();
    void options();
    void lineBreakIsSaid();
    void withoutPasswords();
    void withoutConnect();
    void rowSecurityIsRefused();
    void comesAndGoes();
    void previousSet();
    void changedFileIsFound();

private:
    access::ServerAccess server(const QString& user = u"postgres"_s) const;
    static QStringList idsOf(const core::Findings& findings);
    core::Findings findingsOf(const ClusterDumpDraft& draft, const QString& user = u"postgres"_s) const;
    /// Rows and their sum of each table, one line for each database.
    static QString contentOf(const TestCluster& cluster);

    std::optional<TestCluster> m_cluster;
    QTemporaryDir m_sets;
};

const QStringList hostile{u"we\"i rd 'n\\ame"_s, u"ünï 数据"_s, u" leading"_s,
                          u"UPPER.dot"_s,        u"$HOME;ls"_s, u"a=b c"_s};

QStringList TestClusterDump::idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id);
    ids.removeDuplicates();
    return ids;
}

access::ServerAccess TestClusterDump::server(const QString& user) const
{
    postgres::ConnectionSpec spec = m_cluster->spec();
    spec.user = user;
    return openAccess(spec);
}

core::Findings TestClusterDump::findingsOf(const ClusterDumpDraft& draft, const QString& user) const
{
    const auto facts = gatherFacts(draft, server(user), tools(), {});
    if (!facts)
        qFatal("%s", qPrintable(facts.error().toText()));
    return validate(draft, *facts);
}

void TestClusterDump::initTestCase()
{
    auto cluster = TestCluster::start();
    QVERIFY2(cluster, qPrintable(cluster ? QString() : cluster.error().toText()));
    m_cluster.emplace(std::move(*cluster));
    QVERIFY(m_cluster->script(
        u"postgres"_s,
        u"CREATE ROLE \"own er\" LOGIN PASSWORD 'x'; CREATE ROLE \"na\"\"st'y\"; GRANT \"na\"\"st'y\" TO "
        u"\"own er\";"
        "CREATE ROLE reader LOGIN; CREATE ROLE nobody LOGIN; CREATE TABLE mine (i int); INSERT INTO mine VALUES (7)"_s));
    for (const QString& name : hostile) {
        QVERIFY2(m_cluster->createDatabase(name), qPrintable(name));
        QVERIFY(m_cluster->script(
            name,
            u"CREATE TABLE \"ta ble\" AS SELECT i, md5(i::text) AS t FROM generate_series(1, 200) i;"
            "CREATE VIEW v AS SELECT 1 AS one; CREATE SEQUENCE s; CREATE TABLE empty (); ALTER TABLE \"ta ble\" OWNER TO \"own er\""_s));
    }
    QVERIFY(m_cluster->sql(u"postgres"_s, u"ALTER DATABASE \"UPPER.dot\" SET work_mem = '5MB'"_s));
    QVERIFY(m_cluster->sql(u"postgres"_s, u"CREATE DATABASE closed ALLOW_CONNECTIONS false"_s));
}

QString TestClusterDump::contentOf(const TestCluster& cluster)
{
    QStringList lines;
    const QString names = cluster.value(
        u"postgres"_s,
        u"SELECT string_agg(datname, E'\\x01' ORDER BY datname COLLATE \"C\") FROM pg_database WHERE datallowconn AND NOT datistemplate"_s);
    for (const QString& name : names.split(QChar(1))) {
        const bool hasTable =
            cluster.value(name, u"SELECT to_regclass('public.\"ta ble\"') IS NOT NULL"_s) == u"t"_s;
        lines.append(
            name + u": "_s +
            (hasTable
                 ? cluster.value(
                       name,
                       u"SELECT count(*) || ' ' || sum(i) || ' ' || md5(string_agg(t, '' ORDER BY i)) FROM public.\"ta ble\""_s)
                 : QString()) +
            cluster.value(
                name,
                u"SELECT string_agg(relname || relkind || pg_get_userbyid(relowner), ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s));
    }
    lines.append(cluster.value(
        u"postgres"_s,
        u"SELECT string_agg(rolname || coalesce(rolpassword, ''), ',' ORDER BY rolname) FROM pg_authid WHERE rolname !~ '^pg_'"_s));
    lines.append(
        cluster.value(u"postgres"_s, u"SELECT string_agg(setconfig::text, ',') FROM pg_db_role_setting"_s));
    return lines.join(u'\n');
}

void TestClusterDump::psqlMakesTheSameServer_data()
{
    QTest::addColumn<QString>("compress");
    QTest::addColumn<QString>("unpack");
    QTest::newRow("plain") << u"none"_s << u"cat"_s;
    QTest::newRow("gzip") << u"gzip"_s << u"gunzip -c"_s;
    QTest::newRow("zstd") << u"zstd:3"_s << u"zstd -dcq"_s;
}

void TestClusterDump::psqlMakesTheSameServer()
{
    QFETCH(QString, compress);
    QFETCH(QString, unpack);
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    draft.compression = *core::CompressionSpec::fromText(compress);
    const auto report = backUpServer(server(), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(idsOf(report->findings), QStringList());
    QCOMPARE(report->verdict, core::Verdict::Ok);
    const catalog::Manifest& manifest = report->manifest;
    QCOMPARE(report->databases.size(), hostile.size() + 2); // and postgres, template1
    QCOMPARE(manifest.tables.size(), 2 * hostile.size() + 1);
    const QString file = report->setFolder + u'/' + manifest.dumpFile;

    if (unpack.startsWith(u"zstd") && QStandardPaths::findExecutable(u"zstd"_s).isEmpty())
        QSKIP("zstd is not installed here");
    auto fresh = TestCluster::start();
    QVERIFY(fresh);
    QTemporaryDir folder;
    const QString sql = folder.filePath(u"all.sql"_s);
    QProcess unpacking;
    unpacking.setStandardOutputFile(sql);
    QStringList words = unpack.split(u' ');
    unpacking.start(words.takeFirst(), words << file);
    QVERIFY(unpacking.waitForFinished() && unpacking.exitCode() == 0);
    // The role that restores is there already: that one error is how pg_dumpall's files are.
    const auto restored = fresh->runTool(process::ToolKind::Psql, u"postgres"_s,
                                         {u"--no-psqlrc"_s, u"--quiet"_s, u"--file="_s + sql});
    QVERIFY(restored);
    QCOMPARE(restored->errorOutput.count("ERROR"), 1);
    QVERIFY2(restored->errorOutput.contains("role \"postgres\" already exists"),
             restored->errorOutput.constData());
    QCOMPARE(contentOf(*fresh), contentOf(*m_cluster));
}

void TestClusterDump::theSetSaysWhatIsInIt()
{
    const auto report = backUpServer(server(), clusterDraft(m_sets.path()));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(QFileInfo(report->setFolder).dir().dirName(), u"+cluster"_s);
    QCOMPARE(QFileInfo(report->setFolder).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther |
                                                           QFileDevice::ExeGroup | QFileDevice::ExeOther),
             QFileDevice::Permissions());
    const auto set = catalog::readSet(report->setFolder);
    QVERIFY2(set, qPrintable(set ? QString() : set.error().toText()));
    QCOMPARE(set->manifest.kind, catalog::SetKind::Cluster);
    QCOMPARE(set->manifest.coverage, catalog::Coverage::Whole);
    QVERIFY(!catalog::holdsGlobalsOnly(set->manifest));
    QCOMPARE(set->proven(), catalog::Proven::ReadBack);
    QSet<QString> databases;
    for (const catalog::ManifestTable& table : set->manifest.tables) {
        databases.insert(table.database);
        QCOMPARE(table.rows, table.name == u"ta ble"_s ? 200 : table.name == u"mine"_s ? 1 : 0);
        QCOMPARE(table.digest.size(), 32);
    }
    QCOMPARE(databases, QSet<QString>(hostile.begin(), hostile.end()) + QSet<QString>{u"postgres"_s});
    for (const catalog::ManifestFile& file : set->manifest.files) {
        QCOMPARE(file.sha256.size(), 64);
        const auto permissions = QFileInfo(report->setFolder + u'/' + file.name).permissions();
        QVERIFY2(!(permissions & (QFileDevice::ReadGroup | QFileDevice::ReadOther)), qPrintable(file.name));
    }
    const auto check = catalog::checkBackup(report->setFolder, {});
    QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
    QCOMPARE(idsOf(check->findings), QStringList());
    QCOMPARE(check->verdict, core::Verdict::Ok);
    const auto restore = restore::openSource(report->setFolder);
    QVERIFY(!restore);
    QVERIFY2(restore.error().hint.contains(u"psql --dbname=postgres"_s),
             qPrintable(restore.error().toText()));
}

void TestClusterDump::everyChoice_data()
{
    QTest::addColumn<ClusterDumpDraft>("draft");
    QTest::addColumn<int>("databases");
    QTest::addColumn<int>("tables"); // with rows
    QTest::addColumn<bool>("hasRoles");
    ClusterDumpDraft draft = clusterDraft({});
    const int all = static_cast<int>(hostile.size());
    draft.content = Content::Globals;
    QTest::newRow("globals") << draft << 0 << 0 << true;
    draft.compression = core::CompressionSpec{core::CompressionMethod::Gzip, std::nullopt};
    QTest::newRow("globals, gzip") << draft << 0 << 0 << true;
    draft.compression.reset();
    draft.content = Content::Roles;
    QTest::newRow("roles") << draft << 0 << 0 << true;
    draft.content = Content::Tablespaces;
    QTest::newRow("tablespaces") << draft << 0 << 0 << false;
    draft.content = Content::Everything;
    draft.part = Part::Definitions;
    QTest::newRow("definitions") << draft << all + 2 << 0 << true;
    draft.part = Part::Rows;
    QTest::newRow("rows") << draft << all + 2 << 2 * all + 1 << false;
    draft.part = Part::Everything;
    for (const QString& name : hostile.first(3))
        draft.excludedDatabases.append(postgres::exactPattern(name));
    QTest::newRow("without three") << draft << all - 1 << 2 * all - 5 << true;
    draft.excludedDatabases = {u"*me"_s, u"post*"_s};
    draft.options = {{u"inserts"_s, {}}, {u"clean"_s, {}}, {u"if-exists"_s, {}}, {u"no-owner"_s, {}}};
    QTest::newRow("INSERTs, clean") << draft << all << 2 * all - 2 << true;
}

void TestClusterDump::everyChoice()
{
    QFETCH(ClusterDumpDraft, draft);
    QFETCH(int, databases);
    QFETCH(int, tables);
    QFETCH(bool, hasRoles);
    QTemporaryDir folder;
    draft.destination = folder.path();
    const auto report = backUpServer(server(), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(report->databases.size(), databases);
    QCOMPARE(report->manifest.tables.size(), tables);
    QCOMPARE(report->roles > 0, hasRoles);
    QCOMPARE(report->manifest.coverage, catalog::Coverage::Part);
    QCOMPARE(catalog::holdsGlobalsOnly(report->manifest), draft.content != Content::Everything);
    const auto check = catalog::checkBackup(report->setFolder, {});
    QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
    QCOMPARE(idsOf(check->findings), QStringList());
}

void TestClusterDump::options()
{
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    const auto refused = [&](const QString& option) {
        draft.options = {backup::toolOptionFromText(option)};
        const auto plan = planServer(server(), draft);
        return plan ? QString() : plan.error().message;
    };
    QVERIFY(refused(u"file=x"_s).contains(u"Tidemark sets it"_s));
    QVERIFY(refused(u"exclude-database=x"_s).contains(u"Tidemark sets it"_s));
    QVERIFY(refused(u"no-role-passwords"_s).contains(u"Tidemark sets it"_s));
    QVERIFY(refused(u"snapshot=1"_s).contains(u"This pg_dumpall has no option --snapshot"_s));
    QVERIFY(refused(u"encoding"_s).contains(u"wants a value"_s));
    QCOMPARE(refused(u"quote-all-identifiers"_s), QString());
    draft.options.clear();
    draft.excludedDatabases = {u"no such"_s};
    QVERIFY(idsOf(findingsOf(draft)).contains(u"content.noMatch"_s));
    draft.content = Content::Globals;
    QVERIFY(idsOf(findingsOf(draft)).contains(u"content.excluded"_s));
}

void TestClusterDump::lineBreakIsSaid()
{
    const QString name = u"line\nbreak"_s;
    QVERIFY(m_cluster->createDatabase(name));
    const auto dropped = qScopeGuard([&] { (void)m_cluster->dropDatabase(name); });
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    const auto refused = planServer(server(), draft);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"line break"_s), qPrintable(refused.error().toText()));
    draft.excludedDatabases = {postgres::exactPattern(name)};
    const auto report = backUpServer(server(), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(!report->databases.contains(name));
}

void TestClusterDump::withoutPasswords()
{
    // As superuser, on request.
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    draft.content = Content::Roles;
    const auto textOf = [](const ClusterDumpReport& report) {
        QFile file(report.setFolder + u'/' + report.manifest.dumpFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    auto report = backUpServer(server(), draft);
    QVERIFY(report && textOf(*report).contains("SCRAM-SHA-256"));
    draft.rolePasswords = RolePasswords::Leave;
    report = backUpServer(server(), draft);
    QVERIFY(report && !textOf(*report).contains("SCRAM-SHA-256") && textOf(*report).contains("own er"));
    // By a role that may not read them: said, and done without.
    draft.rolePasswords = RolePasswords::Keep;
    QVERIFY(idsOf(findingsOf(draft, u"reader"_s)).contains(u"globals.noPasswords"_s));
    report = backUpServer(server(u"reader"_s), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QVERIFY(!textOf(*report).contains("SCRAM-SHA-256") && textOf(*report).contains("own er"));
    QCOMPARE(report->manifest.options.value(u"rolePasswords").toBool(true), false);
    // Where they go to: named by the place.
    draft.destination = u"/somewhere"_s;
    const auto said = [&](core::FolderPrivacy privacy) {
        return idsOf(
            backup::checkPasswordPlace(u"/x"_s, {privacy, u"nfs"_s}, backup::PasswordRemedy::LeaveThemOut));
    };
    QCOMPARE(said(core::FolderPrivacy::Kept), QStringList());
    QCOMPARE(said(core::FolderPrivacy::OtherHost), QStringList{u"passwords.network"_s});
    QTemporaryDir open;
    QVERIFY(QFile::setPermissions(open.path(), QFileDevice::Permissions(0x7777)));
    draft.destination = open.path();
    QVERIFY(idsOf(findingsOf(draft)).contains(u"passwords.folderShared"_s));
    draft.rolePasswords = RolePasswords::Leave;
    QVERIFY(!idsOf(findingsOf(draft)).contains(u"passwords.folderShared"_s));
}

void TestClusterDump::withoutConnect()
{
    QVERIFY(m_cluster->sql(u"postgres"_s, u"REVOKE CONNECT ON DATABASE \"UPPER.dot\" FROM PUBLIC"_s));
    const auto back = qScopeGuard([this] {
        (void)m_cluster->sql(u"postgres"_s,
                             u"GRANT CONNECT, TEMPORARY ON DATABASE \"UPPER.dot\" TO PUBLIC"_s);
    });
    QVERIFY(m_cluster->sql(u"postgres"_s, u"GRANT pg_read_all_data TO nobody"_s));
    const auto refused = planServer(server(u"nobody"_s), clusterDraft(m_sets.path()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(refused.error().message.contains(u"UPPER.dot"_s), qPrintable(refused.error().toText()));
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    draft.excludedDatabases = {u"\"UPPER.dot\""_s};
    const auto report = backUpServer(server(u"nobody"_s), draft);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
}

void TestClusterDump::rowSecurityIsRefused()
{
    QVERIFY(m_cluster->sql(u"postgres"_s, u"GRANT pg_read_all_data TO nobody"_s));
    QVERIFY(m_cluster->createDatabase(u"hidden"_s));
    const auto dropped = qScopeGuard([&] { (void)m_cluster->dropDatabase(u"hidden"_s); });
    QVERIFY(m_cluster->script(u"hidden"_s, u"CREATE TABLE secret AS SELECT generate_series(1, 9) i; ALTER "
                                           u"TABLE secret ENABLE ROW LEVEL SECURITY;"
                                           "CREATE POLICY few ON secret USING (i < 3)"_s));
    const auto refused = planServer(server(u"nobody"_s), clusterDraft(m_sets.path()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::PermissionDenied);
    QVERIFY2(refused.error().message.contains(u"hidden"_s) && refused.error().message.contains(u"secret"_s),
             qPrintable(refused.error().toText()));
    ClusterDumpDraft draft = clusterDraft(m_sets.path());
    draft.part = Part::Definitions; // hides nothing
    QVERIFY(planServer(server(u"nobody"_s), draft));
    // A policy that comes after the plan: the tool stops, and nothing is left.
    QVERIFY(m_cluster->sql(u"hidden"_s, u"ALTER TABLE secret DISABLE ROW LEVEL SECURITY"_s));
    draft.part = Part::Everything;
    QTemporaryDir folder;
    draft.destination = folder.path();
    const auto plan = planServer(server(u"nobody"_s), draft);
    QVERIFY(plan);
    QVERIFY(m_cluster->sql(u"hidden"_s, u"ALTER TABLE secret ENABLE ROW LEVEL SECURITY"_s));
    const auto report = run(*plan, server(u"nobody"_s), {});
    QVERIFY(!report);
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestClusterDump::comesAndGoes()
{
    // What the server lists before and after; the file holds what it held in between.
    using postgres::RelationKind;
    const auto relation = [](const char* name, quint32 oid) {
        postgres::Relation one;
        one.schema = u"public"_s;
        one.name = QLatin1String(name);
        one.oid = oid;
        one.kind = RelationKind::Table;
        return one;
    };
    const auto entry = [](const char* type, const char* name) {
        archive::EntryFields fields;
        fields.type = QLatin1String(type);
        fields.schema = u"public"_s;
        fields.tag = QLatin1String(name);
        fields.hasData = fields.type == u"TABLE DATA"_s;
        return fields;
    };
    archive::DumpPart part;
    part.toc.database = u"shop"_s;
    part.toc.entries = {entry("TABLE", "stays"), entry("TABLE DATA", "stays"), entry("TABLE", "passing"),
                        entry("TABLE DATA", "passing")};
    ServerLook before;
    before.databases = {{1,
                         u"shop"_s,
                         {relation("stays", 10), relation("dropped", 11), relation("made anew", 12)},
                         {},
                         std::nullopt},
                        {2, u"gone"_s, {}, {}, std::nullopt}};
    ServerLook after;
    after.databases = {{1,
                        u"shop"_s,
                        {relation("stays", 10), relation("made anew", 13), relation("new", 14)},
                        {},
                        std::nullopt},
                       {3, u"born"_s, {}, {}, std::nullopt}};
    const ClusterDumpDraft draft = clusterDraft({});
    QCOMPARE(idsOf(compareServer(draft, before, after, {part})), QStringList{u"archive.passing"_s});
    // Both times there, and not in the file.
    after.databases.first().relations.append(relation("dropped", 11));
    QCOMPARE(idsOf(compareServer(draft, before, after, {part})),
             (QStringList{u"archive.relationMissing"_s, u"archive.passing"_s}));
    after.databases.first().relations.removeLast();
    after.databases.append(before.databases.last());
    QCOMPARE(idsOf(compareServer(draft, before, after, {part})),
             (QStringList{u"archive.databaseMissing"_s, u"archive.passing"_s}));
    // Its rows are not there.
    after.databases.removeLast();
    part.toc.entries = {entry("TABLE", "stays")};
    QCOMPARE(idsOf(compareServer(draft, before, after, {part})), QStringList{u"archive.rowsMissing"_s});
    before.globals.roles = after.globals.roles = {u"somebody"_s};
    QCOMPARE(idsOf(compareServer(draft, before, after, {part})),
             (QStringList{u"archive.roleMissing"_s, u"archive.rowsMissing"_s}));
}

void TestClusterDump::previousSet()
{
    QTemporaryDir folder;
    const ClusterDumpDraft draft = clusterDraft(folder.path());
    QVERIFY(backUpServer(server(), draft));
    ClusterDumpDraft globals = draft;
    globals.content = Content::Globals;
    QVERIFY(backUpServer(server(), globals)); // between them: not what is compared
    const QString name = hostile.first();
    QVERIFY(m_cluster->sql(name, u"DELETE FROM \"ta ble\" WHERE i > 20"_s));
    const auto report = backUpServer(server(), draft);
    QVERIFY(m_cluster->sql(
        name, u"INSERT INTO \"ta ble\" SELECT i, md5(i::text) FROM generate_series(21, 200) i"_s));
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()));
    QCOMPARE(idsOf(report->findings), QStringList{u"set.fewerRows"_s});
    QVERIFY2(report->findings.first().sentence.contains(u"rd 'n"_s),
             qPrintable(report->findings.first().sentence));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
}

void TestClusterDump::changedFileIsFound()
{
    QTemporaryDir folder;
    ClusterDumpDraft draft = clusterDraft(folder.path());
    draft.compression = core::CompressionSpec{};
    const auto report = backUpServer(server(), draft);
    QVERIFY(report);
    QFile file(report->setFolder + u'/' + report->manifest.dumpFile);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    const qsizetype row = text.lastIndexOf("\n199\t");
    QVERIFY(row > 0);
    text[row + 1] = '2';
    file.seek(0);
    QCOMPARE(file.write(text), text.size());
    file.close();
    const auto check = catalog::checkBackup(report->setFolder, {});
    QVERIFY2(check, qPrintable(check ? QString() : check.error().toText()));
    QCOMPARE(check->verdict, core::Verdict::Differences);
    QCOMPARE(idsOf(check->findings), (QStringList{u"check.fileChanged"_s, u"check.tableDiffers"_s}));
}

QTEST_GUILESS_MAIN(TestClusterDump)
#include "clusterdumptest.moc"
