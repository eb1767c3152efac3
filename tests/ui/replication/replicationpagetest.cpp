// SPDX-License-Identifier: GPL-3.0-or-later
// The page against a real primary and standby, and with looks made by hand.
#include "pageservices.h"
#include "support/testcluster.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/timeserieschart.h"
#include "ui/replication/lagfeed.h"
#include "ui/replication/replicationpage.h"
#include "ui/replication/standbycard.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

#include <csignal>

using namespace tidemark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using replication::Condition;
using replication::LagSample;
using replication::StandbyLag;

namespace {

StandbyLag standby(const QString& name, Condition condition, qint64 behind)
{
    StandbyLag lag;
    lag.id = lag.name = name;
    lag.state = u"streaming"_s;
    lag.syncState = u"async"_s;
    lag.condition = condition;
    lag.bytes = {core::ByteSize(0), core::ByteSize(0), core::ByteSize(0), core::ByteSize(behind)};
    lag.seconds.replay = 3.4;
    lag.replyAge = 0.4;
    return lag;
}

LagSample sampleOf(const QList<StandbyLag>& standbys)
{
    LagSample sample;
    sample.serverTime = QDateTime::currentDateTimeUtc();
    sample.lsn = core::Lsn(0x3000060);
    sample.standbys = standbys;
    return sample;
}

/// A page with what it needs, and its parts by name.
struct Page
{
    explicit Page(replication::LagOptions options = {}) : page(services.services, nullptr, std::move(options))
    {
        page.resize(1000, 700);
        page.show();
    }
    template <typename T>
    T* part(const QString& name)
    {
        T* found = page.findChild<T*>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QList<ui::StandbyCard*> cards()
    {
        QList<ui::StandbyCard*> visible;
        for (ui::StandbyCard* card : page.findChildren<ui::StandbyCard*>(u"standbyCard"_s)) {
            if (!card->isHidden())
                visible.append(card);
        }
        return visible;
    }
    QString textOf(ui::StandbyCard* card, const QString& name) { return card->findChild<QLabel*>(name)->text(); }
    QString condition(ui::StandbyCard* card) { return card->findChild<ui::IconLabel*>(u"standbyCondition"_s)->text(); }
    QString summary() { return part<ui::IconLabel>(u"replicationSummary"_s)->text(); }
    QString age() { return part<ui::IconLabel>(u"sampleAge"_s)->text(); }
    ui::LagFeed& feed() { return *page.findChild<ui::LagFeed*>(); }
    /// A profile is chosen, and nothing comes but what the test gives.
    void chooseQuietly()
    {
        postgres::ConnectionSpec nowhere;
        nowhere.host = u"/nonexistent"_s;
        page.setProfile(test::profileFor(u"Blog"_s, nowhere));
        feed().stop();
    }

    test::PageServices services;
    ui::ReplicationPage page;
};

} // namespace

class ReplicationPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutProfile();
    void sayWhenNoStandby();
    void unknownIsADash();
    void cardsStayAndGo();
    void oldIsNotShownAsFresh();
    void failureTellsTheNextTry();
    void lateAnswersAreDropped();
    void pauseAndResume();
    void copiesEverything();
    void foreignNames();
    void realPrimaryAndStandby();
    void quitsWhileTheServerIsFrozen();
};

void ReplicationPageTest::withoutProfile()
{
    Page page;
    QVERIFY(page.cards().isEmpty());
    QCOMPARE(page.summary(), u"No server is chosen."_s);
    QVERIFY(!page.part<QPushButton>(u"pauseReplication"_s)->isVisible());
}

void ReplicationPageTest::sayWhenNoStandby()
{
    Page page;
    page.chooseQuietly();
    Q_EMIT page.feed().sampled(sampleOf({}));
    QCOMPARE(page.summary(), u"No standby is connected to this server."_s);
    QVERIFY(page.part<ui::IconLabel>(u"noStandby"_s)->isVisible());
    QVERIFY(!page.part<QTableView>(u"slotsTable"_s)->isVisible());
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 100)}));
    QVERIFY(!page.part<ui::IconLabel>(u"noStandby"_s)->isVisible());
}

void ReplicationPageTest::unknownIsADash()
{
    Page page;
    page.chooseQuietly();
    StandbyLag lag = standby(u"a"_s, Condition::NoPrivilege, 0);
    lag.bytes = {};
    lag.seconds = {};
    lag.replyAge.reset();
    LagSample sample = sampleOf({lag});
    sample.findings = {{core::Severity::Warning, u"privilege.monitor"_s, u"May not see."_s, u"GRANT pg_monitor TO \"x\";"_s, {}}};
    Q_EMIT page.feed().sampled(sample);
    QCOMPARE(page.cards().size(), 1);
    QCOMPARE(page.textOf(page.cards().first(), u"standbyLead"_s), u"–"_s);
    QCOMPARE(page.textOf(page.cards().first(), u"standbyReplayedBytes"_s), u"–"_s);
    QVERIFY(!page.textOf(page.cards().first(), u"standbyHeard"_s).contains(u'0'));
    QVERIFY(page.part<ui::FindingsView>(u"replicationFindings"_s)->toText().contains(u"GRANT pg_monitor TO \"x\";"_s));
    QVERIFY(!page.part<ui::TimeSeriesChart>(u"lagBytesChart"_s)->hasVisibleValues());
}

void ReplicationPageTest::cardsStayAndGo()
{
    Page page;
    page.chooseQuietly();
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 10), standby(u"b"_s, Condition::Stalled, 5'000'000)}));
    QCOMPARE(page.cards().size(), 2);
    ui::StandbyCard* first = page.cards().first();
    QCOMPARE(page.condition(page.cards().at(1)), u"Stalled"_s);
    QVERIFY2(page.summary().contains(u"b: Stalled"_s), qPrintable(page.summary()));
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::CatchingUp, 2'000'000)}));
    QCOMPARE(page.cards().size(), 1);
    QCOMPARE(page.cards().first(), first); // the focus and what was selected in it stay
    QCOMPARE(page.condition(first), u"Catching up"_s);
    QCOMPARE(page.textOf(first, u"standbyLead"_s).replace(QChar(QChar::Nbsp), u' '), u"2.0 MB"_s);
    QVERIFY2(first->accessibleName().contains(u"Catching up"_s), qPrintable(first->accessibleName()));
}

void ReplicationPageTest::oldIsNotShownAsFresh()
{
    replication::LagOptions options;
    options.interval = 300ms;
    Page page(options);
    page.chooseQuietly();
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 10)}));
    QVERIFY2(page.age().startsWith(u"Measured"_s), qPrintable(page.age()));
    QTRY_VERIFY2_WITH_TIMEOUT(page.age().startsWith(u"Not fresh"_s), qPrintable(page.age()), 4000);
    QVERIFY2(page.summary().startsWith(u"Last seen"_s), qPrintable(page.summary()));
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 10)}));
    QVERIFY2(page.age().startsWith(u"Measured"_s), qPrintable(page.age()));
    QVERIFY2(page.summary().startsWith(u"a:"_s), qPrintable(page.summary()));
}

void ReplicationPageTest::failureTellsTheNextTry()
{
    Page page;
    page.chooseQuietly();
    Q_EMIT page.feed().failed({core::ErrorKind::ConnectionFailed, u"No way there."_s, u"refused"_s, u"Look at the port."_s}, 8000ms);
    QVERIFY(page.part<ui::FindingsView>(u"replicationProblem"_s)->toText().contains(u"refused"_s));
    QVERIFY2(page.part<QLabel>(u"replicationRetry"_s)->text().contains(u"8 s"_s), qPrintable(page.part<QLabel>(u"replicationRetry"_s)->text()));
    QVERIFY(page.part<QLabel>(u"replicationRetry"_s)->isVisible());
    QVERIFY(page.cards().isEmpty());
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 10)}));
    QVERIFY(page.part<ui::FindingsView>(u"replicationProblem"_s)->isEmpty());
    QVERIFY(!page.part<QLabel>(u"replicationRetry"_s)->isVisible());
}

void ReplicationPageTest::lateAnswersAreDropped()
{
    test::TestCluster& server = test::TestCluster::shared();
    Page page;
    QSignalSpy samples(&page.feed(), &ui::LagFeed::sampled);
    page.page.setProfile(test::profileFor(u"first"_s, server.spec()));
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 10000);
    // Answers of the first one may be queued when another profile is chosen; none may arrive after it.
    page.chooseQuietly();
    samples.clear();
    QTest::qWait(2500);
    QVERIFY(samples.isEmpty());
    QVERIFY(page.cards().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(server.value(u"postgres"_s, u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s), u"0"_s, 10000);
}

void ReplicationPageTest::pauseAndResume()
{
    test::TestCluster& server = test::TestCluster::shared();
    const QString sessions = u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s;
    replication::LagOptions options;
    options.interval = 200ms;
    Page page(options);
    QSignalSpy samples(&page.feed(), &ui::LagFeed::sampled);
    page.page.setProfile(test::profileFor(u"shop"_s, server.spec()));
    QTRY_VERIFY_WITH_TIMEOUT(samples.size() >= 2, 10000);
    QCOMPARE(server.value(u"postgres"_s, sessions), u"1"_s);
    auto* pause = page.part<QPushButton>(u"pauseReplication"_s);
    QTest::mouseClick(pause, Qt::LeftButton);
    QVERIFY2(page.age().startsWith(u"Paused"_s), qPrintable(page.age()));
    QCOMPARE(pause->text(), u"&Resume"_s);
    samples.clear();
    QTRY_COMPARE_WITH_TIMEOUT(server.value(u"postgres"_s, sessions), u"0"_s, 10000);
    QTRY_VERIFY2_WITH_TIMEOUT(page.age().contains(u"2 s ago"_s), qPrintable(page.age()), 5000); // the age grows
    QVERIFY(samples.isEmpty());
    QTest::mouseClick(pause, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 10000);
    QVERIFY2(page.age().startsWith(u"Measured"_s), qPrintable(page.age()));
}

void ReplicationPageTest::copiesEverything()
{
    Page page;
    page.chooseQuietly();
    LagSample sample = sampleOf({standby(u"berlin"_s, Condition::Stalled, 5'000'000)});
    sample.slotLags = {{u"old_slot"_s, u"physical"_s, false, core::ByteSize(7'000'000), u"extended"_s, std::nullopt}};
    Q_EMIT page.feed().sampled(sample);
    QTest::mouseClick(page.part<QPushButton>(u"copyReplication"_s), Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    for (const QString& part : {u"Blog"_s, u"0/3000060"_s, u"berlin: Stalled"_s, u"5.0"_s, u"old_slot"_s, u"extended"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" is not in: "_s + text));
}

void ReplicationPageTest::foreignNames()
{
    Page page;
    page.chooseQuietly();
    StandbyLag lag = standby(u"<b>%1\nx"_s, Condition::Streaming, 10);
    Q_EMIT page.feed().sampled(sampleOf({lag, standby(u"other"_s, Condition::Streaming, 5)}));
    QCOMPARE(page.cards().first()->findChild<ui::ElidedLabel*>(u"standbyName"_s)->text(), u"<b>%1\\nx"_s);
    QVERIFY2(page.summary().contains(u"<b>%1\\nx"_s), qPrintable(page.summary()));
}

void ReplicationPageTest::realPrimaryAndStandby()
{
    test::TestCluster& primary = test::TestCluster::shared();
    QVERIFY(primary.script(u"postgres"_s, u"CREATE TABLE load (filler text)"_s));
    auto made = primary.makeStandby(u"replica"_s);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    replication::LagOptions options;
    options.interval = 200ms;
    Page page(options);
    page.page.setProfile(test::profileFor(u"shop"_s, primary.spec()));
    QTRY_COMPARE_WITH_TIMEOUT(page.cards().size(), 1, 15000);
    ui::StandbyCard* card = page.cards().first();
    QCOMPARE(card->findChild<ui::ElidedLabel*>(u"standbyName"_s)->text(), u"replica"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page.textOf(card, u"standbyPlace"_s).contains(u"streaming"_s), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(page.condition(card) == u"Streaming"_s || page.condition(card) == u"Idle"_s, 15000);
    QCOMPARE(page.part<QTableView>(u"slotsTable"_s)->model()->rowCount(), 1);
    QCOMPARE(page.part<QTableView>(u"slotsTable"_s)->model()->index(0, 0).data().toString(), u"replica"_s);
    auto* chart = page.part<ui::TimeSeriesChart>(u"lagBytesChart"_s);
    QTRY_VERIFY_WITH_TIMEOUT(chart->accessibleDescription().contains(u"replica:"_s), 5000);

    QVERIFY(made->sql(u"postgres"_s, u"SELECT pg_wal_replay_pause()"_s));
    QVERIFY(primary.script(u"postgres"_s, u"INSERT INTO load SELECT repeat(md5(g::text), 32) FROM generate_series(1, 4000) AS g"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(page.textOf(card, u"standbyReplayedBytes"_s).contains(u"MB"_s), qPrintable(page.textOf(card, u"standbyReplayedBytes"_s)), 10000);
    QVERIFY(page.condition(card) != u"Idle"_s);

    // The standby's own profile, on the same page.
    page.page.setProfile(test::profileFor(u"replica"_s, made->spec()));
    QTRY_COMPARE_WITH_TIMEOUT(page.cards().size(), 1, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(page.condition(page.cards().first()), u"Paused"_s, 10000);
    QVERIFY(page.textOf(page.cards().first(), u"standbySentence"_s).contains(u"pg_wal_replay_resume"_s));
    QVERIFY(page.textOf(page.cards().first(), u"standbyLead"_s).contains(u"MB"_s));
}

void ReplicationPageTest::quitsWhileTheServerIsFrozen()
{
    auto server = test::TestCluster::start();
    QVERIFY(server);
    replication::LagOptions options;
    options.interval = 200ms;
    auto page = std::make_unique<Page>(options);
    QSignalSpy samples(&page->feed(), &ui::LagFeed::sampled);
    page->page.setProfile(test::profileFor(u"shop"_s, server->spec()));
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 10000);
    const auto backend = static_cast<pid_t>(server->value(u"postgres"_s, u"SELECT pid FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s).toInt());
    QVERIFY(backend > 0);
    QVERIFY(server->kill(SIGSTOP));
    ::kill(backend, SIGSTOP);
    const auto thaw = qScopeGuard([&server, backend] {
        ::kill(backend, SIGCONT);
        server->kill(SIGCONT);
    });
    QTest::qWait(1500); // its look is late by now, and the request to cancel it gets no answer either
    QElapsedTimer clock;
    clock.start();
    page->page.setProfile(std::nullopt);
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed()))); // the window does not wait
    clock.start();
    page.reset(); // nor does the end of the program for long
    QVERIFY2(clock.elapsed() < 7000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_MAIN(ReplicationPageTest)
#include "replicationpagetest.moc"
