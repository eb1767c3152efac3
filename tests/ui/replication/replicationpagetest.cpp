// SPDX-License-Identifier: GPL-3.0-or-later
// The page against a real primary and standby, and with looks made by hand.
#include "ui/replication/replicationpage.h"

#include "pageservices.h"
#include "store/alertlog.h"
#include "store/laghistorywriter.h"
#include "support/testcluster.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/timeserieschart.h"
#include "ui/replication/alertlogdialog.h"
#include "ui/replication/alertrulesdialog.h"
#include "ui/replication/lagfeed.h"
#include "ui/replication/serverwatches.h"
#include "ui/replication/stagebar.h"
#include "ui/replication/standbycard.h"
#include "ui/replication/topologyview.h"
#include "ui/replication/watchchoices.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTableView>
#include <QtTest>

#include <csignal>
#include <ctime>

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

double threadMilliseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// A page with what it needs, and its parts by name.
struct Page
{
    explicit Page(replication::LagOptions options = {})
        : page(services.services, nullptr, std::move(options))
    {
        page.resize(1000, 700);
        page.show();
    }
    template <typename T> T* part(const QString& name)
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
    QString textOf(ui::StandbyCard* card, const QString& name)
    {
        return card->findChild<QLabel*>(name)->text();
    }
    QString condition(ui::StandbyCard* card)
    {
        return card->findChild<ui::IconLabel*>(u"standbyCondition"_s)->text();
    }
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
    void missingSubscriptionAndStages();
    void slotsAndSettingsAreTables();
    void cascadeIsDrawn();
    void recordedPastIsShown();
    void savesValuesAndPicture();
    void rulesAreKeptInTheProfile();
    void alertsAreLogged();
    void otherServersGoOn();
    void fiftyServersStayResponsive();
    void lockedFilesDoNotHoldTheWindow();
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
    sample.findings = {{core::Severity::Warning,
                        u"privilege.monitor"_s,
                        u"May not see."_s,
                        u"GRANT pg_monitor TO \"x\";"_s,
                        {}}};
    Q_EMIT page.feed().sampled(sample);
    QCOMPARE(page.cards().size(), 1);
    QCOMPARE(page.textOf(page.cards().first(), u"standbyLead"_s), u"–"_s);
    QCOMPARE(page.textOf(page.cards().first(), u"standbyReplayedBytes"_s), u"–"_s);
    QVERIFY(!page.textOf(page.cards().first(), u"standbyHeard"_s).contains(u'0'));
    QVERIFY(page.part<ui::FindingsView>(u"replicationFindings"_s)
                ->toText()
                .contains(u"GRANT pg_monitor TO \"x\";"_s));
    QVERIFY(!page.part<ui::TimeSeriesChart>(u"lagBytesChart"_s)->hasVisibleValues());
}

void ReplicationPageTest::cardsStayAndGo()
{
    Page page;
    page.chooseQuietly();
    Q_EMIT page.feed().sampled(sampleOf(
        {standby(u"a"_s, Condition::Streaming, 10), standby(u"b"_s, Condition::Stalled, 5'000'000)}));
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
    Q_EMIT page.feed().failed(
        {core::ErrorKind::ConnectionFailed, u"No way there."_s, u"refused"_s, u"Look at the port."_s},
        8000ms);
    QVERIFY(page.part<ui::FindingsView>(u"replicationProblem"_s)->toText().contains(u"refused"_s));
    QVERIFY2(page.part<QLabel>(u"replicationRetry"_s)->text().contains(u"8 s"_s),
             qPrintable(page.part<QLabel>(u"replicationRetry"_s)->text()));
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
    QTRY_COMPARE_WITH_TIMEOUT(
        server.value(u"postgres"_s,
                     u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s),
        u"0"_s, 10000);
}

void ReplicationPageTest::pauseAndResume()
{
    test::TestCluster& server = test::TestCluster::shared();
    const QString sessions =
        u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s;
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
    QTRY_VERIFY2_WITH_TIMEOUT(page.age().contains(u"2 s ago"_s), qPrintable(page.age()),
                              5000); // the age grows
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
    sample.slotLags = {
        {u"old_slot"_s, u"physical"_s, false, core::ByteSize(7'000'000), u"extended"_s, std::nullopt}};
    Q_EMIT page.feed().sampled(sample);
    QTest::mouseClick(page.part<QPushButton>(u"copyReplication"_s), Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    for (const QString& part :
         {u"Blog"_s, u"0/3000060"_s, u"berlin: Stalled"_s, u"5.0"_s, u"old_slot"_s, u"extended"_s})
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
    QTRY_VERIFY_WITH_TIMEOUT(page.condition(card) == u"Streaming"_s || page.condition(card) == u"Idle"_s,
                             15000);
    QCOMPARE(page.part<QTableView>(u"slotsTable"_s)->model()->rowCount(), 1);
    QCOMPARE(page.part<QTableView>(u"slotsTable"_s)->model()->index(0, 0).data().toString(), u"replica"_s);
    auto* chart = page.part<ui::TimeSeriesChart>(u"lagBytesChart"_s);
    QTRY_VERIFY_WITH_TIMEOUT(chart->accessibleDescription().contains(u"replica:"_s), 5000);

    QVERIFY(made->sql(u"postgres"_s, u"SELECT pg_wal_replay_pause()"_s));
    QVERIFY(primary.script(
        u"postgres"_s,
        u"INSERT INTO load SELECT repeat(md5(g::text), 32) FROM generate_series(1, 4000) AS g"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(page.textOf(card, u"standbyReplayedBytes"_s).contains(u"MB"_s),
                              qPrintable(page.textOf(card, u"standbyReplayedBytes"_s)), 10000);
    QVERIFY(page.condition(card) != u"Idle"_s);

    // The standby's own profile, on the same page.
    page.page.setProfile(test::profileFor(u"replica"_s, made->spec()));
    QTRY_COMPARE_WITH_TIMEOUT(page.cards().size(), 1, 15000);
    QTRY_COMPARE_WITH_TIMEOUT(page.condition(page.cards().first()), u"Paused"_s, 10000);
    QVERIFY(page.textOf(page.cards().first(), u"standbySentence"_s).contains(u"pg_wal_replay_resume"_s));
    QVERIFY(page.textOf(page.cards().first(), u"standbyLead"_s).contains(u"MB"_s));
}

void ReplicationPageTest::missingSubscriptionAndStages()
{
    Page page;
    page.chooseQuietly();
    StandbyLag behind = standby(u"a"_s, Condition::CatchingUp, 4'000'000);
    behind.bytes = {core::ByteSize(1'000'000), core::ByteSize(1'500'000), core::ByteSize(1'500'000),
                    core::ByteSize(4'000'000)};
    behind.behind = {90, true};
    behind.replayRate = 2e6;
    behind.catchUpSeconds = 200;
    behind.slot = u"a_slot"_s;
    StandbyLag missing;
    missing.id = missing.name = u"gone"_s;
    missing.condition = Condition::Missing;
    missing.lastSeen = QDateTime::currentDateTimeUtc().addDays(-1);
    StandbyLag subscription;
    subscription.id = u"subscription\norders"_s;
    subscription.name = u"orders"_s;
    subscription.viewpoint = replication::Viewpoint::Subscription;
    subscription.condition = Condition::Streaming;
    subscription.replyAge = 3;
    Q_EMIT page.feed().sampled(sampleOf({behind, missing, subscription}));
    QCOMPARE(page.cards().size(), 3);
    const auto parts = page.cards().at(0)->findChild<ui::StageBar*>(u"stageBar"_s)->parts();
    QCOMPARE(parts, (std::array<qint64, 4>{1'000'000, 500'000, 0, 2'500'000}));
    const QString times = page.textOf(page.cards().at(0), u"standbyTimes"_s);
    QVERIFY2(times.contains(u"more than 1 min 30 s"_s), qPrintable(times));
    QVERIFY2(times.contains(u"3 min 20 s"_s), qPrintable(times));
    QVERIFY(page.textOf(page.cards().at(0), u"standbyPlace"_s).contains(u"a_slot"_s));

    auto* forget = page.cards().at(1)->findChild<QPushButton*>(u"forgetStandby"_s);
    QVERIFY(forget->isVisible());
    QVERIFY(!page.cards().at(0)->findChild<QPushButton*>(u"forgetStandby"_s)->isVisible());
    QVERIFY(!page.cards()
                 .at(1)
                 ->findChild<QLabel*>(u"standbyReplayedBytes"_s)
                 ->isVisible()); // nothing is known, so nothing is shown
    QVERIFY(page.textOf(page.cards().at(1), u"standbyHeard"_s).startsWith(u"Last seen"_s));
    QVERIFY(page.cards().at(2)->findChild<ui::ElidedLabel*>(u"standbyName"_s)->text().contains(u"orders"_s));
    QVERIFY(page.page.reportText().contains(u"gone: Missing"_s));
}

void ReplicationPageTest::slotsAndSettingsAreTables()
{
    Page page;
    page.chooseQuietly();
    LagSample sample = sampleOf({});
    replication::SlotLag slot{u"old"_s,      u"logical"_s,       false, core::ByteSize(7'000'000),
                              u"extended"_s, core::ByteSize(500)};
    slot.condition = replication::SlotCondition::HoldingWal;
    slot.database = u"shop"_s;
    slot.inactiveSeconds = 7200;
    slot.secondsToLoss = 600;
    sample.slotLags = {slot};
    sample.facts.emplace();
    sample.facts->settings = {{u"max_slot_wal_keep_size"_s, u"-1"_s, -1},
                              {u"hot_standby_feedback"_s, u"off"_s, {}},
                              {u"synchronous_standby_names"_s, QString(), {}}};
    Q_EMIT page.feed().sampled(sample);
    const QAbstractItemModel* table = page.part<QTableView>(u"slotsTable"_s)->model();
    QStringList cells;
    for (int column = 0; column < table->columnCount(); ++column)
        cells.append(table->index(0, column).data().toString());
    for (const QString& text :
         {u"old"_s, u"logical (shop)"_s, u"Holding WAL"_s, u"extended"_s, u"10 min 0 s"_s, u"2 h 0 min"_s})
        QVERIFY2(std::any_of(
                     cells.begin(), cells.end(),
                     [&text](const QString& cell) { return cell.compare(text, Qt::CaseInsensitive) == 0; }),
                 qPrintable(text + u" not in "_s + cells.join(u" | "_s)));
    const QAbstractItemModel* settings = page.part<QTableView>(u"settingsTable"_s)->model();
    QCOMPARE(settings->rowCount(), 2); // that of standbys means nothing here
    QCOMPARE(settings->index(0, 1).data().toString(), u"(empty)"_s);
    QVERIFY(page.part<QTableView>(u"settingsTable"_s)->isVisible());
}

void ReplicationPageTest::cascadeIsDrawn()
{
    Page page;
    page.chooseQuietly();
    auto* topology = page.part<ui::TopologyView>(u"topology"_s);
    Q_EMIT page.feed().sampled(sampleOf({standby(u"a"_s, Condition::Streaming, 1)}));
    QVERIFY(!topology->isVisible());
    StandbyLag inside;
    inside.id = u"self"_s;
    inside.viewpoint = replication::Viewpoint::Inside;
    inside.address = u"db1.example"_s;
    LagSample sample = sampleOf({inside, standby(u"below"_s, Condition::Stalled, 5'000'000)});
    sample.role = replication::ServerRole::Standby;
    Q_EMIT page.feed().sampled(sample);
    QVERIFY(topology->isVisible());
    for (const QString& text : {u"db1.example"_s, u"Blog"_s, u"below (Stalled)"_s})
        QVERIFY2(topology->accessibleDescription().contains(text),
                 qPrintable(topology->accessibleDescription()));
}

void ReplicationPageTest::recordedPastIsShown()
{
    Page page;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    postgres::ConnectionSpec nowhere;
    nowhere.host = u"/nonexistent"_s;
    const store::Profile profile = test::profileFor(u"Blog"_s, nowhere);
    {
        auto writer =
            store::LagHistoryWriter::open(profile.id, ui::WatchFiles::of(page.services.services).history);
        QVERIFY(writer);
        for (int minute = 600; minute > 0; --minute) {
            store::LagRow row;
            row.subject.id = row.subject.name = u"berlin"_s;
            row.set(store::LagQuantity::ReplayBytes, minute * 1000.0);
            QVERIFY(writer->write(now.addSecs(-60 * minute), {row}));
        }
    }
    page.page.setProfile(profile);
    page.feed().stop();
    Q_EMIT page.feed().sampled(sampleOf({standby(u"berlin"_s, Condition::Streaming, 10)}));
    auto* chart = page.part<ui::TimeSeriesChart>(u"lagBytesChart"_s);
    QTest::mouseClick(page.part<QPushButton>(u"chart24Hours"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(chart->visiblePoints(u"berlin"_s).size() >= 600, 10000);
    QVERIFY(page.part<QPushButton>(u"chart24Hours"_s)->isChecked());
    QVERIFY(!page.part<QPushButton>(u"chartNow"_s)->isVisible());
    chart->pan(-3'600'000);
    QVERIFY(page.part<QPushButton>(u"chartNow"_s)->isVisible());
    QVERIFY(!page.part<QPushButton>(u"chart24Hours"_s)->isChecked());
    QTest::mouseClick(page.part<QPushButton>(u"chartNow"_s), Qt::LeftButton);
    QVERIFY(page.part<QPushButton>(u"chart24Hours"_s)->isChecked());
    // It is remembered for the profile.
    QCOMPARE(ui::WatchChoices::of(page.services.services, profile.id).window, std::chrono::seconds(86400));
}

void ReplicationPageTest::savesValuesAndPicture()
{
    Page page;
    page.chooseQuietly();
    const QString folder = page.services.folder.path();
    page.services.services.dialogs.chooseNewFile = [&folder](QWidget*, const ui::FileQuestion& question,
                                                             const ui::Dialogs::PathChosen& chosen) {
        chosen(folder + u"/saved."_s + QFileInfo(question.start).suffix());
    };
    StandbyLag hostile = standby(u"=cmd,\"x\"\ny"_s, Condition::Streaming, 4'242);
    Q_EMIT page.feed().sampled(sampleOf({hostile}));
    page.part<QAction>(u"saveLagCsv"_s)->trigger();
    QTRY_VERIFY(QFile::exists(folder + u"/saved.csv"_s));
    QFile csv(folder + u"/saved.csv"_s);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(csv.readAll()).split(u"\r\n"_s);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0),
             u"time,standby,address,bytes_behind_least,bytes_behind_mean,bytes_behind_greatest"_s);
    QVERIFY2(lines.at(1).contains(u"Z,\"'=cmd,\"\"x\"\"\\ny\",,4242,4242,4242"_s), qPrintable(lines.at(1)));
    page.part<QAction>(u"saveLagPicture"_s)->trigger();
    QTRY_VERIFY(QFile::exists(folder + u"/saved.png"_s));
    QVERIFY(QImage(folder + u"/saved.png"_s).width() > 300);
}

void ReplicationPageTest::rulesAreKeptInTheProfile()
{
    Page page;
    postgres::ConnectionSpec nowhere;
    nowhere.host = u"/nonexistent"_s;
    const store::Profile profile = test::profileFor(u"Blog"_s, nowhere);
    QVERIFY(page.services.profiles.add(profile));
    page.page.setProfile(profile);
    page.part<QAction>(u"openAlertRules"_s)->trigger();
    auto* dialog = page.part<ui::AlertRulesDialog>(u"alertRulesDialog"_s);
    QCOMPARE(dialog->rules(),
             replication::AlertRules()); // opened and saved without a change, nothing changes
    dialog->findChild<QCheckBox*>(u"alertStuckOn"_s)->setChecked(false);
    dialog->findChild<QDoubleSpinBox*>(u"alertBehind"_s)->setValue(250);
    dialog->findChild<QSpinBox*>(u"watchInterval"_s)->setValue(7);
    dialog->findChild<QCheckBox*>(u"watchInBackground"_s)->setChecked(true);
    auto* command = dialog->findChild<QLineEdit*>(u"alertCommand"_s);
    auto* save = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
    command->setText(u"relative/program"_s);
    QVERIFY(!save->isEnabled());
    command->setText(u"/bin/echo \"two words\" x"_s);
    QVERIFY(save->isEnabled());
    QCOMPARE(dialog->rules().command, (QStringList{u"/bin/echo"_s, u"two words"_s, u"x"_s}));
    QTest::mouseClick(save, Qt::LeftButton);
    const auto stored = page.services.profiles.find(profile.id);
    QVERIFY(stored);
    const auto rules = replication::AlertRules::fromJson(stored->alerts);
    QVERIFY(!rules.stuckBytes);
    QCOMPARE(rules.behindBytes->bytes(), 250'000'000);
    QCOMPARE(page.feed().interval(), 7000ms);
    QVERIFY(ui::WatchChoices::of(page.services.services, profile.id).inBackground);

    // What another process has set meanwhile, the command for one, is what the dialog shows next.
    store::ProfileStore elsewhere(page.services.profiles.path());
    QVERIFY(elsewhere.load());
    store::Profile changed = *elsewhere.find(profile.id);
    replication::AlertRules others = rules;
    others.stuckBytes = core::ByteSize(1 << 20);
    changed.alerts = others.toJson();
    QVERIFY(elsewhere.update(changed));
    QTRY_VERIFY(page.page.findChildren<ui::AlertRulesDialog*>().isEmpty());
    page.part<QAction>(u"openAlertRules"_s)->trigger();
    QCOMPARE(page.part<ui::AlertRulesDialog>(u"alertRulesDialog"_s)->rules(), others);
}

void ReplicationPageTest::alertsAreLogged()
{
    Page page;
    page.chooseQuietly();
    page.part<QAction>(u"openAlertLog"_s)->trigger();
    QPointer<ui::AlertLogDialog> dialog = page.part<ui::AlertLogDialog>(u"alertLogDialog"_s);
    QTRY_VERIFY(dialog->findChild<ui::IconLabel*>(u"alertLogNone"_s)->isVisible());
    dialog->reject();

    // A server that is not there, with rules that do not wait.
    postgres::ConnectionSpec nowhere;
    nowhere.host = u"/nonexistent"_s;
    store::Profile profile = test::profileFor(u"Away"_s, nowhere);
    replication::AlertRules rules;
    rules.minimumDuration = 0s;
    profile.alerts = rules.toJson();
    ui::ServerWatches watches(page.services.services, [] {
        replication::LagOptions options;
        options.interval = 200ms;
        return options;
    }());
    QSignalSpy alerts(&watches, &ui::ServerWatches::alerted);
    watches.open(profile);
    QTRY_VERIFY_WITH_TIMEOUT(!alerts.isEmpty(), 20000);
    QCOMPARE(alerts.first().at(1).value<replication::AlertEvent>().alert.cause,
             replication::AlertCause::ServerUnreachable);
    page.page.setProfile(profile);
    page.part<QAction>(u"openAlertLog"_s)->trigger();
    QTRY_VERIFY(page.page.findChildren<ui::AlertLogDialog*>().size() > 0 &&
                page.page.findChildren<ui::AlertLogDialog*>()
                        .last()
                        ->findChild<QTableView*>(u"alertLog"_s)
                        ->model()
                        ->rowCount() == 1);
}

void ReplicationPageTest::otherServersGoOn()
{
    test::TestCluster& server = test::TestCluster::shared();
    const QString sessions =
        u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s;
    replication::LagOptions options;
    options.interval = 200ms;
    Page page(options);
    const store::Profile kept = test::profileFor(u"kept"_s, server.spec());
    const store::Profile other = test::profileFor(u"other"_s, server.spec());
    ui::WatchChoices choices;
    choices.inBackground = true;
    choices.store(page.services.services, kept.id);
    QSignalSpy samples(&page.feed(), &ui::LagFeed::sampled);
    page.page.setProfile(kept);
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 10000);
    page.page.setProfile(other);
    samples.clear();
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 10000);
    QCOMPARE(server.value(u"postgres"_s, sessions), u"2"_s);
    samples.clear();
    QElapsedTimer clock;
    clock.start();
    page.page.setProfile(kept); // what is known of it is there at once
    QTRY_VERIFY_WITH_TIMEOUT(!samples.isEmpty(), 1000);
    QTRY_COMPARE_WITH_TIMEOUT(server.value(u"postgres"_s, sessions), u"1"_s,
                              10000); // the other one is not watched in the background
    QTest::mouseClick(page.part<QPushButton>(u"pauseReplication"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(server.value(u"postgres"_s, sessions), u"0"_s, 10000);
    page.page.setProfile(other); // nobody looks at it paused any more: alerts are wanted again
    QTRY_COMPARE_WITH_TIMEOUT(server.value(u"postgres"_s, sessions), u"2"_s, 10000);
}

void ReplicationPageTest::fiftyServersStayResponsive()
{
    test::TestCluster& server = test::TestCluster::shared();
    replication::LagOptions options;
    options.interval = 5s;
    test::PageServices services;
    ui::ServerWatches watches(services.services, options);
    ui::ReplicationPage page(services.services, watches, nullptr);
    page.resize(1000, 700);
    page.show();
    for (int i = 0; i < 50; ++i)
        watches.open(test::profileFor(u"server %1"_s.arg(i), server.spec()));
    page.setProfile(test::profileFor(u"shown"_s, server.spec()));
    QTRY_VERIFY_WITH_TIMEOUT(page.findChild<QTableView*>(u"settingsTable"_s)->isVisible(), 30000);
    // How late a timer that wants to run every 5 ms gets its turn: what a person feels as a window that
    // hangs.
    QElapsedTimer clock;
    qint64 longest = 0;
    double longestCpu = 0; // of this thread: what others on this machine do is not in it
    double cpuBefore = threadMilliseconds();
    QTimer pulse;
    pulse.setTimerType(Qt::PreciseTimer);
    pulse.setInterval(5);
    connect(&pulse, &QTimer::timeout, this, [&] {
        longest = std::max(longest, clock.restart());
        const double cpu = threadMilliseconds();
        longestCpu = std::max(longestCpu, cpu - cpuBefore);
        cpuBefore = cpu;
    });
    clock.start();
    pulse.start();
    QTest::qWait(6000);
    qInfo("the longest turn of the event loop with 51 servers: %lld ms, %.1f ms of them at work",
          static_cast<long long>(longest), longestCpu);
    QCOMPARE(watches.count(), 51);
    QVERIFY2(longestCpu < 50, qPrintable(QString::number(longestCpu)));
    // On a machine that is shared with a build, a turn may be late through no fault of the window's.
    QVERIFY2(longest < 250, qPrintable(QString::number(longest)));
}

void ReplicationPageTest::lockedFilesDoNotHoldTheWindow()
{
    test::PageServices services;
    const QString path = ui::WatchFiles::of(services.services).alerts;
    QVERIFY(store::AlertLog::open(path));
    const auto close = qScopeGuard([] { QSqlDatabase::removeDatabase(u"other process"_s); });
    auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other process"_s);
    other.setDatabaseName(path);
    QVERIFY(other.open());
    QSqlQuery locking(other);
    QVERIFY(locking.exec(u"BEGIN EXCLUSIVE"_s));
    postgres::ConnectionSpec nowhere;
    nowhere.host = u"/nonexistent"_s;
    store::Profile profile = test::profileFor(u"Away"_s, nowhere);
    replication::AlertRules rules;
    rules.minimumDuration = 0s;
    profile.alerts = rules.toJson();
    replication::LagOptions options;
    options.interval = 200ms;
    auto watches = std::make_unique<ui::ServerWatches>(services.services, options);
    watches->open(profile);
    QTest::qWait(1000); // it waits for the file by now
    QElapsedTimer clock;
    clock.start();
    watches.reset();
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    locking.finish();
    other.close();
    other = {};
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
    const auto backend = static_cast<pid_t>(
        server
            ->value(u"postgres"_s,
                    u"SELECT pid FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"_s)
            .toInt());
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
