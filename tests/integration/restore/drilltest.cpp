// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "catalog/manifest.h"
#include "catalog/setimport.h"
#include "cluster/clusterregistry.h"
#include "cluster/orphans.h"
#include "core/atomicfile.h"
#include "jobs/drills.h"
#include "restore/drill/drillrun.h"
#include "restore/drill/sandbox.h"
#include "support/baseruns.h"
#include "support/clusterruns.h"
#include "support/hardschema.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using restore::drill::DrillDraft;
using restore::drill::DrillReport;

static const bool inMemory = workInMemory();

class TestDrill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void sampleIsProven();
    void templateIsUsedAndRemade();
    void baseBackup_data();
    void baseBackup();
    void damagedBaseBackup();
    void hardSchemaIsProven();
    void plainSqlIsProven();
    void wholeServerIsProven();
    void dumpFromElsewhere_data();
    void dumpFromElsewhere();
    void valuesInOtherWords();
    void untrustedDumpHasNoRights();
    void untrustedDumpStaysOffServers();
    void localeThatNobodyHas();
    void lyingManifest_data();
    void lyingManifest();
    void damagedSetSaysWhere();
    void troubleSaysNothingOfTheBackup_data();
    void troubleSaysNothingOfTheBackup();
    void chosenServerIsLeftAsItWas();
    void sanityQueries();
    void missingMajorNamesThePackage();
    void programsThatLookThrough_data();
    void programsThatLookThrough();
    void cancelLeavesNothing();

private:
    core::Result<DrillReport> drill(const DrillDraft& draft, const access::ServerAccess* chosen = nullptr,
                                    const core::RunContext& context = {})
    {
        return restore::drill::run(draft, tools(), chosen, context);
    }
    static QStringList sandboxes()
    {
        QStringList folders;
        const auto registry = cluster::ClusterRegistry::open();
        const QList<cluster::ClusterRecord> records =
            registry ? registry->list() : QList<cluster::ClusterRecord>();
        for (const cluster::ClusterRecord& record : records) {
            if (record.kind == cluster::ClusterKind::Sandbox)
                folders.append(record.folder);
        }
        return folders;
    }
    QString databases() const
    {
        return m_cluster.value(
            QStringLiteral("postgres"),
            QStringLiteral("SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database"));
    }
    /// A copy of the small set, to be changed.
    QString copyOfSet(const QString& name)
    {
        const QString to = m_folder.filePath(name);
        QDir().mkpath(to);
        const QStringList files = QDir(m_small).entryList(QDir::Files);
        for (const QString& file : files)
            QFile::copy(m_small + QLatin1Char('/') + file, to + QLatin1Char('/') + file);
        QFile::remove(to + QStringLiteral("/checks.jsonl"));
        return to;
    }

    TestCluster& m_cluster = TestCluster::shared();
    QTemporaryDir m_folder;
    QString m_set;
    QString m_small;
    QString m_base;
};

#define VERIFY_RESULT(result) QVERIFY2(result, qPrintable((result) ? QString() : (result).error().toText()))

namespace {

QString firstBlocker(const DrillReport& report)
{
    const core::Findings findings = report.allFindings();
    for (const core::Finding& finding : findings) {
        if (finding.severity == core::Severity::Blocker)
            return finding.id + QStringLiteral(": ") + finding.sentence + QLatin1Char(' ') + finding.hint;
    }
    return {};
}

} // namespace

void TestDrill::initTestCase()
{
    QVERIFY(m_cluster.createSample(QStringLiteral("blog_db")));
    const QString space = m_cluster.local().folder() + QStringLiteral("/run/space");
    QVERIFY(cluster::makePrivateFolder(space, cluster::userByName(m_cluster.local().serverUserName())));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"),
                          QStringLiteral("CREATE TABLESPACE wide LOCATION '%1'").arg(space)));
    QVERIFY(m_cluster.script(
        QStringLiteral("blog_db"),
        QStringLiteral("CREATE TABLE far TABLESPACE wide AS SELECT i FROM generate_series(1, 5000) i")));
    const auto report = backUp(openAccess(m_cluster.spec()), QStringLiteral("blog_db"), m_folder.path());
    VERIFY_RESULT(report);
    m_set = report->setFolder;
    QVERIFY(m_cluster.createDatabase(QStringLiteral("small")));
    QVERIFY(m_cluster.script(QStringLiteral("small"),
                             QStringLiteral("CREATE TABLE posts AS SELECT i AS id, sha512(i::text::bytea) AS "
                                            "body FROM generate_series(1, 20000) i;"
                                            "ALTER TABLE posts ADD PRIMARY KEY (id); CREATE TABLE tags AS "
                                            "SELECT i FROM generate_series(1, 10) i;"
                                            "CREATE SEQUENCE numbers")));
    const auto small = backUp(openAccess(m_cluster.spec()), QStringLiteral("small"), m_folder.path());
    VERIFY_RESULT(small);
    m_small = small->setFolder;
    QVERIFY(m_cluster.createDatabase(QStringLiteral("words")));
    QVERIFY(m_cluster.script(QStringLiteral("words"),
                             QStringLiteral("CREATE TABLE odd AS SELECT 1.50::numeric(6,2) AS n;"
                                            "CREATE TABLE even AS SELECT 7.25::numeric(6,2) AS n")));
}

void TestDrill::cleanup()
{
    QCOMPARE(sandboxes(), QStringList());
}

void TestDrill::sampleIsProven()
{
    DrillDraft draft;
    draft.source = m_set;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QCOMPARE(report->databases.size(), 1);
    QVERIFY(report->rows() > 190'000);
    QVERIFY(report->peakBytes > 10'000'000);
    QVERIFY(report->restoreDuration.count() > 0 && report->restoreDuration <= report->duration);
    for (const restore::TableComparison& table : report->databases.constFirst().tables)
        QVERIFY2(table.matches && table.rows == table.expectedRows, qPrintable(table.name));
    const auto set = catalog::readSet(m_set);
    VERIFY_RESULT(set);
    QCOMPARE(set->proven(), catalog::Proven::Restored);
    const catalog::CheckRecord& noted = set->checks.constLast();
    QCOMPARE(noted.kind, QStringLiteral("drill"));
    QCOMPARE(noted.verdict, core::Verdict::Ok);
    QCOMPARE(noted.peakBytes, report->peakBytes);
    QVERIFY(noted.seconds > 0);
}

void TestDrill::templateIsUsedAndRemade()
{
    const auto registry = cluster::ClusterRegistry::open();
    VERIFY_RESULT(registry);
    const QString folder = registry->folder() + QStringLiteral("/templates");
    const QStringList kept = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(kept.size(), 1);
    const QString list =
        folder + QLatin1Char('/') + kept.constFirst() + QStringLiteral("/tidemark-template.json");
    const QDateTime made = QFileInfo(list).lastModified();
    {
        const auto sandbox = restore::drill::Sandbox::start(0, cluster::DataOrigin::Template, tools(), {});
        VERIFY_RESULT(sandbox);
        QCOMPARE(QFileInfo(list).lastModified(), made);
    }
    // A damaged copy is not used, and made again.
    QFile file(folder + QLatin1Char('/') + kept.constFirst() + QStringLiteral("/data/global/pg_control"));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(100) && file.write("x") == 1);
    file.close();
    QTest::qSleep(20);
    const auto sandbox = restore::drill::Sandbox::start(0, cluster::DataOrigin::Template, tools(), {});
    VERIFY_RESULT(sandbox);
    QVERIFY(sandbox->server().connect({}, {}, {}));
    QVERIFY(QFileInfo(list).lastModified() > made);
    QCOMPARE(QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot), kept);
}

void TestDrill::hardSchemaIsProven()
{
    QVERIFY(createHardSchema(m_cluster, QStringLiteral("hard")));
    const auto backup = backUp(openAccess(m_cluster.spec()), QStringLiteral("hard"), m_folder.path());
    VERIFY_RESULT(backup);
    DrillDraft draft;
    draft.source = backup->setFolder;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(firstBlocker(*report)));
    QCOMPARE(report->tables(), backup->manifest.tables.size());
}

void TestDrill::plainSqlIsProven()
{
    const QString file = m_folder.filePath(QStringLiteral("blog.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("small"), {QStringLiteral("--format=plain")}, file));
    DrillDraft draft;
    draft.source = file;
    draft.trust = restore::drill::Trust::Superuser;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(firstBlocker(*report)));
    QVERIFY(report->rows() > 20'000);
    QVERIFY(report->setFolder.isEmpty());
}

void TestDrill::wholeServerIsProven()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("second \"one\"")));
    QVERIFY(m_cluster.script(QStringLiteral("second \"one\""),
                             QStringLiteral("CREATE TABLE t AS SELECT i FROM generate_series(1, 1000) i")));
    backup::cluster::ClusterDumpDraft what = clusterDraft(m_folder.path());
    what.excludedDatabases = {QStringLiteral("hard"), QStringLiteral("blog_db")};
    const auto backup = backUpServer(openAccess(m_cluster.spec()), what);
    VERIFY_RESULT(backup);
    DrillDraft draft;
    draft.source = backup->setFolder;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(firstBlocker(*report)));
    QVERIFY(report->databases.size() >= 2);
    QCOMPARE(report->tables(), backup->manifest.tables.size());
    QCOMPARE(catalog::readSet(backup->setFolder)->proven(), catalog::Proven::Restored);
}

void TestDrill::dumpFromElsewhere_data()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("elsewhere")));
    const auto made = m_cluster.script(
        QStringLiteral("elsewhere"),
        QStringLiteral("CREATE DOMAIN moment AS timestamptz;"
                       "CREATE TABLE \"odd \"\" name\" (id int, at timestamptz, d moment, b bytea, f "
                       "float8, r tstzrange,"
                       " m money, t text, n numeric(12,3), x bool, w bit(3),"
                       " g int GENERATED ALWAYS AS (id + 1) STORED);"
                       "INSERT INTO \"odd \"\" name\" SELECT i, now() + i * interval '1 day', now(), "
                       "sha256(i::text::bytea),"
                       " sqrt(i), tstzrange(now(), now() + interval '9 h'), (i * 1.37)::money,"
                       " E'gr\\u00f6\\u00dfe\\t' || i || E'\\n\\\\', i / 7.0, i % 2 = 0, B'101' FROM "
                       "generate_series(1, 3000) i;"
                       "INSERT INTO \"odd \"\" name\" (id) VALUES (NULL);"
                       "CREATE TYPE mood AS ENUM ('sad', 'glad');"
                       "CREATE TABLE parts (m mood, at timestamptz) PARTITION BY HASH (m);"
                       "CREATE TABLE parts_a PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                       "CREATE TABLE parts_b PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
                       "INSERT INTO parts SELECT CASE i % 3 WHEN 0 THEN 'sad' ELSE 'glad' END::mood, "
                       "now() + i * interval '1 h'"
                       " FROM generate_series(1, 500) i;"
                       "CREATE TABLE bare ();"
                       "ALTER DATABASE elsewhere SET TimeZone = 'Asia/Kolkata';"
                       "ALTER DATABASE elsewhere SET bytea_output = 'escape'"));
    VERIFY_RESULT(made);

    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("imported");
    const QString custom = QStringLiteral("--format=custom");
    const QString plain = QStringLiteral("--format=plain");
    const QString root = QStringLiteral("--load-via-partition-root");
    QTest::newRow("rows by COPY") << QStringList{custom} << false;
    QTest::newRow("imported") << QStringList{custom} << true;
    QTest::newRow("SQL") << QStringList{plain} << false;
    QTest::newRow("another encoding") << QStringList{custom, QStringLiteral("--encoding=LATIN1")} << false;
    QTest::newRow("INSERT") << QStringList{custom, QStringLiteral("--inserts")} << false;
    QTest::newRow("INSERT in SQL") << QStringList{plain, QStringLiteral("--column-inserts"),
                                                  QStringLiteral("--rows-per-insert=7")}
                                   << false;
    QTest::newRow("through the root") << QStringList{custom, root} << false;
    QTest::newRow("INSERT through the root")
        << QStringList{custom, QStringLiteral("--inserts"), root} << false;
}

/// A writer whose session prints values otherwise than ours does.
void TestDrill::dumpFromElsewhere()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, imported);
    const QString name = QStringLiteral("elsewhere");
    DrillDraft draft;
    draft.source = m_folder.filePath(QStringLiteral("elsewhere.dump"));
    QFile::remove(draft.source);
    QVERIFY(m_cluster.dump(name, arguments, draft.source));
    if (imported) {
        const auto set = catalog::importDump({draft.source,
                                              m_folder.filePath(QStringLiteral("imports")),
                                              QStringLiteral("s"),
                                              name,
                                              {},
                                              {},
                                              {}},
                                             {}, {});
        VERIFY_RESULT(set);
        draft.source = set->setFolder;
    }
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    for (const restore::TableComparison& table : report->databases.constFirst().tables)
        QVERIFY2(table.result() == restore::TableResult::Equal,
                 qPrintable(table.name + QLatin1Char(' ') + restore::contentWord(table)));
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(report->rows() == 3501);
}

/// What only a person or another program writes: the number is the same, and nothing proves that it is.
void TestDrill::valuesInOtherWords()
{
    const QString file = m_folder.filePath(QStringLiteral("words.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("words"), {QStringLiteral("--format=plain")}, file));
    QByteArray text = *core::readFile(file, 1 << 20);
    QVERIFY(text.contains("\n1.50\n"));
    text.replace("\n1.50\n", "\n1.5\n");
    QVERIFY(core::writeFileAtomically(file, text, core::FileMode::Private));
    DrillDraft draft;
    draft.source = file;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict == core::Verdict::Warnings, qPrintable(firstBlocker(*report)));
    QCOMPARE(report->countOf(restore::TableResult::RowsOnly), 1);
    QCOMPARE(report->countOf(restore::TableResult::Equal), 1);
    for (const QJsonValue& table : report->toJson().value(QLatin1String("tables")).toArray())
        QCOMPARE(table[QLatin1String("matches")].toBool(),
                 table[QLatin1String("name")].toString() == QLatin1String("even"));
    QVERIFY(jobs::verdictSentence(*report).contains(QStringLiteral("1 table")));
}

void TestDrill::untrustedDumpHasNoRights()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("crafty")));
    QVERIFY(m_cluster.script(
        QStringLiteral("crafty"),
        QStringLiteral(
            "CREATE EXTENSION hstore; CREATE EXTENSION pageinspect; CREATE TABLE t AS SELECT 1 AS a;"
            "CREATE FUNCTION f(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$BEGIN"
            " PERFORM pg_read_file('PG_VERSION'); RETURN i; END$$;"
            "CREATE INDEX sly ON t (f(a))")));
    const QString file = m_folder.filePath(QStringLiteral("crafty.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("crafty"), {QStringLiteral("--format=custom")}, file));
    DrillDraft draft;
    draft.source = file;
    auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Failed);
    QVERIFY2(firstBlocker(*report).contains(QStringLiteral("sly")), qPrintable(firstBlocker(*report)));
    QVERIFY(report->databases.constFirst().tables.constFirst().matches);
    draft.trust = restore::drill::Trust::Superuser;
    report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(firstBlocker(*report)));

    // Plain SQL goes in whole or not at all: what to do about it is said there too.
    QVERIFY(m_cluster.script(
        QStringLiteral("crafty"),
        QStringLiteral("DROP INDEX sly; CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS "
                       "'BEGIN END'; CREATE EVENT TRIGGER watching ON sql_drop EXECUTE FUNCTION watch()")));
    draft.source = m_folder.filePath(QStringLiteral("crafty.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("crafty"), {QStringLiteral("--format=plain")}, draft.source));
    draft.trust = restore::drill::Trust::BySource;
    report = drill(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().hint.contains(QStringLiteral("--trusted")), qPrintable(report.error().toText()));
}

void TestDrill::untrustedDumpStaysOffServers()
{
    const QString file = m_folder.filePath(QStringLiteral("small.dump"));
    QVERIFY(m_cluster.dump(QStringLiteral("small"), {QStringLiteral("--format=custom")}, file));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const QString before = databases();
    DrillDraft draft;
    draft.source = file;
    const auto refused = drill(draft, &server);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, core::ErrorKind::InvalidInput);
    QVERIFY(refused.error().hint.contains(QStringLiteral("--trusted")));
    draft.trust = restore::drill::Trust::Superuser;
    const auto report = drill(draft, &server);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QCOMPARE(databases(), before);
}

/// Its encoding does not go with the sandbox's own locale either.
void TestDrill::localeThatNobodyHas()
{
    const QString file = m_folder.filePath(QStringLiteral("far.sql"));
    QVERIFY(m_cluster.dump(QStringLiteral("words"),
                           {QStringLiteral("--format=plain"), QStringLiteral("--create")}, file));
    QByteArray text = *core::readFile(file, 1 << 20);
    const qsizetype from = text.indexOf("ENCODING = ");
    QVERIFY(from > 0);
    text.replace(from, text.indexOf(';', from) - from,
                 "ENCODING = 'LATIN1' LOCALE_PROVIDER = libc LOCALE = 'tlh_QO.ISO8859-1'");
    QVERIFY(core::writeFileAtomically(file, text, core::FileMode::Private));
    DrillDraft draft;
    draft.source = file;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict != core::Verdict::Failed, qPrintable(firstBlocker(*report)));
    QCOMPARE(report->tables(), 2);
}

void TestDrill::lyingManifest_data()
{
    QTest::addColumn<int>("lie");
    QTest::newRow("another number of rows") << 0;
    QTest::newRow("another digest") << 1;
    QTest::newRow("a table that is not there") << 2;
}

void TestDrill::lyingManifest()
{
    QFETCH(int, lie);
    const QString folder = copyOfSet(QStringLiteral("lie%1").arg(lie));
    const QString path = folder + QStringLiteral("/tidemark.json");
    auto manifest = catalog::Manifest::fromJson(*core::readFile(path, 1 << 28));
    QVERIFY(manifest);
    const auto posts =
        std::find_if(manifest->tables.begin(), manifest->tables.end(),
                     [](const catalog::ManifestTable& t) { return t.name == QLatin1String("posts"); });
    QVERIFY(posts != manifest->tables.end());
    if (lie == 0)
        posts->rows += 1;
    else if (lie == 1)
        posts->digest = QStringLiteral("00000000000000000000000000000001");
    else
        manifest->tables.append({QStringLiteral("public"),
                                 QStringLiteral("ghosts"),
                                 {QStringLiteral("a")},
                                 5,
                                 10,
                                 posts->digest});
    QVERIFY(core::writeFileAtomically(path, manifest->toJson(), core::FileMode::Private));
    DrillDraft draft;
    draft.source = folder;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Failed);
    QVERIFY2(firstBlocker(*report).contains(lie == 2 ? QStringLiteral("ghosts") : QStringLiteral("posts")),
             qPrintable(firstBlocker(*report)));
    const auto set = catalog::inspectSet(folder);
    VERIFY_RESULT(set);
    QCOMPARE(set->checks.constLast().verdict, core::Verdict::Failed);
    QVERIFY(set->proven() != catalog::Proven::Restored);
}

void TestDrill::damagedSetSaysWhere()
{
    const QString folder = copyOfSet(QStringLiteral("damaged"));
    const auto set = catalog::readSet(folder);
    VERIFY_RESULT(set);
    QFile file(set->dumpPath());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 place = file.size() * 2 / 3;
    file.seek(place);
    const QByteArray before = file.read(64);
    file.seek(place);
    QByteArray bad = before;
    for (char& c : bad)
        c = static_cast<char>(c ^ 0x55);
    file.write(bad);
    file.close();
    DrillDraft draft;
    draft.source = folder;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Failed);
    qInfo("%s", qPrintable(firstBlocker(*report)));
    QVERIFY(!firstBlocker(*report).isEmpty());
    QCOMPARE(catalog::inspectSet(folder)->condition(), catalog::SetCondition::Damaged);
}

void TestDrill::troubleSaysNothingOfTheBackup_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("killed") << QByteArray("#!/bin/sh\nkill -9 $$\n");
    QTest::newRow("out of memory") << QByteArray(
        "#!/bin/sh\necho 'pg_restore: error: out of memory' >&2\nexit 1\n");
    QTest::newRow("no locks left") << QByteArray("#!/bin/sh\necho 'pg_restore: error: could not execute "
                                                 "query: ERROR:  out of shared memory' >&2\nexit 1\n");
}

void TestDrill::troubleSaysNothingOfTheBackup()
{
    QFETCH(QByteArray, script);
    const QTemporaryDir scripts;
    DrillDraft draft;
    draft.source = m_small;
    const auto before = catalog::readSet(m_small)->checks.size();
    const auto report = restore::drill::run(
        draft, withScript(process::ToolKind::PgRestore, script, scripts.path()), nullptr, {});
    QVERIFY2(!report, qPrintable(report ? firstBlocker(*report) : QString()));
    QCOMPARE(catalog::readSet(m_small)->checks.size(), before);
}

void TestDrill::chosenServerIsLeftAsItWas()
{
    const QString before = databases();
    const access::ServerAccess server = openAccess(m_cluster.spec());
    DrillDraft draft;
    draft.source = m_small;
    const auto report = drill(draft, &server);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Ok);
    QVERIFY(!report->place.isEmpty());
    QCOMPARE(databases(), before);
    // Cancelled while it is restored.
    std::stop_source stop;
    draft.source = m_set;
    const auto cancelled = drill(
        draft, &server, stoppedWhen(stop, [seen = 0](const core::Progress&) mutable { return ++seen >= 2; }));
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(databases(), before);
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestDrill::sanityQueries()
{
    DrillDraft draft;
    draft.source = m_small;
    draft.queries.insert(
        QStringLiteral("small"),
        {{QStringLiteral("posts"), QStringLiteral("SELECT count(*) FROM posts -- all"), true,
          core::Expectation::AtLeast, 20000},
         {QStringLiteral("off"), QStringLiteral("SELECT nonsense"), false, core::Expectation::SomeRows, 1},
         {QStringLiteral("many"), QStringLiteral("SELECT * FROM posts ORDER BY id;"), true,
          core::Expectation::SomeRows, 1},
         {QStringLiteral("broken"), QStringLiteral("SELECT nonsense"), true, core::Expectation::Nothing, 1}});
    auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Warnings); // because of the broken one
    const QList<core::SanityResult>& results = report->databases.constFirst().sanity;
    QCOMPARE(results.size(), 3);
    QCOMPARE(results.at(0).target.summary(), QStringLiteral("20000"));
    QVERIFY(results.at(1).target.isCut && results.at(1).target.rows.size() == 100);
    QCOMPARE(results.at(2).outcome, core::SanityOutcome::Failed);
    draft.queries[QStringLiteral("small")] = {
        {QStringLiteral("posts"), QStringLiteral("SELECT count(*) FROM posts"), true,
         core::Expectation::AtLeast, 20001},
        {QStringLiteral("writes"), QStringLiteral("SELECT nextval('numbers')"), true,
         core::Expectation::SomeRows, 1}};
    report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Failed);
    QCOMPARE(report->databases.constFirst().sanity.at(0).outcome, core::SanityOutcome::Unmet);
    QCOMPARE(report->databases.constFirst().sanity.at(1).outcome, core::SanityOutcome::Failed);
}

void TestDrill::missingMajorNamesThePackage()
{
    QList<process::Tool> clients;
    for (const process::Tool& tool : tools().all()) {
        if (tool.kind != process::ToolKind::InitDb)
            clients.append(tool);
    }
    DrillDraft draft;
    draft.source = m_set;
    const auto report = restore::drill::run(draft, process::ToolSet(clients), nullptr, {});
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::ToolMissing);
    QVERIFY2(report.error().hint.contains(QStringLiteral("postgresql")) &&
                 report.error().hint.contains(QStringLiteral("--profile")),
             qPrintable(report.error().hint));
    QCOMPARE(*restore::drill::sandboxMajor(tools(), 9),
             *restore::drill::sandboxMajor(tools(), 0)); // a newer one serves, where its own is missing
}

void TestDrill::baseBackup_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("plain") << static_cast<int>(backup::base::Format::Plain);
    QTest::newRow("tar") << static_cast<int>(backup::base::Format::Tar);
}

void TestDrill::baseBackup()
{
    QFETCH(int, format);
    const auto backup = backUpBase(openAccess(m_cluster.spec()),
                                   baseDraft(m_folder.path(), static_cast<backup::base::Format>(format)));
    VERIFY_RESULT(backup);
    DrillDraft draft;
    draft.source = backup->setFolder;
    draft.queries.insert(QStringLiteral("blog_db"),
                         {{QStringLiteral("posts"), QStringLiteral("SELECT count(*) FROM posts"), true,
                           core::Expectation::AtLeast, 6000},
                          {QStringLiteral("far"), QStringLiteral("SELECT count(*) FROM far"), true,
                           core::Expectation::AtLeast, 5000}});
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(firstBlocker(*report)));
    bool asked = false;
    for (const restore::drill::DrilledDatabase& database : report->databases)
        asked = asked || !database.sanity.isEmpty();
    QVERIFY(asked);
    QCOMPARE(catalog::readSet(backup->setFolder)->checks.constLast().kind, QStringLiteral("drill"));
}

void TestDrill::damagedBaseBackup()
{
    const auto backup =
        backUpBase(openAccess(m_cluster.spec()), baseDraft(m_folder.path(), backup::base::Format::Plain));
    VERIFY_RESULT(backup);
    QVERIFY(QFile::remove(backup->setFolder + QStringLiteral("/base/global/pg_control")));
    DrillDraft draft;
    draft.source = backup->setFolder;
    const auto report = drill(draft);
    VERIFY_RESULT(report);
    QCOMPARE(report->verdict, core::Verdict::Failed);
    QVERIFY2(firstBlocker(*report).contains(QStringLiteral("pg_control")), qPrintable(firstBlocker(*report)));
}

void TestDrill::programsThatLookThrough_data()
{
    QTest::addColumn<QByteArray>("amcheck"); // empty: it is not there
    QTest::addColumn<bool>("hasChecksums");
    QTest::addColumn<int>("verdict");
    QTest::newRow("missing") << QByteArray() << false << static_cast<int>(core::Verdict::Warnings);
    QTest::newRow("cannot") << QByteArray("#!/bin/sh\nexit 1\n") << true
                            << static_cast<int>(core::Verdict::Warnings);
    QTest::newRow("server crashes") << QByteArray(
                                           "#!/bin/sh\nkill -SEGV $(pgrep -P $(head -1 data/postmaster.pid) "
                                           "| head -1)\nsleep 0.5\nexit 1\n")
                                    << true << static_cast<int>(core::Verdict::Failed);
}

void TestDrill::programsThatLookThrough()
{
    QFETCH(QByteArray, amcheck);
    QFETCH(bool, hasChecksums);
    QFETCH(int, verdict);
    // The server's programs, but for these two.
    QTemporaryDir programs(QStringLiteral("/var/tmp/drilltest-XXXXXX"));
    QFile(programs.path()).setPermissions(QFileDevice::Permissions(0x7755));
    QList<process::Tool> known = tools().all();
    for (process::Tool& tool : known) {
        if (tool.kind != process::ToolKind::InitDb)
            continue;
        const QDir real = QFileInfo(tool.path).dir();
        const QStringList names = real.entryList(QDir::Files);
        for (const QString& name : names) {
            if (name != QLatin1String("pg_amcheck") &&
                (hasChecksums || name != QLatin1String("pg_checksums")))
                QFile::link(real.filePath(name), programs.filePath(name));
        }
        tool.path = programs.filePath(QStringLiteral("initdb"));
    }
    if (!amcheck.isEmpty()) {
        QFile script(programs.filePath(QStringLiteral("pg_amcheck")));
        QVERIFY(script.open(QIODevice::WriteOnly) && script.write(amcheck) == amcheck.size());
        script.close();
        QVERIFY(script.setPermissions(QFileDevice::Permissions(0x7755)));
    }
    if (m_base.isEmpty()) {
        const auto backup =
            backUpBase(openAccess(m_cluster.spec()), baseDraft(m_folder.path(), backup::base::Format::Plain));
        VERIFY_RESULT(backup);
        m_base = backup->setFolder;
    }
    DrillDraft draft;
    draft.source = m_base;
    const auto report = restore::drill::run(draft, process::ToolSet(known), nullptr, {});
    VERIFY_RESULT(report);
    QVERIFY2(report->verdict == static_cast<core::Verdict>(verdict), qPrintable(firstBlocker(*report)));
    const QString sentence = jobs::verdictSentence(*report);
    QVERIFY2(sentence.startsWith(report->verdict == core::Verdict::Failed ? QStringLiteral("NOT proven")
                                                                          : QStringLiteral("Proven in part")),
             qPrintable(sentence));
}

void TestDrill::cancelLeavesNothing()
{
    for (const int when : {1, 2, 3}) {
        std::stop_source stop;
        DrillDraft draft;
        draft.source = m_set;
        const auto before = catalog::readSet(m_set)->checks.size();
        const auto report = drill(
            draft, nullptr,
            stoppedWhen(stop, [when, seen = 0](const core::Progress&) mutable { return ++seen >= when; }));
        QVERIFY(!report);
        QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
        QCOMPARE(sandboxes(), QStringList());
        QCOMPARE(catalog::readSet(m_set)->checks.size(), before);
    }
}

QTEST_GUILESS_MAIN(TestDrill)
#include "drilltest.moc"
