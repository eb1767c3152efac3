// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupplan.h"
#include "backup/backuprun.h"
#include "backup/expectation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace tidemark;
using archive::Toc;
using archive::EntryFields;
using backup::BackupDraft;
using backup::BackupFacts;
using backup::Globals;
using core::ErrorKind;
using core::Severity;
using postgres::ObstacleKind;
using postgres::Relation;
using postgres::RelationKind;
using process::Tool;
using process::ToolKind;
using process::ToolSet;

namespace {

EntryFields entry(const char* type, const char* schema, const char* tag)
{
    EntryFields made;
    made.type = QLatin1String(type);
    made.schema = QString::fromUtf8(schema);
    made.tag = QString::fromUtf8(tag);
    return made;
}

Relation relation(RelationKind kind, const char* schema, const char* name)
{
    Relation made;
    made.schema = QString::fromUtf8(schema);
    made.name = QString::fromUtf8(name);
    made.kind = kind;
    made.size = core::ByteSize(8192);
    return made;
}

QList<backup::ExpectedRelation> wanted(const QList<Relation>& relations)
{
    QList<backup::ExpectedRelation> all;
    for (const Relation& one : relations)
        all.append({one, true, true});
    return all;
}

Tool tool(ToolKind kind, int version)
{
    return {kind, QStringLiteral("/usr/lib/postgresql/%1/bin/%2").arg(version / 10000).arg(process::toolName(kind)), core::ServerVersion(version)};
}

BackupDraft goodDraft()
{
    BackupDraft draft;
    draft.serverLabel = QStringLiteral("my server");
    draft.database = QStringLiteral("blog_db");
    draft.destination = QStringLiteral("/backups");
    return draft;
}

BackupFacts goodFacts()
{
    BackupFacts facts;
    facts.server.version = core::ServerVersion(150020);
    facts.server.user = QStringLiteral("me");
    facts.server.superuser = true;
    facts.tools = ToolSet({tool(ToolKind::PgDump, 150020), tool(ToolKind::PgDumpAll, 150020)});
    facts.tableBytes = core::ByteSize(3'000'000);
    facts.freeBytes = 1'000'000;
    facts.destinationWritable = true;
    return facts;
}

QStringList idsOf(const core::Findings& findings, Severity severity)
{
    QStringList ids;
    for (const core::Finding& finding : findings) {
        if (finding.severity == severity)
            ids.append(finding.id);
    }
    return ids;
}

} // namespace

class BackupUnitTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commands()
    {
        backup::PgDumpParameters parameters;
        parameters.tool = tool(ToolKind::PgDump, 150020);
        parameters.file = QStringLiteral("/b/-it's \"x\".dump");
        parameters.snapshot = QStringLiteral("00000003-0000001B-1");
        parameters.form.compression = {core::CompressionMethod::Gzip, std::nullopt};
        parameters.lockWait = std::chrono::seconds(5);
        const process::Command command = backup::pgDumpCommand(parameters);
        QCOMPARE(command.program(), QStringLiteral("/usr/lib/postgresql/15/bin/pg_dump"));
        QCOMPARE(command.arguments(), (QStringList{QStringLiteral("--format=custom"), QStringLiteral("--file=/b/-it's \"x\".dump"), QStringLiteral("--compress=1"),
                                                   QStringLiteral("--lock-wait-timeout=5000"), QStringLiteral("--snapshot=00000003-0000001B-1"), QStringLiteral("--verbose"),
                                                   QStringLiteral("--no-password")}));
        parameters.snapshot.clear();
        parameters.file = QStringLiteral("--help"); // a value that looks like an option stays a value
        QCOMPARE(backup::pgDumpCommand(parameters).arguments(), (QStringList{QStringLiteral("--format=custom"), QStringLiteral("--file=--help"), QStringLiteral("--compress=1"),
                                                                             QStringLiteral("--lock-wait-timeout=5000"), QStringLiteral("--verbose"), QStringLiteral("--no-password")}));
        QCOMPARE(backup::pgDumpAllGlobalsCommand(tool(ToolKind::PgDumpAll, 150020), QStringLiteral("/g"), backup::RolePasswords::Keep).arguments(),
                 (QStringList{QStringLiteral("--globals-only"), QStringLiteral("--file=/g"), QStringLiteral("--no-password")}));
        QCOMPARE(backup::pgDumpAllGlobalsCommand(tool(ToolKind::PgDumpAll, 150020), QStringLiteral("/g"), backup::RolePasswords::Leave).arguments(),
                 (QStringList{QStringLiteral("--globals-only"), QStringLiteral("--file=/g"), QStringLiteral("--no-role-passwords"), QStringLiteral("--no-password")}));

        parameters.form = {archive::DumpFormat::Directory, {core::CompressionMethod::Gzip, std::nullopt}, backup::Compressor::Tidemark, 3};
        parameters.file = QStringLiteral("/b");
        parameters.content = {QStringLiteral("--table=\"a b\".c")};
        parameters.options = {{QStringLiteral("no-owner"), {}}, {QStringLiteral("rows-per-insert"), QStringLiteral("7")}};
        QCOMPARE(backup::pgDumpCommand(parameters).arguments(),
                 (QStringList{QStringLiteral("--format=directory"), QStringLiteral("--file=/b"), QStringLiteral("--compress=0"), QStringLiteral("--no-sync"), QStringLiteral("--jobs=3"), QStringLiteral("--table=\"a b\".c"),
                              QStringLiteral("--no-owner"), QStringLiteral("--rows-per-insert=7"), QStringLiteral("--lock-wait-timeout=5000"), QStringLiteral("--verbose"), QStringLiteral("--no-password")}));
    }

    void whatShouldBeInTheArchive()
    {
        Toc toc;
        toc.entries = {entry("TABLE", "public", "t"), entry("TABLE DATA", "public", "t"), entry("TABLE", "public", "parts"), entry("VIEW", "public", "v"),
                       entry("MATERIALIZED VIEW", "app", "m"), entry("SEQUENCE", "public", "s"), entry("FOREIGN TABLE", "public", "f"), entry("TABLE", "public", "ä \"x\"\ny"),
                       entry("TABLE DATA", "public", "ä \"x\"\ny"), entry("INDEX", "public", "only an index")};
        const QList<Relation> expected{relation(RelationKind::Table, "public", "t"), relation(RelationKind::PartitionedTable, "public", "parts"),
                                       relation(RelationKind::View, "public", "v"), relation(RelationKind::MaterializedView, "app", "m"),
                                       relation(RelationKind::Sequence, "public", "s"), relation(RelationKind::ForeignTable, "public", "f"),
                                       relation(RelationKind::Table, "public", "ä \"x\"\ny")};
        QVERIFY(backup::compareRelations(wanted(expected), toc).isEmpty());
        QVERIFY(backup::compareRelations({}, toc).isEmpty());

        const auto missing = backup::compareRelations(wanted({relation(RelationKind::Table, "app", "t"), relation(RelationKind::View, "public", "only an index")}), toc);
        QCOMPARE(idsOf(missing, Severity::Blocker), QStringList{QStringLiteral("archive.relationMissing")}); // by schema and name
        QVERIFY(missing.first().sentence.contains(QStringLiteral("\"app\".\"t\"")));
        QVERIFY(missing.first().sentence.contains(QStringLiteral("only an index")));

        // What was to be left out and is there all the same.
        const auto unwanted = backup::compareRelations({{expected.at(0), true, false}, {expected.at(2), false, false}, {expected.at(4), true, false}}, toc);
        QCOMPARE(idsOf(unwanted, Severity::Blocker), QStringList{QStringLiteral("archive.unwanted")});
        QVERIFY(unwanted.first().sentence.contains(QStringLiteral("\"public\".\"t\"")) && unwanted.first().sentence.contains(QStringLiteral("\"v\"")));
        QVERIFY(!unwanted.first().sentence.contains(QStringLiteral("\"s\""))); // a sequence has no rows to leave out
        QVERIFY(backup::compareRelations({{relation(RelationKind::Table, "app", "skipped"), false, false}}, toc).isEmpty());

        Toc withoutRows;
        for (const archive::TocEntry& entry : toc.entries) {
            if (&entry != &toc.entries.at(1))
                withoutRows.entries.append(entry.fields());
        }
        const auto empty = backup::compareRelations(wanted(expected), withoutRows);
        QCOMPARE(idsOf(empty, Severity::Blocker), QStringList{QStringLiteral("archive.rowsMissing")});
        const auto all = backup::compareRelations(wanted(expected), Toc());
        QCOMPARE(idsOf(all, Severity::Blocker), QStringList{QStringLiteral("archive.relationMissing")});
        QVERIFY(all.first().sentence.contains(QStringLiteral("2 more"))); // a sentence, not a list
        QVERIFY(!all.first().sentence.contains(u'\n'));
    }

    void nothingSpeaksAgainstGoodFacts()
    {
        QCOMPARE(backup::validate(goodDraft(), goodFacts()).size(), 0);
    }

    void blockers_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* id, ErrorKind kind) { QTest::newRow(id) << QString::fromLatin1(id) << static_cast<int>(kind); };
        row("tool.tooOld", ErrorKind::ToolTooOld);
        row("tool.missing", ErrorKind::ToolMissing);
        row("destination.missing", ErrorKind::InvalidInput);
        row("destination.notWritable", ErrorKind::PermissionDenied);
        row("privilege.read", ErrorKind::PermissionDenied);
    }
    void blockers()
    {
        QFETCH(QString, id);
        QFETCH(int, kind);
        BackupFacts facts = goodFacts();
        BackupDraft draft = goodDraft();
        if (id == QLatin1String("tool.tooOld"))
            facts.tools = ToolSet({tool(ToolKind::PgDump, 140000), tool(ToolKind::PgDumpAll, 150020)});
        else if (id == QLatin1String("tool.missing"))
            facts.tools = ToolSet({tool(ToolKind::PgDump, 150020)});
        else if (id == QLatin1String("destination.missing"))
            draft.destination.clear();
        else if (id == QLatin1String("destination.notWritable"))
            facts.destinationWritable = false;
        else
            facts.obstacles = {{ObstacleKind::NoSelect, QStringLiteral("public"), QStringLiteral("t")}};
        facts.relations = wanted({relation(RelationKind::Table, "public", "t")});
        const core::Findings findings = backup::validate(draft, facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), QStringList{id});
        QVERIFY(!findings.first().hint.isEmpty());
        const auto plan = backup::makePlan(draft, facts);
        QVERIFY(!plan);
        QCOMPARE(static_cast<int>(plan.error().kind), kind);
        QCOMPARE(plan.error().message, findings.first().sentence);
        QCOMPARE(plan.error().hint, findings.first().hint);
    }

    void withoutGlobalsNoPgDumpAllIsNeeded()
    {
        BackupFacts facts = goodFacts();
        facts.tools = ToolSet({tool(ToolKind::PgDump, 150020)});
        BackupDraft draft = goodDraft();
        draft.globals = Globals::Leave;
        QVERIFY(backup::validate(draft, facts).isEmpty());
        const auto plan = backup::makePlan(draft, facts);
        QVERIFY(plan.has_value());
        QVERIFY(!plan->pgDumpAll);
        QCOMPARE(backup::shownCommands(*plan, QStringLiteral("host=h")).size(), 1);
    }

    void obstaclesSayWhatToDo()
    {
        BackupFacts facts = goodFacts();
        facts.server.user = QStringLiteral("read \"er\"");
        facts.obstacles = {{ObstacleKind::NoUsage, QStringLiteral("app"), QStringLiteral("a")}, {ObstacleKind::RowSecurity, QStringLiteral("app"), QStringLiteral("b")},
                           {ObstacleKind::LargeObjects, {}, QStringLiteral("4711"), 12}, {ObstacleKind::NoSelect, QStringLiteral("app"), QStringLiteral("d")},
                           {ObstacleKind::NoSelect, QStringLiteral("app"), QStringLiteral("e")}};
        for (const char* name : {"a", "b", "d", "e"})
            facts.relations.append(wanted({relation(RelationKind::Table, "app", name)}));
        const core::Findings findings = backup::validate(goodDraft(), facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), (QStringList{QStringLiteral("privilege.read"), QStringLiteral("privilege.read"), QStringLiteral("privilege.read"), QStringLiteral("privilege.readMore")}));
        QVERIFY(findings.at(0).sentence.contains(QStringLiteral("schema")));
        QVERIFY(findings.at(0).hint.contains(QStringLiteral("GRANT pg_read_all_data TO \"read \"\"er\"\"\";")));
        QVERIFY(findings.at(1).hint.contains(QStringLiteral("BYPASSRLS")));
        QVERIFY(findings.at(2).sentence.contains(QStringLiteral("12")) && findings.at(2).sentence.contains(QStringLiteral("4711")));
        QVERIFY(findings.at(2).hint.contains(QStringLiteral("GRANT SELECT ON LARGE OBJECT 4711 TO \"read \"\"er\"\"\";")));
        QVERIFY(findings.at(3).sentence.startsWith(QStringLiteral("2 ")));
        // What is left out of the dump is in nobody's way.
        BackupFacts without = facts;
        without.relations = {{relation(RelationKind::Table, "app", "a"), false, false}, {relation(RelationKind::Table, "app", "b"), true, false}};
        BackupDraft partly = goodDraft();
        partly.content.largeObjects = backup::LargeObjects::Leave;
        QCOMPARE(idsOf(backup::validate(partly, without), Severity::Blocker), QStringList());
        facts.server.version = core::ServerVersion(130010); // without that role
        QCOMPARE(backup::validate(goodDraft(), facts).at(0).hint,
                 QStringLiteral("Let an administrator run: GRANT USAGE ON SCHEMA \"app\" TO \"read \"\"er\"\"\"; GRANT SELECT ON \"app\".\"a\" TO \"read \"\"er\"\"\";"));
    }

    void warningsAndNotes()
    {
        BackupFacts facts = goodFacts();
        facts.freeBytes = 999'999; // a third is the line
        QCOMPARE(idsOf(backup::validate(goodDraft(), facts), Severity::Warning), QStringList{QStringLiteral("destination.space")});
        facts.freeBytes = -1; // not known
        QVERIFY(backup::validate(goodDraft(), facts).isEmpty());
        facts = goodFacts();
        facts.server.superuser = false;
        QCOMPARE(idsOf(backup::validate(goodDraft(), facts), Severity::Info), QStringList{QStringLiteral("globals.noPasswords")});
        QCOMPARE(backup::makePlan(goodDraft(), facts)->rolePasswords, backup::RolePasswords::Leave);
        facts = goodFacts();
        facts.server.inRecovery = true;
        QCOMPARE(idsOf(backup::validate(goodDraft(), facts), Severity::Info), QStringList{QStringLiteral("server.standby")});
        QVERIFY(backup::makePlan(goodDraft(), facts).has_value());
    }

    void plan()
    {
        BackupDraft draft = goodDraft();
        draft.destination = QStringLiteral("relative/folder");
        draft.database = QStringLiteral("a/b \"c\"");
        const auto plan = backup::makePlan(draft, goodFacts());
        QVERIFY(plan.has_value());
        QVERIFY(plan->draft.destination.startsWith(u'/'));
        QCOMPARE(plan->dumpFileName(QDateTime::currentDateTimeUtc()), QStringLiteral("a%2Fb%20%22c%22.dump"));
        QCOMPARE(plan->applicationName(), QStringLiteral("tidemark/") + plan->runId);
        QCOMPARE(plan->rolePasswords, backup::RolePasswords::Keep);
        QCOMPARE(plan->estimatedRead.bytes(), 3'000'000);
        const QJsonObject json = plan->toJson();
        QCOMPARE(json.value(u"database").toString(), draft.database);
        QCOMPARE(json.value(u"pgDump").toString(), plan->pgDump.path);
        QVERIFY(backup::makePlan(draft, goodFacts())->runId != plan->runId);
    }

    void noSecretInPlanOrCommands()
    {
        const auto plan = backup::makePlan(goodDraft(), goodFacts());
        const QString conninfo = QStringLiteral("host=h user=u password=geheim dbname='x y'");
        const QStringList commands = backup::shownCommands(*plan, conninfo);
        QCOMPARE(commands.size(), 2);
        QVERIFY(!commands.join(u'\n').contains(QStringLiteral("geheim")));
        QVERIFY(!QJsonDocument(plan->toJson()).toJson().contains("geheim"));
        QVERIFY(commands.first().contains(QStringLiteral("--file=blog_db.dump")));
        QVERIFY(!commands.first().contains(QStringLiteral("--snapshot"))); // gone when somebody would paste it
    }

    void report()
    {
        backup::BackupReport report;
        report.verdict = core::Verdict::Warnings;
        report.setFolder = QStringLiteral("/b/s");
        report.manifest.files = {{QStringLiteral("a"), 10, {}}, {QStringLiteral("b"), 5, {}}};
        report.manifest.tables = {{QStringLiteral("public"), QStringLiteral("t"), {}, 3, 30, QStringLiteral("ff")}, {QStringLiteral("public"), QStringLiteral("u"), {}, 4, 40, {}}};
        report.duration = std::chrono::milliseconds(1500);
        QCOMPARE(report.rows(), 7);
        const QJsonObject json = report.toJson();
        QCOMPARE(json.value(u"verdict").toString(), QStringLiteral("warnings"));
        QCOMPARE(json.value(u"bytes").toInt(), 15);
        QCOMPARE(json.value(u"seconds").toDouble(), 1.5);
        QCOMPARE(json.value(u"set").toString(), QStringLiteral("/b/s"));
        QCOMPARE(json.value(u"tables").toArray().at(0).toObject().value(u"digest").toString(), QStringLiteral("ff"));
    }
};

QTEST_GUILESS_MAIN(BackupUnitTest)
#include "backupunittest.moc"
