// SPDX-License-Identifier: GPL-3.0-or-later
// A dump from a standby that has to choose between the dump and its primary.
#include "support/dumphold.h"
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;

class TestStandbyConflict : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDo_data();
    void saysWhatToDo();
};

void TestStandbyConflict::saysWhatToDo_data()
{
    QTest::addColumn<archive::DumpFormat>("format");
    QTest::newRow("custom") << archive::DumpFormat::Custom;
    QTest::newRow("plain") << archive::DumpFormat::Plain;
}

void TestStandbyConflict::saysWhatToDo()
{
    QFETCH(archive::DumpFormat, format);
    TestCluster& primary = TestCluster::shared();
    const QString name = QLatin1String(QTest::currentDataTag());
    QVERIFY(primary.createDatabase(name));
    QVERIFY(primary.script(
        name,
        QStringLiteral("CREATE TABLE t AS SELECT i, md5(i::text) AS a FROM generate_series(1, 1000) i")));
    auto standby =
        primary.makeStandby(name, {{QStringLiteral("max_standby_streaming_delay"), QStringLiteral("0")},
                                   {QStringLiteral("hot_standby_feedback"), QStringLiteral("off")}});
    QVERIFY2(standby.has_value(), standby ? "" : qPrintable(standby.error().toText()));
    // The standby replays the lock, so that its pg_dump waits, too.
    auto hold = DumpHold::take(primary, name);
    QVERIFY(hold);
    QVERIFY(primary.script(name, QStringLiteral("CREATE TABLE sends_the_lock_along ()")));
    QVERIFY(primary.waitForStandby(name));
    const auto reached = [&standby] {
        return standby->value(QStringLiteral("postgres"),
                              QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name "
                                             "LIKE 'tidemark/%' AND wait_event_type = 'Lock'")) !=
               QLatin1String("0");
    };

    QTemporaryDir folder;
    backup::BackupDraft draft = draftOf(name, folder.path());
    draft.form.format = format;
    bool done = false;
    core::RunContext context;
    context.onProgress = [&](const core::Progress&) {
        if (done || !reached())
            return;
        // The standby replays a lock that the dump is in the way of.
        done = primary.script(name, QStringLiteral("ALTER TABLE t ADD COLUMN more int")).has_value();
        hold->release();
    };
    const auto report = backUp(openAccess(standby->spec()), draft, context);
    QVERIFY(done);
    QVERIFY(!report);
    const QString text = report.error().toText();
    QVERIFY2(report.error().hint.contains(QStringLiteral("max_standby_streaming_delay")), qPrintable(text));
    QVERIFY2(report.error().hint.contains(QStringLiteral("primary")), qPrintable(text));
    QCOMPARE(leftovers(folder.path()), QString());
    QTRY_COMPARE_WITH_TIMEOUT(tidemarkSessions(*standby), QString(), 5000);
}

QTEST_GUILESS_MAIN(TestStandbyConflict)
#include "standbyconflicttest.moc"
