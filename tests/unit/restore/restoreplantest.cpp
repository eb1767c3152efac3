// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/archivedatabase.h"
#include "restore/namelist.h"
#include "restore/restoreplan.h"
#include "restore/stages.h"

#include <QJsonDocument>
#include <QTest>

using namespace tidemark;
using archive::Section;
using archive::Toc;
using archive::EntryFields;
using core::ErrorKind;
using core::Severity;
using process::Tool;
using process::ToolKind;
using restore::Ownership;
using restore::RestoreDraft;
using restore::RestoreFacts;

namespace {

EntryFields entry(int id, const char* type, const char* tag, Section section, const QList<int>& dependencies = {})
{
    EntryFields made;
    made.dumpId = id;
    made.type = QLatin1String(type);
    made.tag = QLatin1String(tag);
    made.section = section;
    made.dependencies = dependencies;
    return made;
}

Tool tool(ToolKind kind, int version)
{
    return {kind, QStringLiteral("/bin/%1/%2").arg(version / 10000).arg(process::toolName(kind)), core::ServerVersion(version)};
}

RestoreFacts goodFacts()
{
    RestoreFacts facts;
    facts.source.archivePath = QStringLiteral("/backups/d.dump");
    facts.source.set = catalog::BackupSet(); // of one's own
    facts.source.toc.database = QStringLiteral("d");
    facts.source.toc.serverVersion = QStringLiteral("15.20 (Debian 15.20-0+deb12u1)");
    facts.source.toc.dumpVersion = QStringLiteral("15.20");
    facts.source.toc.encoding = "UTF8";
    facts.source.toc.entries = {entry(1, "TABLE", "t", Section::PreData), entry(2, "TABLE DATA", "t", Section::Data, {1}), entry(3, "INDEX", "i", Section::PostData, {1})};
    facts.server.version = core::ServerVersion(150020);
    facts.server.user = QStringLiteral("me");
    facts.server.createsDatabases = true;
    facts.databases = {{QStringLiteral("postgres"), {}, {}, {}, {}, {}, true, false}};
    facts.tools = process::ToolSet({tool(ToolKind::PgRestore, 150020), tool(ToolKind::PgRestore, 170000)});
    return facts;
}

RestoreDraft goodDraft()
{
    RestoreDraft draft;
    draft.source = QStringLiteral("/backups/d.dump");
    draft.targetDatabase = QStringLiteral("d2");
    return draft;
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

class RestorePlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// What stands for a name in a sentence is not looked for in the names.
    void namesWithPlaceholders()
    {
        const QString database = QStringLiteral("%1 %2 %3");
        const QString user = QStringLiteral("u%1%2");
        RestoreFacts facts = goodFacts();
        facts.server.user = user;
        facts.server.createsDatabases = false;
        facts.preflight.isKnown = true;
        facts.preflight.use.sessions = 77;
        facts.preflight.use.preparedTransactions = 88;
        facts.preflight.use.limited.insert({QStringLiteral("s%2"), QStringLiteral("t%1")},
                                           {QStringLiteral("o%3"), false, false, false});
        EntryFields table = entry(1, "TABLE", "t%1", Section::PreData);
        table.schema = QStringLiteral("s%2");
        table.definition = "CREATE TABLE \"s%2\".\"t%1\" ();";
        table.dropStatement = "DROP TABLE \"s%2\".\"t%1\";";
        EntryFields rows = entry(2, "TABLE DATA", "t%1", Section::Data, {1});
        rows.schema = table.schema;
        rows.definition = {};
        facts.source.toc.entries = {table, rows};
        facts.target = restore::TargetContents::empty(database);
        facts.target.toc.entries = {table};
        RestoreDraft draft = goodDraft();
        draft.isProduction = true;
        draft.targetDatabase = database;
        draft.tables = {QStringLiteral("\"s%2\".\"t%1\"")};
        const auto selection = restore::selectFor(draft, facts.source.toc);
        QVERIFY(selection);
        facts.selection = *selection;
        draft.target = restore::TargetKind::ExistingDatabase;
        QStringList all;
        const auto judge = [&] {
            for (const core::Finding& finding : restore::validate(draft, facts))
                all.append(finding.sentence + QLatin1Char(' ') + finding.hint);
        };
        for (const bool isThere : {true, false}) {
            if (isThere)
                facts.databases.append({database, {}, {}, {}, {}, {}, true, false});
            else
                facts.databases.removeLast();
            for (const auto existing : {restore::ExistingObjects::Stop, restore::ExistingObjects::Keep,
                                        restore::ExistingObjects::Replace, restore::ExistingObjects::EmptyAndLoad,
                                        restore::ExistingObjects::Append}) {
                draft.existing = existing;
                judge();
            }
            draft.existing = restore::ExistingObjects::Stop;
            draft.newNames = {{draft.tables.constFirst(), QStringLiteral("t%1")}};
            judge();
            draft.newNames.clear();
        }
        draft = goodDraft();
        draft.templateDatabase = database;
        facts.databases.append({database, {}, {}, {}, {}, {}, true, false});
        facts.newDatabase.templateObjects = 99;
        judge();
        // Each with its names whole, in its place.
        for (const QString& sentence :
             {QStringLiteral("%1 %2 %3 has 77 other sessions."), QStringLiteral("%1 %2 %3 has 88 prepared transactions"),
              QStringLiteral("%1 %2 %3 has 99 objects of its own"),
              QStringLiteral("u%1%2 may not drop these of %1 %2 %3, which belong to others: s%2.t%1."),
              QStringLiteral("GRANT \"o%3\" TO \"u%1%2\";"), QStringLiteral("u%1%2 may not add rows to these: s%2.t%1."),
              QStringLiteral("GRANT TRUNCATE ON \"s%2\".\"t%1\" TO \"u%1%2\";"),
              QStringLiteral("The server has no database named %1 %2 %3."),
              QStringLiteral("These are in %1 %2 %3 already and stay as they are: table s%2.t%1."),
              QStringLiteral("The database %1 %2 %3 has some of it already: table s%2.t%1."),
              QStringLiteral("These names are there already, or twice: s%2.t%1."),
              QStringLiteral("%1 %2 %3 is a database of a server that is marked as production.")})
            QVERIFY2(std::any_of(all.cbegin(), all.cend(), [&](const QString& text) { return text.contains(sentence); }),
                     qPrintable(sentence + QLatin1String("\n\n") + all.join(QLatin1Char('\n'))));
        QCOMPARE(restore::listed({database, user}, 1), QStringLiteral("%1 %2 %3 and 1 more"));
    }
    void stages()
    {
        Toc toc;
        toc.entries = {entry(1, "ENCODING", "ENCODING", Section::PreData),
                       entry(2, "STDSTRINGS", "STDSTRINGS", Section::PreData),
                       entry(3, "SEARCHPATH", "SEARCHPATH", Section::PreData),
                       entry(4, "DATABASE", "d", Section::PreData),
                       entry(5, "DATABASE PROPERTIES", "d", Section::PreData, {4}),
                       entry(6, "COMMENT", "DATABASE d", Section::None, {4}),
                       entry(7, "ACL", "DATABASE d", Section::None, {4}),
                       entry(10, "SCHEMA", "app", Section::PreData),
                       entry(11, "ACL", "SCHEMA app", Section::None, {10}),
                       entry(12, "TABLE", "DATABASE x", Section::PreData, {10}),
                       entry(13, "COMMENT", "TABLE t", Section::None, {12}),
                       entry(14, "ACL", "TABLE t", Section::None, {12}),
                       entry(20, "TABLE DATA", "t", Section::Data, {12}),
                       entry(21, "SEQUENCE SET", "s", Section::Data),
                       entry(22, "BLOBS", "BLOBS", Section::Data),
                       entry(30, "CONSTRAINT", "t t_pkey", Section::PostData, {12}),
                       entry(31, "COMMENT", "CONSTRAINT t_pkey ON t", Section::None, {12, 30}),
                       entry(32, "INDEX", "i", Section::PostData, {12}),
                       entry(33, "COMMENT", "INDEX i", Section::None, {32}),
                       entry(34, "DEFAULT ACL", "DEFAULT PRIVILEGES FOR TABLES", Section::PostData),
                       entry(40, "ACL", "TABLE of nothing", Section::None, {999})};
        const auto made = restore::stagesOf(toc);
        QCOMPARE(made[0].dumpIds, (QList<int>{10, 11, 12, 13, 14, 40}));
        QCOMPARE(made[1].dumpIds, (QList<int>{20, 21, 22}));
        QCOMPARE(made[2].dumpIds, (QList<int>{30, 31, 32, 33, 34}));
        QCOMPARE(made[0].kind, restore::StageKind::PreData);
        QCOMPARE(made[2].kind, restore::StageKind::PostData);
        QCOMPARE(restore::listFile({3, 20}), QByteArray("3;\n20;\n"));
    }

    void whatNeedsAllRowsComesLast()
    {
        archive::Toc toc;
        for (const EntryFields& fields :
             {entry(1, "DOMAIN", "d", Section::PreData), entry(2, "TABLE", "root", Section::PreData),
              entry(3, "TABLE", "part", Section::PreData, {1}), entry(4, "TABLE DATA", "part", Section::Data, {3}),
              entry(5, "CHECK CONSTRAINT", "d c", Section::PostData, {1}), entry(6, "TRIGGER", "root t", Section::PostData, {2}),
              entry(7, "COMMENT", "TRIGGER t ON root", Section::None, {6}), entry(8, "TRIGGER", "part t", Section::PostData, {3}),
              entry(9, "INDEX", "i", Section::PostData, {2})})
            toc.entries.append(fields);
        const auto made = restore::stagesOf(toc);
        const auto runs = restore::together(toc, {made[1], made[2]});
        QCOMPARE(runs[0].dumpIds, (QList<int>{4, 8, 9}));
        QCOMPARE(runs[1].dumpIds, (QList<int>{5, 6, 7}));
    }

    void incompleteNames_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("start");
        QTest::newRow("short") << QStringLiteral("d") << QStringLiteral("d");
        QTest::newRow("just fits") << QString(43, u'a') << QString(43, u'a');
        QTest::newRow("one too long") << QString(44, u'a') << QString(43, u'a');
        QTest::newRow("longest") << QString(63, u'a') << QString(43, u'a');
        QTest::newRow("two bytes each") << QString(31, u'ä') << QString(21, u'ä');
        QTest::newRow("three bytes each") << QString(21, u'数') << QString(14, u'数');
        QTest::newRow("four bytes each") << QStringLiteral("🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘") << QStringLiteral("🐘🐘🐘🐘🐘🐘🐘🐘🐘🐘");
    }
    void incompleteNames()
    {
        QFETCH(QString, database);
        QFETCH(QString, start);
        const QString name = restore::incompleteName(database, QStringLiteral("20261122T020000Z-1a2b3c4d"));
        QCOMPARE(name, start + QStringLiteral(".incomplete-1a2b3c4d"));
        QVERIFY(name.toUtf8().size() <= 63);
        QCOMPARE(QString::fromUtf8(name.toUtf8()), name); // no half of a character
    }

    void describesTheDatabase_data()
    {
        QTest::addColumn<QByteArray>("statement");
        QTest::addColumn<QStringList>("described"); // encoding, collation, character type, other provider
        QTest::newRow("15") << QByteArray("CREATE DATABASE blog_db WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'en_US.UTF-8';\n")
                            << QStringList{QStringLiteral("UTF8"), QStringLiteral("en_US.UTF-8"), QStringLiteral("en_US.UTF-8"), QString()};
        QTest::newRow("two locales") << QByteArray("CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'LATIN1' LC_COLLATE = 'C' LC_CTYPE = 'de_DE';\n")
                                     << QStringList{QStringLiteral("LATIN1"), QStringLiteral("C"), QStringLiteral("de_DE"), QString()};
        QTest::newRow("icu") << QByteArray("CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = icu LOCALE = 'C' ICU_LOCALE = 'de-u-co-phonebk';\n")
                             << QStringList{QStringLiteral("UTF8"), QStringLiteral("C"), QStringLiteral("C"), QStringLiteral("other")};
        QTest::newRow("builtin") << QByteArray("CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = builtin LOCALE = 'C' BUILTIN_LOCALE = 'C.UTF-8';\n")
                                 << QStringList{QStringLiteral("UTF8"), QStringLiteral("C"), QStringLiteral("C"), QStringLiteral("other")};
        QTest::newRow("quoted value") << QByteArray("CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = 'it''s';\n")
                                      << QStringList{QStringLiteral("UTF8"), QStringLiteral("it's"), QStringLiteral("it's"), QString()};
        QTest::newRow("hostile name") << QByteArray("CREATE DATABASE \"x WITH ENCODING = 'EVIL' LOCALE_PROVIDER = icu \"\" LC_COLLATE = 'EVIL'\" WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = 'C';\n")
                                      << QStringList{QStringLiteral("UTF8"), QStringLiteral("C"), QStringLiteral("C"), QString()};
        QTest::newRow("nothing") << QByteArray("garbage") << QStringList{QStringLiteral("SQL_ASCII"), QString(), QString(), QString()};
    }
    void describesTheDatabase()
    {
        QFETCH(QByteArray, statement);
        Toc toc;
        toc.encoding = "SQL_ASCII";
        EntryFields database = entry(1, "DATABASE", "d", Section::PreData);
        database.definition = statement;
        toc.entries.append(database);
        const auto described = restore::describeDatabase(toc);
        QTEST((QStringList{described.encoding, described.collation, described.characterType, described.otherProvider ? QStringLiteral("other") : QString()}), "described");
    }

    void command()
    {
        restore::PgRestoreParameters parameters{tool(ToolKind::PgRestore, 150020), QStringLiteral("/b/it's a -x.dump"), QStringLiteral("/t/list"), Ownership::Me, 4};
        QCOMPARE(restore::pgRestoreCommand(parameters).arguments(),
                 (QStringList{QStringLiteral("--verbose"), QStringLiteral("--no-password"), QStringLiteral("--no-owner"), QStringLiteral("--no-tablespaces"),
                              QStringLiteral("--jobs=4"), QStringLiteral("--use-list=/t/list"), QStringLiteral("/b/it's a -x.dump")}));
        parameters.ownership = Ownership::Keep;
        parameters.jobs = 1;
        parameters.listFile.clear();
        QCOMPARE(restore::pgRestoreCommand(parameters).arguments(),
                 (QStringList{QStringLiteral("--verbose"), QStringLiteral("--no-password"), QStringLiteral("--no-tablespaces"), QStringLiteral("/b/it's a -x.dump")}));
    }

    void nothingSpeaksAgainstGoodFacts()
    {
        QCOMPARE(restore::validate(goodDraft(), goodFacts()).size(), 0);
    }

    void blockers_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* id, ErrorKind kind) { QTest::newRow(id) << QString::fromLatin1(id) << static_cast<int>(kind); };
        row("target.missing", ErrorKind::InvalidInput);
        row("target.name", ErrorKind::InvalidInput);
        row("target.exists", ErrorKind::Conflict);
        row("tool.tooOld", ErrorKind::ToolTooOld);
        row("tool.missing", ErrorKind::ToolMissing);
        row("target.standby", ErrorKind::InvalidInput);
        row("privilege.createDatabase", ErrorKind::PermissionDenied);
        row("roles.missing", ErrorKind::NotFound);
    }
    void blockers()
    {
        QFETCH(QString, id);
        QFETCH(int, kind);
        RestoreFacts facts = goodFacts();
        RestoreDraft draft = goodDraft();
        if (id == QLatin1String("target.missing"))
            draft.targetDatabase.clear();
        else if (id == QLatin1String("target.name"))
            draft.targetDatabase = QString(22, u'数');
        else if (id == QLatin1String("target.exists"))
            draft.targetDatabase = QStringLiteral("postgres");
        else if (id == QLatin1String("tool.tooOld"))
            facts.source.toc.dumpVersion = QStringLiteral("18.1");
        else if (id == QLatin1String("tool.missing"))
            facts.tools = process::ToolSet({tool(ToolKind::PgDump, 150020)});
        else if (id == QLatin1String("target.standby"))
            facts.server.inRecovery = true;
        else if (id == QLatin1String("privilege.createDatabase"))
            facts.server.createsDatabases = false;
        else
            facts.missingRoles = facts.absentRoles = QStringList{QStringLiteral("gone")};
        if (id == QLatin1String("roles.missing"))
            draft.ownership = Ownership::Keep;
        const core::Findings findings = restore::validate(draft, facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), QStringList{id});
        const auto plan = restore::makePlan(draft, facts);
        QVERIFY(!plan);
        QCOMPARE(static_cast<int>(plan.error().kind), kind);
        QCOMPARE(plan.error().message, findings.first().sentence);
    }

    void warnings()
    {
        RestoreFacts facts = goodFacts();
        facts.databases.append({QStringLiteral("D2"), {}, {}, {}, {}, {}, true, false});
        QCOMPARE(idsOf(restore::validate(goodDraft(), facts), Severity::Warning), QStringList{QStringLiteral("target.case")});
        facts = goodFacts();
        facts.databases.append({QStringLiteral("shop.incomplete-0a1b2c3d"), {}, {}, {}, {}, core::ByteSize(5), true, false});
        facts.databases.append({QStringLiteral("shop.incomplete"), {}, {}, {}, {}, {}, true, false});
        QVERIFY(idsOf(restore::validate(goodDraft(), facts), Severity::Warning).isEmpty());
        QCOMPARE(idsOf(restore::validate(goodDraft(), facts), Severity::Info), QStringList{QStringLiteral("target.leftover")});
        facts = goodFacts();
        facts.source.toc.serverVersion = QStringLiteral("16.1");
        facts.source.toc.dumpVersion = QStringLiteral("16.1");
        QCOMPARE(idsOf(restore::validate(goodDraft(), facts), Severity::Warning), QStringList{QStringLiteral("version.newer")});
        QCOMPARE(restore::pickPgRestore(facts)->version.major(), 17); // 15 cannot read it
        facts = goodFacts();
        facts.source.toc.newerThanKnown = true;
        QCOMPARE(idsOf(restore::validate(goodDraft(), facts), Severity::Warning), QStringList{QStringLiteral("archive.newerThanKnown")});
        facts = goodFacts();
        facts.missingRoles = facts.absentRoles = QStringList{QStringLiteral("gone")};
        QCOMPARE(idsOf(restore::validate(goodDraft(), facts), Severity::Info), QStringList{QStringLiteral("roles.missing")});
        QVERIFY(restore::makePlan(goodDraft(), facts).has_value());
    }

    void plan()
    {
        RestoreDraft draft = goodDraft();
        draft.jobs = 3;
        const auto plan = restore::makePlan(draft, goodFacts());
        QVERIFY(plan.has_value());
        QCOMPARE(plan->pgRestore.version.major(), 15);
        QCOMPARE(plan->jobs, 3);
        QCOMPARE(plan->database.name, QStringLiteral("d2.incomplete-") + plan->runId.right(8));
        QCOMPARE(plan->database.encoding, QStringLiteral("UTF8"));
        QVERIFY(plan->database.owner.isEmpty());
        QCOMPARE(plan->stages[1].dumpIds, QList<int>{2});
        QCOMPARE(plan->applicationName(), QStringLiteral("tidemark/") + plan->runId);
        const QJsonObject json = plan->toJson();
        QCOMPARE(json.value(u"database").toString(), QStringLiteral("d2"));
        QCOMPARE(json.value(u"objects").toInt(), 3);
        QVERIFY(restore::makePlan(goodDraft(), goodFacts())->jobs >= 1);
        QVERIFY(restore::makePlan(goodDraft(), goodFacts())->jobs <= 4);
    }

    void shownCommandsHideSecrets()
    {
        auto facts = goodFacts();
        facts.source.archivePath = QStringLiteral("/b/it's.dump");
        auto draft = goodDraft();
        draft.targetDatabase = QStringLiteral("my \"db\"");
        const auto plan = restore::makePlan(draft, facts);
        const QStringList commands = restore::shownCommands(*plan, QStringLiteral("host=h password=geheim"));
        QCOMPARE(commands.size(), 2);
        QVERIFY(commands.first().startsWith(QStringLiteral("CREATE DATABASE \"my \"\"db\"\"\" TEMPLATE template0")));
        QVERIFY(commands.last().contains(QStringLiteral("'/b/it'\\''s.dump'")));
        QVERIFY(!commands.join(u' ').contains(QStringLiteral("geheim")));
    }
};

QTEST_GUILESS_MAIN(RestorePlanTest)
#include "restoreplantest.moc"
