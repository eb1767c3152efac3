// SPDX-License-Identifier: GPL-3.0-or-later
// Tables beside their originals, in another schema or under other names.
#include "core/quoting.h"
#include "partfixture.h"
#include "restore/othernames.h"
#include "support/relationpicture.h"

#include <QElapsedTimer>
#include <QRegularExpression>

using namespace tidemark;
using namespace tidemark::test;
using restore::RestoreDraft;
using Names = QList<postgres::RelationName>;

class TestBeside : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void besideTheOriginals_data();
    void besideTheOriginals();
    void underOtherNames_data();
    void underOtherNames();
    void namesFollowTheTable();
    void keysPointToLiveTables();
    void keysThatWereNotLookedAtAreThere();
    void otherNamesAreJudgedFirst();
    void sequencesOfIdentityColumnsStay();
    void whatTheServerRefusesChangesNothing();
    void besideStopsAtTakenNames();
    void saysWhyRowsCannotBeHad();
    void saysHowLongAllOfItTook();
    void rolesGoWhereNothingCame();
    void scratchDatabasesThatStayAreNamed();
    void spaceIsJudgedFirst();

private:
    core::Result<restore::RestoreReport> putBeside(const Names& names);
    QByteArray originalText();
    void checkCopy(postgres::Connection& live, const postgres::RelationName& original,
                   const postgres::RelationName& place);

    QByteArray m_before; // the hard database, as a dump says it
};

static const QString beside = QStringLiteral("put \"here\"");

void TestBeside::initTestCase()
{
    makeDumps();
    m_before = originalText();
    QVERIFY(m_before.size() > 10'000);
}

void TestBeside::cleanup()
{
    dropBack();
    QVERIFY(m_cluster.script(
        QStringLiteral("hard"),
        QStringLiteral("DROP SCHEMA IF EXISTS %1 CASCADE").arg(core::quoteIdentifier(beside))));
}

core::Result<restore::RestoreReport> TestBeside::putBeside(const Names& names)
{
    RestoreDraft draft = draftInto(QStringLiteral("hard"));
    for (const auto& [schema, name] : names)
        draft.tables.append(core::quoteQualified(schema, name));
    draft.source = file();
    draft.intoSchema = beside;
    return run(draft);
}

/// All of the hard database but what was put beside.
QByteArray TestBeside::originalText()
{
    const QString text = m_folder.filePath(QStringLiteral("original.sql"));
    const QStringList options{QStringLiteral("--format=plain"), QStringLiteral("--restrict-key=abc"),
                              QStringLiteral("--exclude-schema=put*")};
    if (!m_cluster.dump(QStringLiteral("hard"), options, text))
        return {};
    QFile opened(text);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

static QStringList linesOf(const QStringList& picture, const char* kind)
{
    return picture.filter(QRegularExpression(QLatin1Char('^') + QLatin1String(kind)));
}

void TestBeside::checkCopy(postgres::Connection& live, const postgres::RelationName& original,
                           const postgres::RelationName& place)
{
    const auto pictured = relationPicture(live, original.first, original.second);
    const auto copied = relationPicture(live, place.first, place.second);
    QVERIFY2(pictured, qPrintable(problemOf(pictured)));
    QVERIFY2(copied, qPrintable(problemOf(copied)));
    // Which partition of these a row goes to depends on numbers that every database gives anew.
    if (!original.second.startsWith(QLatin1String("hashed_")))
        QCOMPARE(linesOf(*copied, "rows "), linesOf(*pictured, "rows "));
    // A partition on its own has no triggers of its root.
    const bool isPartition = !linesOf(*pictured, "parent ").isEmpty();
    for (const char* kind :
         {"relation ", "column ", "index ", "trigger ", "policy ", "statistics ", "grant ", "rule "}) {
        if (!isPartition || qstrcmp(kind, "trigger ") != 0)
            QCOMPARE(linesOf(*copied, kind).size(), linesOf(*pictured, kind).size());
    }
}

/// As many at once as have names of their own: each alone is the matter of restores into an empty database.
static QList<Names> groups(const archive::Toc& toc)
{
    const QStringList others{QStringLiteral("orders number"), QStringLiteral("orders_other_id_seq"),
                             QStringLiteral("per_status")};
    // Filled from rows that their owner may not see, unless these are left out.
    const QStringList derived{QStringLiteral("per_status_sum"), QStringLiteral("over_materialized")};
    QList<Names> all{{}};
    QList<QSet<QString>> used{{}};
    for (const archive::Relation& relation : toc.relations()) {
        if (others.contains(relation.name) || derived.contains(relation.name)) {
            if (derived.contains(relation.name))
                all.first().append({relation.schema, relation.name});
            continue;
        }
        qsizetype group = 1;
        while (group < all.size() && used.at(group).contains(relation.name))
            ++group;
        if (group == all.size()) {
            all.append(Names());
            used.append(QSet<QString>());
        }
        all[group].append({relation.schema, relation.name});
        used[group].insert(relation.name);
    }
    return all;
}

void TestBeside::besideTheOriginals_data()
{
    QTest::addColumn<Names>("names");
    const QList<Names> all = groups(m_toc);
    for (const Names& names : all)
        QTest::newRow(qPrintable(names.first().second)) << names;
}

void TestBeside::underOtherNames_data()
{
    QTest::addColumn<Names>("names");
    QList<Names> all = groups(m_toc);
    QTest::newRow("derived") << all.takeFirst();
    Names together;
    for (const Names& names : std::as_const(all))
        together += names;
    QTest::newRow("all") << together;
}

void TestBeside::besideTheOriginals()
{
    QFETCH(Names, names);
    const auto report = putBeside(names);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QVERIFY(originalText() == m_before);
    QCOMPARE(
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'")),
        QStringLiteral("0"));
    auto live = m_cluster.connect(QStringLiteral("hard"));
    QVERIFY(live);
    for (const auto& [schema, name] : std::as_const(names)) {
        checkCopy(*live, {schema, name}, {beside, name});
        if (QTest::currentTestFailed())
            return;
    }
}

void TestBeside::underOtherNames()
{
    QFETCH(Names, names);
    RestoreDraft draft = draftInto(QStringLiteral("hard"));
    draft.source = file();
    for (const auto& [schema, name] : std::as_const(names)) {
        draft.tables.append(core::quoteQualified(schema, name));
        draft.newNames.insert(draft.tables.constLast(), restore::cutName(name, 55) + QLatin1String("_again"));
    }
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    auto live = m_cluster.connect(QStringLiteral("hard"));
    QVERIFY(live);
    for (const auto& [schema, name] : std::as_const(names)) {
        checkCopy(*live, {schema, name}, {schema, restore::cutName(name, 55) + QLatin1String("_again")});
        if (QTest::currentTestFailed())
            return;
    }
    // Once the copies are gone everything is as it was.
    const QString drop = QStringLiteral(
        "DO $$DECLARE r record; BEGIN FOR r IN SELECT c.oid::regclass AS name, relkind FROM pg_class c"
        " WHERE relname LIKE '%\\_again%' AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY "
        "relispartition, relkind = 'S' LOOP"
        " IF to_regclass(r.name::text) IS NOT NULL THEN EXECUTE format('DROP %s %s CASCADE', CASE r.relkind "
        "WHEN 'v' THEN 'VIEW'"
        " WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE "
        "'TABLE' END, r.name); END IF;"
        " END LOOP; END$$");
    const auto dropped = m_cluster.script(QStringLiteral("hard"), drop);
    QVERIFY2(dropped, qPrintable(problemOf(dropped)));
    const QByteArray after = originalText();
    QVERIFY2(after == m_before,
             qPrintable(core::singleLine(QString::fromUtf8(
                 after.mid(std::mismatch(after.begin(), after.end(), m_before.begin(), m_before.end()).first -
                               after.begin() - 100,
                           300)))));
}

void TestBeside::sequencesOfIdentityColumnsStay()
{
    for (const archive::Relation& relation : m_toc.relations()) {
        if (relation.name != QLatin1String("orders number") &&
            relation.name != QLatin1String("orders_other_id_seq"))
            continue;
        const auto report = putBeside({{relation.schema, relation.name}});
        QVERIFY(!report);
        QVERIFY2(report.error().message.contains(QStringLiteral("identity")), qPrintable(problemOf(report)));
    }
}

/// The owner of that view may not see all rows of the table it is filled from.
void TestBeside::whatTheServerRefusesChangesNothing()
{
    const QList<archive::Relation> relations = m_toc.relations();
    const auto found = std::find_if(relations.begin(), relations.end(), [](const archive::Relation& each) {
        return each.name == QLatin1String("per_status");
    });
    QVERIFY(found != relations.end());
    const auto report = putBeside({{found->schema, found->name}});
    QVERIFY(!report);
    QVERIFY2(report.error().detail.contains(QStringLiteral("row-level security")),
             qPrintable(problemOf(report)));
    QVERIFY(originalText() == m_before);
}

void TestBeside::besideStopsAtTakenNames()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral("CREATE SCHEMA beside; CREATE TABLE beside.pets (a int)")), QString());
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.intoSchema = QStringLiteral("beside");
    const auto report = run(draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(digest(), before);
    // Both tables, and the key between them points to the new one.
    draft.intoSchema = QStringLiteral("beside 2");
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    const auto both = run(draft);
    QVERIFY2(both, qPrintable(problemOf(both)));
    QCOMPARE(value(QStringLiteral("SELECT confrelid::regclass FROM pg_constraint WHERE conrelid = '\"beside "
                                  "2\".pets'::regclass AND contype = 'f'")),
             QStringLiteral("\"beside 2\".people"));
    QCOMPARE(value(QStringLiteral("SELECT pg_get_serial_sequence('\"beside 2\".people', 'id')")),
             QStringLiteral("\"beside 2\".people_id_seq"));
}

void TestBeside::namesFollowTheTable()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(
        script(QStringLiteral("DELETE FROM people WHERE id > 50 AND false; UPDATE people SET name = 'live'; "
                              "CREATE TABLE pets_restored_pkey (a int)")),
        QString());
    RestoreDraft draft = draftInto(QStringLiteral("back"));
    draft.tables = {QStringLiteral("people"), QStringLiteral("public.pets")};
    draft.newNames = {{QStringLiteral("people"), QStringLiteral("Menschen \"1\"")},
                      {QStringLiteral("public.pets"), QStringLiteral("pets_restored")}};
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QCOMPARE(report->tables.size(), 2);
    QCOMPARE(report->rows(), 300);
    QCOMPARE(value(QStringLiteral(
                 "SELECT string_agg(relname, ',' ORDER BY relname COLLATE \"C\") FROM pg_class WHERE "
                 "relnamespace = 'public'::regnamespace AND relname ~ 'Mensch|restored'")),
             QStringLiteral(
                 "Menschen \"1\",Menschen \"1\"_id_seq,Menschen \"1\"_pkey,pets_restored,pets_restored_name,"
                 "pets_restored_pkey,pets_restored_pkey_2"));
    QCOMPARE(value(QStringLiteral("SELECT pg_get_serial_sequence('\"Menschen \"\"1\"\"\"', 'id')")),
             QStringLiteral("public.\"Menschen \"\"1\"\"_id_seq\""));
    QCOMPARE(value(QStringLiteral("INSERT INTO \"Menschen \"\"1\"\"\" (name) VALUES ('new') RETURNING id")),
             QStringLiteral("101"));
    // The key between the two is between the copies, the originals are as they were.
    QCOMPARE(value(QStringLiteral("SELECT confrelid::regclass FROM pg_constraint WHERE conrelid = "
                                  "'pets_restored'::regclass AND contype = 'f'")),
             QStringLiteral("\"Menschen \"\"1\"\"\""));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM people WHERE name = 'live'")), QStringLiteral("100"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pets_restored WHERE name = 'pet 7'")),
             QStringLiteral("1"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'pets_restored'::regclass "
                                  "AND NOT tgisinternal")),
             QStringLiteral("1"));
    // In another schema and under another name.
    draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.intoSchema = QStringLiteral("other");
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("beasts")}};
    const auto both = run(draft);
    QVERIFY2(both, qPrintable(problemOf(both)));
    QCOMPARE(
        value(QStringLiteral(
            "SELECT count(*) || min(indexrelid::regclass::text) FROM other.beasts, pg_index WHERE indrelid = "
            "'other.beasts'::regclass")),
        QStringLiteral("400other.beasts_name"));
}

void TestBeside::keysPointToLiveTables()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.foreignKeys = archive::ForeignKeys::NotValid;
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("pets_restored")}};
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    const QString key = QStringLiteral(
        "SELECT confrelid::regclass || ' ' || convalidated || ' ' || conname FROM pg_constraint WHERE "
        "conrelid = '%1'::regclass AND contype = 'f'");
    QCOMPARE(value(key.arg(QStringLiteral("pets_restored"))), QStringLiteral("people true pets_owner_fkey"));
    // A parent is gone meanwhile: the key is there for what comes.
    QCOMPARE(
        script(QStringLiteral(
            "DELETE FROM pets WHERE owner = 7; DELETE FROM pets_restored; DELETE FROM people WHERE id = 7")),
        QString());
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("pets_again")}};
    const auto broken = run(draft);
    QVERIFY2(broken, qPrintable(problemOf(broken)));
    QCOMPARE(broken->verdict, core::Verdict::Warnings);
    QVERIFY2(idsOf(broken->findings).contains(QStringLiteral("foreignKeys.broken")),
             qPrintable(idsOf(broken->findings)));
    QCOMPARE(value(key.arg(QStringLiteral("pets_again"))), QStringLiteral("people false pets_owner_fkey"));
    // All of them: there is nothing to point to.
    QCOMPARE(script(QStringLiteral("DROP TABLE people CASCADE")), QString());
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("pets_alone")}};
    QVERIFY(idsOf(findings(draft)).contains(QStringLiteral("foreignKeys.noParent")));
    const auto alone = run(draft);
    QVERIFY2(alone, qPrintable(problemOf(alone)));
    QCOMPARE(alone->verdict, core::Verdict::Warnings);
    QVERIFY(idsOf(alone->findings).contains(QStringLiteral("foreignKeys.left")));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pets_alone")), QStringLiteral("200"));
}

void TestBeside::keysThatWereNotLookedAtAreThere()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral(
                 "CREATE FUNCTION busy() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN IF "
                 "current_query() LIKE '%VALIDATE CONSTRAINT%' THEN RAISE 'not now'; END IF; "
                 "END$$; CREATE EVENT TRIGGER busy ON ddl_command_start EXECUTE FUNCTION busy()")),
             QString());
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.foreignKeys = archive::ForeignKeys::NotValid;
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("pets_restored")}};
    const auto report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(report->verdict, core::Verdict::Warnings);
    QVERIFY2(idsOf(report->findings).contains(QStringLiteral("foreignKeys.unchecked")) &&
                 !idsOf(report->findings).contains(QStringLiteral("foreignKeys.left")),
             qPrintable(idsOf(report->findings)));
    QCOMPARE(value(QStringLiteral("SELECT convalidated FROM pg_constraint WHERE conrelid = "
                                  "'pets_restored'::regclass AND contype = 'f'")),
             QStringLiteral("f"));
}

void TestBeside::otherNamesAreJudgedFirst()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral("CREATE INDEX in_the_way ON people (name)")), QString());
    const QString before = digest();
    const auto refusal = [&](const QString& name, const QString& table = QStringLiteral("pets")) {
        RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
        draft.newNames = {{table, name}};
        const auto report = run(draft);
        return report ? QStringLiteral("not refused") : report.error().message;
    };
    for (const QString& name :
         {QStringLiteral("people"), QStringLiteral("pets"), QStringLiteral("in_the_way"),
          QStringLiteral("pets_pkey"), QStringLiteral("mood")})
        QVERIFY2(refusal(name).contains(QStringLiteral("there already")), qPrintable(name + refusal(name)));
    for (const QString& name : {QString(), QString(64, QLatin1Char('x')), QString(32, QChar(0xe4))})
        QVERIFY2(refusal(name).contains(QStringLiteral("63 bytes")), qPrintable(refusal(name)));
    QVERIFY2(refusal(QStringLiteral("x"), QStringLiteral("people")).contains(QStringLiteral("not chosen")),
             qPrintable(refusal(QStringLiteral("x"), QStringLiteral("people"))));
    QVERIFY(!refusal(QStringLiteral("x"), QStringLiteral("nowhere")).contains(QStringLiteral("not refused")));
    // What foreign keys bring along has no name.
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("x")}};
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    auto report = run(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().message.contains(QStringLiteral("public.people")), qPrintable(problemOf(report)));
    draft.foreignKeys = archive::ForeignKeys::Skip;
    draft.existing = restore::ExistingObjects::Keep;
    QVERIFY(!run(draft));
    draft.existing = restore::ExistingObjects::Stop;
    draft.tables.clear();
    QVERIFY(!run(draft));
    QCOMPARE(digest(), before);
}

void TestBeside::saysWhyRowsCannotBeHad()
{
    const QString dump = m_folder.filePath(QStringLiteral("looks.dump"));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("looks")));
    // Nothing says that the function reads another table.
    QVERIFY(m_cluster.script(
        QStringLiteral("looks"),
        QStringLiteral(
            "CREATE TABLE known AS SELECT 1 AS i; CREATE FUNCTION good(n int) RETURNS boolean LANGUAGE "
            "plpgsql AS 'BEGIN RETURN (SELECT true FROM pg_class WHERE relname = ''kno'' || ''wn''); END';"
            "CREATE TABLE t (i int CHECK (good(i) IS TRUE)); INSERT INTO t VALUES (1)")));
    QVERIFY(m_cluster.dump(QStringLiteral("looks"), {QStringLiteral("--format=custom")}, dump));
    RestoreDraft draft = draftInto(QStringLiteral("looks"), QStringLiteral("t"));
    draft.source = dump;
    draft.intoSchema = beside;
    const auto report = run(draft);
    QVERIFY(!report);
    QVERIFY2(report.error().detail.contains(QStringLiteral("t_i_check")),
             qPrintable(report.error().toText()));
    QVERIFY(m_cluster.dropDatabase(QStringLiteral("looks")));
}

void TestBeside::saysHowLongAllOfItTook()
{
    RestoreDraft draft = draftInto(QStringLiteral("small"), QStringLiteral("pets"));
    draft.newNames = {{QStringLiteral("pets"), QStringLiteral("other pets")}};
    QElapsedTimer timer; // from the first step, the scratch database
    core::RunContext context;
    context.onProgress = [&timer](const core::Progress& progress) {
        if (!timer.isValid() && progress.phase == QLatin1String("Creating the database"))
            timer.start();
    };
    const auto report = run(draft, context);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY(timer.isValid());
    QVERIFY2(report->duration.count() >= timer.elapsed() - 20, qPrintable(QString::number(report->duration.count())));
    QVERIFY(m_cluster.script(QStringLiteral("small"), QStringLiteral("DROP TABLE \"other pets\"")));
}

/// A table with an owner that the server does not have, and rows that are right in their own database alone.
static core::Status makePicky(const TestCluster& cluster, const QString& file, const QString& check)
{
    const QString name = QStringLiteral("picky");
    TIDEMARK_TRY(cluster.createDatabase(name));
    TIDEMARK_TRY(
        cluster.script(name, QStringLiteral("CREATE ROLE picker; CREATE TABLE picky (a int CHECK (%1));"
                                            "INSERT INTO picky SELECT i FROM generate_series(1, 1000) i;"
                                            "ALTER TABLE picky OWNER TO picker")
                                 .arg(check)));
    TIDEMARK_TRY(cluster.dump(name, {QStringLiteral("--format=custom")}, file));
    TIDEMARK_TRY(cluster.dropDatabase(name));
    return cluster.script(QStringLiteral("postgres"), QStringLiteral("DROP ROLE picker"));
}

void TestBeside::rolesGoWhereNothingCame()
{
    const QString path = m_folder.filePath(QStringLiteral("roles.dump"));
    const core::Status made = makePicky(m_cluster, path, QStringLiteral("true"));
    QVERIFY2(made, qPrintable(problemOf(made)));
    const QString roles = QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname = 'picker'");
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("public.picky"));
    draft.source = path;
    draft.intoSchema = QStringLiteral("aside");
    draft.missingRoles = restore::RoleFate::Create;
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    // Once the rows are in the scratch database.
    std::stop_source source;
    auto report = run(
        draft, stoppedWhen(source, [](const core::Progress& p) { return p.fraction.value_or(0) >= 0.5; }));
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(value(roles), QStringLiteral("0"));
    // A place for the rows that is not there is known before anything is made.
    const QByteArray place = qgetenv("TMPDIR");
    qputenv("TMPDIR", m_folder.filePath(QStringLiteral("not there")).toLocal8Bit());
    report = run(draft);
    place.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", place);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Io);
    QVERIFY2(report.error().message.contains(QStringLiteral("not there")), qPrintable(problemOf(report)));
    QCOMPARE(value(roles), QStringLiteral("0"));
    report = run(draft);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QCOMPARE(value(QStringLiteral("SELECT tableowner FROM pg_tables WHERE schemaname = 'aside'")),
             QStringLiteral("picker"));
    dropBack();
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("DROP ROLE picker")));
}

void TestBeside::scratchDatabasesThatStayAreNamed()
{
    const QString path = m_folder.filePath(QStringLiteral("picky.dump"));
    const core::Status made = makePicky(m_cluster, path, QStringLiteral("current_database() = 'picky'"));
    QVERIFY2(made, qPrintable(problemOf(made)));
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("public.picky"));
    draft.source = path;
    draft.ownership = restore::Ownership::Me;
    draft.intoSchema = QStringLiteral("aside");
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    const QString scratch = QStringLiteral(" FROM pg_database WHERE datname LIKE 'tidemark scratch%'");
    const auto mark = [&](const char* is) {
        return m_cluster.sql(QStringLiteral("postgres"),
                             QStringLiteral("UPDATE pg_database SET datistemplate = ") + QLatin1String(is) +
                                 QStringLiteral(" WHERE datname LIKE 'tidemark scratch%'"));
    };
    // A database that is a template cannot be dropped.
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) { (void)mark("true"); };
    const auto report = run(draft, context);
    const QString left =
        m_cluster.value(QStringLiteral("postgres"), QStringLiteral("SELECT datname") + scratch);
    QVERIFY(mark("false"));
    QVERIFY(m_cluster.dropDatabase(left));
    QVERIFY(!report);
    QVERIFY2(left.contains(QStringLiteral("incomplete")), qPrintable(left));
    QVERIFY2(report.error().hint.contains(left), qPrintable(problemOf(report)));
}

void TestBeside::spaceIsJudgedFirst()
{
    RestoreDraft draft = draftInto(QStringLiteral("hard"), QStringLiteral("public.pets"));
    draft.intoSchema = QStringLiteral("aside");
    auto facts = restore::gatherFacts(draft, openAccess(m_cluster.spec()), tools(), {});
    QVERIFY(facts);
    const qint64 text = restore::expectedText(*facts);
    QVERIFY(text > 500);
    facts->preflight.freeBytes = 2 * restore::onDisk(text);
    QVERIFY2(!idsOf(restore::validate(draft, *facts)).contains(QStringLiteral("disk.")),
             qPrintable(idsOf(restore::validate(draft, *facts))));
    --facts->preflight.freeBytes;
    QVERIFY(idsOf(restore::validate(draft, *facts)).contains(QStringLiteral("disk.space")));
}

QTEST_GUILESS_MAIN(TestBeside)
#include "besidetest.moc"
