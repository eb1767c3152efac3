// SPDX-License-Identifier: GPL-3.0-or-later
// Renders the replication page in its states into a folder, for people to look at: replicationpictures FOLDER [light|dark]
#include "ui/common/timeserieschart.h"
#include "ui/replication/lagfeed.h"
#include "ui/replication/replicationpage.h"

#include "pageservices.h"
#include "translations/translations.h"

#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QPushButton>
#include <QStyleFactory>
#include <QTest>

#include <cmath>

using namespace tidemark;
using namespace Qt::StringLiterals;
using replication::Condition;
using replication::LagSample;
using replication::StandbyLag;

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x2b, 0x2b, 0x2f));
    palette.setColor(QPalette::Window, QColor(0x25, 0x26, 0x2a));
    palette.setColor(QPalette::Base, QColor(0x1c, 0x1d, 0x20));
    palette.setColor(QPalette::AlternateBase, QColor(0x22, 0x23, 0x27));
    palette.setColor(QPalette::Text, QColor(0xec, 0xec, 0xee));
    palette.setColor(QPalette::WindowText, QColor(0xec, 0xec, 0xee));
    palette.setColor(QPalette::Button, QColor(0x33, 0x34, 0x39));
    palette.setColor(QPalette::ButtonText, QColor(0xec, 0xec, 0xee));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x8b, 0xfd));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x33, 0x34, 0x39));
    palette.setColor(QPalette::ToolTipText, QColor(0xec, 0xec, 0xee));
    return palette;
}

StandbyLag standby(const QString& name, Condition condition, double bytes, std::optional<double> seconds)
{
    StandbyLag lag;
    lag.id = name;
    lag.name = name;
    lag.address = u"10.0.4.17"_s;
    lag.state = u"streaming"_s;
    lag.syncState = u"async"_s;
    lag.condition = condition;
    const auto size = [bytes](double share) { return core::ByteSize(static_cast<qint64>(bytes * share)); };
    lag.bytes = {size(0), size(0.1), size(0.2), size(1)};
    lag.seconds = {0.002, 0.01, seconds};
    lag.replyAge = 0.8;
    return lag;
}

LagSample sampleOf(const QList<StandbyLag>& standbys)
{
    LagSample sample;
    sample.serverTime = QDateTime::currentDateTimeUtc();
    sample.lsn = core::Lsn(0x16B374D848);
    sample.standbys = standbys;
    sample.slotLags = {{u"standby_berlin"_s, u"physical"_s, true, core::ByteSize(18'200'000), u"reserved"_s, core::ByteSize(9'800'000'000)},
                       {u"old_reporting_replica_that_nobody_removed"_s, u"physical"_s, false, core::ByteSize(8'400'000'000), u"unreserved"_s, core::ByteSize(0)},
                       {u"debezium"_s, u"logical"_s, true, core::ByteSize(512'000), u"reserved"_s, std::nullopt}};
    return sample;
}

/// The last five minutes of these standbys, a gap included, as if it had been watched.
void fillCharts(QWidget& page, const QList<StandbyLag>& standbys)
{
    auto* bytes = page.findChild<ui::TimeSeriesChart*>(u"lagBytesChart"_s);
    auto* seconds = page.findChild<ui::TimeSeriesChart*>(u"lagSecondsChart"_s);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (int second = -300; second < 0; second += 2) {
        const bool gap = second > -170 && second < -150;
        for (qsizetype i = 0; i < standbys.size(); ++i) {
            const StandbyLag& lag = standbys.at(i);
            const double end = lag.bytes.replay ? static_cast<double>(lag.bytes.replay->bytes()) : 0;
            const double wave = 1 + 0.4 * std::sin(second / (9.0 + 3.0 * static_cast<double>(i))) + 0.1 * std::sin(second * 1.7);
            const double value = std::max(0.0, end * (1 + second / 400.0) * wave + 20'000 * (1 + std::sin(second / 5.0)));
            bytes->setSeriesName(lag.id, lag.name);
            seconds->setSeriesName(lag.id, lag.name);
            bytes->append(lag.id, now.addSecs(second), gap ? std::nullopt : std::optional(value));
            seconds->append(lag.id, now.addSecs(second), gap || !lag.seconds.replay ? std::nullopt : std::optional(*lag.seconds.replay * wave));
        }
    }
}

class Camera
{
public:
    explicit Camera(QString folder) : m_folder(std::move(folder)) {}

    /// As it looks in the window's content, beside the list of servers.
    void take(const QString& name, const std::function<void(ui::ReplicationPage&, ui::LagFeed&)>& arrange, bool withProfile = true)
    {
        for (const QSize size : {QSize(1280, 800), QSize(960, 620)}) {
            test::PageServices services;
            ui::ReplicationPage page(services.services, nullptr);
            page.resize(size.width() - 240, size.height() - 96);
            page.setAttribute(Qt::WA_DontShowOnScreen, false);
            page.show();
            auto* feed = page.findChild<ui::LagFeed*>();
            if (withProfile) {
                postgres::ConnectionSpec nowhere;
                nowhere.host = u"/nonexistent"_s;
                page.setProfile(test::profileFor(u"Blog, production"_s, nowhere));
                feed->stop();
            }
            arrange(page, *feed);
            QTest::qWait(120);
            page.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name).arg(size.width()));
        }
    }

private:
    QString m_folder;
};

void takeAll(Camera& camera)
{
    const QList<StandbyLag> two{standby(u"standby_berlin"_s, Condition::CatchingUp, 18'200'000, 3.4), standby(u"standby_paris"_s, Condition::Streaming, 24'000, 0.03)};
    camera.take(u"none"_s, [](auto&, auto&) {}, false);
    camera.take(u"connecting"_s, [](auto&, auto&) {});
    camera.take(u"data"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two);
        for (int i = 10; i >= 0; --i) {
            LagSample sample = sampleOf(two);
            sample.serverTime = sample.serverTime.addSecs(-3 * i);
            sample.standbys[0].bytes.replay = core::ByteSize(18'200'000 - i * 1'100'000);
            Q_EMIT feed.sampled(sample);
        }
    });
    camera.take(u"seconds"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two);
        Q_EMIT feed.sampled(sampleOf(two));
        page.findChild<QPushButton*>(u"chartSeconds"_s)->click();
    });
    camera.take(u"one"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two.mid(1));
        LagSample sample = sampleOf(two.mid(1));
        sample.slotLags.resize(1);
        Q_EMIT feed.sampled(sample);
    });
    camera.take(u"empty"_s, [](auto&, ui::LagFeed& feed) {
        LagSample sample = sampleOf({});
        sample.slotLags.clear();
        Q_EMIT feed.sampled(sample);
    });
    camera.take(u"gone"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two);
        Q_EMIT feed.sampled(sampleOf({}));
    });
    const core::Error refused{core::ErrorKind::ConnectionFailed, u"The server blog_db on db1.example:5432 cannot be reached."_s,
                              u"connection to server at \"db1.example\" (10.0.4.2), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?"_s,
                              u"Check host and port, and that the server runs."_s};
    camera.take(u"error"_s, [&](auto&, ui::LagFeed& feed) { Q_EMIT feed.failed(refused, std::chrono::seconds(8)); });
    camera.take(u"lost"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two);
        Q_EMIT feed.sampled(sampleOf(two));
        QTest::qWait(6500);
        Q_EMIT feed.failed(refused, std::chrono::seconds(8));
    });
    camera.take(u"privilege"_s, [](auto&, ui::LagFeed& feed) {
        StandbyLag lag;
        lag.id = lag.name = u"standby_berlin"_s;
        lag.condition = Condition::NoPrivilege;
        LagSample sample = sampleOf({lag});
        sample.slotLags.resize(1);
        sample.findings = {{core::Severity::Warning, u"privilege.monitor"_s, u"The role backup_reader may not see the state of the standbys."_s,
                            u"Let an administrator run: GRANT pg_monitor TO \"backup_reader\";"_s, {}}};
        Q_EMIT feed.sampled(sample);
    });
    camera.take(u"standby"_s, [](ui::ReplicationPage& page, ui::LagFeed& feed) {
        StandbyLag lag = standby(u"this standby"_s, Condition::Paused, 34'000'000, std::nullopt);
        lag.id = u"self"_s;
        lag.viewpoint = replication::Viewpoint::Inside;
        lag.address = u"db1.example"_s;
        lag.syncState.clear();
        lag.lastReplayedCommitAge = 412;
        fillCharts(page, {lag});
        LagSample sample = sampleOf({lag});
        sample.role = replication::ServerRole::Standby;
        sample.slotLags.clear();
        Q_EMIT feed.sampled(sample);
    });
    camera.take(u"paused"_s, [&](ui::ReplicationPage& page, ui::LagFeed& feed) {
        fillCharts(page, two);
        Q_EMIT feed.sampled(sampleOf(two));
        page.findChild<QPushButton*>(u"pauseReplication"_s)->click();
    });
    camera.take(u"many"_s, [](ui::ReplicationPage& page, ui::LagFeed& feed) {
        const QList<Condition> all{Condition::Streaming, Condition::Idle,   Condition::CatchingUp,   Condition::Stalled,  Condition::Silent,
                                   Condition::Streaming, Condition::Behind, Condition::ReceiverOnly, Condition::Starting, Condition::Streaming};
        QList<StandbyLag> standbys;
        for (int i = 0; i < 10; ++i) {
            QString name = QStringLiteral("standby_%1").arg(i + 1);
            if (i == 2)
                name = u"a_standby_with_a_name_as_long_as_postgresql_allows_it_to_be_63b"_s;
            if (i == 4)
                name = u"日本語 <b>bold</b>\nnew line"_s;
            StandbyLag lag = standby(name, all.at(i), 900'000.0 * i * i, i % 2 == 0 ? std::optional(0.3 * i) : std::nullopt);
            lag.address = i == 3 ? u"2001:db8:85a3:8d3:1319:8a2e:370:7348"_s : u"10.0.4.%1"_s.arg(i);
            if (lag.condition == Condition::ReceiverOnly)
                lag.bytes.replay.reset();
            if (lag.condition == Condition::Starting)
                lag.bytes = {};
            if (lag.condition == Condition::Silent)
                lag.replyAge = 47;
            standbys.append(lag);
        }
        fillCharts(page, standbys);
        Q_EMIT feed.sampled(sampleOf(standbys));
    });
}

/// The chart alone, with its crosshair moved by keys.
void takeChart(const QString& folder)
{
    QWidget page;
    page.resize(900, 420);
    ui::TimeSeriesChart bytes(ui::ChartUnit::Bytes, &page);
    bytes.setObjectName(u"lagBytesChart"_s);
    ui::TimeSeriesChart seconds(ui::ChartUnit::Seconds, &page);
    seconds.setObjectName(u"lagSecondsChart"_s);
    bytes.setGeometry(0, 0, 900, 420);
    seconds.hide();
    fillCharts(page, {standby(u"standby_berlin"_s, Condition::CatchingUp, 18'200'000, 3.4), standby(u"standby_paris"_s, Condition::Streaming, 4'024'000, 0.03)});
    bytes.advance(QDateTime::currentDateTimeUtc());
    page.show();
    page.activateWindow();
    bytes.setFocus();
    QTest::qWait(50);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(&bytes, Qt::Key_Left);
    QTest::qWait(50);
    page.grab().save(folder + u"/chart.png"_s);
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top->isVisible() && top->windowType() == Qt::ToolTip)
            top->grab().save(folder + u"/chart-tooltip.png"_s);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    translations::install(application);
    if (argc < 2)
        return 2;
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    if (argc > 2 && QByteArrayView(argv[2]) == "dark")
        QApplication::setPalette(darkPalette());
    QApplication::setFont(QFont(u"DejaVu Sans"_s, 10));
    Camera camera(folder);
    takeAll(camera);
    takeChart(folder);
    return 0;
}
