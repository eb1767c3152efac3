// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "jobs/backupbatch.h"
#include "store/history.h"
#include "support/dumphold.h"
#include "support/runs.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestBackupBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void severalDatabases();
    void oneFails();
    void cancelled();
    void allMeansThoseThatCanBeRead();
    void fewerRowsThanLastTime();
    void saysWhoHoldsTheLock();

private:
    QList<backup::BackupPlan> plansOf(const access::ServerAccess& server, const QStringList& databases) const;
    jobs::RunOwner owner() const { return {QStringLiteral("id"), QStringLiteral("name"), m_folder->filePath(QStringLiteral("history.sqlite"))}; }
    std::unique_ptr<QTemporaryDir> m_folder = std::make_unique<QTemporaryDir>();
    TestCluster& m_cluster = TestCluster::shared();
};

void TestBackupBatch::initTestCase()
{
    for (const char* name : {"one", "two words", "three"}) {
        QVERIFY(m_cluster.createDatabase(QLatin1String(name)));
        QVERIFY(m_cluster.script(QLatin1String(name), QStringLiteral("CREATE TABLE t AS SELECT i FROM generate_series(1, 1000) i; CREATE TABLE gone AS SELECT i FROM generate_series(1, 200) i")));
    }
}

QList<backup::BackupPlan> TestBackupBatch::plansOf(const access::ServerAccess& server, const QStringList& databases) const
{
    QList<backup::BackupPlan> plans;
    for (const QString& database : databases) {
        auto plan = planBackup(server, database, m_folder->path());
        if (plan)
            plans.append(*std::move(plan));
    }
    return plans;
}

void TestBackupBatch::severalDatabases()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const QStringList databases{QStringLiteral("one"), QStringLiteral("two words"), QStringLiteral("three")};
    double last = 0;
    bool fell = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        fell = fell || progress.fraction.value_or(last) < last;
        last = progress.fraction.value_or(last);
    };
    const jobs::BatchReport report = jobs::runBackups(plansOf(server, databases), server, owner(), context);
    QCOMPARE(report.items.size(), 3U);
    QCOMPARE(report.verdict(), core::Verdict::Ok);
    QVERIFY(!fell);
    QVERIFY(last > 0.9);
    QSet<QString> runIds;
    for (const jobs::BatchItem& item : report.items) {
        QVERIFY(item.report);
        const auto set = catalog::readSet(item.report->setFolder);
        QVERIFY(set);
        QCOMPARE(set->manifest.database, item.database);
        runIds.insert(set->manifest.runId);
    }
    QCOMPARE(runIds.size(), 1); // one run
    QCOMPARE(report.toJson().value(u"sets").toArray().size(), 3);
    QVERIFY(jobs::verdictSentence(report).startsWith(QStringLiteral("3 ")));
    const auto history = store::History::open(owner().historyPath);
    QVERIFY(history);
    QCOMPARE(history->recent(10)->size(), 3);
}

void TestBackupBatch::oneFails()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    QList<backup::BackupPlan> plans = plansOf(server, {QStringLiteral("one"), QStringLiteral("three")});
    QCOMPARE(plans.size(), 2);
    plans.first().draft.database = QStringLiteral("not there");
    const jobs::BatchReport report = jobs::runBackups(plans, server, owner(), {});
    QCOMPARE(report.items.size(), 2U);
    QVERIFY(!report.items.front().report);
    QVERIFY(report.items.back().report);
    QCOMPARE(report.verdict(), core::Verdict::Failed);
    QVERIFY(jobs::verdictSentence(report).contains(QStringLiteral("1 failed")));
}

void TestBackupBatch::cancelled()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    std::stop_source source;
    // In the second of three: the first is whole and stays, the third is not begun.
    const core::RunContext context = stoppedWhen(source, [](const core::Progress& progress) { return progress.fraction.value_or(0) > 0.34; });
    const jobs::BatchReport report = jobs::runBackups(plansOf(server, {QStringLiteral("one"), QStringLiteral("two words"), QStringLiteral("three")}), server, owner(), context);
    QCOMPARE(report.items.size(), 2U);
    QVERIFY(report.items.front().report);
    QVERIFY(!report.items.back().report);
    QCOMPARE(report.verdict(), core::Verdict::Cancelled);
    QCOMPARE(tidemarkSessions(m_cluster), QString());
}

void TestBackupBatch::allMeansThoseThatCanBeRead()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("closed")));
    QVERIFY(m_cluster.sql(QStringLiteral("postgres"), QStringLiteral("ALTER DATABASE closed ALLOW_CONNECTIONS false")));
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const auto names = jobs::databasesToBackUp(server, {});
    QVERIFY(names);
    QVERIFY(names->contains(QStringLiteral("two words")) && names->contains(QStringLiteral("postgres")));
    QVERIFY(!names->contains(QStringLiteral("closed")) && !names->contains(QStringLiteral("template1")));
}

void TestBackupBatch::fewerRowsThanLastTime()
{
    const access::ServerAccess server = openAccess(m_cluster.spec());
    const QString database = QStringLiteral("shrinks");
    QVERIFY(m_cluster.createDatabase(database));
    QVERIFY(m_cluster.script(database, QStringLiteral("CREATE TABLE t AS SELECT i FROM generate_series(1, 1000) i; CREATE TABLE gone AS TABLE t; CREATE TABLE half AS TABLE t; CREATE TABLE small AS SELECT 1 AS i")));
    const auto first = backUp(server, database, m_folder->path());
    QVERIFY(first);
    QVERIFY(first->findings.isEmpty());
    QVERIFY(m_cluster.script(database, QStringLiteral("DELETE FROM t WHERE i <= 120; DROP TABLE gone; DELETE FROM half WHERE i > 300; DELETE FROM small")));
    const auto second = backUp(server, database, m_folder->path());
    QVERIFY(second);
    QCOMPARE(second->verdict, core::Verdict::Warnings);
    QStringList sentences;
    for (const core::Finding& finding : second->findings)
        sentences.append(QStringLiteral("%1 %2").arg(QLatin1String(core::severityName(finding.severity)), finding.sentence));
    const QString all = sentences.join(QLatin1Char('\n'));
    QCOMPARE(sentences.size(), 3);
    QVERIFY2(all.contains(QStringLiteral("info \"public\".\"t\" has 12 % fewer rows")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("warning \"public\".\"half\" has 70 % fewer rows")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("not in this one: \"public\".\"gone\"")), qPrintable(all));

    // A dump of another choice of tables is no successor.
    backup::BackupDraft draft = draftOf(database, m_folder->path());
    draft.content.tables = {QStringLiteral("public.small")};
    const auto part = backUp(server, draft);
    QVERIFY(part);
    QCOMPARE(part->verdict, core::Verdict::Ok);
}

void TestBackupBatch::saysWhoHoldsTheLock()
{
    const QString database = QStringLiteral("held");
    QVERIFY(m_cluster.createDatabase(database));
    QVERIFY(m_cluster.script(database, QStringLiteral("CREATE TABLE t AS SELECT 1 AS i")));
    auto hold = DumpHold::take(m_cluster, database);
    QVERIFY(hold);
    QString notice;
    core::RunContext context;
    context.onProgress = [&](const core::Progress& progress) {
        if (progress.notice.isEmpty())
            return;
        notice = progress.notice;
        hold->release();
    };
    const auto report = backUp(openAccess(m_cluster.spec()), database, m_folder->path(), context);
    QVERIFY(report);
    QVERIFY2(notice.contains(QStringLiteral("(tidemark test)")) && notice.contains(QStringLiteral("pg_largeobject")), qPrintable(notice));
}

QTEST_GUILESS_MAIN(TestBackupBatch)
#include "backupbatchtest.moc"
