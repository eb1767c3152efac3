// SPDX-License-Identifier: GPL-3.0-or-later
// What the overview says about backups, without server and widgets.
#include "translations/translations.h"
#include "ui/overview/overviewfacts.h"

#include <QTest>

using namespace tidemark;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

store::Profile shop()
{
    return store::Profile::create(QStringLiteral("Shop"));
}

catalog::BackupSet setOf(const QString& database, qint64 secondsAgo, const QString& server = QStringLiteral("Shop"), const QString& identity = QStringLiteral("7"))
{
    catalog::BackupSet set;
    set.folder = QStringLiteral("/backups/%1/%2").arg(database).arg(secondsAgo);
    set.manifest.server = server;
    set.manifest.systemIdentifier = identity;
    set.manifest.database = database;
    set.manifest.started = now.addSecs(-secondsAgo);
    set.manifest.ended = set.manifest.started.addSecs(30);
    return set;
}

ui::ServerAnswer answerWith(const QStringList& databases)
{
    ui::ServerAnswer answer;
    answer.facts.systemIdentifier = QStringLiteral("7");
    answer.facts.readsAllData = true;
    for (const QString& name : databases) {
        postgres::Database database;
        database.name = name;
        answer.databases.append(database);
    }
    return answer;
}

QString loss(const QList<catalog::BackupSet>& sets, const std::optional<ui::ServerAnswer>& server)
{
    return ui::lossSentence(ui::overviewFacts(shop(), sets, server), now).text;
}

} // namespace

class OverviewFactsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { translations::install(*QCoreApplication::instance()); }

    void saysThatNothingIsKnown()
    {
        QCOMPARE(loss({}, answerWith({QStringLiteral("shop")})), QStringLiteral("No backup of this server is known. If it died now, everything on it would be lost."));
        QCOMPARE(ui::lossSentence(ui::overviewFacts(shop(), {}, {}), now).look.tone, ui::Tone::Danger);
    }

    void countsFromTheOldestOfTheNewest()
    {
        const QList<catalog::BackupSet> sets{setOf(QStringLiteral("shop"), 3600), setOf(QStringLiteral("shop"), 900'000), setOf(QStringLiteral("blog"), 3 * 3600 + 12 * 60)};
        QCOMPARE(loss(sets, answerWith({QStringLiteral("blog"), QStringLiteral("shop")})), QStringLiteral("If this server died now you would lose at most 3 h 12 min."));
    }

    void namesDatabasesWithoutBackup()
    {
        const QString one = loss({setOf(QStringLiteral("shop"), 3600)}, answerWith({QStringLiteral("blog"), QStringLiteral("shop")}));
        QVERIFY2(one.contains(QStringLiteral("everything in 1 database without a backup")), qPrintable(one));
        const QString two = loss({setOf(QStringLiteral("shop"), 3600)}, answerWith({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("shop")}));
        QVERIFY2(two.contains(QStringLiteral("everything in 2 databases without a backup")), qPrintable(two));
    }

    void admitsWhatItCouldNotAsk()
    {
        const QString text = loss({setOf(QStringLiteral("shop"), 3600)}, std::nullopt);
        QVERIFY2(text.contains(QStringLiteral("the server could not be asked for others")), qPrintable(text));
    }

    void passesOverSetsOfOtherServers()
    {
        const QList<catalog::BackupSet> sets{setOf(QStringLiteral("shop"), 60, QStringLiteral("Shop"), QStringLiteral("8"))};
        const ui::OverviewFacts facts = ui::overviewFacts(shop(), sets, answerWith({QStringLiteral("shop")}));
        QVERIFY(!facts.databases.constFirst().newest);
        // Renamed here, but the same server.
        const QList<catalog::BackupSet> renamed{setOf(QStringLiteral("shop"), 60, QStringLiteral("Old name"))};
        QVERIFY(ui::overviewFacts(shop(), renamed, answerWith({QStringLiteral("shop")})).databases.constFirst().newest.has_value());
        // A server that does not answer is known by its name only.
        QVERIFY(ui::overviewFacts(shop(), renamed, std::nullopt).databases.isEmpty());
    }

    void doesNotMissTheMaintenanceDatabase()
    {
        const auto facts = ui::overviewFacts(shop(), {setOf(QStringLiteral("shop"), 60)}, answerWith({QStringLiteral("postgres"), QStringLiteral("shop")}));
        QCOMPARE(facts.databases.size(), 1);
        // Where it is all there is, it counts.
        QCOMPARE(ui::overviewFacts(shop(), {}, answerWith({QStringLiteral("postgres")})).databases.size(), 1);
    }

    void passesOverSetsThatWentWrong()
    {
        catalog::BackupSet bad = setOf(QStringLiteral("shop"), 60);
        bad.manifest.verdict = core::Verdict::Failed;
        QVERIFY(loss({bad}, answerWith({QStringLiteral("shop")})).startsWith(QStringLiteral("No backup")));
    }

    void passesOverSetsThatAreNotTheWholeDatabase()
    {
        catalog::BackupSet part = setOf(QStringLiteral("shop"), 60);
        part.manifest.coverage = catalog::Coverage::Part;
        QVERIFY(loss({part}, answerWith({QStringLiteral("shop")})).startsWith(QStringLiteral("No backup")));
        catalog::BackupSet base = setOf(QString(), 60);
        base.manifest.kind = catalog::SetKind::BaseBackup;
        QCOMPARE(ui::overviewFacts(shop(), {base}, std::nullopt).databases.size(), 0);
    }

    void passesOverSetsThatCannotBeCountedOn()
    {
        const auto answer = answerWith({QStringLiteral("shop")});
        catalog::BackupSet damaged = setOf(QStringLiteral("shop"), 600);
        damaged.checks = {{now.addSecs(-60), QStringLiteral("readBack"), core::Verdict::Differences, 1, {}}};
        catalog::BackupSet imported = setOf(QStringLiteral("shop"), 700);
        imported.manifest.options = {{QStringLiteral("origin"), QStringLiteral("imported")}};
        QVERIFY(loss({damaged, imported}, answer).startsWith(QStringLiteral("No backup of this server is known.")));
        QCOMPARE(loss({damaged, imported, setOf(QStringLiteral("shop"), 7200)}, answer), QStringLiteral("If this server died now you would lose at most 2 h 0 min."));
        damaged.checks.append({now.addSecs(-30), QStringLiteral("readBack"), core::Verdict::Ok, 1, {}});
        QCOMPARE(loss({damaged}, answer), QStringLiteral("If this server died now you would lose at most 10 min 0 s."));
    }

    void saysWhenARestoreWasProven()
    {
        catalog::BackupSet set = setOf(QStringLiteral("shop"), 5 * 86400);
        QVERIFY(ui::proofSentence(ui::overviewFacts(shop(), {set}, std::nullopt), now).text.startsWith(QStringLiteral("No backup of this server has been restored yet")));
        set.checks.append({now.addDays(-3), QStringLiteral("restore"), core::Verdict::Failed, 5, {}});
        QVERIFY(ui::proofSentence(ui::overviewFacts(shop(), {set}, std::nullopt), now).text.startsWith(QStringLiteral("No backup of this server has been restored yet")));
        set.checks.append({now.addDays(-2), QStringLiteral("restore"), core::Verdict::Ok, 41, {}});
        QCOMPARE(ui::proofSentence(ui::overviewFacts(shop(), {set}, std::nullopt), now).text, QStringLiteral("Last proven restore: 2 days ago, took 41 s."));
    }

    void reportsMissingTools()
    {
        ui::ServerAnswer answer = answerWith({QStringLiteral("shop")});
        answer.facts.version = core::ServerVersion(150020);
        QVERIFY(ui::overviewFindings(answer, {}, false, {}).isEmpty());
        const core::Findings findings = ui::overviewFindings(answer, {}, true, {});
        QCOMPARE(findings.size(), 2);
        QCOMPARE(findings.constFirst().id, QStringLiteral("tool.missing"));
        QVERIFY(core::hasBlocker(findings));
    }
};

QTEST_GUILESS_MAIN(OverviewFactsTest)
#include "overviewfactstest.moc"
